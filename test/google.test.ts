import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { sql } from '#platform'
import { addSite } from '#site'
import { passGoogleAs } from '../demo/google/testing/pass.ts'
import { Browser } from '../sdk/testing/browser.ts'
import { aConnectedSite, domain, isBack, isIn, jonas, lena, logInAs, password, typed } from './a-connected-site.ts'
import { secretsIn } from './world.ts'

test('LOG-3 an address of the domain goes to Google, without a password field, and comes back to the product', async (t) => {
  const at = await aConnectedSite(t)
  const browser = new Browser()
  const first = await at.begin(browser)
  assert.match(first.text, /on acme\.umbel\.example/)
  assert.match(first.text, /Continue with Google/)
  const handoff = await typed(at, browser, lena)
  assert.match(handoff.text, /We’ll take you to Google/)
  assert.doesNotMatch(handoff.text, /type="password"/)
  const policy = handoff.headers.get('content-security-policy') ?? ''
  assert.match(policy, new RegExp(`form-action [^;]*${at.google.issuer}`))
  const end = await at.through(browser, handoff, lena)
  assert.ok(isIn(end), `${end.status} ${end.url} ${end.text}`)

  assert.deepEqual(await at.identities(), [{ subject: '104213370000000000001', email: lena }])
  assert.deepEqual(await at.methods(), ['fed'])
  const [made] = await at.database.durable.all<Record<string, unknown>>(sql`
    select name, email_verified_at is not null as verified from account where email = ${lena}`)
  assert.deepEqual({ ...made }, { name: 'Lena Fischer', verified: true })
  const actions = await at.database.durable.all<{ action: string }>(sql`
    select action from audit_entry where account_id is not null order by id`)
  assert.deepEqual(
    actions.map(({ action }) => action),
    ['account.created', 'account.address-proved', 'identity-source.linked', 'sign-in.logged-in'],
  )
})

test('LOG-3 the second time the identity opens the same account, in any browser', async (t) => {
  const at = await aConnectedSite(t)
  assert.ok(isIn(await logInAs(at, lena)))
  assert.ok(isIn(await logInAs(at, lena.toUpperCase())))
  assert.deepEqual(await at.accounts(), [lena])
})

test('LOG-8 whoever asks to be kept logged in is, with Google, too; whoever does not is until the browser closes', async (t) => {
  const at = await aConnectedSite(t)
  const kept = async (fields: Record<string, string>, who: string) => {
    const browser = new Browser()
    await at.begin(browser)
    const atGoogle = await browser.submit(await typed(at, browser, who), fields, isBack)
    assert.ok(isIn(await passGoogleAs(browser, at.google, who, atGoogle, isBack)))
    const [session] = await at.database.durable.all<{ kept: boolean }>(sql`
      select s.run_hash is null and s.expires_at > s.created_at + interval '20 days' as kept
      from session s join account a on a.id = s.account_id where a.email = ${who} order by s.created_at desc limit 1`)
    return session?.kept
  }
  assert.equal(await kept({ remember: '1' }, lena), true)
  assert.equal(await kept({}, jonas), false)
})

test('LOG-3 Continue with Google needs no address; with skip-page there is no page before Google', async (t) => {
  const at = await aConnectedSite(t, { skipPage: true })
  const browser = new Browser()
  const atGoogle = await browser.submit(
    await at.begin(browser),
    { method: 'google', email: 'what@ever.example' },
    isBack,
  )
  assert.equal(atGoogle.url.origin, at.google.issuer)
  assert.ok(isIn(await passGoogleAs(browser, at.google, lena, atGoogle, isBack)))

  const other = new Browser()
  const direct = await other.submit(await at.begin(other), { email: jonas }, isBack)
  assert.equal(direct.url.origin, at.google.issuer)
  assert.ok(isIn(await passGoogleAs(other, at.google, jonas, direct, isBack)))
})

test('LOG-3, LOG-4 the combined form goes to Google instead of failing; other domains log in with their password', async (t) => {
  const at = await aConnectedSite(t, { form: 'combined' })
  const browser = new Browser()
  const page = await browser.submit(await at.begin(browser), { email: lena, password: 'whatever it was' }, isBack)
  assert.match(page.text, /We’ll take you to Google/)
  assert.ok(isIn(await at.through(browser, page, lena)))
  const failures = await at.database.durable.all(sql`select 1 from audit_entry where action = 'sign-in.password-wrong'`)
  assert.equal(failures.length, 0, 'what was typed as password was not checked')

  await at.account('ana@example.com')
  const ana = new Browser()
  assert.ok(isIn(await ana.submit(await at.begin(ana), { email: 'ana@example.com', password }, isBack)))
})

test('LOG-3 no password, reset or sign-up gets around Google for an address of its domain', async (t) => {
  const at = await aConnectedSite(t)
  await at.account(lena)
  const browser = new Browser()
  const handoff = await typed(at, browser, lena)
  const attempt = handoff.url.searchParams.get('attempt') ?? ''
  const post = (path: string, fields: Record<string, string>) =>
    browser.open(
      new URL(path, at.url),
      { method: 'POST', body: new URLSearchParams({ attempt, ...fields }), headers: { origin: at.url.origin } },
      isBack,
    )
  const asked = await browser.open(`${at.url.origin}/sign-in/password?attempt=${attempt}`)
  assert.equal(asked.url.pathname, '/sign-in/google')
  for (const page of [
    await post('/sign-in/password', { password }),
    await post('/sign-in/combined', { email: lena, password }),
    await post('/sign-in/google/link', { password }),
    await post('/sign-in/google/address', {}),
    await post('/sign-up', { name: 'Lena', email: lena, password: 'seven tall lanterns here', terms: '1' }),
  ]) {
    assert.equal(page.url.pathname, '/sign-in/google', page.text)
  }
  await post('/password/forgot', { email: lena })
  const { token = '' } = secretsIn(await at.mailTo(lena))
  const reset = await post('/password/reset', { token, password: 'another umbel grows here' })
  assert.equal(reset.url.pathname, '/sign-in/google', 'the password is changed, and Google still says who it is')
  assert.deepEqual(await at.methods(), [])
})

test('LOG-3 an account that was there before is proved by its password before Google opens it', async (t) => {
  const at = await aConnectedSite(t)
  await at.account(lena)
  const browser = new Browser()
  const link = await at.through(browser, await typed(at, browser, lena), lena)
  assert.equal(link.url.pathname, '/sign-in/google/link')
  assert.match(link.text, /already has an Umbel account/)
  assert.deepEqual(await at.identities(), [])

  const wrong = await browser.submit(link, { password: 'not this one' }, isBack)
  assert.equal(wrong.status, 422)
  assert.deepEqual(await at.identities(), [])
  assert.ok(isIn(await browser.submit(wrong, { password }, isBack)))
  assert.deepEqual(await at.identities(), [{ subject: '104213370000000000001', email: lena }])
  assert.deepEqual(await at.methods(), ['fed'])
  assert.ok(isIn(await logInAs(at, lena)), 'from now on without the password')
  assert.deepEqual(await at.accounts(), [lena])
})

test('LOG-3 who typed an alias is told the primary address, and goes on with it', async (t) => {
  const at = await aConnectedSite(t)
  const browser = new Browser()
  const page = await at.through(browser, await typed(at, browser, `lena@${domain}`), `lena@${domain}`)
  assert.equal(page.url.pathname, '/sign-in/google/address')
  assert.match(page.text, /Google knows you as <strong>lena\.fischer@brightwater\.example\.com/)
  assert.deepEqual([await at.accounts(), await at.identities()], [[], []])
  const end = await browser.submit(page, {}, isBack)
  assert.ok(isIn(end), `${end.status} ${end.url} ${end.text}`)
  assert.deepEqual(await at.accounts(), [lena])

  const again = new Browser()
  const other = await at.through(again, await typed(at, again, jonas), lena)
  assert.equal(other.url.pathname, '/sign-in/google/address', 'another person than the one typed is asked, too')
})

test('LOG-3, SIT-1 the site that the product names decides; without a connection there is a password', async (t) => {
  const at = await aConnectedSite(t)
  await at.database.transaction((tx) =>
    addSite(tx, system, { name: 'Plain', host: 'plain.umbel.example', productIds: ['wiki'] }),
  )
  const next = async (query: Record<string, string>) => {
    const browser = new Browser()
    const page = await browser.submit(await at.begin(browser, query), { email: lena }, isBack)
    return page.url.pathname
  }
  assert.equal(await next({ site: 'acme-studio' }), '/sign-in/google')
  assert.equal(await next({ site: 'acme.umbel.example' }), '/sign-in/google')
  assert.equal(await next({ site: 'plain.umbel.example' }), '/sign-in/password')
  assert.equal(await next({}), '/sign-in/password')
  assert.equal(await next({ site: 'no such site' }), '/sign-in/password')
})
