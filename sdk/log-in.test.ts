import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memorySessions } from './memory-sessions.ts'
import { Browser, passAs } from './testing/browser.ts'
import { aProduct } from './testing/product.ts'

const isCallback = (url: URL): boolean => url.pathname === '/log-in/callback'

test('LOG-1 a visitor is back on the page asked for, query and all, and the product knows who it is', async (t) => {
  const { url, provider } = await aProduct(t)
  const browser = new Browser()
  const page = await passAs(browser, 'mira', await browser.open(`${url}/issues/12?show=all`))
  assert.equal(page.url.href, `${url}/issues/12?show=all`)
  const { person } = JSON.parse(page.text)
  assert.equal(typeof person.sid, 'string')
  assert.deepEqual(
    { ...person, sid: undefined },
    {
      accountId: 'mira',
      name: 'Mira',
      email: 'mira@example.com',
      emailVerified: true,
      username: 'mira',
      locale: 'en',
      sid: undefined,
    },
  )
  assert.equal(provider.asked.filter((path) => path === '/token').length, 1)
})

test('the request for a log-in carries code, PKCE by S256, state and nonce, and its cookies are out of reach', async (t) => {
  const { url } = await aProduct(t)
  const answer = await new Browser().ask(`${url}/`)
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const asked = new URL(answer.headers.get('location')!).searchParams
  assert.equal(asked.get('response_type'), 'code')
  assert.equal(asked.get('code_challenge_method'), 'S256')
  for (const name of ['state', 'nonce', 'code_challenge']) assert.ok(asked.get(name)!.length >= 43, name)
  assert.match(answer.headers.get('set-cookie')!, /; Path=\/; HttpOnly; SameSite=Lax/)
})

test('cookies of an https product are Secure and bound to its host', async (t) => {
  const { umbel } = await aProduct(t, memorySessions(), { redirectUri: 'https://pad.example/log-in/callback' })
  const answer = await umbel.requireLogIn(new Request('https://pad.example/'))
  assert.ok(answer instanceof Response)
  assert.match(
    answer.headers.get('set-cookie')!,
    /^__Host-umbel-session-log-in-[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure/,
  )
})

test('two tabs that log in at once both arrive at their own page', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  const first = await browser.open(`${url}/first`)
  const second = await browser.open(`${url}/second`)
  assert.equal((await passAs(browser, 'mira', second)).url.pathname, '/second')
  assert.equal((await passAs(browser, 'mira', first)).url.pathname, '/first')
})

test('a wrong state, a state of another browser and none at all are refused alike', async (t) => {
  const { url } = await aProduct(t)
  const victim = new Browser()
  const attacker = new Browser()
  const stopped = await passAs(attacker, 'mallory', await attacker.open(`${url}/`), isCallback)
  assert.ok(isCallback(stopped.url))
  const wrong = new URL(stopped.url)
  wrong.searchParams.set('state', 'x'.repeat(43))
  const none = new URL(stopped.url)
  none.searchParams.delete('state')
  for (const [who, where] of [
    [attacker, wrong],
    [victim, stopped.url],
    [attacker, none],
  ] as const) {
    const page = await who.ask(where)
    assert.equal(page.status, 400)
    assert.match(page.text, /no log-in waiting/)
    assert.equal(who.cookiesAt(url).has('umbel-session'), false)
  }
})

test('a call-back is good once', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  const stopped = await passAs(browser, 'mira', await browser.open(`${url}/`), isCallback)
  const cookies = browser.cookiesAt(url)
  assert.equal((await browser.ask(stopped.url)).status, 303)
  for (const [name, value] of cookies) browser.setCookie(url, name, value)
  const again = await browser.ask(stopped.url)
  assert.equal(again.status, 400)
  assert.match(again.text, /has been used/)
  assert.match(again.text, /<a href="\/">Carry on/)
})

test('a log-in begun too long ago is refused, and offers to begin again with the same deep link', async (t) => {
  let now = new Date()
  const { url } = await aProduct(t, memorySessions(), { now: () => now })
  const browser = new Browser()
  const stopped = await passAs(browser, 'mira', await browser.open(`${url}/issues/7`), isCallback)
  now = new Date(now.getTime() + 3_601_000)
  const page = await browser.ask(stopped.url)
  assert.equal(page.status, 400)
  assert.match(page.text, /started too long ago/)
  assert.match(page.text, /href="\/issues\/7"/)
})

test('an ID token with another nonce is refused', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  const start = await browser.ask(`${url}/`)
  const tampered = new URL(start.headers.get('location')!)
  tampered.searchParams.set('nonce', 'somebody else’s')
  const page = await passAs(browser, 'mira', await browser.open(tampered))
  assert.equal(page.status, 502)
  assert.match(page.text, /didn’t match our question/)
})

test('declined and silent log-ins are told apart', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  const silent = await browser.open(`${url}/silently`)
  assert.equal(silent.status, 401)
  const interaction = await browser.open(`${url}/`)
  const abort = /href="([^"]+\/abort)"/.exec(interaction.text)![1]!
  const declined = await browser.open(new URL(abort, interaction.url))
  assert.equal(declined.status, 403)
  assert.match(declined.text, /canceled/)
})

test('a planted session cookie is worth nothing, and the former session ends with a new log-in', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  browser.setCookie(url, 'umbel-session', 'planted')
  await passAs(browser, 'mira', await browser.open(`${url}/`))
  const former = browser.cookiesAt(url).get('umbel-session')!
  assert.notEqual(former, 'planted')
  await passAs(browser, 'mira', await browser.open(`${url}/another?to=/here`))
  assert.notEqual(browser.cookiesAt(url).get('umbel-session'), former)
  const thief = new Browser()
  thief.setCookie(url, 'umbel-session', former)
  assert.equal((await thief.ask(`${url}/`)).status, 303)
})

test('Umbel down: visitors get 503 with Retry-After, logged-in people go on, and log-in works once it is back', async (t) => {
  const { url, provider } = await aProduct(t)
  const mira = new Browser()
  const stopped = await passAs(mira, 'mira', await mira.open(`${url}/`), isCallback)
  await provider.stop()
  const failed = await mira.ask(stopped.url)
  assert.equal(failed.status, 503)
  assert.equal(failed.headers.get('retry-after'), '5')
  await provider.start()
  assert.equal((await mira.open(`${url}/`)).status, 200)
  await provider.stop()
  assert.equal((await mira.ask(`${url}/issues`)).status, 200)
  await provider.start()
})

test('a product starts before Umbel does', async (t) => {
  const { url, provider } = await aProduct(t)
  await provider.stop()
  const page = await new Browser().ask(`${url}/`)
  assert.equal(page.status, 503)
  assert.match(page.text, /doesn’t answer/)
  await provider.start()
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  assert.equal((await new Browser().ask(`${url}/`)).status, 303)
})

test('forms and scripts without a session get 401, not a redirect their caller can’t follow', async (t) => {
  const { url } = await aProduct(t)
  const form = await new Browser().ask(`${url}/issues`, { method: 'POST', headers: { referer: `${url}/issues/new` } })
  assert.equal(form.status, 401)
  assert.match(form.text, /href="\/issues\/new"/)
  const script = await new Browser().ask(`${url}/issues`, { headers: { accept: 'application/json' } })
  assert.equal(script.status, 401)
})

test('a session ends after its longest time', async (t) => {
  let now = new Date()
  const { url } = await aProduct(t, memorySessions(), { now: () => now })
  const browser = new Browser()
  await passAs(browser, 'mira', await browser.open(`${url}/`))
  now = new Date(now.getTime() + 12 * 3_600_000)
  assert.equal((await browser.ask(`${url}/`)).status, 303)
})

test('a browser with many forgotten log-ins doesn’t outgrow its header', async (t) => {
  const { url } = await aProduct(t)
  const browser = new Browser()
  for (let tab = 0; tab < 50; tab += 1) await browser.ask(`${url}/${tab}`)
  assert.ok(browser.cookiesAt(url).size <= 20)
})
