import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { accountById } from '#account'
import { system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { queueNotices } from '../src/domain-claim/notice/queue-notices.ts'
import { aClaim, type Claimed, callOff, standOf, takeEffect, tellOf } from './a-claim.ts'
import { anOrganization, idOf, type Managing } from './a-managed-holder.ts'
import { type Answer, anUmbel, attemptIn, type Browser, type OpenUmbel } from './an-umbel.ts'
import { secretsIn } from './world.ts'

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

test('LOG-6 two tabs that answer at the same moment: one answer counts, whole', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  const both = await Promise.all([
    answerNotice(person.browser, attempt, person.claim, { choice: 'keep' }),
    answerNotice(person.browser, attempt, person.claim, { answer: 'later' }),
  ])
  // Whoever finishes a log-in gives the browser another name, under which the slower one is not known.
  assert.deepEqual(
    both
      .map(({ status }) => status)
      .filter((status) => status !== 410)
      .slice(0, 1),
    [303],
  )
  assert.ok(both.every(({ status }) => status === 303 || status === 410))
  const stand = await standOf(umbel.database, person.claim, person.accountId)
  assert.equal((await managerOf(person)) === 'Acme Inc.', stand === 'accepted')
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
  // Nobody who comes through Google has seen a page that could have said so.
  const browser = umbel.browser()
  const waiting = await browser.identify(born.email)
  await umbel.database.durable.run(sql`
    update attempt set account_id = ${born.accountId}, upstream_issuer = 'https://accounts.google.com', upstream_subject = '1',
      upstream_email = email where id = ${waiting}`)
  const page = await browser.get(`/sign-in/claim-notice?attempt=${waiting}`)
  assert.equal(page.status, 200)
  assert.match(page.body, /manages this account now/)
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

test('DOM-7 the link of the mail leads the right person to the notice, whoever else is logged in, and tells when it is over', async () => {
  const person = await claimed()
  await umbel.database.transaction((tx) => queueNotices(tx, person.claim.id, [person.accountId]))
  const link = /(\/sign-in\/claim-notice\/link\?token=[\w-]{43})/.exec(
    (await umbel.mailTo(person.email, 0, 'owns the domain')).mail.text,
  )
  const path = link?.[1] ?? assert.fail('no link')
  const stranger = await umbel.holder('somebody@else.example', password)
  for (const browser of [umbel.browser(), stranger]) {
    const opened = await browser.get(path)
    const page = await browser.get(to(opened))
    assert.ok(page.body.includes(`value="${person.email}"`), 'the address is filled in')
    const { answer, attempt } = await logIn({ browser, email: person.email }, attemptIn(opened))
    assert.match(to(answer), /^\/sign-in\/claim-notice/)
    assert.equal(to(await answerNotice(browser, attempt, person.claim, { answer: 'later' })), '/organization')
    assert.equal(to(await browser.get(path)), '/organization')
  }
  await callOff(umbel.database, person.claim)
  const over = await umbel.browser().get(path)
  assert.equal(over.status, 410)
  assert.match(over.body, /This notice is over/)
})

test('DOM-7 who put it off finds the same doors under “Your organization”, until the date', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  await answerNotice(person.browser, attempt, person.claim, { answer: 'later' })
  const { browser, claim } = person
  const card = await browser.get('/organization')
  assert.match(card.body, /Acme Inc\. \(acme\.example\) will manage this account from/)
  const choose = (choice: string) => browser.post('/organization/claim', { claim: claim.id, choice })
  assert.equal(to(await choose('move')), '/profile/email')
  const asked = await browser.post('/profile/email', { email: `${person.email.split('@')[0]}@home.example` })
  assert.equal(to(asked), '/organization?status=claim-asked')
  const moving = await browser.get(to(asked))
  assert.match(moving.body, /We mailed a link to <strong>person\d+@home\.example/)
  assert.match(moving.body, /value="move" required checked/)
  assert.equal(to(await choose('keep')), '/organization?status=claim-kept')
  assert.equal(await managerOf(person), 'Acme Inc.')
  assert.equal(to(await choose('move')), '/organization?status=claim-over')
})

test('DOM-7, ACC-7 who proves another address before the date stays personal', async () => {
  const person = await claimed()
  const { attempt } = await logIn(person)
  await answerNotice(person.browser, attempt, person.claim, { choice: 'move' })
  const home = `${person.email.split('@')[0]}@private.example`
  await person.browser.post('/profile/email', { email: home })
  const { token = '' } = secretsIn(await umbel.mailTo(home))
  await umbel.browser().post('/email/confirm', { token })
  assert.equal(await standOf(umbel.database, person.claim, person.accountId), 'moved-away')
  assert.equal(await managerOf(person), undefined)
  assert.ok(!(await person.browser.get('/organization')).body.includes('name="choice"'))
})

test('DOM-6, ACC-5 that an account will be managed is said before it is proved, by the domain alone', async () => {
  const beta = await anOrganization(umbel, 'Beta Works', 'beta.example')
  await aClaim(umbel.database, beta, { mode: 'all', state: 'standing' })
  const said = /managed by Beta Works \(beta\.example\)/
  const browser = umbel.browser()
  const asked = async (domain: string) =>
    JSON.parse((await browser.get(`/sign-up/manager?domain=${encodeURIComponent(domain)}`)).body).sentence as string
  assert.match(await asked('beta.example'), said)
  assert.match(await asked('BETA.example'), said)
  const { headers } = await browser.get('/sign-up/manager?domain=beta.example')
  assert.equal(headers['cache-control'], 'private, max-age=300')
  for (const other of [
    'else.example',
    'not a domain',
    '',
    'sub.beta.example',
    'x@beta.example@',
    '\0',
    'b'.repeat(4000),
  ])
    assert.equal(await asked(other), '', other)
  const again = await browser.post('/sign-up', { email: 'cy@beta.example', name: '' })
  assert.match(again.body, said)
  const attempt = await browser.signUp({ email: 'cy@beta.example', password })
  const check = await browser.get(`/verify-email?attempt=${attempt}`)
  assert.match(check.body, said)
  assert.ok(check.body.includes(`/sign-up?attempt=${attempt}`), 'another address is one link away')
  const mail = await umbel.mailTo('cy@beta.example')
  assert.match(mail.mail.text, /Once you prove this address, beta\.example \(Beta Works\) manages the account/)
  const { code = '', token = '' } = secretsIn(mail)
  assert.match((await umbel.browser().get(`/verify-email/link?token=${token}`)).body, said)
  await browser.post('/verify-email', { attempt, code })
  assert.equal(await managerOf({ accountId: await idOf(umbel, 'cy@beta.example') }), 'Beta Works')
  assert.ok(await isIn(browser), 'it was said before, so it is not said again')
  // Somebody has it now, and nothing else is said about it.
  assert.match(await asked('beta.example'), said)
})

test('DOM-6, ACC-7 that another address makes the account managed is said before it is in force', async () => {
  const gamma = await anOrganization(umbel, 'Gamma', 'gamma.example')
  await aClaim(umbel.database, gamma, { mode: 'all', state: 'standing' })
  const browser = await umbel.holder('di@else.example', password)
  await browser.post('/profile/email', { email: 'di@gamma.example' })
  const mail = await umbel.mailTo('di@gamma.example')
  assert.match(mail.mail.text, /gamma\.example \(Gamma\) manages the account/)
  const { token = '' } = secretsIn(mail)
  assert.match((await browser.get(`/email/confirm?token=${token}`)).body, /managed by Gamma \(gamma\.example\)/)
})
