import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { insertOperator } from '#account'
import { sql } from '#platform'
import { anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'
import { assertSound, badQueries } from './bad-input.ts'

// Help over HTTP: articles, what readers say of them, messages, and who gets to read those (ACC-12).

const password = 'umbels grow in spring'
const contact = 'help@umbel.example'
const letter = { email: 'mira@example.com', topic: 'log-in', message: 'I can’t log in any more.' }

let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel(
    { after: (end) => void ends.push(end as () => unknown) },
    { environment: { UMBEL_CONTACT: contact } },
  )
})
after(async () => {
  for (const end of ends) await end()
})
beforeEach(async () => {
  await umbel.database.durable.run(sql`delete from limiter`)
  await umbel.database.durable.run(sql`delete from help_message`)
  await umbel.database.durable.run(sql`delete from help_feedback`)
})

const rows = <R extends object>(statement: Parameters<typeof umbel.database.durable.all>[0]) =>
  umbel.database.durable.all<R>(statement)

async function operator(email: string): Promise<Browser> {
  const browser = await umbel.holder(email, password)
  const [account] = await rows<{ id: string }>(sql`select id from account where email_key = ${email}`)
  await insertOperator(umbel.database.durable, account?.id ?? '')
  return browser
}

/** Answers about an article; gives the page on which to say why. */
async function answer(browser: Browser, article: string, helpful: string): Promise<string> {
  const { status, headers } = await browser.post('/help/feedback', { article, helpful })
  assert.equal(status, 303)
  return String(headers.location)
}

test('ACC-12 help speaks the reader’s language, logged out and without cookies', async () => {
  const english = await umbel.send('/help/passkeys')
  const german = await umbel.send('/help/passkeys', { headers: { 'accept-language': 'de-AT,en;q=0.5' } })
  assert.match(english.body, /<html lang="en">.*Log in with your finger/s)
  assert.match(german.body, /<html lang="de-AT">.*Melden Sie sich mit Finger/s)
  assert.equal(english.headers['set-cookie'], undefined)
  for (const path of ['/help/none', '/help/Passkeys', '/help/..%2f..%2fen', '/help/%00', '/help/constructor'])
    assert.equal((await umbel.send(path)).status, 404, path)
})

test('ACC-12 the mail that doesn’t come is described with its sender, and the index names every article', async () => {
  assert.match((await umbel.send('/help/email-does-not-come')).body, /from <span class="nowrap">hello@umbel\.example/)
  const { body } = await umbel.send('/help')
  assert.equal(body.match(/<li><a [^>]*href="\/help\/[a-z-]+"/g)?.length, 14)
})

test('ACC-12 a search is a link that can be shared; one that finds nothing offers to write', async () => {
  const found = await umbel.send('/help?q=forgot+password')
  assert.match(found.body, /role="status".*for “forgot password”.*href="\/help\/forgotten-password"/s)
  assert.match(found.body, /value="forgot password"/)
  const none = await umbel.send(`/help?q=${encodeURIComponent('<i>pizza</i>')}`)
  assert.match(none.body, /Nothing found for “&lt;i&gt;pizza&lt;\/i&gt;”.*href="\/help\/contact"/s)
  for (const query of ['', '+++', 'x'.repeat(3_000), '%00', 'a&q=b']) {
    assert.match((await umbel.send(`/help?q=${query}`)).body, /id="g-start"/, query.slice(0, 20))
  }
  const long = await umbel.send(`/help?q=${'x'.repeat(1_000)}`)
  assert.ok(long.status === 200 && !long.body.includes('x'.repeat(201)))
})

test('ACC-12 “Was this helpful?”: yes or no, then why; the page afterwards can be loaded again', async () => {
  const reader = umbel.browser()
  const thanks = await answer(reader, 'passkeys', 'no')
  const asked = await reader.get(thanks)
  assert.match(asked.body, /What was missing/)
  const key = /name="key" value="([\w-]{43})"/.exec(asked.body)?.[1] ?? ''
  const long = await reader.post('/help/feedback/reason', { key, reason: 'é'.repeat(501) })
  assert.equal(long.status, 422)
  assert.match(long.body, /aria-invalid="true".*é{501}.*longer than 500 characters/s)
  const kept = await reader.post('/help/feedback/reason', { key, reason: 'It <b>lacks</b> pictures.' })
  assert.equal(kept.headers.location, '/help/feedback')
  assert.match((await reader.get('/help/feedback')).body, /Thanks for telling us/)
  assert.equal((await reader.post('/help/feedback/reason', { key, reason: 'Again.' })).status, 410)
  assert.match((await reader.get(thanks)).body, /Thanks for telling us/)
  assert.deepEqual(await rows(sql`select article, language, helpful, reason from help_feedback`), [
    { article: 'passkeys', language: 'en', helpful: false, reason: 'It <b>lacks</b> pictures.' },
  ])
})

test('ACC-12 a second answer of a network about an article is refused politely, with the way on', async () => {
  await answer(umbel.browser(), 'passkeys', 'yes')
  const again = await umbel.browser().post('/help/feedback', { article: 'passkeys', helpful: 'no' })
  assert.equal(again.status, 429)
  assert.ok(Number(again.headers['retry-after']) > 80_000)
  assert.match(
    again.body,
    /We have an answer already.*href="\/help\/passkeys".*href="\/help\/contact\?article=passkeys"/s,
  )
  assert.equal((await umbel.browser().post('/help/feedback', { article: 'none', helpful: 'no' })).status, 404)
  assert.equal((await umbel.browser().post('/help/feedback', { article: 'devices' })).headers.location, '/help')
})

test('ACC-12 a message goes to the operator by mail and to nobody else, and the page says what happens next', async () => {
  const from = umbel.mails.length
  const visitor = umbel.browser()
  const sent = await visitor.post('/help/contact', { ...letter, name: '', article: 'passkeys', incident: '7f3a-91c2' })
  assert.equal(sent.headers.location, '/help/contact/sent?article=passkeys')
  const page = await visitor.get(String(sent.headers.location))
  assert.match(page.body, /gone by email.*deleted after 180 days.*href="\/help\/passkeys"/s)
  const { mail } = await umbel.mailTo(contact, from)
  assert.equal(mail.replyTo, letter.email)
  assert.match(mail.text, /Article: passkeys\nCode of a fault: 7f3a-91c2/)
  assert.deepEqual(
    umbel.mails.slice(from).map(({ to }) => to),
    [contact],
  )
})

test('ACC-12 all that is wrong with a message is told at once, and nothing typed is lost', async () => {
  const typed = {
    name: 'http://x.example',
    email: 'mira@example',
    topic: 'none',
    message: 'short',
    incident: '7f3a-91c2',
  }
  const { status, body } = await umbel.browser().post('/help/contact', typed)
  assert.equal(status, 422)
  assert.equal(body.match(/aria-invalid="true"/g)?.length, 4)
  for (const value of ['http://x.example', 'mira@example', '\nshort</textarea>', '7f3a-91c2'])
    assert.ok(body.includes(value), value)
  assert.match(body, /<title>Write to the people who run this server: check/)
  assert.equal(body.match(/autofocus/g)?.length, 1)
  assert.deepEqual(await rows(sql`select 1 from help_message`), [])
})

test('ACC-12 an address that would be a header is refused, and so are bytes that are no text', async () => {
  const browser = umbel.browser()
  const injected = [
    'mira@example.com\r\nBcc: all@example.com',
    'mira@example.com, all@example.com',
    '"x" <mira@example.com>',
  ]
  for (const email of injected)
    assert.equal((await browser.post('/help/contact', { ...letter, email })).status, 422, email)
  for (const message of ['a message with \0 in it', 'x'.repeat(20_001)])
    assert.ok((await browser.post('/help/contact', { ...letter, message })).status >= 400)
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=iso-8859-1', origin: umbel.url.origin }
  const latin = `email=mira%40example.com&topic=other&message=${'%FC'.repeat(20)}`
  await assertSound(await umbel.send('/help/contact', { method: 'POST', headers, body: latin }), 'latin-1')
  const kept = await rows<{ message: string }>(sql`select message from help_message`)
  assert.deepEqual(kept, [{ message: '\ufffd'.repeat(20) }])
})

test('ACC-12 after five messages in an hour the sixth waits, with its words still there and another way named', async () => {
  const browser = umbel.browser()
  for (let sent = 0; sent < 5; sent += 1) assert.equal((await browser.post('/help/contact', letter)).status, 303)
  const { status, headers, body } = await browser.post('/help/contact', { ...letter, message: 'Words worth keeping.' })
  assert.equal(status, 429)
  assert.ok(Number(headers['retry-after']) > 3_000)
  assert.match(body, /a lot of messages.*Words worth keeping\..*mailto:help@umbel\.example/s)
})

test('ACC-12 whoever is logged in finds name and address filled in, and the message in the account’s record', async () => {
  const mira = await umbel.holder('mira.holder@example.com', password)
  assert.match((await mira.get('/help/contact')).body, /value="Ana Example".*value="mira\.holder@example\.com"/s)
  await mira.post('/help/contact', { ...letter, email: 'elsewhere@example.com' })
  const [kept] = await rows<{ email: string; by: string }>(sql`
    select m.email, a.email as by from help_message m join account a on a.id = m.account_id`)
  assert.deepEqual(kept, { email: 'elsewhere@example.com', by: 'mira.holder@example.com' })
  assert.match((await mira.get('/security/activity')).body, /You wrote to the people who run this server/)
})

test('ACC-12 the page of a fault leads to the form with its code, and only a code gets there', async () => {
  assert.match((await umbel.send('/help/contact?incident=7f3a-91c2')).body, /fault with the code 7f3a-91c2/)
  const wrong = await umbel.send('/help/contact?incident=%3Cscript%3E&article=none')
  assert.doesNotMatch(wrong.body, /name="incident"|name="article"|&lt;script/)
})

test('ACC-12 operators read and answer; to anybody else who is logged in there is nothing there', async () => {
  const nobody = await umbel.holder('nobody@example.com', password)
  const boss = await operator('boss@example.com')
  await umbel.browser().post('/help/contact', { ...letter, name: 'Mira', message: 'Hello <b>there</b>,\nI am lost.' })
  const [{ id = 0 } = {}] = await rows<{ id: number }>(sql`select id from help_message`)
  const nowhere = await nobody.get('/nowhere')
  for (const path of ['/operator/help', '/operator/help/feedback']) {
    const answer = await nobody.get(path)
    assert.equal(answer.status, 404)
    assert.equal(answer.body, nowhere.body.replaceAll('%2Fnowhere', encodeURIComponent(path)))
    assert.match(String((await umbel.browser().get(path)).headers.location), /^\/sign-in\?attempt=/)
  }
  const act = (browser: Browser, done: string, message = String(id)) =>
    browser.post('/operator/help', { message, done })
  assert.equal((await act(nobody, 'answered')).status, 404)
  assert.deepEqual(await rows(sql`select 1 from help_message where answered_at is not null`), [])

  const page = await boss.get('/operator/help')
  assert.match(page.body, /Waiting \(1\).*Hello &lt;b&gt;there&lt;\/b&gt;,\nI am lost\./s)
  assert.match(page.body, /href="mailto:mira@example\.com\?subject=Your%20message%3A%20Logging%20in"/)
  assert.match((await boss.get('/help')).body, /href="\/operator\/help"/)
  assert.doesNotMatch((await nobody.get('/help')).body, /operator/)
  assert.equal((await act(boss, 'answered')).headers.location, '/operator/help?status=answered')
  assert.match(
    (await boss.get('/operator/help?status=answered')).body,
    /marked as answered.*Waiting \(0\).*Nobody is waiting/s,
  )
  assert.match((await boss.get('/operator/help?state=answered')).body, /I am lost/)
  assert.equal((await act(boss, 'waiting')).headers.location, '/operator/help?status=reopened')
  assert.equal((await act(boss, 'answered', '999999')).status, 410)
  for (const message of ['', 'x', '-1', '1e3', '9'.repeat(30)])
    await assertSound(await act(boss, 'answered', message), message)
  const acts = await rows<{ action: string }>(sql`
    select action from audit_entry where actor_kind = 'operator' and action like 'help.%' order by id`)
  assert.deepEqual(
    acts.map(({ action }) => action),
    ['help.message-answered', 'help.message-reopened'],
  )
})

test('ACC-12 messages and feedback are read a page at a time, and feedback by article and verdict', async () => {
  const boss = await operator('reader@example.com')
  await umbel.database.durable.run(sql`
    insert into help_message (at, email, topic, message, language)
    select now(), 'mira@example.com', 'other', 'This is message ' || n, 'en' from generate_series(1, 25) n`)
  await umbel.database.durable.run(sql`
    insert into help_feedback (at, article, language, helpful, reason)
    select now(), case when n % 2 = 0 then 'passkeys' else 'devices' end, 'en', n % 3 = 0, 'Reason <i>' || n
    from generate_series(1, 65) n`)
  const shown = async (path: string, what: RegExp) => {
    const { body } = await boss.get(path)
    const next = /href="([^"]*(?:from|before)=\d+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    return { found: [...body.matchAll(what)].map(([, number]) => Number(number)), next }
  }
  const messages = /This is message (\d+)/g
  const one = await shown('/operator/help', messages)
  const two = await shown(one.next ?? '', messages)
  assert.deepEqual(
    [...one.found, ...two.found],
    Array.from({ length: 25 }, (_, index) => index + 1),
  )
  assert.equal(two.next, undefined)
  const reasons = /Reason &lt;i&gt;(\d+)/g
  const first = await shown('/operator/help/feedback', reasons)
  const second = await shown(first.next ?? '', reasons)
  const third = await shown(second.next ?? '', reasons)
  assert.deepEqual(
    [...first.found, ...second.found, ...third.found],
    Array.from({ length: 65 }, (_, index) => 65 - index),
  )
  const few = await shown('/operator/help/feedback?article=passkeys&verdict=no', reasons)
  assert.ok(few.found.length > 10 && few.found.every((number) => number % 2 === 0 && number % 3 !== 0))
})

test('ACC-12 pages of operators and of help bear queries that make no sense', async () => {
  const boss = await operator('patient@example.com')
  const names = ['q', 'key', 'article', 'incident', 'from', 'before', 'state', 'verdict', 'status']
  const values = ['', 'x', '-1', '1e99', '9'.repeat(20), "' or 1=1 --", '%00', '%FF%FE', '%ED%A0%80', 'a'.repeat(5_000)]
  const queries = [
    ...badQueries.slice(-6),
    ...names.flatMap((name) => values.map((value) => `?${name}=${value.replaceAll(' ', '+')}`)),
  ]
  for (const path of [
    '/help',
    '/help/passkeys',
    '/help/contact',
    '/help/feedback',
    '/operator/help',
    '/operator/help/feedback',
  ]) {
    for (const query of queries) {
      const found = await boss.get(path + query)
      await assertSound(found, path + query.slice(0, 60))
      assert.equal(found.status, 200, path + query.slice(0, 60))
    }
  }
})

test('nothing of all this is logged as a fault of ours, nor what anybody wrote (OPS-4)', () => {
  assert.deepEqual(
    umbel.log.filter((line) => JSON.parse(line).level >= 50),
    [],
  )
  assert.deepEqual(
    umbel.log.filter((line) => /mira@|I am lost|pizza/.test(line)),
    [],
  )
})
