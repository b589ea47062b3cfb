import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { aPlaceToTurnOff } from './a-managed-holder.ts'
import type { Answer, Browser } from './an-umbel.ts'

const password = 'umbels grow in spring'
const back = 'https://tracker.example/cb'
const to = ({ headers }: Answer) => String(headers.location)
const { umbel, somebody, turnOff, turnOn } = await aPlaceToTurnOff({ after })
const wishes = { id: 'tracker', name: 'Tracker', homeUrl: 'https://tracker.example/', redirectUris: [back] }
const grantTypes = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'] as const
const { secret = '' } = await umbel.database.transaction((tx) => addProduct(tx, system, { ...wishes, grantTypes }))
const client = { client_id: 'tracker', client_secret: secret }

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

test('DEV-4 the holder sees what products were told about the account, and whether they answered', async () => {
  const ana = await somebody()
  await exchange(codeIn(await authorize(ana.browser)))
  await umbel.database.durable.run(
    sql`update product set events_url = 'http://127.0.0.1:9/events' where id = 'tracker'`,
  )
  await turnOff(ana)
  await turnOn(ana)
  await ana.browser.post('/sign-in/password', { attempt: await ana.browser.identify(ana.email), password })
  const { status, body } = await ana.browser.get('/devices/receipts')
  assert.equal(status, 200)
  assert.match(body, /What products were told about your account/)
  assert.ok(body.indexOf('Told that it’s on again') < body.indexOf('Told that it was turned off'), 'newest first')
})
