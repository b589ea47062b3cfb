import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as jose from 'jose'
import { Browser, passAs } from './testing/browser.ts'
import { aProduct } from './testing/product.ts'

const purged = 'https://schemas.openid.net/secevent/risc/event-type/account-purged'
const header = { alg: 'ES256', kid: 'first', typ: 'secevent+jwt' }

type About = { accountId: string; at: Date }
const typeOf = (what: string) => `https://schemas.openid.net/secevent/risc/event-type/account-${what}`

async function aStage(t: TestContext, onAccountErased?: (erased: About) => Promise<void>) {
  const erased: About[] = []
  const standing: [string, About][] = []
  const hook = onAccountErased ?? (async (event) => void erased.push(event))
  const product = await aProduct(t, undefined, {
    onAccountErased: hook,
    onAccountDisabled: async (about) => void standing.push(['off', about]),
    onAccountEnabled: async (about) => void standing.push(['on', about]),
  })
  const { url, provider, clientId } = product
  const [mira, ben] = [new Browser(), new Browser()]
  await passAs(mira, 'mira', await mira.open(`${url}/`))
  await passAs(ben, 'ben', await ben.open(`${url}/`))
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: provider.issuer,
    aud: clientId,
    iat: now - 3_600 * 24 * 20,
    jti: crypto.randomUUID() as string,
    sub_id: { format: 'iss_sub', iss: provider.issuer, sub: 'mira' } as unknown,
    events: { [purged]: {} } as unknown,
  }
  const push = async (token: string, type = 'application/secevent+jwt') =>
    fetch(`${url}/umbel/events`, { method: 'POST', headers: { 'content-type': type }, body: token })
  const isIn = async (browser: Browser) => (await browser.ask(`${url}/`)).status === 200
  return {
    ...product,
    mira,
    ben,
    claims,
    now,
    push,
    isIn,
    erased,
    standing,
    sign: (more = {}) => provider.sign({ ...claims, ...more }, header),
  }
}

test('ACC-9 an account that was erased is forgotten: its sessions, and what the product keeps of it', async (t) => {
  const { push, sign, isIn, mira, ben, erased, claims } = await aStage(t)
  const answer = await push(await sign())
  assert.equal(answer.status, 202)
  assert.equal(await answer.text(), '')
  assert.deepEqual(erased, [{ accountId: 'mira', at: new Date(claims.iat * 1_000) }])
  assert.deepEqual([await isIn(mira), await isIn(ben)], [false, true])
})

test('MAN-2 an account that is turned off loses its sessions, and gets them by logging in once it is on again', async (t) => {
  const { push, sign, isIn, mira, ben, standing, erased, claims, url } = await aStage(t)
  const about = { accountId: 'mira', at: new Date(claims.iat * 1_000) }
  const jti = () => crypto.randomUUID()
  assert.equal((await push(await sign({ events: { [typeOf('disabled')]: {} }, jti: jti() }))).status, 202)
  assert.deepEqual([await isIn(mira), await isIn(ben)], [false, true])
  assert.equal((await push(await sign({ events: { [typeOf('enabled')]: {} }, jti: jti() }))).status, 202)
  assert.deepEqual(standing, [
    ['off', about],
    ['on', about],
  ])
  assert.deepEqual(erased, [])
  await passAs(mira, 'mira', await mira.open(`${url}/`))
  assert.equal(await isIn(mira), true)
})

test('MAN-2 old news of an account’s standing is passed over: it may have been shown before', async (t) => {
  const { push, sign, isIn, mira, standing, now } = await aStage(t)
  const iat = now - 91 * 24 * 3_600
  assert.equal((await push(await sign({ events: { [typeOf('disabled')]: {} }, iat }))).status, 202)
  assert.deepEqual(standing, [])
  assert.equal(await isIn(mira), true)
})

test('DEV-4 an event heard twice is dealt with once, and acknowledged both times', async (t) => {
  const { push, sign, erased } = await aStage(t)
  const token = await sign()
  assert.deepEqual([(await push(token)).status, (await push(token)).status], [202, 202])
  assert.equal((await push(await sign())).status, 202, 'signed anew, it has the same name')
  assert.equal(erased.length, 1)
})

test('DEV-4 what the product could not do is not acknowledged, and is done at the next try', async (t) => {
  t.mock.method(console, 'error', () => undefined)
  let tries = 0
  const { push, sign } = await aStage(t, async () => {
    tries += 1
    if (tries === 1) throw new Error('the database is away')
  })
  const token = await sign()
  assert.equal((await push(token)).status, 500)
  assert.equal((await push(token)).status, 202)
  assert.equal(tries, 2)
})

test('DEV-4 events of kinds that are not known are taken and passed over', async (t) => {
  const { push, sign, erased, isIn, mira } = await aStage(t)
  assert.equal((await push(await sign({ events: { 'https://example.com/other': {} } }))).status, 202)
  assert.deepEqual(erased, [])
  assert.equal(await isIn(mira), true)
})

test('tokens that are not to be believed get 400 with their fault, and nobody is forgotten (RFC 8935 §2.4)', async (t) => {
  const { push, sign, provider, claims, now, erased, isIn, mira } = await aStage(t)
  const { privateKey } = await jose.generateKeyPair('ES256')
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const logOut = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const wrong: [string, string, string][] = [
    ['nothing', '', 'invalid_request'],
    ['no token', 'hello', 'invalid_request'],
    ['unsigned', `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`, 'invalid_request'],
    ['another key', await new jose.SignJWT(claims as never).setProtectedHeader(header).sign(privateKey), 'invalid_key'],
    [
      'an unknown key',
      await new jose.SignJWT(claims as never).setProtectedHeader({ ...header, kid: 'x' }).sign(privateKey),
      'invalid_key',
    ],
    ['another type', await provider.sign(claims as never, { ...header, typ: 'logout+jwt' }), 'invalid_request'],
    [
      'an ID token',
      await provider.sign({ ...claims, sub: 'mira' } as never, { ...header, typ: 'JWT' }),
      'invalid_request',
    ],
    ['another issuer', await sign({ iss: 'https://evil.example' }), 'invalid_issuer'],
    ['another product', await sign({ aud: 'wiki' }), 'invalid_audience'],
    ['no name', await sign({ jti: undefined }), 'invalid_request'],
    ['no events', await sign({ events: undefined }), 'invalid_request'],
    ['events as text', await sign({ events: 'x' }), 'invalid_request'],
    ['from the future', await sign({ iat: now + 3_600 }), 'invalid_request'],
    ['no subject', await sign({ sub_id: undefined }), 'invalid_request'],
    [
      'a subject elsewhere',
      await sign({ sub_id: { format: 'iss_sub', iss: 'https://evil.example', sub: 'mira' } }),
      'invalid_request',
    ],
    ['a subject by address', await sign({ sub_id: { format: 'email', email: 'mira@example.com' } }), 'invalid_request'],
    [
      'an empty subject',
      await sign({ sub_id: { format: 'iss_sub', iss: provider.issuer, sub: '' } }),
      'invalid_request',
    ],
    ['a log-out as event', await sign({ events: logOut, iss: 'https://evil.example' }), 'invalid_issuer'],
  ]
  for (const [what, token, err] of wrong) {
    const answer = await push(token)
    assert.equal(answer.status, 400, what)
    assert.equal(((await answer.json()) as { err: string }).err, err, what)
  }
  assert.equal((await push(await sign(), 'application/x-www-form-urlencoded')).status, 400)
  assert.equal((await push('x'.repeat(20_000))).status, 400)
  assert.deepEqual(erased, [])
  assert.equal(await isIn(mira), true)
})

test('other methods are refused, and while Umbel’s keys are out of reach it is to try again', async (t) => {
  const { url, push, sign, provider } = await aStage(t)
  const answer = await fetch(`${url}/umbel/events`)
  assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST'])
  const token = await sign()
  await provider.stop()
  const fresh = await aProduct(t)
  await fresh.provider.stop()
  const away = await fetch(`${fresh.url}/umbel/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/secevent+jwt' },
    body: token,
  })
  assert.deepEqual([away.status, away.headers.get('retry-after')], [503, '2'])
  await fresh.provider.start()
  await provider.start()
  assert.equal((await push(token)).status, 202)
})
