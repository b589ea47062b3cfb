import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as jose from 'jose'
import { memorySessions } from './memory-sessions.ts'
import type { SessionStore } from './sessions.ts'
import { Browser, passAs } from './testing/browser.ts'
import { aProduct } from './testing/product.ts'

const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }

async function loggedIn(t: TestContext, sessions?: SessionStore) {
  const product = await aProduct(t, sessions)
  const browser = new Browser()
  const page = await passAs(browser, 'mira', await browser.open(`${product.url}/`))
  const { sid } = JSON.parse(page.text).person
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: product.provider.issuer,
    aud: product.clientId,
    sub: 'mira',
    sid: sid as string,
    iat: now,
    exp: now + 120,
    jti: crypto.randomUUID() as string,
    events: event as unknown,
  }
  const tell = (token: string) =>
    fetch(`${product.url}/log-out/back-channel`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })
  const isLoggedIn = async () => (await browser.ask(`${product.url}/`)).status === 200
  return { ...product, browser, claims, now, tell, isLoggedIn }
}

test('LOG-8 Log out ends the session here and at the provider, which comes back and asks again', async (t) => {
  const { url, browser, provider, isLoggedIn } = await loggedIn(t)
  const cookies = browser.cookiesAt(url)
  const question = await browser.open(`${url}/log-out`, { method: 'POST', headers: { origin: url } })
  assert.equal(question.url.pathname, '/session/end')
  assert.equal(question.url.searchParams.get('post_logout_redirect_uri'), `${url}/`)
  assert.ok(question.url.searchParams.get('id_token_hint'))
  const page = await browser.submit(question, { logout: 'yes' })
  assert.match(page.url.href, new RegExp(`^${provider.issuer}/interaction/`))
  assert.equal(await isLoggedIn(), false)
  for (const [name, value] of cookies) browser.setCookie(url, name, value)
  assert.equal(await isLoggedIn(), false)
  const back = await passAs(browser, 'mira', page)
  assert.equal(back.url.href, `${url}/`)
})

test('a log-out asked for by another site, or by a link, is refused', async (t) => {
  const { url, browser, isLoggedIn } = await loggedIn(t)
  const foreign = await browser.ask(`${url}/log-out`, { method: 'POST', headers: { origin: 'https://evil.example' } })
  assert.equal(foreign.status, 403)
  assert.equal((await browser.ask(`${url}/log-out`)).status, 405)
  assert.equal(await isLoggedIn(), true)
})

test('Log out without a session goes home', async (t) => {
  const { url } = await aProduct(t)
  const answer = await new Browser().ask(`${url}/log-out`, { method: 'POST', headers: { origin: url } })
  assert.equal(answer.headers.get('location'), `${url}/`)
})

test('the provider’s own log-out token ends the session (Back-Channel Logout 1.0)', async (t) => {
  const { url, browser, provider } = await loggedIn(t)
  const other = new Browser()
  await passAs(other, 'mira', await other.open(`${url}/`))
  const start = await browser.open(`${provider.issuer}/session/end`)
  await browser.submit(start, { logout: 'yes' })
  assert.equal((await browser.ask(`${url}/`)).status, 303, 'this browser’s session is over')
  assert.equal((await other.ask(`${url}/`)).status, 200, 'another browser’s session has another sid')
})

test('a log-out token without sid ends all sessions of the account, and of nobody else', async (t) => {
  const { url, provider, claims, tell, isLoggedIn } = await loggedIn(t)
  const ben = new Browser()
  await passAs(ben, 'ben', await ben.open(`${url}/`))
  const answer = await tell(await provider.sign({ ...claims, sid: undefined }))
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(await isLoggedIn(), false)
  assert.equal((await ben.ask(`${url}/`)).status, 200)
})

test('log-out tokens that are not to be believed get 400 and end nothing', async (t) => {
  const { url, provider, claims, now, tell, isLoggedIn } = await loggedIn(t)
  const { privateKey } = await jose.generateKeyPair('ES256')
  const header = { alg: 'ES256', kid: 'first', typ: 'logout+jwt' }
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = await provider.sign(claims)
  const [, body, signature] = signed.split('.')
  const secret = new TextEncoder().encode('a secret of at least 32 characters')
  const tokens: Record<string, string | Promise<string>> = {
    'alg none': `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`,
    'alg none with a signature': `${base64url({ ...header, alg: 'none' })}.${body}.${signature}`,
    'HS256 with the client secret': new jose.SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(secret),
    'forged with another key': new jose.SignJWT(claims).setProtectedHeader(header).sign(privateKey),
    'unknown key': provider.sign(claims, { kid: 'second' }),
    'changed claims': `${base64url(header)}.${base64url({ ...claims, sub: 'ben' })}.${signature}`,
    'an ID token’s type': provider.sign(claims, { typ: 'JWT' }),
    'no type': provider.sign(claims, { typ: undefined }),
    'another issuer': provider.sign({ ...claims, iss: 'https://evil.example' }),
    'another audience': provider.sign({ ...claims, aud: 'board' }),
    expired: provider.sign({ ...claims, exp: now - 121 }),
    'issued long ago': provider.sign({ ...claims, iat: now - 1_000 }),
    'issued tomorrow': provider.sign({ ...claims, iat: now + 86_400, exp: now + 90_000 }),
    'no exp': provider.sign({ ...claims, exp: undefined }),
    'no iat': provider.sign({ ...claims, iat: undefined }),
    'no jti': provider.sign({ ...claims, jti: undefined }),
    'no events': provider.sign({ ...claims, events: undefined }),
    'another event': provider.sign({ ...claims, events: { 'http://example.com/event': {} } }),
    'an event that is no object': provider.sign({ ...claims, events: { [Object.keys(event)[0]!]: true } }),
    'a nonce': provider.sign({ ...claims, nonce: 'n' }),
    'neither sub nor sid': provider.sign({ ...claims, sub: undefined, sid: undefined }),
    'a sid that is no text': provider.sign({ ...claims, sid: 7 }),
    garbage: 'garbage',
    nothing: '',
  }
  for (const [name, token] of Object.entries(tokens)) {
    const answer = await tell(await token)
    assert.equal(answer.status, 400, name)
    assert.equal(answer.headers.get('cache-control'), 'no-store', name)
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_request', name)
  }
  const back = `${url}/log-out/back-channel`
  assert.equal((await fetch(back)).status, 405)
  assert.equal((await fetch(back, { method: 'POST', body: JSON.stringify({ logout_token: signed }) })).status, 400)
  const large = new URLSearchParams({ logout_token: 'a'.repeat(20_000) })
  assert.equal((await fetch(back, { method: 'POST', body: large })).status, 400)
  assert.equal(await isLoggedIn(), true)
})

test('clocks may differ by two minutes', async (t) => {
  const { provider, claims, now, tell } = await loggedIn(t)
  assert.equal((await tell(await provider.sign({ ...claims, iat: now + 110, exp: now + 230 }))).status, 200)
  const late = { ...claims, jti: 'late', iat: now - 230, exp: now - 110 }
  assert.equal((await tell(await provider.sign(late))).status, 200)
})

test('a log-out token is good once: the second time it doesn’t end the session opened since', async (t) => {
  const { url, browser, provider, claims, tell, isLoggedIn } = await loggedIn(t)
  const token = await provider.sign({ ...claims, sid: undefined })
  assert.equal((await tell(token)).status, 200)
  await passAs(browser, 'mira', await browser.open(`${url}/`))
  assert.equal((await tell(token)).status, 400)
  assert.equal(await isLoggedIn(), true)
})

test('a provider whose keys are out of reach is asked to tell again', async (t) => {
  const { provider, claims, tell } = await loggedIn(t)
  const token = await provider.sign(claims)
  await provider.stop()
  const answer = await tell(token)
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get('retry-after'), '2')
  await provider.start()
  assert.equal((await tell(token)).status, 200)
})

test('a provider that is down leaves a log-out half done, and the page says so', async (t) => {
  const sessions = memorySessions()
  const { url, browser, provider } = await loggedIn(t, sessions)
  await provider.stop()
  const restarted = await aProduct(t, sessions)
  await restarted.provider.stop()
  const cookie = browser.cookiesAt(url).get('umbel-session')!
  browser.setCookie(restarted.url, 'umbel-session', cookie)
  const page = await browser.ask(`${restarted.url}/log-out`, { method: 'POST', headers: { origin: restarted.url } })
  assert.equal(page.status, 503)
  assert.match(page.text, /Logged out here/)
  assert.equal(browser.cookiesAt(url).has('umbel-session'), false)
  await provider.start()
  await restarted.provider.start()
})
