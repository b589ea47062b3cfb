import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret, system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { type Answer, anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'
import { aListener, until } from './conformance/listener.ts'
import { secretsIn } from './world.ts'

const password = 'umbels grow in spring'
const another = 'another umbel grows here'
const ends: (() => unknown)[] = []
let umbel: OpenUmbel
let listener: Awaited<ReturnType<typeof aListener>>
before(async () => {
  const t = { after: (end?: unknown) => void ends.push(end as () => unknown) }
  umbel = await anUmbel(t)
  listener = await aListener(t)
  const wishes = { name: 'Tracker', homeUrl: 'https://tracker.example/', redirectUris: ['https://tracker.example/cb'] }
  await umbel.database.transaction((tx) =>
    addProduct(tx, system, { id: 'tracker', ...wishes, backchannelLogOutUrl: listener.url }),
  )
})
after(async () => {
  for (const end of ends) await end()
})

/** Tracker knows a session. Gives the `sid` that it knows it by. */
async function opened(sessionId: string, accountId: string): Promise<string> {
  const sid = newSecret()
  await umbel.database.durable.run(sql`
    insert into product_grant (grant_id, session_id, product_id, account_id, sid, created_at)
    values (${newSecret()}, ${sessionId}, 'tracker', ${accountId}, ${sid}, now())`)
  return sid
}

let number = 0
/** Somebody with two browsers, in both of which Tracker was opened. */
async function somebody() {
  number += 1
  const email = `ana${number}@example.com`
  const here = await umbel.holder(email, password)
  const there = umbel.browser()
  const from = umbel.mails.length
  await there.post('/sign-in/password', { attempt: await there.identify(email), password })
  const { mail } = await umbel.mailTo(email, from)
  const sessions = await umbel.database.durable.all<{ id: string; account_id: string }>(sql`
    select s.id, s.account_id from session s join account a on a.id = s.account_id
    where a.email = ${email} order by s.created_at`)
  const [mine, other] = sessions
  const accountId = mine!.account_id
  const sids = { here: await opened(mine!.id, accountId), there: await opened(other!.id, accountId) }
  const token = /not-me\?token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  return { email, here, there, accountId, sids, sessions: { here: mine!.id, there: other!.id }, token, mail }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

const heardBy = (accountId: string) => listener.heard.filter(({ sub }) => sub === accountId).map(({ sid }) => sid)
const isIn = async (browser: Browser) => (await browser.get('/profile')).status === 200

/** The products hear of exactly these sessions within 5 seconds. */
async function hears({ accountId }: Somebody, sids: string[]): Promise<void> {
  await until(() => heardBy(accountId).length === sids.length, 'a log-out', 5_000)
  assert.deepEqual(heardBy(accountId).sort(), [...sids].sort())
}

const causes: Record<string, { act: (who: Somebody) => Promise<Answer>; ends: ('here' | 'there')[] }> = {
  'logging out': { act: ({ here }) => here.post('/log-out', {}), ends: ['here'] },
  'ending a device': {
    act: ({ here, sessions }) => here.post('/devices/log-out', { session: sessions.there }),
    ends: ['there'],
  },
  'logging out everywhere else': { act: ({ here }) => here.post('/devices/log-out', { all: '1' }), ends: ['there'] },
  'changing the password': {
    act: ({ here }) => here.post('/security/password', { current: password, password: another }),
    ends: ['there'],
  },
  'resetting the password': {
    async act({ email }) {
      const from = umbel.mails.length
      const stranger = umbel.browser()
      await stranger.post('/password/forgot', { email })
      const { token = '' } = secretsIn(await umbel.mailTo(email, from))
      return stranger.post('/password/reset', { token, password: another })
    },
    ends: ['here', 'there'],
  },
  'taking the account off a browser’s list': {
    act: ({ there, accountId }) => there.post('/accounts/remove', { account: accountId }),
    ends: ['there'],
  },
  'taking all accounts off a browser’s list': {
    act: ({ there }) => there.post('/accounts/remove', { account: 'all' }),
    ends: ['there'],
  },
  'disowning a log-in from its mail': {
    act: ({ token }) => umbel.browser().post('/devices/not-me', { token }),
    ends: ['there'],
  },
}

for (const [cause, { act, ends: which }] of Object.entries(causes)) {
  test(`LOG-8 products hear within 5 seconds of ${cause}, and of nothing else`, async () => {
    const who = await somebody()
    const { status } = await act(who)
    assert.ok(status === 303 || status === 200, `${status}`)
    await hears(
      who,
      which.map((place) => who.sids[place]),
    )
    for (const place of ['here', 'there'] as const) assert.equal(await isIn(who[place]), !which.includes(place), place)
  })
}

test('LOG-8 products are not told of a session that ran out, until everything is to end', async () => {
  const who = await somebody()
  const on = umbel.database.durable
  await on.run(sql`update session set expires_at = now() - interval '1 second' where id = ${who.sessions.there}`)
  await on.run(sql`select graphile_worker.add_job('platform.purge')`)
  await until(async () => (await on.all(sql`select 1 from session where id = ${who.sessions.there}`)).length === 0)
  assert.deepEqual(await on.all(sql`select 1 from log_out_notice where account_id = ${who.accountId}`), [])
  await who.here.post('/devices/log-out', { all: '1' })
  await hears(who, [who.sids.there])
  assert.equal(await isIn(who.here), true)
})

test('DEV-4 the holder sees where log-outs arrived', async () => {
  const who = await somebody()
  assert.match((await who.here.get('/devices/receipts')).body, /No log-outs yet/)
  await who.here.post('/devices/log-out', { session: who.sessions.there })
  await hears(who, [who.sids.there])
  await until(async () => /Tracker[\s\S]*Acknowledged: Today/.test((await who.here.get('/devices/receipts')).body))
  assert.match((await who.here.get('/devices')).body, /href="\/devices\/receipts"/)
})

test('LOG-9 “This wasn’t me”: nothing happens until the button, which works once and says what to do next', async () => {
  const who = await somebody()
  const stranger = umbel.browser()
  const path = `/devices/not-me?token=${who.token}`
  assert.match(who.mail.text, /Secure my account:\n.*\/devices\/not-me\?token=/)
  for (let times = 0; times < 2; times += 1) {
    const page = await stranger.get(path)
    assert.equal(page.status, 200)
    assert.match(page.body, /<strong>ana\d+@example\.com<\/strong>/)
  }
  assert.equal(await isIn(who.there), true)
  const from = umbel.mails.length
  const answers = await Promise.all([1, 2, 3].map(() => stranger.post('/devices/not-me', { token: who.token })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410])
  assert.match(
    answers.find(({ status }) => status === 200)!.body,
    /That device is logged out[\s\S]*choose a new password/,
  )
  await hears(who, [who.sids.there])
  assert.match((await umbel.mailTo(who.email, from)).mail.text, /\/password\/reset\?token=/)
  assert.deepEqual([await isIn(who.here), await isIn(who.there)], [true, false])
  const replayed = await stranger.get(path)
  assert.equal(replayed.status, 410)
  assert.match(replayed.body, /That link has stopped working[\s\S]*href="\/password\/forgot"/)
  const record = (await who.here.get('/security/activity')).body
  assert.match(record, /Log-in reported as not yours: /)
  assert.match(record, /Logged out because it wasn’t you: /)
  // That browser is a stranger again: logging in from it is told of once more.
  const again = umbel.mails.length
  await who.there.post('/sign-in/password', { attempt: await who.there.identify(who.email), password })
  await umbel.mailTo(who.email, again)
})

test('LOG-9 a log-in can be disowned for a week, also after its session ran out, and by its own holder only', async () => {
  const who = await somebody()
  const on = umbel.database.durable
  await on.run(sql`delete from session where id = ${who.sessions.there}`)
  const [alert] = await on.all<{ id: string }>(sql`select id from device_alert where account_id = ${who.accountId}`)
  const other = await somebody()
  assert.equal((await other.here.post('/devices/not-me', { alert: alert!.id })).status, 410)
  assert.equal((await umbel.browser().post('/devices/not-me', { alert: alert!.id })).headers.location, '/devices')
  await on.run(sql`update device_alert set expires_at = now() where account_id = ${other.accountId}`)
  assert.equal((await umbel.browser().get(`/devices/not-me?token=${other.token}`)).status, 410)
  assert.equal((await umbel.browser().post('/devices/not-me', { token: other.token })).status, 410)
  assert.equal(await isIn(other.there), true)
  assert.equal((await umbel.browser().post('/devices/not-me', { token: who.token })).status, 200)
  await hears(who, [who.sids.there])
})

test('LOG-9 /devices asks whether a new log-in was the holder, everywhere but there; yes hides it, no secures', async () => {
  const who = await somebody()
  const asks = async (browser: Browser) => /Was this you\?/.test((await browser.get('/devices')).body)
  const alert = async (browser: Browser) =>
    /name="alert" value="([^"]+)"/.exec((await browser.get('/devices')).body)?.[1]
  assert.deepEqual([await asks(who.here), await asks(who.there)], [true, false])
  const id = (await alert(who.here)) ?? ''
  await who.there.post('/devices/was-me', { alert: id })
  assert.equal(await asks(who.here), true)
  await who.here.post('/devices/was-me', { alert: id })
  assert.equal(await asks(who.here), false)
  assert.match((await who.here.get('/security/activity')).body, /Log-in confirmed as yours: /)
  assert.equal((await umbel.browser().get(`/devices/not-me?token=${who.token}`)).status, 200)

  const second = await somebody()
  const from = umbel.mails.length
  const done = await second.here.post('/devices/not-me', { alert: (await alert(second.here)) ?? '' })
  assert.match(done.body, /That device is logged out/)
  await hears(second, [second.sids.there])
  assert.match((await umbel.mailTo(second.email, from)).mail.text, /\/password\/reset\?token=/)
  assert.equal(await asks(second.here), false)
})
