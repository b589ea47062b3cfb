import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { hasFocus, tabThrough, tabTo } from './keys.ts'
import { hasHeading, isAt, says, somebody } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

async function logInByKeyboard(page: Window, email: string, password: string): Promise<void> {
  await hasFocus(page, 'Email address')
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Enter your password')
  await hasFocus(page, 'Password')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

test('OPS-5 the whole sign-up from Tracker with the keyboard only', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(house.trackerUrl)
  await hasFocus(page, 'Email address')
  await tabTo(page, 'Create an account')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Create your account')
  await hasFocus(page, 'Full name')
  await page.keyboard.type(ana.name)
  await page.keyboard.press('Tab')
  await hasFocus(page, 'Email address')
  await page.keyboard.type(ana.email)
  await tabTo(page, 'Password')
  await page.keyboard.type(ana.password)
  await tabTo(page, 'I agree to the terms')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Check your email')
  await hasFocus(page, 'Code from the email')
  const { code } = await house.mailTo(ana.email)
  await page.keyboard.type(code ?? '')
  await page.keyboard.press('Enter')
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('OPS-5 the whole log-in with the keyboard only, through a mistake in each field', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await page.goto(house.trackerUrl)
  await hasFocus(page, 'Email address')
  await page.keyboard.type('ana@example')
  await page.keyboard.press('Enter')
  await page.locator('[aria-invalid="true"]').waitFor()
  await hasFocus(page, 'Email address')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Enter your password')
  await hasFocus(page, 'Password')
  await page.keyboard.type('this is not the password')
  await page.keyboard.press('Enter')
  await page.locator('[aria-invalid="true"]').waitFor()
  await hasFocus(page, 'Password')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('OPS-5 Tab goes in the order of the page, the skip link comes first, and the focus is always seen', async (t) => {
  const { email } = somebody()
  const page = await open(t)
  await page.goto(`${house.url}/sign-in`)
  assert.deepEqual(await tabThrough(page), [
    'Skip to main content',
    'Umbel',
    'Email address',
    'Next',
    'Use a passkey',
    'Create an account',
    'Help',
    'Privacy',
    'Terms',
    'Language: English',
  ])
  await page.getByLabel('Email address').fill(email)
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Enter your password')
  assert.deepEqual(await tabThrough(page), [
    'Skip to main content',
    'Umbel',
    'Change email address',
    'Forgot password?',
    'Password',
    'Show password',
    'Keep me logged in on this device',
    'Log in',
    'Use a passkey instead',
    'Help',
    'Privacy',
    'Terms',
    'Language: English',
  ])
})

test('OPS-5 the skip link leads past the bar, and the focus is seen everywhere on the pages of the account', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t, { viewport: { width: 390, height: 700 } })
  await page.goto(`${house.url}/profile`)
  await logInByKeyboard(page, email, password)
  await hasHeading(page, 'Ana Lopez')
  await page.keyboard.press('Tab')
  await hasFocus(page, 'Skip to main content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await hasFocus(page, 'Change picture')
  const own = ['/profile', '/security', '/security/password', '/devices', '/products', '/profile/name']
  for (const path of [...own, '/profile/language', '/profile/picture', '/profile/email', '/profile/shared']) {
    await page.goto(house.url + path)
    const names = await tabThrough(page)
    assert.equal(names[0], 'Skip to main content', path)
    assert.ok(names.length > 6, `${path}: ${names}`)
  }
})

test('OPS-5 menus open with Enter and close with Escape, which gives the focus back', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await page.goto(`${house.url}/profile`)
  await logInByKeyboard(page, email, password)
  await hasHeading(page, 'Ana Lopez')
  await tabTo(page, 'Ana Lopez, account menu')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Log out' }).waitFor({ state: 'hidden' })
  await hasFocus(page, 'Ana Lopez, account menu')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Log out')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'You’re logged out')
  await says(page, 'This browser is logged out of every product.')
})

test('OPS-5 after a mistake the focus is on the first field in error, which says what is wrong', async (t) => {
  const page = await open(t)
  await page.goto(`${house.url}/sign-up`)
  const fields = { name: 'Ana Lopez', email: 'ana@example', password: 'password1234' }
  for (const [id, text] of Object.entries(fields)) await page.locator(`#${id}`).fill(text)
  await page.getByLabel('I agree to the terms').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.locator('[aria-invalid="true"]').first().waitFor()
  await hasFocus(page, 'Email address')
  assert.match(await page.title(), /^Create your account: check what you entered/)
  const described = await page.locator('#email').getAttribute('aria-describedby')
  assert.match(await page.locator(`#${described?.split(' ')[0]}`).innerText(), /name@example\.com/)
})

test('OPS-5 nothing moves for whoever has asked for less motion', async (t) => {
  const page = await open(t, { reducedMotion: 'reduce' })
  for (const path of ['/sign-in', '/sign-up', '/help']) {
    await page.goto(house.url + path)
    const moving = await page.evaluate<string[]>(`[...document.querySelectorAll('*')].filter((one) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(one)
      const lasts = (text) => text.split(',').some((part) => parseFloat(part) > 0.01)
      return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration))
    }).map((one) => one.outerHTML.slice(0, 80))`)
    assert.deepEqual(moving, [], path)
  }
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
