import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { memorySessions } from './memory-sessions.ts'
import { Browser, passAs } from './testing/browser.ts'
import { aProduct } from './testing/product.ts'

async function loggedIn(t: TestContext) {
  let now = Date.now()
  const noted: string[] = []
  const product = await aProduct(t, memorySessions(), {
    now: () => new Date(now),
    onLogIn: async ({ accountId }) => void noted.push(accountId),
  })
  const browser = new Browser()
  await passAs(browser, 'mira', await browser.open(`${product.url}/`))
  const pass = (seconds: number) => {
    now += seconds * 1_000
  }
  const session = () => browser.cookiesAt(product.url).get('umbel-session')
  const silentLogIns = () => product.provider.asked.filter((path) => path === '/auth').length
  return { ...product, browser, pass, session, silentLogIns, noted }
}

/** Logs somebody out at the provider only: the product doesn't hear of it. */
async function forgetAtProvider(browser: Browser, issuer: string): Promise<void> {
  for (const name of browser.cookiesAt(issuer).keys())
    if (name.startsWith('_session')) browser.setCookie(issuer, name, 'x')
}

test('a young session is not asked about; an old one is confirmed unseen, once, and is young again', async (t) => {
  const { url, browser, pass, session, silentLogIns, noted } = await loggedIn(t)
  const before = session()
  pass(599)
  assert.equal((await browser.ask(`${url}/checked?n=1`)).status, 200)
  assert.equal(session(), before)
  pass(1)
  const page = await browser.open(`${url}/checked?n=1`)
  assert.equal(page.status, 200)
  assert.equal(page.url.href, `${url}/checked?n=1`)
  assert.notEqual(session(), before, 'a new session took the place of the old one')
  assert.deepEqual(noted, ['mira', 'mira'])
  const asked = silentLogIns()
  await browser.open(`${url}/checked`)
  assert.equal(silentLogIns(), asked)
})

test('the question is silent and names the account', async (t) => {
  const { url, browser, pass } = await loggedIn(t)
  pass(600)
  const { searchParams } = new URL((await browser.ask(`${url}/checked`)).headers.get('location')!)
  assert.equal(searchParams.get('prompt'), 'none')
  assert.equal(searchParams.get('login_hint'), 'mira@example.com')
  assert.equal(searchParams.get('id_token_hint')?.split('.').length, 3)
})

test('whoever is logged out at Umbel is logged out here, and asked to log in for the very page', async (t) => {
  const { url, browser, pass, session, provider } = await loggedIn(t)
  const before = session()!
  await forgetAtProvider(browser, provider.issuer)
  pass(600)
  const asked = await browser.open(`${url}/checked?page=7`)
  assert.match(asked.url.href, new RegExp(`^${provider.issuer}/interaction/`))
  const thief = new Browser()
  thief.setCookie(url, 'umbel-session', before)
  assert.equal((await thief.ask(`${url}/`)).status, 303, 'the former session is over')
  const back = await passAs(browser, 'mira', asked)
  assert.equal(back.url.href, `${url}/checked?page=7`)
})

test('another account at Umbel does not slip into the session of the first, whatever Umbel makes of the hint', async (t) => {
  for (const hinted of [true, false]) {
    const { url, browser, pass, provider, noted } = await loggedIn(t)
    await forgetAtProvider(browser, provider.issuer)
    const other = new Browser()
    await passAs(other, 'ben', await other.open(`${url}/`))
    for (const [name, value] of other.cookiesAt(provider.issuer)) browser.setCookie(provider.issuer, name, value)
    pass(600)
    const question = new URL((await browser.ask(`${url}/checked`)).headers.get('location')!)
    if (!hinted) question.searchParams.delete('id_token_hint')
    const isLogIn = (next: URL) => next.pathname === '/auth' && !next.searchParams.has('prompt')
    const page = await browser.open(question, {}, isLogIn)
    assert.ok(isLogIn(page.url), 'mira is asked to log in')
    assert.equal(page.url.searchParams.get('login_hint'), 'mira@example.com')
    assert.deepEqual(noted, ['mira', 'ben'])
  }
})

test('while Umbel is down sessions go on, and it is asked again a minute later', async (t) => {
  const { url, browser, pass, provider, silentLogIns } = await loggedIn(t)
  pass(600)
  await provider.stop()
  assert.equal((await browser.ask(`${url}/checked`)).status, 200)
  await provider.start()
  const asked = silentLogIns()
  assert.equal((await browser.ask(`${url}/checked`)).status, 200)
  assert.equal(silentLogIns(), asked)
  pass(60)
  assert.equal((await browser.ask(`${url}/checked`)).status, 303)
})

test('Umbel going down in the middle of a check ends nobody’s session', async (t) => {
  const { url, browser, pass, provider } = await loggedIn(t)
  pass(600)
  const stopped = await browser.open(`${url}/checked`, {}, (next) => next.pathname === '/log-in/callback')
  await provider.stop()
  const page = await browser.open(stopped.url)
  await provider.start()
  assert.equal(page.status, 200)
  assert.equal(page.url.pathname, '/checked')
})

test('an answer about a session that was replaced meanwhile changes nothing', async (t) => {
  const { url, browser, pass, session, provider } = await loggedIn(t)
  pass(600)
  const stopped = await browser.open(`${url}/checked`, {}, (next) => next.pathname === '/log-in/callback')
  pass(5)
  await forgetAtProvider(browser, provider.issuer)
  await passAs(browser, 'ben', await browser.open(`${url}/another?to=/here`))
  const bens = session()
  const page = await browser.open(stopped.url)
  assert.equal(page.status, 200)
  assert.equal(session(), bens)
})

test('forms and scripts are not sent away, however old the session', async (t) => {
  const { url, browser, pass } = await loggedIn(t)
  pass(6_000)
  const script = await browser.ask(`${url}/checked`, { headers: { accept: 'application/json' } })
  assert.equal(script.status, 200)
  assert.equal((await browser.ask(`${url}/checked`, { method: 'POST', headers: { origin: url } })).status, 200)
})
