import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, anotherTab, type Window } from './browser.ts'
import { isPage, send } from './raw.ts'
import { hasHeading, isAt, logIn, signUp, somebody, typeAddress, typeCode, typePassword, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { url, trackerUrl } = house

async function holder(): Promise<string> {
  const { email } = somebody()
  await house.account(email)
  return email
}

const attemptOf = (page: Window) => new URL(page.url()).searchParams.get('attempt') ?? ''

test('LOG-1 going back after a log-in leads on to the product, not to the form again', async (t) => {
  const page = await open(t)
  const email = await holder()
  await page.goto(trackerUrl)
  await logIn(page, email)
  await isAt(page, `${trackerUrl}/`, 'Issues')
  await page.goBack()
  await isAt(page, `${trackerUrl}/`, 'Issues')
})

test('LOG-1 a log-in that is sent again after it is done leads to the same place', async (t) => {
  const page = await open(t)
  const email = await holder()
  await page.goto(trackerUrl)
  await typeAddress(page, email)
  const attempt = attemptOf(page)
  const form = new URLSearchParams({ attempt, email, password: 'tall meadow seven lanterns' }).toString()
  const first = await send(house, page, '/sign-in/password', form)
  const again = await send(house, page, '/sign-in/password', form)
  for (const answer of [first, again]) {
    assert.equal(answer.status(), 303)
    assert.match(answer.headers().location ?? '', /^\/authorize\//)
  }
  assert.equal(first.headers().location, again.headers().location)
  for (const path of ['/sign-in', '/sign-in/password', '/sign-up', '/verify-email']) {
    await page.goto(`${url}${path}?attempt=${attempt}`)
    await isAt(page, `${trackerUrl}/`, 'Issues')
  }
})

test('ACC-4 a double click on “Create account” and on “Verify email” proves the account, and costs one more log-in at most', async (t) => {
  const page = await open(t, { javaScriptEnabled: false })
  const ana = somebody()
  await page.goto(trackerUrl)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Full name').fill(ana.name)
  await page.getByLabel('Email address').fill(ana.email)
  await page.getByLabel('Password', { exact: true }).fill(ana.password)
  await page.getByLabel('I agree to the terms').check()
  await page.getByRole('button', { name: 'Create account' }).dblclick()
  await hasHeading(page, 'Check your email')
  // The second click may have been a sign-up of its own; then there are two mails, and the page is about one of them.
  const checkUrl = page.url()
  const tried = new Set<string>()
  await within(10_000, 'a code of the mails works', async () => {
    const codes = (await house.subjectsTo(ana.email)).map((subject) => subject.slice(-7))
    const code = codes.find((one) => !tried.has(one))
    if (code === undefined) return false
    tried.add(code)
    await page.goto(checkUrl)
    await page.getByLabel('Code from the email').fill(code)
    await page.getByRole('button', { name: 'Verify email' }).dblclick()
    await page.locator('[aria-invalid="true"], .issue-link, .empty, #email').first().waitFor()
    return page.url() === `${trackerUrl}/` || isAskedAgain(page)
  })
  // A browser without scripts may throw away the first click's answer and its cookie. The account is proved and there: one
  // log-in leads on.
  if (isAskedAgain(page)) await logIn(page, ana.email, ana.password)
  await isAt(page, `${trackerUrl}/`, 'Issues')
})

const isAskedAgain = (page: Window) => page.url().startsWith(`${url}/sign-in?`)

test('LOG-1 a double click on “Log in” logs in once, with scripts and without', async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(t, { javaScriptEnabled })
    const email = await holder()
    await page.goto(trackerUrl)
    await typeAddress(page, email)
    await page.getByLabel('Password', { exact: true }).fill('tall meadow seven lanterns')
    await page.getByRole('button', { name: 'Log in' }).dblclick()
    await isAt(page, `${trackerUrl}/`, 'Issues')
    await page.goto(`${url}/security/activity`)
    const lines = await page.getByRole('main').getByRole('listitem').allInnerTexts()
    assert.equal(lines.filter((line) => line.startsWith('Logged in')).length, 1, lines.join(' / '))
  }
})

test('LOG-1 two tabs of one browser each come to their own product page', async (t) => {
  const one = await open(t)
  const email = await holder()
  await one.goto(`${trackerUrl}/?state=todo`)
  const other = await anotherTab(one)
  await other.goto(`${trackerUrl}/?state=done`)
  await typeAddress(one, email)
  await typeAddress(other, email)
  await typePassword(other, 'tall meadow seven lanterns')
  await isAt(other, `${trackerUrl}/?state=done`, 'Issues')
  await typePassword(one, 'tall meadow seven lanterns')
  await isAt(one, `${trackerUrl}/?state=todo`, 'Issues')
})

test('LOG-1 with cookies deleted on the way the page says that the log-in has ended, and leads to a new one', async (t) => {
  const page = await open(t)
  const email = await holder()
  for (const path of ['/sign-in', '/sign-in/password', '/sign-up', '/verify-email']) {
    await page.goto(trackerUrl)
    const attempt = attemptOf(page)
    await page.context().clearCookies()
    await page.goto(`${url}${path}?attempt=${attempt}`)
    await hasHeading(page, 'This log-in has ended')
    assert.equal(page.status(), 410)
  }
  await page.goto(trackerUrl)
  await typeAddress(page, email)
  await page.context().clearCookies()
  await typePassword(page, 'tall meadow seven lanterns')
  await hasHeading(page, 'This log-in has ended')
  assert.equal(page.status(), 410)
  await page.getByRole('link', { name: 'Log in' }).click()
  await logIn(page, email)
  await isAt(page, `${url}/profile`, 'Ana Lopez')
})

test('LOG-1 a log-in whose product has lost its cookies ends on a page of the product that starts over', async (t) => {
  const page = await open(t)
  const email = await holder()
  await page.goto(trackerUrl)
  await typeAddress(page, email)
  await page.context().clearCookies({ domain: 'tracker.localhost' })
  await typePassword(page, 'tall meadow seven lanterns')
  await hasHeading(page, 'Log in again')
  await page.getByRole('link', { name: 'Log in' }).click()
  await isAt(page, `${trackerUrl}/`, 'Issues')
})

test('LOG-1 an attempt that is too old, forged or another browser’s is told so with 410', async (t) => {
  const page = await open(t)
  await page.goto(trackerUrl)
  const attempt = attemptOf(page)
  const other = await open(t)
  await other.goto(trackerUrl)
  for (const path of ['/sign-in', '/sign-in/password', '/sign-up', '/verify-email']) {
    for (const foreign of [attempt, 'x'.repeat(43), 'x'.repeat(5000), '%00', '../..', attempt.toLowerCase()]) {
      await other.goto(`${url}${path}?attempt=${foreign}`)
      assert.ok(other.status() === 410 || other.status() === 200, `${path} ${foreign}: ${other.status()}`)
      assert.ok(other.status() === 410 || !(await other.content()).includes(attempt), `${path} ${foreign}`)
      await other.getByRole('main').getByRole('link').first().waitFor()
    }
    const form = `attempt=${attempt}&email=ana@example.com&password=whatever&name=Ana&terms=1&code=123456`
    await isPage(await send(house, other, path, form), 410, /This log-in has ended/)
  }
  house.pass({ hours: 1, minutes: 1 })
  await page.getByLabel('Email address').fill('ana@example.com')
  await page.getByRole('button', { name: 'Next' }).click()
  await hasHeading(page, 'This log-in has ended')
  assert.equal(page.status(), 410)
})

test('ACC-4 LOG-9 links followed twice, cut short or made up say that they have expired', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(`${url}/sign-up`)
  await signUp(page, ana)
  const { code, links } = await house.mailTo(ana.email)
  await typeCode(page, code)
  await isAt(page, `${url}/profile`, ana.name)
  const [used = ''] = links
  for (const link of [
    used,
    used.slice(0, -1),
    `${used}x`,
    `${url}/verify-email/link`,
    `${url}/verify-email/link?token=`,
  ]) {
    await page.goto(link)
    await hasHeading(page, 'That link has expired')
    assert.equal(page.status(), 410)
  }
  for (const query of ['', '?token=', '?token=%00', `?token=${'x'.repeat(43)}`, '?token=a&token=b']) {
    await page.goto(`${url}/password/reset${query}`)
    await hasHeading(page, 'That link has expired')
    assert.equal(page.status(), 410)
  }
  await page.getByRole('link', { name: 'Send a new link' }).click()
  await hasHeading(page, 'Reset your password')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
