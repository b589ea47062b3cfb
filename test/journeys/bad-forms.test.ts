import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser } from './browser.ts'
import { isPage, send } from './raw.ts'
import { hasHeading, logIn, says, somebody } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { url, trackerUrl } = house

const forms = [
  '/sign-in',
  '/sign-in/password',
  '/sign-in/combined',
  '/sign-up',
  '/verify-email',
  '/verify-email/resend',
]
const others = ['/verify-email/link', '/verify-email/refuse', '/password/forgot', '/password/reset', '/log-out']
const ofAccount = ['/profile/name', '/security/password', '/devices/log-out']

test('a form that another site sends is refused with 403 and a page, wherever it is sent to', async (t) => {
  const page = await open(t)
  await page.goto(`${url}/sign-in`)
  for (const path of [...forms, ...others, ...ofAccount]) {
    for (const origin of ['https://evil.example', 'null', url.replace('http:', 'https:')]) {
      await isPage(await send(house, page, path, 'email=a%40b.example', { origin }), 403, /That came from another site/)
    }
  }
})

test('1 MB is refused with 413 and a page, wherever it is sent to', async (t) => {
  const page = await open(t)
  const large = `email=${'a'.repeat(1024 * 1024)}`
  for (const path of [...forms, ...others, ...ofAccount]) {
    await isPage(await send(house, page, path, large, { connection: 'close' }), 413, /That’s too much at once/)
  }
  // A browser, too, gets to see the page, although it has not sent all of it.
  await page.goto(`${url}/sign-in`)
  await page.evaluate(
    `Object.assign(document.querySelector('#email'), { type: 'text', value: 'a'.repeat(1024 * 1024) })`,
  )
  await page.getByRole('button', { name: 'Next' }).click()
  await hasHeading(page, 'That’s too much at once')
  assert.equal(page.status(), 413)
})

test('addresses of 10 kB, NUL, line breaks and what is no address at all are asked for again with 422', async (t) => {
  const page = await open(t)
  const bad = [
    `${'a'.repeat(10_000)}@example.com`,
    'a@b\r\nBcc: c@example.com',
    '@',
    'a@',
    'a b@example.com',
    '',
    '💥@💥',
  ]
  for (const email of bad) {
    for (const path of ['/sign-in', '/sign-up', '/sign-in/combined', '/password/forgot']) {
      const form = new URLSearchParams({ email, name: 'Ana', password: 'tall meadow seven lanterns', terms: '1' })
      await isPage(await send(house, page, path, form.toString()), 422, /aria-invalid="true"/)
    }
  }
})

test('NUL, fields that come twice, files and what is no form are refused with 400 and a page', async (t) => {
  const page = await open(t)
  await page.goto(`${url}/sign-in`)
  for (const path of ['/sign-in', '/sign-up', '/password/forgot', '/sign-in/combined']) {
    await isPage(await send(house, page, path, 'email=a%00b%40example.com'), 400, /couldn’t read/)
    await isPage(await send(house, page, path, 'email=a%40b.example&email=c%40d.example'), 400, /came twice/)
    await isPage(
      await send(house, page, path, '{"email":"a@b.example"}', { 'content-type': 'application/json' }),
      400,
      /couldn’t/,
    )
    const file = '--x\r\ncontent-disposition: form-data; name="email"; filename="a"\r\n\r\na@b.example\r\n--x--\r\n'
    const type = 'multipart/form-data; boundary=x'
    await isPage(await send(house, page, path, file, { 'content-type': type }), 400, /couldn’t read/)
    await isPage(await send(house, page, path, 'no parts', { 'content-type': type }), 400, /couldn’t read/)
  }
})

test('an account’s forms without a log-in lead to logging in', async (t) => {
  const page = await open(t)
  for (const path of ofAccount) {
    const answer = await send(house, page, path, 'name=Ana&session=x&current=a&password=b')
    assert.equal(answer.status(), 303)
    assert.match(answer.headers().location ?? '', /^\/sign-in\?attempt=/)
  }
})

test('ends of sessions that are nobody’s, not this account’s, or no id at all change nothing', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await page.goto(`${url}/devices`)
  await logIn(page, email)
  await hasHeading(page, 'Devices')
  for (const session of ['', 'x', '%00', '01990000-0000-7000-8000-000000000000', "'; drop table session; --"]) {
    const answer = await send(
      house,
      page,
      '/devices/log-out',
      `session=${session.startsWith('%') ? session : encodeURIComponent(session)}`,
    )
    assert.ok([303, 400].includes(answer.status()), `${session}: ${answer.status()}`)
  }
  await page.reload()
  await hasHeading(page, 'Devices')
  for (const before of ['x', '-1', '1e400', '9'.repeat(30), '%00', '0x10', '9007199254740991']) {
    await page.goto(`${url}/security/activity?before=${before}`)
    await hasHeading(page, 'What happened')
  }
})

test('LOG-1 requests of products that make no sense get a page or go back with an error, never a fault', async (t) => {
  const page = await open(t)
  const redirect = encodeURIComponent(`${trackerUrl}/log-in/callback`)
  for (const query of [
    '',
    '?client_id=nobody',
    '?client_id=%00',
    '?client_id=tracker',
    '?client_id=tracker&redirect_uri=https://evil.example/',
    '?client_id=tracker&client_id=tracker',
    `?client_id=tracker&response_type=code&scope=openid&redirect_uri=${redirect}&state=${'x'.repeat(5000)}&redirect_uri=x`,
  ]) {
    await page.goto(`${url}/authorize${query}`)
    assert.ok(page.status() >= 400 && page.status() < 500, `${query}: ${page.status()}`)
    await page.getByRole('main').getByRole('link').first().waitFor()
  }
  for (const uid of ['x', 'x'.repeat(43), '%00', '..%2f..']) {
    await page.goto(`${url}/authorize/${uid}`)
    assert.ok(page.status() >= 400 && page.status() < 500, `${uid}: ${page.status()}`)
  }
  await page.goto(`${trackerUrl}/log-in/callback?code=x&state=y`)
  await says(page, /Log in again/)
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
