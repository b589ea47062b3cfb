import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import type { Misbehavior } from '../demo/google/misbehavior.ts'
import { passGoogleAs } from '../demo/google/testing/pass.ts'
import { Browser } from '../sdk/testing/browser.ts'
import { aConnectedSite, domain, isBack, isIn, jonas, lena, logInAs, typed } from './a-connected-site.ts'

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
