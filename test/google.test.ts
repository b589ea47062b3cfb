import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createProvedAccount } from '#account'
import { setFirstPassword } from '#credential'
import { connectGoogle } from '#identity-source'
import { parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { addProduct, type LogInForm } from '#product'
import { addSite } from '#site'
import { type GoogleOptions, openGoogle } from '../demo/google/google.ts'
import type { Misbehavior } from '../demo/google/misbehavior.ts'
import { passGoogleAs } from '../demo/google/testing/pass.ts'
import { Browser, type Page } from '../sdk/testing/browser.ts'
import { anUmbel } from './an-umbel.ts'
import { secretsIn, testHashing } from './world.ts'

const domain = 'brightwater.example.com'
const lena = `lena.fischer@${domain}`
const jonas = `jonas.weber@${domain}`
const password = 'umbels grow in spring'
const back = 'http://wiki.localhost:9/log-in/callback'
const isBack = (next: URL) => next.href.startsWith(back)

/** Umbel with a product on a site that is connected to a provider which plays Google. */
async function aConnectedSite(
  t: TestContext,
  options: { form?: LogInForm; skipPage?: boolean } & Partial<GoogleOptions> = {},
) {
  const { form, skipPage, ...more } = options
  const umbel = await anUmbel(t)
  const { database, url } = umbel
  const client = { clientId: 'umbel', clientSecret: 'the secret that Google gave us', name: 'Umbel' }
  const redirectUris = [new URL('/sign-in/google/callback', url).href]
  const google = await openGoogle({ clients: [{ ...client, redirectUris }], slowMilliseconds: 7_000, ...more })
  t.after(() => google.close())
  await database.transaction(async (tx) => {
    const wishes = { id: 'wiki', name: 'Wiki', form, homeUrl: 'http://wiki.localhost:9/', redirectUris: [back] }
    const { id } = await addProduct(tx, system, wishes)
    const site = await addSite(tx, system, { name: 'Acme Studio', host: 'acme.umbel.example', productIds: [id] })
    const { clientId, clientSecret } = client
    await connectGoogle(tx, system, umbel.secretKey, site.id, {
      domain,
      clientId,
      clientSecret,
      issuer: google.issuer,
      skipPage,
    })
  })
  const authorize = (query: Record<string, string> = {}) =>
    `${url.origin}/authorize?${new URLSearchParams({ client_id: 'wiki', response_type: 'code', scope: 'openid', redirect_uri: back, ...query })}`

  return {
    ...umbel,
    google,
    authorize,
    /** The first page that the product's visitor sees. */
    begin: (browser: Browser, query?: Record<string, string>) => browser.open(authorize(query), {}, isBack),
    /** From the hand-off page to Google, and through its log-in page. */
    async through(browser: Browser, page: Page, address: string) {
      const atGoogle = await browser.submit(page, {}, isBack)
      assert.ok(atGoogle.url.origin === google.issuer, `${atGoogle.status} ${atGoogle.url} ${atGoogle.text}`)
      return passGoogleAs(browser, google, address, atGoogle, isBack)
    },
    async account(email: string) {
      const hash = await (await testHashing()).hash(password)
      return database.transaction(async (tx) => {
        const id = await createProvedAccount(tx, system, { name: 'Lena Fischer', address: parseAddress(email) })
        await setFirstPassword(tx, id, hash)
        return id
      })
    },
    identities: () =>
      database.durable.all<{ subject: string; email: string }>(sql`
        select i.subject, a.email from upstream_identity i join account a on a.id = i.account_id order by 1`),
    accounts: async () =>
      (await database.durable.all<{ email: string }>(sql`select email from account order by email`)).map(
        ({ email }) => email,
      ),
    methods: async () =>
      (await database.durable.all<{ methods: string[] }>(sql`select methods from session`)).flatMap(
        (row) => row.methods,
      ),
    reasons: async () =>
      (
        await database.durable.all<{ reason: string }>(sql`
          select detail ->> 'reason' as reason from audit_entry where action = 'identity-source.refused' order by id`)
      ).map(({ reason }) => reason),
    faults: () => umbel.log.filter((line) => JSON.parse(line).level >= 50),
  }
}
type Connected = Awaited<ReturnType<typeof aConnectedSite>>

/** Up to Google's log-in page, as somebody who typed an address. */
async function typed(at: Connected, browser: Browser, email: string): Promise<Page> {
  const page = await browser.submit(await at.begin(browser), { email }, isBack)
  assert.match(page.url.pathname, /^\/sign-in\/google$/)
  return page
}
const logInAs = async (at: Connected, email: string, browser = new Browser()) =>
  at.through(browser, await typed(at, browser, email), email)
const isIn = (page: Page) => isBack(page.url) && page.url.searchParams.has('code')

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
  const end = await browser.submit({ ...page, text: page.text.split('</form>')[0] ?? '' }, {}, isBack)
  assert.ok(isIn(end), `${end.status} ${end.url} ${end.text}`)
  assert.deepEqual(await at.accounts(), [lena])

  const again = new Browser()
  const other = await at.through(again, await typed(at, again, jonas), lena)
  assert.equal(other.url.pathname, '/sign-in/google/address', 'another person than the one typed is asked, too')
})

const lies: readonly (readonly [Misbehavior, string, string])[] = [
  ['wrong-issuer', 'issuer-wrong', lena],
  ['wrong-nonce', 'nonce-wrong', lena],
  ['wrong-audience', 'audience-wrong', lena],
  ['expired', 'expired', lena],
  ['alg-none', 'signature-wrong', lena],
  ['unknown-key', 'signature-wrong', lena],
  ['missing-email', 'email-missing', lena],
  ['unverified-email', 'email-unverified', lena],
  ['missing-domain', 'domain-wrong', lena],
  ['other-domain', 'domain-wrong', lena],
]
test('LOG-3 a provider that lies logs nobody in: each time a clear page, an audit row, and no account or link', async (t) => {
  const at = await aConnectedSite(t)
  const wanted: string[] = []
  for (const [how, reason, address] of lies) {
    await t.test(how, async () => {
      const browser = new Browser()
      const handoff = await typed(at, browser, address)
      const atGoogle = await browser.submit(handoff, {}, isBack)
      await at.google.misbehave(how)
      const page = await passGoogleAs(browser, at.google, address, atGoogle, isBack)
      await at.google.misbehave()
      assert.equal(page.status, 403, page.text)
      assert.match(page.text, /Logging in with Google didn’t work/)
      assert.match(page.text, /Try again/)
      wanted.push(reason)
      assert.deepEqual(await at.reasons(), wanted)
      assert.deepEqual([await at.accounts(), await at.identities(), await at.methods()], [[], [], []])

      const again = await browser.submit(page, {}, isBack)
      assert.equal(again.url.href.startsWith(at.google.issuer) || isIn(again), true, 'and trying again works')
    })
    await at.database.durable.run(sql`delete from account`)
  }
  assert.deepEqual(at.faults(), [])
})

test('LOG-3 an address that Google never verified, and one of another domain, are refused', async (t) => {
  const at = await aConnectedSite(t)
  const tara = await logInAs(at, `tara.nowak@${domain}`)
  assert.equal(tara.status, 403)
  assert.match(tara.text, /hasn’t verified that email address/)
  const browser = new Browser()
  const sam = await at.through(browser, await typed(at, browser, lena), 'sam.rivera@mail.example.com')
  assert.match(sam.text, /doesn’t belong to brightwater\.example\.com/)
  assert.deepEqual(await at.reasons(), ['email-unverified', 'domain-wrong'])
  assert.deepEqual([await at.accounts(), await at.identities()], [[], []])
})

test('LOG-3 an identity never moves: with another’s address it opens nothing', async (t) => {
  const at = await aConnectedSite(t)
  assert.ok(isIn(await logInAs(at, jonas)))
  await at.account(lena)
  const before = await at.identities()
  const browser = new Browser()
  const atGoogle = await browser.submit(await typed(at, browser, lena), {}, isBack)
  await at.google.misbehave('swapped-subject')
  const page = await passGoogleAs(browser, at.google, lena, atGoogle, isBack)
  assert.equal(page.status, 403)
  assert.deepEqual(await at.reasons(), ['subject-swapped'])
  assert.deepEqual(await at.identities(), before)
})

test('LOG-3 an answer counts once, for the browser that asked for it, and for ten minutes', async (t) => {
  const at = await aConnectedSite(t)
  const isCallback = (next: URL) => next.pathname === '/sign-in/google/callback'
  const answerTo = async (browser: Browser) => {
    const atGoogle = await browser.submit(await typed(at, browser, lena), {}, isBack)
    return (await passGoogleAs(browser, at.google, lena, atGoogle, isCallback)).url
  }
  const refused = async (browser: Browser, url: URL | string) => {
    const page = await browser.open(url, {}, isBack)
    assert.equal(page.status, 410, page.text)
    assert.match(page.text, /begun in another browser, or took too long/)
  }
  const browser = new Browser()
  const answer = await answerTo(browser)
  assert.ok(isIn(await browser.open(answer, {}, isBack)))
  await refused(browser, answer)

  const stranger = new Browser()
  await at.begin(stranger)
  const victim = new Browser()
  const stolen = await answerTo(victim)
  await refused(stranger, stolen)
  await refused(victim, stolen)

  const late = new Browser()
  const tooLate = await answerTo(late)
  await at.database.durable.run(sql`update upstream_attempt set expires_at = now() - interval '1 second'`)
  await refused(late, tooLate)
  for (const query of ['', '?state=', '?state=x&code=y', `?state=${'a'.repeat(43)}`, '?state=%00', '?code=1&code=2'])
    await refused(new Browser(), `${at.url.origin}/sign-in/google/callback${query}`)
  assert.ok((await at.reasons()).every((reason) => reason === 'not-ours'))
  assert.deepEqual(await at.methods(), ['fed'])
  assert.deepEqual(at.faults(), [])
})

test('LOG-3 an answer that is none is told so, whatever stands in it', async (t) => {
  const at = await aConnectedSite(t)
  for (const [query, reason] of [
    ['error=access_denied', 'canceled'],
    ['error=server_error', 'declined'],
    ['', 'answer-wrong'],
    ['code=a&code=b', 'answer-wrong'],
    ['code=made-up', 'exchange-failed'],
    ['code=x&iss=https%3A%2F%2Fevil.example', 'issuer-wrong'],
    ['response=x', 'answer-wrong'],
  ] as const) {
    const browser = new Browser()
    const atGoogle = await browser.submit(
      await typed(at, browser, lena),
      {},
      (next) => next.origin === at.google.issuer,
    )
    const state = atGoogle.url.searchParams.get('state')
    const iss = query.includes('iss=') ? '' : `&iss=${encodeURIComponent(at.google.issuer)}`
    const page = await browser.open(
      `${at.url.origin}/sign-in/google/callback?state=${state}&${query}${iss}`,
      {},
      isBack,
    )
    assert.ok(page.status === 403 || page.status === 503, `${query}: ${page.status}`)
    assert.equal((await at.reasons()).at(-1), reason, query)
    assert.match(page.text, /Logging in with Google didn’t work/)
  }
  assert.deepEqual([await at.accounts(), at.faults()], [[], []])
})

test('LOG-3 a provider that is down, slow or broken is told so, and logs in again when it is back', async (t) => {
  const at = await aConnectedSite(t)
  const browser = new Browser()
  const handoff = await typed(at, browser, lena)
  for (const [how, reason] of [
    ['down', 'down'],
    ['slow', 'slow'],
    ['broken', 'broken'],
  ] as const) {
    await at.google.misbehave(how)
    const page = await browser.submit(handoff, {}, isBack)
    assert.equal(page.status, 503, page.text)
    assert.match(page.text, /Try again/)
    assert.equal((await at.reasons()).at(-1), reason)
  }
  await at.google.misbehave()
  const atGoogle = await browser.submit(handoff, {}, isBack)
  await at.google.misbehave('slow')
  const page = await passGoogleAs(browser, at.google, lena, atGoogle, isBack)
  assert.equal(page.status, 503, page.text)
  assert.equal((await at.reasons()).at(-1), 'slow')
  await at.google.misbehave()
  assert.ok(isIn(await browser.submit(page, {}, isBack)), 'Google knows the browser now')
  assert.deepEqual(at.faults(), [])
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
