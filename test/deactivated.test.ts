import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { restore, suspend } from '#account'
import { lastDisputeOf, settleDispute } from '#domain-claim'
import { sql, systemClock } from '#platform'
import { mailNewDevice } from '../src/sign-in/mail-new-device.ts'
import { aConnectedSite, lena, logInAs } from './a-connected-site.ts'
import { aPlaceToTurnOff, idOf } from './a-managed-holder.ts'
import { type Answer, attemptIn, type Browser } from './an-umbel.ts'
import { aSoftKey } from './authenticator.ts'
import { withApp } from './two-step.ts'
import { secretsIn } from './world.ts'

const password = 'umbels grow in spring'
const another = 'and they wither in autumn'
const to = ({ headers }: Answer) => String(headers.location)
const { umbel, somebody, turnOff, turnOn, sessionsOf } = await aPlaceToTurnOff({ after })
// What one story fails on purpose must not make another wait.
beforeEach(() => umbel.database.durable.run(sql`delete from limiter`))

type Somebody = Awaited<ReturnType<typeof somebody>>

const typePassword = async (browser: Browser, email: string, typed = password) =>
  browser.post('/sign-in/password', { attempt: await browser.identify(email), password: typed })

/** The answer leads to the page that says so, and whoever got it is not logged in. */
async function staysOut(browser: Browser, answer: Answer, door: string): Promise<Answer> {
  assert.match(to(answer), /^\/sign-in\/deactivated\?attempt=/, `${door}: ${answer.status} ${answer.body}`)
  const page = await browser.get(to(answer))
  assert.equal(page.status, 403, door)
  assert.equal((await browser.get('/profile')).status, 303, `${door} leads to the account’s own page`)
  return page
}

test('LOG-5 after the right password, and not before, the account is said to be deactivated, by whom and since when', async () => {
  const ana = await somebody()
  await turnOff(ana)
  const browser = umbel.browser()
  const attempt = await browser.identify(ana.email)
  const wrong = await browser.post('/sign-in/password', { attempt, password: 'not the right one' })
  assert.equal(wrong.status, 422)
  assert.doesNotMatch(wrong.body, /deactivated/i)
  assert.doesNotMatch((await browser.get(`/sign-in/deactivated?attempt=${attempt}`)).body, /deactivated/i)
  const page = await staysOut(browser, await browser.post('/sign-in/password', { attempt, password }), 'password')
  assert.match(page.body, /This account is deactivated/)
  assert.match(page.body, /An administrator of Acme Inc\. turned it off on \d/)
  assert.match(page.body, /Nothing has been deleted/)
  assert.match(page.body, /href="\/sign-in\?attempt=[\w-]+&amp;other=1"/)
})

test('DOM-9 whoever is turned off can still say that they don’t belong there, and is let out', async () => {
  const ana = await somebody()
  await turnOff(ana)
  const browser = umbel.browser()
  const page = await staysOut(browser, await typePassword(browser, ana.email), 'password')
  const form = /\/sign-in\/deactivated\/not-mine\?attempt=([\w-]+)/.exec(page.body)
  assert.ok(form)
  const [href, attempt = ''] = form
  assert.match((await browser.get(href)).body, /I’ve never been part of Acme Inc\./)
  const said = { attempt, matter: 'never-part', text: 'Never heard of them.', reach: 'not an address' }
  assert.equal((await browser.post('/sign-in/deactivated/not-mine', said)).status, 422)
  const sent = await browser.post('/sign-in/deactivated/not-mine', { ...said, reach: '' })
  assert.match((await browser.get(to(sent))).body, /Case C-\d+ is open/)
  assert.equal(to(await browser.get(href)), to(sent), 'one case at a time')
  const dispute = await lastDisputeOf(umbel.database.durable, ana.accountId)
  assert.ok(dispute)
  const outcome = { outcome: 'released', reason: '' }
  await umbel.database.transaction((tx) => settleDispute(tx, { kind: 'operator' }, dispute.id, outcome))
  assert.equal(to(await typePassword(umbel.browser(), ana.email)), '/')

  // Whoever runs Umbel is no organization, and a stranger’s attempt opens nothing.
  const bo = await somebody()
  await umbel.database.transaction((tx) => suspend(tx, { kind: 'operator' }, bo.accountId, 'Sent spam'))
  const other = umbel.browser()
  const off = attemptIn(await typePassword(other, bo.email))
  assert.doesNotMatch((await other.get(`/sign-in/deactivated?attempt=${off}`)).body, /not-mine/)
  assert.match(to(await other.post('/sign-in/deactivated/not-mine', { ...said, attempt: off })), /deactivated\?/)
  assert.equal(await lastDisputeOf(umbel.database.durable, bo.accountId), undefined)
  assert.equal((await umbel.browser().post('/sign-in/deactivated/not-mine', said)).status, 410)
})

test('CTL a suspended account is said to be suspended, whoever manages it', async () => {
  const ana = await somebody()
  await umbel.database.transaction((tx) => suspend(tx, { kind: 'operator' }, ana.accountId, 'Sent spam'))
  await turnOff(ana)
  const browser = umbel.browser()
  const page = await staysOut(browser, await typePassword(browser, ana.email), 'password')
  assert.match(page.body, /This account is suspended/)
  assert.doesNotMatch(page.body, /Acme/)
  await turnOn(ana)
  await staysOut(browser, await typePassword(browser, ana.email), 'turned on by the organization only')
  await umbel.database.transaction((tx) => restore(tx, { kind: 'operator' }, ana.accountId))
  assert.equal(to(await typePassword(browser, ana.email)), '/')
})

const doors: Record<string, (who: Somebody) => Promise<void>> = {
  async 'both at once'({ email }) {
    const browser = umbel.browser()
    await staysOut(browser, await browser.post('/sign-in/combined', { email, password }), 'both at once')
  },
  async 'a forgotten password, whose mail still comes'({ email }) {
    const browser = umbel.browser()
    const from = umbel.mails.length
    await browser.post('/password/forgot', { email })
    const { token = '' } = secretsIn(await umbel.mailTo(email, from))
    await staysOut(browser, await browser.post('/password/reset', { token, password: another }), 'reset')
    await staysOut(browser, await typePassword(browser, email, another), 'the new password')
  },
  async 'the browser that was logged in'({ browser, email }) {
    assert.equal((await browser.get('/profile')).status, 303)
    assert.equal((await browser.get('/profile/export')).status, 303)
    assert.equal((await browser.post('/profile/export', {})).status, 303)
    await staysOut(browser, await typePassword(browser, email), 'its own browser')
  },
  async 'choosing it among the accounts of a browser'({ browser, accountId }) {
    const { body } = await browser.get('/accounts')
    assert.match(body, /Deactivated/)
    assert.doesNotMatch(body, new RegExp(`value="${accountId}"`))
    const answer = await browser.post('/accounts', { account: accountId })
    await staysOut(browser, await browser.post('/sign-in/password', { attempt: attemptIn(answer), password }), 'chosen')
    assert.match((await browser.get('/accounts?remove=1')).body, new RegExp(`value="${accountId}"`))
  },
}
for (const [door, walk] of Object.entries(doors)) {
  test(`MAN-2 nobody gets in to a deactivated account by ${door}`, async () => {
    const who = await somebody()
    await turnOff(who)
    await walk(who)
    assert.equal(await sessionsOf(who), 0)
    await turnOn(who)
  })
}

test('MAN-2 a log-in that is under way ends there, at whichever step it is', async () => {
  const ana = await somebody()
  const phone = await withApp(umbel, ana.email, systemClock)
  const waiting = umbel.browser()
  const first = await typePassword(waiting, ana.email)
  assert.match(to(first), /^\/sign-in\/second-step/)
  const confirming = attemptIn(await confirms(ana))
  await turnOff(ana)
  const code = phone.codes[0] ?? ''
  const step = await waiting.post('/sign-in/recovery', { attempt: attemptIn(first), code })
  await staysOut(waiting, step, 'the second step')
  const answer = await ana.browser.post('/sign-in/password', { attempt: confirming, password })
  const page = await staysOut(ana.browser, answer, 'confirming')
  assert.match(page.body, /href="\/sign-in\?other=1"/)
  for (const path of ['/sign-in/second-step', '/sign-in/totp', '/sign-in/second-step/lost', '/sign-in/keep-account']) {
    await staysOut(waiting, await waiting.get(`${path}?attempt=${attemptIn(first)}`), path)
  }
  assert.equal(await sessionsOf(ana), 0)
})

/** Somebody's browser is to confirm who is logged in. */
async function confirms({ accountId, browser }: Somebody): Promise<Answer> {
  await umbel.database.durable.run(sql`
    update session set authenticated_at = authenticated_at - interval '1 hour' where account_id = ${accountId}`)
  return browser.get('/profile/email')
}

test('MAN-2 a passkey does not open a deactivated account, and does again when it is turned on', async () => {
  const ana = await somebody()
  const key = aSoftKey(umbel.url.origin)
  const optionsFrom = async (browser: Browser, path: string, fields: Record<string, string>) =>
    JSON.parse((await browser.post(path, fields, { accept: 'application/json' })).body)
  const options = await optionsFrom(ana.browser, '/security/passkeys/options', { kind: 'passkey' })
  await ana.browser.post('/security/passkeys/add', {
    kind: 'passkey',
    name: 'Laptop',
    answer: JSON.stringify(key.create(options)),
  })
  const browser = umbel.browser()
  const use = async () => {
    const asked = await optionsFrom(browser, '/sign-in/passkey/options', {})
    return browser.post('/sign-in/passkey', { answer: JSON.stringify(key.get(asked)), remember: 'unasked' })
  }
  const begun = await optionsFrom(browser, '/sign-in/passkey/options', {})
  await turnOff(ana)
  const early = await browser.post('/sign-in/passkey', { answer: JSON.stringify(key.get(begun)), remember: 'unasked' })
  await staysOut(browser, early, 'a passkey that was asked for before')
  await staysOut(browser, await use(), 'passkey')
  await turnOn(ana)
  assert.equal(to(await use()), '/')
})

test('ACC-4 the link that proves the address does not let in to a suspended account', async () => {
  const browser = umbel.browser()
  const email = 'new@acme.example'
  const from = umbel.mails.length
  await browser.signUp({ email, password })
  const { mail } = await umbel.mailTo(email, from)
  const token = /token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  const on = umbel.database.durable
  await on.run(sql`update account set suspended_at = now() where email = ${email}`)
  await staysOut(browser, await browser.get(`/verify-email/link?token=${token}`), 'the link of the mail')
  assert.ok(await idOf(umbel, email))
})

test('LOG-9 “This wasn’t me” still works for a deactivated account, and lets nobody in', async () => {
  const ana = await somebody()
  const from = umbel.mails.length
  await typePassword(umbel.browser(), ana.email)
  const { mail } = await umbel.mailTo(ana.email, from)
  const token = /not-me\?token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  await turnOff(ana)
  const browser = umbel.browser()
  assert.equal((await browser.post('/devices/not-me', { token })).status, 200)
  assert.equal(await sessionsOf(ana), 0)
})

test('LOG-9 of a log-in to an account that was turned off since, nobody is mailed', async () => {
  const ana = await somebody()
  await typePassword(umbel.browser(), ana.email)
  const { database, url, secretKey } = umbel
  const alert = await database.durable.first<{ id: string }>(sql`
    select id from device_alert where account_id = ${ana.accountId}`)
  const sent: string[] = []
  const mailer = { send: async (to: string) => void sent.push(to), close: () => undefined }
  const mail = () => mailNewDevice({ database, mailer, url, secretKey }, { alertId: alert?.id ?? '' })
  await mail()
  await turnOff(ana)
  await mail()
  assert.deepEqual(sent, [ana.email])
})

test('MAN-2 Google does not open a deactivated account', async (t) => {
  const at = await aConnectedSite(t)
  await logInAs(at, lena)
  await at.database.durable.run(sql`
    with ended as (delete from session) update account set suspended_at = now() where email = ${lena}`)
  const { status, text } = await logInAs(at, lena)
  assert.equal(status, 403)
  assert.match(text, /This account is suspended/)
  assert.deepEqual(await at.methods(), [])
})
