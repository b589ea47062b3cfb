import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { sql } from '#platform'
import { aWorld, type Browser, type World } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

async function attemptOf(world: World, url: URL) {
  return world.database.durable.first<{
    fresh_since: Temporal.Instant | null
    return_to: string
    email: string | null
  }>(sql`select fresh_since, return_to, email from attempt where id = ${url.searchParams.get('attempt')}`)
}

test('LOG-1 a stranger is sent to log in, and comes back to the product with a code', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account()
  const browser: Browser = { cookie: '' }
  const begun = await begin(config, { login_hint: 'ana@example.com' })
  const page = await follow(world, browser, begun.url)
  assert.equal(page.pathname, '/sign-in')
  const attempt = await attemptOf(world, page)
  assert.equal(attempt?.email, 'ana@example.com')
  const early = await follow(world, browser, attempt!.return_to)
  assert.equal(early.href, page.href, 'not logged in yet: back to the attempt')
  await world.finishAttempt(browser, page.href, accountId)
  const back = await follow(world, browser, attempt!.return_to)
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks)
  assert.equal(tokens.claims()?.sub, accountId)
})

test('a double click lands in the product both times; long after, the way leads to its home page', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account()
  const browser: Browser = { cookie: '' }
  const begun = await begin(config)
  const page = await follow(world, browser, begun.url)
  await world.finishAttempt(browser, page.href, accountId)
  const { return_to } = (await attemptOf(world, page))!
  const [first, second] = await Promise.all([follow(world, browser, return_to), follow(world, browser, return_to)])
  assert.ok(first.searchParams.get('code') && second.searchParams.get('code'))
  assert.ok((await oidc.authorizationCodeGrant(config, second, begun.checks)).id_token)
  await world.database.durable.run(sql`update authorization_request set finished_at = now() - interval '2 minutes'`)
  assert.equal((await follow(world, browser, return_to)).href, 'https://tracker.example/')
  const unknown = await world.browse(browser, `/authorize/${'x'.repeat(43)}`)
  assert.equal(unknown.status, 410)
  for (const path of ['/authorize/%00', '/authorize/x%2Fy', `/authorize/${'é'.repeat(43)}`, '/device/%00']) {
    assert.equal((await world.browse(browser, path)).status, 410)
  }
})

test('ACC-4 a log-in that is done hours after its request leads to the home page of the product', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser: Browser = { cookie: '' }
  const page = await follow(world, browser, (await begin(config)).url)
  await world.finishAttempt(browser, page.href, await world.account())
  const { return_to } = (await attemptOf(world, page))!
  await world.database.durable.run(sql`update authorization_request set issued_at = now() - interval '2 hours'`)
  assert.equal((await follow(world, browser, return_to)).href, 'https://tracker.example/')
})

test('a request that another browser began is not answered here', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser: Browser = { cookie: '' }
  const page = await follow(world, browser, (await begin(config)).url)
  await world.finishAttempt(browser, page.href, await world.account())
  const { return_to } = (await attemptOf(world, page))!
  const thief = await world.loggedIn(await world.account())
  assert.equal((await follow(world, thief, return_to)).pathname, '/sign-in')
})

test('prompt=none answers at once: a code, or login_required', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const { back } = await logIn(world, config, browser, { prompt: 'none' })
  assert.ok(back.searchParams.get('code'))
  const stranger = await follow(world, { cookie: '' }, (await begin(config, { prompt: 'none' })).url)
  assert.equal(stranger.searchParams.get('error'), 'login_required')
  const old = await world.loggedIn(await world.account(), { ago: 1000 })
  const aged = await follow(world, old, (await begin(config, { prompt: 'none', max_age: '500' })).url)
  assert.equal(aged.searchParams.get('error'), 'login_required')
  assert.equal((await world.database.durable.all(sql`select from attempt`)).length, 0)
})

for (const [parameters, meaning] of [
  [{ prompt: 'login' }, 'prompt=login'],
  [{ max_age: '0' }, 'max_age=0'],
  [{ max_age: '500' }, 'an old log-in and max_age'],
  [{ prompt: 'select_account' }, 'prompt=select_account'],
  [{ prompt: 'consent login' }, 'prompt=consent login'],
] as const) {
  test(`${meaning} asks for a new log-in, and its time is the new one`, async (t) => {
    const world = await aWorld(t)
    const config = await aClient(world, await world.product())
    const accountId = await world.account()
    const browser = await world.loggedIn(accountId, { ago: 1000 })
    const begun = await begin(config, parameters)
    const page = await follow(world, browser, begun.url)
    assert.equal(page.pathname, '/sign-in')
    const attempt = await attemptOf(world, page)
    // To choose an account is not to log in again, if the one chosen is logged in.
    assert.equal(attempt?.fresh_since === null, meaning === 'prompt=select_account')
    await world.finishAttempt(browser, page.href, accountId)
    const back = await follow(world, browser, attempt!.return_to)
    const tokens = await oidc.authorizationCodeGrant(config, back, { ...begun.checks, maxAge: 500 })
    assert.equal(tokens.claims()?.sub, accountId)
  })
}

test('prompt=consent asks nothing: all products are the suite’s own', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const { tokens } = await logIn(world, config, browser, { prompt: 'consent', scope: 'openid offline_access' })
  assert.match(tokens.scope ?? '', /offline_access/)
})

test('logging in as somebody else leaves the first account’s session and tokens as they are', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product({ backchannelLogOutUrl: 'https://tracker.example/out' }))
  const [ana, ben] = [await world.account(), await world.account()]
  const browser = await world.loggedIn(ana)
  const { tokens } = await logIn(world, config, browser)
  const begun = await begin(config, { prompt: 'select_account' })
  const page = await follow(world, browser, begun.url)
  await world.finishAttempt(browser, page.href, ben)
  const back = await follow(world, browser, (await attemptOf(world, page))!.return_to)
  const second = await oidc.authorizationCodeGrant(config, back, begun.checks)
  assert.equal(second.claims()?.sub, ben)
  assert.notEqual(second.claims()?.sid, tokens.claims()?.sid)
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true)
  assert.equal((await world.database.durable.all(sql`select from log_out_notice`)).length, 0)
})

test('another tab may have chosen another account since: the log-in answers its own request', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const [ana, ben] = [await world.account(), await world.account()]
  const browser: Browser = { cookie: '' }
  const begun = await begin(config)
  const page = await follow(world, browser, begun.url)
  await world.finishAttempt(browser, page.href, ana)
  const other = await follow(world, browser, (await begin(config, { prompt: 'login' })).url)
  await world.finishAttempt(browser, other.href, ben)
  const back = await follow(world, browser, (await attemptOf(world, page))!.return_to)
  assert.equal((await oidc.authorizationCodeGrant(config, back, begun.checks)).claims()?.sub, ana)
})

test('id_token_hint of somebody else: log in once, and then an honest refusal', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const [ana, ben] = [await world.account(), await world.account()]
  const { tokens } = await logIn(world, config, await world.loggedIn(ana))
  const browser = await world.loggedIn(ben)
  const hint = { id_token_hint: tokens.id_token! }
  const silent = await follow(world, browser, (await begin(config, { ...hint, prompt: 'none' })).url)
  assert.equal(silent.searchParams.get('error'), 'login_required')
  const page = await follow(world, browser, (await begin(config, hint)).url)
  await world.finishAttempt(browser, page.href, ben)
  const back = await follow(world, browser, (await attemptOf(world, page))!.return_to)
  assert.equal(back.searchParams.get('error'), 'login_required')
})

test('an essential acr that cannot be had is refused after one log-in, not asked for ever', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } })
  const page = await follow(world, browser, (await begin(config, { claims })).url)
  await world.finishAttempt(browser, page.href, accountId)
  const back = await follow(world, browser, (await attemptOf(world, page))!.return_to)
  assert.equal(back.searchParams.get('error'), 'login_required')
})

test('LOG-10 a product that insists on two steps has them asked for; one that takes either has not', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const [one, more] = ['urn:umbel:acr:single-factor', 'urn:umbel:acr:multi-factor']
  const wants = async (acr: object) => {
    const url = await follow(
      world,
      browser,
      (await begin(config, { claims: JSON.stringify({ id_token: { acr } }) })).url,
    )
    const id = url.searchParams.get('attempt')
    const row = await world.database.durable.first<{ wants_second_step: boolean }>(
      sql`select wants_second_step from attempt where id = ${id}`,
    )
    return row?.wants_second_step
  }
  assert.equal(await wants({ essential: true, values: [more] }), true)
  assert.equal(await wants({ essential: true, value: more }), true)
  assert.equal(await wants({ essential: true, values: ['phr'] }), false)
  const back = await follow(
    world,
    browser,
    (await begin(config, { claims: JSON.stringify({ id_token: { acr: { essential: true, values: [one, more] } } }) }))
      .url,
  )
  assert.ok(back.searchParams.get('code'), 'one step will do, and there was one')
})

test('OPS-3 a log-in under way goes on after a restart of Umbel', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account()
  const browser: Browser = { cookie: '' }
  const begun = await begin(config)
  const page = await follow(world, browser, begun.url)
  await world.finishAttempt(browser, page.href, accountId)
  const { openWorld } = await import('./a-provider.ts')
  const restarted = await openWorld(t, world.database)
  const back = await follow(restarted, browser, (await attemptOf(world, page))!.return_to)
  assert.ok(back.searchParams.get('code'))
})
