import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { reactWith } from '#events'
import { forgetSessions } from '#openid'
import { sql } from '#platform'
import { aWorld } from './a-provider.ts'
import { aClient, logIn } from './client.ts'
import { aListener, until, working } from './listener.ts'

reactWith({
  'sign-in.sessions-ended': [
    (tx, data) => forgetSessions(tx, { accountId: data.accountId!, sessionIds: data.sessionIds as string[] }),
  ],
})

test('LOG-8 ending a session ends its tokens at once, and its products hear of it within 5 seconds', async (t) => {
  const world = await aWorld(t)
  const listener = await aListener(t)
  const product = await world.product({
    backchannelLogOutUrl: listener.url,
    postLogOutUris: ['https://tracker.example/'],
  })
  const config = await aClient(world, product)
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  const { tokens } = await logIn(world, config, browser)
  const elsewhere = await logIn(world, config, await world.loggedIn(accountId))
  await working(world)
  const url = oidc.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: 'https://tracker.example/',
    state: 'a state',
  })
  const answer = await world.browse(browser, url)
  assert.equal(answer.headers.get('location'), 'https://tracker.example/?state=a+state')
  assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
  assert.equal((await oidc.tokenIntrospection(config, elsewhere.tokens.access_token)).active, true)
  const took = await until(() => listener.heard.length === 1)
  assert.ok(took < 5_000, `${took} ms`)
  const token = listener.heard[0]!
  assert.deepEqual(
    [token.sub, token.sid, token.typ, token.type, token.aud, token.exp - token.iat],
    [accountId, tokens.claims()!.sid, 'logout+jwt', 'application/x-www-form-urlencoded', product.id, 120],
  )
  const notice = await until(async () => {
    const row = await world.database.durable.first<{ acknowledged_at: unknown }>(
      sql`select acknowledged_at from log_out_notice`,
    )
    return row?.acknowledged_at !== null
  })
  assert.ok(notice >= 0)
})

test('without the ID token of this session the person is asked, and may stay', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({ postLogOutUris: ['https://tracker.example/'] })
  const config = await aClient(world, product)
  const browser = await world.loggedIn(await world.account())
  const { tokens } = await logIn(world, config, browser)
  const url = `/session/end?client_id=${product.id}&post_logout_redirect_uri=${encodeURIComponent('https://tracker.example/')}`
  const ask = await world.browse(browser, url)
  assert.equal(ask.status, 200)
  assert.match(ask.headers.get('content-security-policy')!, /form-action 'self' https:\/\/tracker\.example/)
  const html = await ask.text()
  const action = /action="([^"]+)"/.exec(html)![1]!
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)![1]!
  const send = (fields: Record<string, string>, origin = world.url.origin) =>
    world.browse(browser, action, {
      method: 'POST',
      body: new URLSearchParams({ xsrf, ...fields }),
      headers: { origin },
    })
  assert.equal((await send({ logout: 'yes' }, 'https://evil.example')).status, 400)
  const stay = await send({})
  assert.equal(stay.headers.get('location'), 'https://tracker.example/')
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true)
  const leave = await send({ logout: 'yes' })
  assert.equal(leave.headers.get('location'), 'https://tracker.example/')
  assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
  assert.equal((await world.database.durable.all(sql`select from session`)).length, 0)
})

test('whoever is not logged in is sent straight back', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({ postLogOutUris: ['https://tracker.example/'] })
  const url = `/session/end?client_id=${product.id}&post_logout_redirect_uri=${encodeURIComponent('https://tracker.example/')}&state=x`
  const answer = await world.browse({ cookie: '' }, url)
  assert.equal(answer.headers.get('location'), 'https://tracker.example/?state=x')
  const plain = await world.browse({ cookie: '' }, `/session/end?client_id=${product.id}`)
  const done = await world.browse({ cookie: '' }, plain.headers.get('location')!)
  assert.match(await done.text(), /You are logged out/)
})

test('an address to return to is compared exactly, and the log names the near miss', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({ postLogOutUris: ['https://tracker.example/'] })
  const answer = await world.browse(
    { cookie: '' },
    `/session/end?client_id=${product.id}&post_logout_redirect_uri=${encodeURIComponent('https://tracker.example')}`,
  )
  assert.equal(answer.status, 400)
  assert.ok(
    world.log.some((line) => line.includes('"registered":"https://tracker.example/"')),
    world.log.join(''),
  )
})

test('a product that fails is told again until it acknowledges; a redirect is no acknowledgement', async (t) => {
  const world = await aWorld(t)
  const listener = await aListener(t, (count) => [500, 200][count] ?? 200)
  const redirecting = await aListener(t, () => 302)
  const products = [
    await world.product({ id: 'one', backchannelLogOutUrl: listener.url }),
    await world.product({ id: 'two', backchannelLogOutUrl: redirecting.url }),
  ]
  const browser = await world.loggedIn(await world.account())
  for (const product of products) await logIn(world, await aClient(world, product), browser)
  await working(world)
  await world.database.transaction(async (tx) => {
    const session = await tx.first<{ account_id: string }>(sql`delete from session returning account_id`)
    await forgetSessions(tx, { accountId: session!.account_id, sessionIds: [browser.sessionId!] })
  })
  await until(() => listener.heard.length === 1)
  await until(() => redirecting.count() >= 1)
  await until(async () => {
    const rows = await world.database.durable.all<{
      product_id: string
      tries: number
      ok: boolean
      failing: boolean
    }>(sql`
      select product_id, tries, acknowledged_at is not null as ok, failing_since is not null as failing
      from log_out_notice order by product_id`)
    return rows[0]!.tries === 2 && rows[0]!.ok && !rows[0]!.failing && !rows[1]!.ok && rows[1]!.failing
  })
})
