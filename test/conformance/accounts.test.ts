import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { newId } from '#kernel'
import { sql, systemClock } from '#platform'
import { aWorld, type Browser, type World } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

/** Logs another account in in a browser, as a log-in does: it becomes the presented one, and ends nobody's session. */
async function addAccount(world: World, browser: Browser & { id?: string }, accountId: string): Promise<string> {
  const sessionId = newId(systemClock.now())
  await world.database.durable.run(sql`
    insert into session (id, browser_id, account_id, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
    values (${sessionId}, ${browser.id}, ${accountId}, '{pwd}', now(), now(), now(), now() + interval '1 day', 'Test', '127.0.0.1')`)
  await world.database.durable.run(sql`update browser set presented_session_id = ${sessionId} where id = ${browser.id}`)
  await know(world, browser, accountId)
  return sessionId
}

const know = (world: World, browser: { id?: string }, accountId: string) =>
  world.database.durable.run(sql`
    insert into known_device (account_id, browser_id, first_at, last_at) values (${accountId}, ${browser.id}, now(), now())`)

async function aBrowserWithTwo(t: Parameters<typeof aWorld>[0]) {
  const world = await aWorld(t)
  const [ana, bo] = [await world.account('ana@example.com'), await world.account('bo@example.com')]
  const browser = await world.loggedIn(ana)
  await know(world, browser, ana)
  const tracker = await aClient(world, await world.product({ name: 'Tracker' }))
  const wiki = await aClient(world, await world.product({ name: 'Wiki' }))
  return { world, ana, bo, browser, tracker, wiki }
}

const subOf = ({ tokens }: Awaited<ReturnType<typeof logIn>>) => tokens.claims()?.sub

async function choiceFor(world: World, url: URL) {
  return world.database.durable.first<{ choose: boolean; email: string | null }>(
    sql`select choose, email from attempt where id = ${url.searchParams.get('attempt')}`,
  )
}

test('LOG-7 a product goes on with the account it was used with, whoever else has logged in since', async (t) => {
  const { world, ana, bo, browser, tracker } = await aBrowserWithTwo(t)
  assert.equal(subOf(await logIn(world, tracker, browser)), ana)
  await addAccount(world, browser, bo)
  assert.equal(subOf(await logIn(world, tracker, browser)), ana)
  const silent = await begin(tracker, { prompt: 'none' })
  assert.ok((await follow(world, browser, silent.url)).searchParams.get('code'), 'silently, too')
})

test('LOG-7 with several accounts a product that has seen none of them asks which, instead of taking the last', async (t) => {
  const { world, bo, browser, tracker, wiki } = await aBrowserWithTwo(t)
  await logIn(world, tracker, browser)
  await addAccount(world, browser, bo)
  const asked = await follow(world, browser, (await begin(wiki)).url)
  assert.equal(asked.pathname, '/sign-in')
  assert.equal((await choiceFor(world, asked))?.choose, true)
  const silent = await follow(world, browser, (await begin(wiki, { prompt: 'none' })).url)
  assert.equal(silent.searchParams.get('error'), 'login_required')
})

test('LOG-7 a remembered choice decides, until its account is logged out here', async (t) => {
  const { world, ana, bo, browser, wiki } = await aBrowserWithTwo(t)
  const boSession = await addAccount(world, browser, bo)
  const clientId = wiki.clientMetadata().client_id
  await world.database.durable.run(sql`
    insert into product_choice (browser_id, product_id, account_id, chosen_at) values (${browser.id}, ${clientId}, ${bo}, now())`)
  assert.equal(subOf(await logIn(world, wiki, browser)), bo)
  await world.database.durable.run(sql`delete from session where id = ${boSession}`)
  await world.database.durable.run(
    sql`update browser set presented_session_id = ${browser.sessionId} where id = ${browser.id}`,
  )
  assert.equal(subOf(await logIn(world, wiki, browser)), ana, 'the only one that is left')
})

test('LOG-7 hints name one of the accounts here; a name that is not here is asked for, and nobody else is let in', async (t) => {
  const { world, ana, bo, browser, tracker } = await aBrowserWithTwo(t)
  const first = await logIn(world, tracker, browser)
  await addAccount(world, browser, bo)
  const named = await logIn(world, tracker, browser, { login_hint: 'BO@example.com' })
  assert.equal(subOf(named), bo)
  assert.equal(subOf(await logIn(world, tracker, browser, { id_token_hint: first.tokens.id_token! })), ana)
  assert.equal(subOf(await logIn(world, tracker, browser, { id_token_hint: named.tokens.id_token! })), bo)
  const stranger = await follow(world, browser, (await begin(tracker, { login_hint: 'cem@example.com' })).url)
  assert.deepEqual(await choiceFor(world, stranger), { choose: false, email: 'cem@example.com' })
  const silent = await begin(tracker, { login_hint: 'cem@example.com', prompt: 'none' })
  assert.equal((await follow(world, browser, silent.url)).searchParams.get('error'), 'login_required')
  assert.equal(subOf(await logIn(world, tracker, browser, { login_hint: 'not an address' })) === undefined, false)
})

test('LOG-7 select_account asks although somebody is logged in, and even together with a silent session', async (t) => {
  const { world, browser, tracker } = await aBrowserWithTwo(t)
  await logIn(world, tracker, browser)
  const asked = await follow(world, browser, (await begin(tracker, { prompt: 'select_account' })).url)
  assert.equal((await choiceFor(world, asked))?.choose, true)
})

test('LOG-7 a log-out that names one account ends that one, whichever is presented', async (t) => {
  const { world, ana, bo, browser, tracker } = await aBrowserWithTwo(t)
  const { tokens } = await logIn(world, tracker, browser)
  await addAccount(world, browser, bo)
  const url = oidc.buildEndSessionUrl(tracker, { id_token_hint: tokens.id_token! })
  assert.equal((await world.browse(browser, url)).status, 303)
  const left = await world.database.durable.all<{ account_id: string }>(sql`select account_id from session`)
  assert.deepEqual(
    left.map(({ account_id }) => account_id),
    [bo],
  )
  assert.notEqual(ana, bo)
})

test('LOG-7 a cookie that has gone stale leads to a fresh log-in, and never round in circles', async (t) => {
  const { world, browser, tracker } = await aBrowserWithTwo(t)
  const stale: Browser = { cookie: browser.cookie.replace(/.{5}$/, 'AAAAA') }
  const page = await follow(world, stale, (await begin(tracker)).url)
  assert.equal(page.pathname, '/sign-in')
  assert.notEqual(stale.cookie, browser.cookie)
  await world.finishAttempt(stale, page.href, await world.account())
  const attempt = await world.database.durable.first<{ return_to: string }>(
    sql`select return_to from attempt where id = ${page.searchParams.get('attempt')}`,
  )
  assert.ok((await follow(world, stale, attempt?.return_to ?? '')).searchParams.get('code'))
})
