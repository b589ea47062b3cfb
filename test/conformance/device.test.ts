import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { sql } from '#platform'
import { aWorld, type Browser, type World } from './a-provider.ts'
import { aClient } from './client.ts'

const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] as const

/** The form of a page, as a browser would send it with one of its buttons. */
function formOf(html: string, button: Record<string, string> = {}) {
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name!,
    value!,
  ])
  return { action: action!, body: new URLSearchParams([...fields, ...Object.entries(button)]) }
}

async function submit(world: World, browser: Browser, page: Response, button: Record<string, string> = {}) {
  const { action, body } = formOf(await page.text(), button)
  return world.browse(browser, action, { method: 'POST', body, headers: { origin: world.url.origin } })
}

async function aDevice(t: Parameters<typeof aWorld>[0]) {
  const world = await aWorld(t)
  const product = await world.product({ grantTypes, redirectUris: [], public: true })
  const config = await aClient(world, product, oidc.None())
  const begun = await oidc.initiateDeviceAuthorization(config, { scope: 'openid profile' })
  const poll = () => oidc.genericGrantRequest(config, grantTypes[0], { device_code: begun.device_code })
  return { world, config, begun, poll }
}

test('a device is connected by a person who is logged in, and its code works once (RFC 8628)', async (t) => {
  const { world, begun, poll } = await aDevice(t)
  await assert.rejects(poll(), { error: 'authorization_pending' })
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  const enter = await world.browse(browser, begun.verification_uri_complete!)
  assert.match(await enter.clone().text(), new RegExp(begun.user_code), 'filled in, not sent: the person compares it')
  const confirm = await submit(world, browser, enter, { user_code: begun.user_code })
  assert.match(await confirm.clone().text(), /Is this your device/)
  const done = await submit(world, browser, confirm)
  assert.match(await done.text(), /Your device is connected/)
  const tokens = await poll()
  assert.equal(tokens.claims()?.sub, accountId)
  assert.ok(tokens.refresh_token)
  await assert.rejects(poll(), { error: 'invalid_grant' })
  assert.equal((await world.database.durable.all(sql`select from product_grant`)).length, 1)
})

test('a stranger logs in on the way', async (t) => {
  const { world, begun, poll } = await aDevice(t)
  const browser: Browser = { cookie: '' }
  const enter = await world.browse(browser, '/device')
  const confirm = await submit(world, browser, enter, { user_code: begun.user_code.toLowerCase() })
  const sent = await submit(world, browser, confirm)
  const page = new URL(sent.headers.get('location')!, world.url)
  assert.equal(page.pathname, '/sign-in')
  const accountId = await world.account()
  await world.finishAttempt(browser, page.href, accountId)
  const row = await world.database.durable.first<{ return_to: string }>(sql`select return_to from attempt`)
  const done = await world.browse(browser, row!.return_to)
  assert.match(await done.text(), /Your device is connected/)
  assert.equal((await poll()).claims()?.sub, accountId)
})

test('a cancelled, a wrong and an old code are each told', async (t) => {
  const { world, begun, poll } = await aDevice(t)
  const browser = await world.loggedIn(await world.account())
  const wrong = await submit(world, browser, await world.browse(browser, '/device'), { user_code: 'WRONGCODE' })
  assert.match(await wrong.clone().text(), /not the code of a device/)
  const confirm = await submit(world, browser, wrong, { user_code: begun.user_code })
  const cancelled = await submit(world, browser, confirm, { abort: 'yes' })
  assert.match(await cancelled.text(), /not connected/)
  await assert.rejects(poll(), { error: 'access_denied' })
  const again = await submit(world, browser, await world.browse(browser, '/device'), { user_code: begun.user_code })
  assert.match(await again.text(), /has been used/)
})

test('the forms are answered from our own pages only, in the browser they were made for', async (t) => {
  const { world, begun } = await aDevice(t)
  const browser = await world.loggedIn(await world.account())
  const { action, body } = formOf(await (await world.browse(browser, '/device')).text(), { user_code: begun.user_code })
  const elsewhere = await world.browse(browser, action, {
    method: 'POST',
    body,
    headers: { origin: 'https://evil.example' },
  })
  assert.equal(elsewhere.status, 400)
  const stolen = await world.loggedIn(await world.account())
  const planted = await world.browse(stolen, action, { method: 'POST', body, headers: { origin: world.url.origin } })
  assert.doesNotMatch(await planted.text(), /Is this your device/)
})

test('what a hash is called inside is no device code outside', async (t) => {
  const { world, config } = await aDevice(t)
  const row = await world.database.durable.first<{ id_hash: Buffer }>(sql`select id_hash from device_code`)
  const device_code = `stored:${row!.id_hash.toString('base64url')}`
  await assert.rejects(oidc.genericGrantRequest(config, grantTypes[0], { device_code }), { error: 'invalid_grant' })
})
