import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { accountById } from '#account'
import { system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { aClaim, type Claimed, callOff, standOf, takeEffect, tellOf } from './a-claim.ts'
import { anOrganization, idOf, type Managing } from './a-managed-holder.ts'
import { type Answer, anUmbel, attemptIn, type Browser, type OpenUmbel } from './an-umbel.ts'

const password = 'umbels grow in spring'
const back = 'https://tracker.example/cb'
const to = ({ headers }: Answer) => String(headers.location)
const ends: (() => unknown)[] = []
let umbel: OpenUmbel
let acme: Managing
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
  acme = await anOrganization(umbel, 'Acme Inc.', 'acme.example')
  const wishes = { id: 'tracker', name: 'Tracker', homeUrl: 'https://tracker.example/', redirectUris: [back] }
  await umbel.database.transaction((tx) => addProduct(tx, system, wishes))
})
after(async () => {
  for (const end of ends) await end()
})
beforeEach(() => umbel.database.durable.run(sql`delete from limiter`))

let people = 0
async function claimed(of: Parameters<typeof aClaim>[2] = {}) {
  people += 1
  const email = `person${people}@acme.example`
  await umbel.holder(email, password)
  const accountId = await idOf(umbel, email)
  const claim = await aClaim(umbel.database, acme, of)
  await tellOf(umbel.database, claim, accountId)
  return { email, accountId, claim, browser: umbel.browser() }
}
type Person = Awaited<ReturnType<typeof claimed>>

/** Logs in as far as it goes; gives the answer to the password, and the attempt. */
async function logIn({ browser, email }: Pick<Person, 'browser' | 'email'>, attempt?: string) {
  const id = attempt ?? (await browser.identify(email))
  if (attempt) await browser.post('/sign-in', { attempt, email })
  const answer = await browser.post('/sign-in/password', { attempt: id, password })
  return { attempt: id, answer }
}
const answerNotice = (browser: Browser, attempt: string, claim: Claimed, fields: Record<string, string>) =>
  browser.post('/sign-in/claim-notice', { attempt, claim: claim.id, ...fields })
const managerOf = async ({ accountId }: Pick<Person, 'accountId'>) =>
  (await accountById(umbel.database.durable, accountId))?.managedBy?.organization
const isIn = async (browser: Browser) => (await browser.get('/profile')).status === 200

test('DOM-7, LOG-6 who is asked is told at log-in: who, by which domain, from when, what changes, and both doors', async () => {
  const person = await claimed()
  const { attempt, answer } = await logIn(person)
  assert.equal(to(answer), `/sign-in/claim-notice?attempt=${attempt}`)
  assert.equal(await isIn(person.browser), false)
  const { body } = await person.browser.get(to(answer))
  const text = body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  assert.match(text, /14 days left to choose/)
  assert.match(text, /acme\.example belongs to an organization that calls itself Acme Inc\./)
  assert.match(text, /Change email .*Acme Inc\. administrators .*You/)
  assert.match(text, new RegExp(person.email))
  for (const part of ['value="keep"', 'value="move"', 'value="later"', 'value="not-mine"'])
    assert.ok(body.includes(part))
  assert.ok(!body.includes('checked'), 'nothing is chosen beforehand')
})

test('DOM-7 “Keep it for work” counts at once, and the log-in goes on to where it was going', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  const answer = await answerNotice(person.browser, attempt, person.claim, { choice: 'keep' })
  assert.equal(to(answer), '/')
  assert.equal(await managerOf(person), 'Acme Inc.')
  assert.equal(await standOf(umbel.database, person.claim, person.accountId), 'accepted')
  assert.ok(await isIn(person.browser))
})

test('DOM-7, LOG-1 “Make it mine” leads to another address first, and offers the product that was asked for', async () => {
  const person = await claimed()
  const asked = { client_id: 'tracker', response_type: 'code', scope: 'openid', redirect_uri: back }
  const pkce = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
  const begun = await person.browser.get(`/authorize?${new URLSearchParams({ ...asked, ...pkce })}`)
  const { attempt } = await logIn(person, attemptIn(begun))
  const answer = await answerNotice(person.browser, attempt, person.claim, { choice: 'move' })
  assert.equal(to(answer), `/profile/email?attempt=${attempt}`)
  assert.equal(await managerOf(person), undefined)
  assert.equal(await standOf(umbel.database, person.claim, person.accountId), 'moving')
  const page = await person.browser.get(to(answer))
  assert.equal(page.status, 200)
  const onward = /href="(\/authorize\/[\w-]+)"[^>]*>[^<]*Tracker/.exec(page.body)?.[1]
  assert.ok(onward, 'the page leads on to Tracker')
  assert.ok(to(await person.browser.get(onward)).startsWith(`${back}?code=`))
  // It has been chosen, so nobody asks again.
  const again = await logIn({ email: person.email, browser: umbel.browser() })
  assert.equal(to(again.answer), '/')
})

test('LOG-6 “Decide later” puts it off for this log-in, and the next asks again', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  const answer = await answerNotice(person.browser, attempt, person.claim, { answer: 'later' })
  assert.equal(to(answer), '/')
  assert.ok(await isIn(person.browser))
  assert.equal(await standOf(umbel.database, person.claim, person.accountId), 'told')
  const again = await logIn({ email: person.email, browser: umbel.browser() })
  assert.match(to(again.answer), /^\/sign-in\/claim-notice/)
})

test('LOG-6 who is logged in, or confirms it, is not held up by a claim', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  await answerNotice(person.browser, attempt, person.claim, { answer: 'later' })
  const asked = { client_id: 'tracker', response_type: 'code', scope: 'openid', redirect_uri: back }
  const pkce = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
  const query = new URLSearchParams({ ...asked, ...pkce, prompt: 'none' })
  const silent = await person.browser.get(`/authorize?${query}`)
  assert.ok(to(silent).startsWith(`${back}?code=`))
  await umbel.database.durable.run(sql`
    update session set authenticated_at = authenticated_at - interval '1 hour' where account_id = ${person.accountId}`)
  const confirm = attemptIn(await person.browser.get('/profile/email'))
  assert.equal(to(await person.browser.post('/sign-in/password', { attempt: confirm, password })), '/profile/email')
  // A product that insists on a new log-in gets one, and that asks again.
  const fresh = await person.browser.get(`/authorize?${new URLSearchParams({ ...asked, ...pkce, prompt: 'login' })}`)
  const { answer } = await logIn(person, attemptIn(fresh))
  assert.match(to(answer), /^\/sign-in\/claim-notice/)
})

test('DOM-9 “I don’t belong” leads to the case once the log-in is done', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  const answer = await answerNotice(person.browser, attempt, person.claim, { answer: 'not-mine' })
  assert.equal(to(answer), `/organization/not-mine?attempt=${attempt}`)
  assert.ok(await isIn(person.browser))
})

test('DOM-7 saving without a choice says what is missing; an unknown choice is none', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  for (const fields of [{}, { choice: 'both' }, { answer: 'seen' }] as Record<string, string>[]) {
    const answer = await answerNotice(person.browser, attempt, person.claim, fields)
    assert.equal(answer.status, 422)
    assert.match(answer.body, /Choose one of the two, or decide later\./)
  }
})

test('DOM-7 a claim that ends, is decided elsewhere, or whose date comes, while the page is open, stops nobody', async () => {
  const ended = await claimed()
  const { attempt } = await logIn(ended)
  await callOff(umbel.database, ended.claim)
  const answer = await answerNotice(ended.browser, attempt, ended.claim, { choice: 'keep' })
  assert.equal(answer.status, 409)
  assert.match(answer.body, /nothing left to choose/)
  assert.equal(to(await ended.browser.get(`/sign-in/claim-notice?attempt=${attempt}`)), '/')
  assert.equal(await managerOf(ended), undefined)

  const late = await claimed()
  const other = await logIn(late)
  await takeEffect(umbel.database, late.claim, late.accountId)
  const tooLate = await answerNotice(late.browser, other.attempt, late.claim, { choice: 'move' })
  // The notice has become another one: that it is managed now.
  assert.equal(tooLate.status, 422)
  assert.match(tooLate.body, /Acme Inc\. \(acme\.example\) manages this account now/)
  assert.equal(await standOf(umbel.database, late.claim, late.accountId), 'managed')
})

test('LOG-6 two tabs: the second finds the log-in done', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  await answerNotice(person.browser, attempt, person.claim, { choice: 'keep' })
  assert.equal(to(await answerNotice(person.browser, attempt, person.claim, { choice: 'move' })), '/')
  assert.equal(to(await person.browser.get(`/sign-in/claim-notice?attempt=${attempt}`)), '/')
  assert.equal(await standOf(umbel.database, person.claim, person.accountId), 'accepted')
})

test('DOM-7 that the account is managed now is said once at the next log-in, and not to whom it was never announced', async () => {
  const person = await claimed()
  await takeEffect(umbel.database, person.claim, person.accountId)
  const { attempt, answer } = await logIn(person)
  assert.match(to(answer), /^\/sign-in\/claim-notice/)
  const { body } = await person.browser.get(to(answer))
  assert.match(body, /manages this account now/)
  assert.ok(!body.includes('value="move"'))
  assert.equal(to(await answerNotice(person.browser, attempt, person.claim, { answer: 'seen' })), '/')
  assert.equal(to((await logIn({ email: person.email, browser: umbel.browser() })).answer), '/')

  const born = await claimed()
  await takeEffect(umbel.database, born.claim, born.accountId)
  await umbel.database.durable.run(sql`update claim_person set told_at = null where account_id = ${born.accountId}`)
  assert.equal(to((await logIn(born)).answer), '/')
})

test('ACC-9, DOM-7 who leaves is asked first whether to stay', async () => {
  const person = await claimed()
  await umbel.database.durable.run(sql`
    insert into account_deletion (account_id, asked_at, due_at, keep_token_hash)
    values (${person.accountId}, now(), now() + interval '14 days', 'x')`)
  const { attempt, answer } = await logIn(person)
  assert.match(to(answer), /^\/sign-in\/keep-account/)
  const kept = await person.browser.post('/sign-in/keep-account', { attempt, answer: 'keep' })
  assert.match(to(kept), /^\/sign-in\/claim-notice/)
})
