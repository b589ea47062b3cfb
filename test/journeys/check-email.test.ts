import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser } from './browser.ts'
import { hasHeading, isAt, says, signUp, somebody, typeAddress, typeCode, typePassword } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const signUpUrl = `${house.url}/sign-up`

test('ACC-4 the mail is sent again once a minute, five times an hour, and the page says from when on', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(signUpUrl)
  await signUp(page, ana)
  const button = page.getByRole('main').getByRole('button', { name: /^Send/ })
  // It looks unready while sending has to wait, and can be pressed all the same.
  const again = { click: () => button.click({ force: true }), innerText: () => button.innerText() }
  const first = await house.mailTo(ana.email)
  await again.click()
  await says(page, 'One email a minute is enough')
  await says(page, /You can send it again at \d\d:\d\d/)
  assert.equal(page.status(), 429)
  for (let sent = 1; sent <= 5; sent++) {
    house.pass({ seconds: 61 })
    await again.click()
    await says(page, /New code sent at \d\d:\d\d/)
    assert.equal(page.status(), 200)
    assert.match(await again.innerText(), /^Send again at \d\d:\d\d$/)
  }
  house.pass({ seconds: 61 })
  await again.click()
  await says(page, 'We’ve sent 5 emails this hour')
  assert.equal(page.status(), 429)
  assert.ok(Number(page.answer().headers()['retry-after']) > 60)
  for (let number = 2; number <= 5; number++) await house.mailTo(ana.email)
  const newest = await house.mailTo(ana.email)
  await typeCode(page, first.code)
  await says(page, 'That code isn’t right or is an older one.')
  await typeCode(page, newest.code)
  await isAt(page, `${house.url}/profile`, ana.name)
})

test('ACC-4 the link of an earlier mail has stopped working, and its page offers a new one', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(signUpUrl)
  await signUp(page, ana)
  const { links } = await house.mailTo(ana.email)
  house.pass({ seconds: 61 })
  await page.getByRole('button', { name: 'Send it again' }).click()
  await says(page, 'New code sent at')
  const newer = await house.mailTo(ana.email)
  await page.goto(links[0] ?? '')
  await hasHeading(page, 'That link has expired')
  assert.equal(page.status(), 410)
  await page.goto(newer.links[0] ?? '')
  await isAt(page, `${house.url}/profile`, ana.name)
  await page.goto(newer.links[0] ?? '')
  await hasHeading(page, 'That link has expired')
  assert.equal(page.status(), 410)
})

test('ACC-4 after a day the link is too old, and the page sends a new one to the browser that asked', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(signUpUrl)
  await signUp(page, ana)
  const { links } = await house.mailTo(ana.email)
  house.pass({ hours: 25 })
  await page.goto(links[0] ?? '')
  await hasHeading(page, 'That link has expired')
  await says(page, ana.email)
  await page.getByRole('link', { name: 'Log in to get a new link' }).click()
  await typeAddress(page, ana.email)
  await typePassword(page, ana.password)
  await hasHeading(page, 'Check your email')
  await page.getByRole('button', { name: 'Send it again' }).click()
  await says(page, 'New code sent at')
  const { code } = await house.mailTo(ana.email)
  await typeCode(page, code)
  await isAt(page, `${house.url}/profile`, ana.name)
})

test('ACC-4 whoever mistyped the address changes it, and the mail goes to the right one', async (t) => {
  const page = await open(t)
  const wrong = somebody()
  const right = somebody()
  await page.goto(signUpUrl)
  await signUp(page, wrong)
  await page.getByRole('link', { name: 'Change address' }).click()
  assert.equal(await page.getByLabel('Email address').inputValue(), wrong.email)
  await signUp(page, right)
  await says(page, right.email)
  const { code } = await house.mailTo(right.email)
  await typeCode(page, code)
  await isAt(page, `${house.url}/profile`, right.name)
  await says(page, right.email)
})

test('ACC-5 for a taken address the page is the same, and its owner gets another mail', async (t) => {
  const taken = somebody()
  const free = somebody()
  await house.account(taken.email)
  const pages: string[] = []
  for (const person of [taken, free]) {
    const page = await open(t)
    await page.goto(signUpUrl)
    await signUp(page, person)
    await hasHeading(page, 'Check your email')
    assert.equal(page.status(), 200)
    pages.push((await page.answer().text()).replaceAll(person.email, '…'))
    if (person === taken) {
      await typeCode(page, '123456')
      await says(page, 'That code isn’t right')
    }
  }
  const plain = (text = '') =>
    text.replaceAll(/value="[\w-]{43}"|attempt(=|%3D)[\w-]{43}/g, '').replaceAll(/\d\d:\d\d/g, '')
  assert.equal(plain(pages[0]), plain(pages[1]))
  const mail = await house.mailTo(taken.email)
  assert.equal(mail.subject, 'You already have an account')
  assert.ok(mail.links.some((link) => link.endsWith('/sign-in')))
  assert.ok(mail.links.some((link) => link.endsWith('/password/forgot')))
  assert.equal(mail.code, undefined)
  await house.mailTo(free.email, /Your code is/)
})

test('ACC-4 after five wrong codes even the right one is refused, until a new one is sent', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(signUpUrl)
  await signUp(page, ana)
  const { code } = await house.mailTo(ana.email)
  const wrong = code === '000 000' ? '111 111' : '000 000'
  for (const tried of [wrong, wrong, wrong, wrong, wrong, code]) {
    await typeCode(page, tried)
    await page.locator('[aria-invalid="true"]').waitFor()
    assert.equal(page.status(), 422)
    await says(page, 'That code isn’t right or is an older one. Use the code from the newest email.')
  }
  house.pass({ seconds: 61 })
  await page.getByRole('button', { name: 'Send it again' }).click()
  await says(page, 'New code sent at')
  const { code: fresh } = await house.mailTo(ana.email)
  await typeCode(page, fresh)
  await isAt(page, `${house.url}/profile`, ana.name)
})

test('ACC-6 an address that somebody else has signed up with and not proved is free for whoever proves it', async (t) => {
  const stranger = await open(t)
  const ana = somebody()
  await stranger.goto(signUpUrl)
  await signUp(stranger, { ...ana, name: 'Not Ana', password: 'a stranger knows this password' })
  const { links } = await house.mailTo(ana.email)
  const page = await open(t)
  await page.goto(signUpUrl)
  await signUp(page, ana)
  const { code } = await house.mailTo(ana.email)
  await typeCode(page, code)
  await isAt(page, `${house.url}/profile`, ana.name)
  await stranger.reload()
  await hasHeading(stranger, 'This log-in has ended')
  await stranger.goto(links[0] ?? '')
  await hasHeading(stranger, 'That link has expired')
})

test('ACC-4 who did not sign up says so in the mail’s page, and the account that was begun is gone', async (t) => {
  const stranger = await open(t)
  const ana = somebody()
  await stranger.goto(signUpUrl)
  await signUp(stranger, { ...ana, name: 'Not Ana' })
  const { links } = await house.mailTo(ana.email)
  const page = await open(t)
  await page.goto(links[0] ?? '')
  await page.getByRole('button', { name: 'This wasn’t me' }).click()
  await hasHeading(page, 'Thanks for telling us')
  await stranger.reload()
  await hasHeading(stranger, 'This log-in has ended')
  assert.equal(stranger.status(), 410)
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
