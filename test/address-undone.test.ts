import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, beforeEach, test } from 'node:test'
import {
  addApp,
  addPasskey,
  lossOf,
  offerApp,
  type PasskeyKind,
  passkeysOf,
  renewRecoveryCodes,
  secondStepOf,
} from '#credential'
import { accountOfIdentity, linkIdentity } from '#identity-source'
import { sql } from '#platform'
import type { Browser } from './an-umbel.ts'
import { aTwoStepUmbel, Phone, password, to, upToSecondStep } from './two-step.ts'
import { secretsIn } from './world.ts'

// Somebody got into an account, changed its address, and made ways in of their own. The holder undoes it from the old mailbox.

const { umbel, clock, durable, forgetFailures, somebody, isTrusted, logIn } = await aTwoStepUmbel({ after })
const { database, secretKey } = umbel
beforeEach(forgetFailures)

/** Adds a passkey by the act, as whoever is logged in can. */
async function withPasskey(accountId: string, name: string, kind: PasskeyKind = 'passkey'): Promise<void> {
  const key = { kind, credentialId: randomBytes(16), publicKey: randomBytes(16), signCount: 0, transports: [] }
  const actor = { kind: 'holder', accountId } as const
  await database.transaction((tx) =>
    addPasskey(tx, actor, accountId, { ...key, isSynced: false, aaguid: undefined, name }),
  )
}

/** Puts an app of the thief's in the place of whichever was there. */
async function withTheirApp(accountId: string): Promise<Phone> {
  const phone = new Phone(await offerApp(durable, secretKey, accountId), clock)
  const actor = { kind: 'holder', accountId } as const
  await database.transaction((tx) => addApp(tx, actor, accountId, secretKey, phone.code()))
  clock.move({ seconds: 30 })
  return phone
}

/** Changes the address over HTTP; gives what the former address needs to undo it. */
async function change(browser: Browser, email: string, wanted: string): Promise<string> {
  const from = umbel.mails.length
  assert.equal(to(await browser.post('/profile/email', { email: wanted })), '/profile?status=address-asked')
  const { token = '' } = secretsIn(await umbel.mailTo(wanted, from, '/email/confirm'))
  assert.equal((await umbel.browser().post('/email/confirm', { token })).status, 200)
  return secretsIn(await umbel.mailTo(email, from, '/email/undo')).token ?? ''
}

const undo = async (token: string) => assert.equal((await umbel.browser().post('/email/undo', { token })).status, 200)
const names = async (accountId: string) => (await passkeysOf(durable, accountId)).map(({ name }) => name)
let people = 0
async function withoutSecondStep() {
  people += 1
  const email = `plain${people}@example.com`
  await umbel.holder(email, password)
  const row = await durable.first<{ id: string }>(sql`select id from account where email_key = ${email}`)
  return { email, accountId: row?.id ?? '' }
}

test('ACC-7 undoing a change takes away what was added for it or since, and says so: passkeys, two-step, its codes', async () => {
  const { email, accountId } = await withoutSecondStep()
  await withPasskey(accountId, 'From before')
  clock.move({ hours: 72 })
  await withPasskey(accountId, 'On the way')
  const fresh = umbel.browser()
  await fresh.post('/sign-in/password', { attempt: await fresh.identify(email), password })
  const token = await change(fresh, email, 'thief1@example.net')
  await withPasskey(accountId, 'Since then')
  await withTheirApp(accountId)
  const from = umbel.mails.length
  await undo(token)
  assert.deepEqual(await names(accountId), ['From before'])
  const { turnedOnAt, app, recoveryCodesLeft } = await secondStepOf(durable, accountId)
  assert.deepEqual(
    { turnedOnAt, app, recoveryCodesLeft },
    { turnedOnAt: undefined, app: undefined, recoveryCodesLeft: 0 },
  )
  await umbel.mailTo(email, from, 'On the way')
  await umbel.mailTo(email, from, 'Since then')
  await umbel.mailTo(email, from, 'Two-step verification is off')
})

test('ACC-7 a second step from before stays on when a change is undone; the thief’s app, codes and trust do not', async () => {
  const { email, accountId, codes } = await somebody()
  await withPasskey(accountId, 'Holder’s key', 'security-key')
  clock.move({ hours: 72 })
  const thief = umbel.browser()
  assert.equal(codes.length, 10)
  const attempt = await upToSecondStep(thief, email, password)
  await thief.post('/sign-in/recovery', { attempt, code: codes[0] ?? '' })
  const token = await change(thief, email, 'thief2@example.net')
  const phone = await withTheirApp(accountId)
  const actor = { kind: 'holder', accountId } as const
  const { recoveryCodeSet } = await secondStepOf(durable, accountId)
  await database.transaction((tx) => renewRecoveryCodes(tx, actor, accountId, secretKey, recoveryCodeSet))
  const trusted = umbel.browser()
  await logIn(trusted, 'thief2@example.net', phone, true)
  assert.ok(await isTrusted(trusted, 'thief2@example.net'))
  await forgetFailures()
  const from = umbel.mails.length
  await undo(token)
  const { turnedOnAt, app, recoveryCodesLeft, passkeys } = await secondStepOf(durable, accountId)
  assert.ok(turnedOnAt)
  assert.deepEqual({ app, recoveryCodesLeft, passkeys }, { app: undefined, recoveryCodesLeft: 0, passkeys: 1 })
  await umbel.mailTo(email, from, 'authenticator app was removed')
  await umbel.mailTo(email, from, 'recovery codes ended')
  const { token: reset = '' } = secretsIn(await umbel.mailTo(email, from, '/password/reset'))
  const another = 'quiet lanterns over water'
  assert.match(to(await trusted.post('/password/reset', { token: reset, password: another })), /second-step/)
})

test('ACC-7 what an undone change had set going ends with it: a wait for a lost second step, a log-in with Google', async () => {
  const { email, accountId, phone } = await somebody()
  clock.move({ hours: 72 })
  const thief = umbel.browser()
  await logIn(thief, email, phone)
  const token = await change(thief, email, 'thief3@example.net')
  const lost = umbel.browser()
  const attempt = await upToSecondStep(lost, 'thief3@example.net', password)
  const from = umbel.mails.length
  await lost.post('/sign-in/second-step/lost', { attempt })
  const { token: link = '' } = secretsIn(await umbel.mailTo('thief3@example.net', from, '/second-step/lost'))
  await lost.post('/second-step/lost', { token: link })
  assert.ok(await lossOf(durable, accountId))
  const identity = { issuer: 'https://accounts.google.com', subject: 'thief' }
  await database.transaction((tx) => linkIdentity(tx, { kind: 'holder', accountId }, accountId, identity))
  await undo(token)
  assert.equal(await lossOf(durable, accountId), undefined)
  assert.ok((await secondStepOf(durable, accountId)).app, 'the holder’s own app is still there')
  assert.equal(await accountOfIdentity(durable, identity.issuer, identity.subject), undefined)
})
