import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { deactivate, reactivate, restore, suspend } from '#account'
import { system } from '#kernel'
import { sql, systemClock } from '#platform'
import { addProduct } from '#product'
import { openCookieJar } from '#sign-in'
import { proceed } from '../src/sign-in/log-in.ts'
import { aConnectedSite, lena, logInAs } from './a-connected-site.ts'
import { aManagedHolder, anOrganization, idOf, type Managing } from './a-managed-holder.ts'
import { type Answer, anUmbel, attemptIn, type Browser, type OpenUmbel } from './an-umbel.ts'
import { aSoftKey } from './authenticator.ts'
import { until } from './conformance/listener.ts'
import { withApp } from './two-step.ts'
import { secretsIn } from './world.ts'

const password = 'umbels grow in spring'
const another = 'and they wither in autumn'
const back = 'https://tracker.example/cb'
const to = ({ headers }: Answer) => String(headers.location)
const ends: (() => unknown)[] = []
let umbel: OpenUmbel
let acme: Managing
let client: Record<string, string>
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
  acme = await anOrganization(umbel, 'Acme Inc.', 'acme.example')
  const wishes = { id: 'tracker', name: 'Tracker', homeUrl: 'https://tracker.example/', redirectUris: [back] }
  const grantTypes = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'] as const
  const { secret = '' } = await umbel.database.transaction((tx) => addProduct(tx, system, { ...wishes, grantTypes }))
  client = { client_id: 'tracker', client_secret: secret }
})
after(async () => {
  for (const end of ends) await end()
})
// What one story fails on purpose must not make another wait.
beforeEach(() => umbel.database.durable.run(sql`delete from limiter`))

let people = 0
async function somebody() {
  people += 1
  const email = `person${people}@acme.example`
  return { email, ...(await aManagedHolder(umbel, acme, email, password)) }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

const turnOff = ({ accountId }: Pick<Somebody, 'accountId'>) =>
  umbel.database.transaction((tx) => deactivate(tx, acme.admin, accountId, 'Left the company'))
const turnOn = ({ accountId }: Pick<Somebody, 'accountId'>) =>
  umbel.database.transaction((tx) => reactivate(tx, acme.admin, accountId))
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

const sessionsOf = async ({ accountId }: Pick<Somebody, 'accountId'>) =>
  (await umbel.database.durable.all(sql`select 1 from session where account_id = ${accountId}`)).length

async function authorize(browser: Browser, more: Record<string, string> = {}): Promise<URL> {
  const scope = 'openid profile offline_access'
  const asked = { client_id: 'tracker', response_type: 'code', scope, redirect_uri: back, ...more }
  return new URL(to(await browser.get(`/authorize?${new URLSearchParams(asked)}`)), umbel.url)
}

async function post(path: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await umbel.send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...client, ...fields }).toString(),
  })
  return { status: answer.status, ...JSON.parse(answer.body || '{}') }
}
const exchange = (code: string) => post('/token', { grant_type: 'authorization_code', code, redirect_uri: back })
const codeIn = (url: URL) => url.searchParams.get('code') ?? assert.fail(`no code: ${url}`)

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

test('MAN-2 every code, token and grant of a deactivated account is worth nothing, and the next ones are its own again', async () => {
  const ana = await somebody()
  const { access_token: access, refresh_token: refresh } = (await exchange(
    codeIn(await authorize(ana.browser)),
  )) as Record<string, string>
  const early = codeIn(await authorize(ana.browser))
  const pushed = await post('/par', { response_type: 'code', scope: 'openid', redirect_uri: back })
  const device = (await post('/device/authorize', { scope: 'openid' })) as Record<string, string>
  await approve(ana.browser, device.user_code ?? '')
  const userinfo = () => umbel.send('/userinfo', { headers: { authorization: `Bearer ${access}` } })
  assert.equal((await userinfo()).status, 200)

  await turnOff(ana)
  assert.equal((await userinfo()).status, 401)
  assert.deepEqual(await post('/introspect', { token: String(access) }), { status: 200, active: false })
  const refreshed = await post('/token', { grant_type: 'refresh_token', refresh_token: String(refresh) })
  assert.deepEqual([refreshed.status, refreshed.error], [400, 'invalid_grant'])
  assert.deepEqual((await exchange(early)).error, 'invalid_grant')
  const polled = () =>
    post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code ?? '',
    })
  assert.equal((await polled()).error, 'invalid_grant')
  for (const more of [{}, { prompt: 'none' }, { request_uri: String(pushed.request_uri) }] as Record<
    string,
    string
  >[]) {
    const answer = await authorize(ana.browser, more)
    assert.equal(answer.searchParams.get('code'), null)
    assert.ok(answer.pathname === '/sign-in' || answer.searchParams.get('error') === 'login_required', `${answer}`)
  }

  await turnOn(ana)
  assert.equal((await userinfo()).status, 401, 'what ended stays ended')
  const waiting = await authorize(ana.browser)
  const attempt = waiting.searchParams.get('attempt') ?? ''
  await ana.browser.post('/sign-in', { attempt, email: ana.email })
  const onward = to(await ana.browser.post('/sign-in/password', { attempt, password }))
  const home = new URL(to(await ana.browser.get(onward)), umbel.url)
  const { id_token: idToken } = (await exchange(codeIn(home))) as Record<string, string>
  const claims = JSON.parse(Buffer.from(String(idToken).split('.')[1] ?? '', 'base64url').toString())
  assert.equal(claims.sub, ana.accountId)
})

/** Connects a device, in a browser that is logged in. */
async function approve(browser: Browser, userCode: string): Promise<void> {
  const formIn = (html: string) => ({
    action: /<form method="post" action="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '',
    fields: Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    ) as Record<string, string>,
  })
  const enter = formIn((await browser.get('/device')).body)
  const confirm = formIn((await browser.post(enter.action, { ...enter.fields, user_code: userCode })).body)
  assert.match((await browser.post(confirm.action, confirm.fields)).body, /Your device is connected/)
}

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

for (const first of ['the log-in', 'turning it off'] as const) {
  for (const known of [false, true]) {
    test(`MAN-2 a log-in that ends while the account is turned off leaves no session (${first} is first, ${known ? 'again' : 'new'} in its browser)`, async () => {
      const ana = await somebody()
      const browser = known ? ana.browser : umbel.browser()
      const attempt = attemptIn(known ? await confirms(ana) : await browser.post('/sign-in', { email: ana.email }))
      await umbel.database.durable.run(sql`
        update attempt set account_id = ${ana.accountId}, password_proved_at = now() where id = ${attempt}`)
      const jar = openCookieJar(umbel.url)
      const length = Temporal.Duration.from('PT1H')
      const context = { jar, lengths: { kept: length, unkept: length } }
      const shown = jar.read(browser.headers().cookie)
      const origin = { network: '192.0.2.1', device: 'Firefox' }

      const isDone = Promise.withResolvers<void>()
      const mayCommit = Promise.withResolvers<void>()
      const logIn = (pauses: boolean) =>
        umbel.database.transaction(async (tx) => {
          await proceed(tx, context, shown, attempt, origin)
          if (pauses) isDone.resolve()
          if (pauses) await mayCommit.promise
        })
      const off = (pauses: boolean) =>
        umbel.database.transaction(async (tx) => {
          await deactivate(tx, acme.admin, ana.accountId, 'Left')
          if (pauses) isDone.resolve()
          if (pauses) await mayCommit.promise
        })
      const [one, two] = first === 'the log-in' ? [logIn, off] : [off, logIn]
      const slow = one(true)
      await isDone.promise
      let isOver = false
      const quick = two(false).then(() => {
        isOver = true
      })
      await until(async () => isOver || (await isSomebodyWaiting()))
      mayCommit.resolve()
      await Promise.all([slow, quick])
      assert.equal(await sessionsOf(ana), 0)
    })
  }
}

const isSomebodyWaiting = async () =>
  (await umbel.database.durable.first(sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) !== undefined
