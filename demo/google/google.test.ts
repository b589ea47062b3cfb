import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as client from 'openid-client'
import { Browser, type Page } from '../../sdk/testing/browser.ts'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { type GoogleOptions, openGoogle } from './google.ts'
import { passGoogleAs } from './testing/pass.ts'

const redirectUri = 'http://localhost:9/back'
const clientSecret = 'the secret that Google gave us'

/** A Google, and a client of it that only knows its address. */
async function aGoogle(t: TestContext, options: Partial<GoogleOptions> = {}) {
  const google = await openGoogle({
    clients: [{ clientId: 'umbel', clientSecret, redirectUris: [redirectUri], name: 'Umbel' }],
    ...options,
  })
  t.after(() => google.close())
  const discover = (auth?: client.ClientAuth) =>
    client.discovery(new URL(google.issuer), 'umbel', clientSecret, auth, {
      execute: [client.allowInsecureRequests],
      timeout: 1,
    })
  const config = await discover()

  /** Begins a log-in, up to the page that Google shows or the answer that it gives. */
  const begin = async (browser: Browser, more: Record<string, string> = {}) => {
    const codeVerifier = client.randomPKCECodeVerifier()
    const checks = { expectedState: client.randomState(), expectedNonce: client.randomNonce(), codeVerifier }
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...more,
    })
    return { checks, page: await browser.open(url, {}, isAnswer) }
  }
  const redeem = (
    { url }: Page,
    { codeVerifier, ...checks }: Awaited<ReturnType<typeof begin>>['checks'],
    with_ = config,
  ) => client.authorizationCodeGrant(with_, url, { ...checks, pkceCodeVerifier: codeVerifier, idTokenExpected: true })
  const logIn = async (address: string, browser = new Browser(), more: Record<string, string> = {}) => {
    const { checks, page } = await begin(browser, more)
    return redeem(await passGoogleAs(browser, google, address, page, isAnswer), checks)
  }
  return { google, config, discover, begin, redeem, logIn }
}

const isAnswer = (next: URL): boolean => next.href.startsWith(redirectUri)
const lena = 'lena.fischer@brightwater.example.com'

test('LOG-3 a person of the domain comes back with Google’s claims, in the ID token and from userinfo', async (t) => {
  const { google, config, logIn } = await aGoogle(t)
  const tokens = await logIn(lena)
  const { sub, iss, email, email_verified, name, given_name, family_name, hd } = tokens.claims()!
  const said = { sub, email, email_verified, name, given_name, family_name, hd }
  assert.equal(iss, google.issuer)
  assert.deepEqual(said, {
    sub: '104213370000000000001',
    email: lena,
    email_verified: true,
    name: 'Lena Fischer',
    given_name: 'Lena',
    family_name: 'Fischer',
    hd: 'brightwater.example.com',
  })
  assert.deepEqual(await client.fetchUserInfo(config, tokens.access_token, sub), said)
})

test('LOG-3 whoever types an alias is logged in under the primary address', async (t) => {
  const { logIn } = await aGoogle(t)
  assert.equal((await logIn(' Lena@Brightwater.example.com')).claims()?.email, lena)
})

test('there is somebody with an address not verified, and somebody outside the domain', async (t) => {
  const { logIn } = await aGoogle(t)
  const tara = (await logIn('tara.nowak@brightwater.example.com')).claims()
  assert.deepEqual([tara?.email_verified, tara?.hd], [false, 'brightwater.example.com'])
  const sam = (await logIn('sam.rivera@mail.example.com')).claims()
  assert.deepEqual([sam?.email_verified, sam?.hd], [true, undefined])
})

test('the browser stays logged in: seen by a silent request, but not when another address is hinted at', async (t) => {
  const { begin, redeem, logIn } = await aGoogle(t)
  const browser = new Browser()
  const silent = await begin(browser, { prompt: 'none' })
  assert.equal(silent.page.url.searchParams.get('error'), 'login_required')
  await logIn(lena, browser)
  const again = await begin(browser, { login_hint: 'lena@brightwater.example.com', hd: 'brightwater.example.com' })
  assert.equal((await redeem(again.page, again.checks)).claims()?.email, lena)
  const other = await begin(browser, { login_hint: 'jonas.weber@brightwater.example.com' })
  assert.match(other.page.text, /value="jonas\.weber@brightwater\.example\.com"/)
})

test('the chooser offers the account of this browser and another one; the person may also say no', async (t) => {
  const { google, begin, redeem, logIn } = await aGoogle(t)
  const browser = new Browser()
  await logIn(lena, browser)
  const { page, checks } = await begin(browser, { prompt: 'select_account' })
  assert.match(page.text, /Choose an account/)
  const same = await browser.submit(page, { act: 'same' }, isAnswer)
  assert.equal((await redeem(same, checks)).claims()?.email, lena)
  const second = await begin(browser, { prompt: 'select_account' })
  const form = await browser.submit(second.page, { act: 'another' })
  const jonas = await passGoogleAs(browser, google, 'jonas.weber@brightwater.example.com', form, isAnswer)
  assert.equal((await redeem(jonas, second.checks)).claims()?.name, 'Jonas Weber')
  const third = await begin(new Browser())
  assert.equal(third.page.url.origin, google.issuer)
  const declined = await begin(browser, { prompt: 'select_account' })
  const answer = await browser.submit(declined.page, { act: 'cancel' }, isAnswer)
  assert.equal(answer.url.searchParams.get('error'), 'access_denied')
})

test('wrong passwords, strangers and other sites get nowhere; pages are valid and say that this is not Google', async (t) => {
  const { google, begin } = await aGoogle(t)
  const browser = new Browser()
  const { page } = await begin(browser)
  const refused = await browser.submit(page, { email: lena, password: 'wrong' })
  assert.equal(refused.status, 400)
  assert.match(refused.text, /value="lena\.fischer@brightwater\.example\.com"/)
  const unknown = await browser.submit(page, { email: 'nobody@brightwater.example.com', password: google.password })
  assert.equal(unknown.status, 400)
  const headers = { origin: 'https://evil.example' }
  assert.equal((await browser.ask(page.url, { method: 'POST', headers })).status, 403)
  assert.equal((await new Browser().ask(page.url)).status, 400)
  for (const { text } of [page, refused]) assert.match(text, /This is not Google/)
  await mustBeGoodPages([page, refused])
})

test('clients may prove themselves in the body or by header, and only with the right secret', async (t) => {
  const { google, discover, begin, redeem } = await aGoogle(t)
  for (const [auth, isGood] of [
    [client.ClientSecretBasic(clientSecret), true],
    [client.ClientSecretPost(clientSecret), true],
    [client.ClientSecretPost('wrong'), false],
  ] as const) {
    const browser = new Browser()
    const { page, checks } = await begin(browser)
    const answer = await passGoogleAs(browser, google, lena, page, isAnswer)
    const redeemed = redeem(answer, checks, await discover(auth))
    if (isGood) assert.ok((await redeemed).id_token)
    else await assert.rejects(redeemed, { error: 'invalid_client' })
  }
})

test('each misbehavior really misbehaves', async (t) => {
  const { google, config, discover, logIn } = await aGoogle(t, { slowMilliseconds: 1_500 })
  client.enableNonRepudiationChecks(config)
  for (const [how, claim] of [
    ['wrong-issuer', 'iss'],
    ['wrong-nonce', 'nonce'],
    ['wrong-audience', 'aud'],
    ['expired', 'exp'],
  ] as const) {
    await google.misbehave(how)
    await assert.rejects(logIn(lena), (error: Error) => String(error.cause).includes(`"${claim}"`), how)
  }
  for (const how of ['alg-none', 'unknown-key', 'broken', 'slow'] as const) {
    await google.misbehave()
    const browser = new Browser()
    await google.misbehave(how)
    await assert.rejects(logIn(lena, browser), how)
  }
  const saidWhile = async (
    how: 'missing-email' | 'unverified-email' | 'missing-domain' | 'other-domain' | 'swapped-subject',
  ) => {
    await google.misbehave(how)
    const tokens = await logIn(lena)
    const { sub, email, email_verified, hd } = tokens.claims()!
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub)
    assert.deepEqual({ email: userinfo.email, hd: userinfo.hd }, { email, hd }, how)
    return { sub, email, email_verified, hd }
  }
  assert.equal((await saidWhile('missing-email')).email, undefined)
  assert.equal((await saidWhile('unverified-email')).email_verified, false)
  assert.equal((await saidWhile('missing-domain')).hd, undefined)
  assert.equal((await saidWhile('other-domain')).hd, 'other.example.com')
  const swapped = await saidWhile('swapped-subject')
  assert.deepEqual([swapped.sub, swapped.email], ['104213370000000000002', lena])
  await google.misbehave('down')
  await assert.rejects(discover())
  await google.misbehave()
  assert.equal((await logIn(lena)).claims()?.email, lena)
})
