import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { aHouse } from '../house.ts'
import { good, talkative } from '../some-pictures.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { tabTo } from './keys.ts'
import { atAccount, atTracker, hasHeading, isAt, says, somebody } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

async function choosePicture(page: Window, buffer: Buffer, name = 'me.png'): Promise<void> {
  await page.goto(`${house.url}/profile/picture`)
  await page.getByLabel('Picture from your device').setInputFiles({ name, mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: 'Upload picture' }).click()
}

/** The picture that the page shows in its bar, as whoever gets its address sees it. */
async function ownPicture(page: Window): Promise<Buffer | undefined> {
  const image = page.locator('.hero .avatar img')
  if ((await image.count()) === 0) return undefined
  const answer = await fetch(new URL((await image.getAttribute('src')) ?? '', house.url))
  assert.equal(answer.headers.get('content-type'), 'image/jpeg')
  return Buffer.from(await answer.arrayBuffer())
}

/** Left half green, right half blue. */
const twoHalves = async () =>
  sharp({ create: { width: 400, height: 200, channels: 3, background: '#00a000' } })
    .composite([
      { input: { create: { width: 200, height: 200, channels: 3, background: '#0000c0' } }, left: 200, top: 0 },
    ])
    .png()
    .toBuffer()

const colorOf = async (picture: Buffer | undefined) => {
  const { dominant } = await sharp(picture).stats()
  return dominant.g > dominant.b ? 'green' : 'blue'
}

test('ACC-8 a picture is uploaded, dragged under the round frame, and shown at once', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await page.getByRole('link', { name: 'Change picture' }).click()
  await choosePicture(page, await twoHalves())
  await hasHeading(page, 'Choose what to show')
  await page.getByLabel('Left to right').waitFor()
  await checkPage(page, 'crop')
  const frame = (await page.locator('.crop-view').boundingBox()) ?? assert.fail('no frame')
  await page.mouse.move(frame.x + 200, frame.y + 100)
  await page.mouse.down()
  await page.mouse.move(frame.x + 20, frame.y + 100, { steps: 5 })
  await page.mouse.up()
  assert.ok(Number(await page.getByLabel('Left to right').inputValue()) > 90)
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await says(page, 'Your picture is changed')
  assert.equal(await colorOf(await ownPicture(page)), 'blue')
})

test('ACC-8 with a keyboard alone the picture is moved with sliders', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await choosePicture(page, await twoHalves())
  await page.getByLabel('Left to right').waitFor()
  await tabTo(page, 'Left to right')
  await page.keyboard.press('Home')
  await tabTo(page, 'Zoom')
  await page.keyboard.press('End')
  await tabTo(page, 'Use this picture')
  await page.keyboard.press('Enter')
  await says(page, 'Your picture is changed')
  assert.equal(await colorOf(await ownPicture(page)), 'green')
})

test('ACC-8 without scripts a picture is cut out by its place and a zoom, seen before it is taken, and removed', async (t) => {
  const page = await open(t, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } })
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await choosePicture(page, await twoHalves())
  await hasHeading(page, 'Choose what to show')
  await page.getByLabel('Right', { exact: true }).check()
  await page.getByLabel('Zoom').selectOption('150')
  await page.getByRole('button', { name: 'Show how it looks' }).click()
  await page.waitForURL('**/profile/picture/crop?part=100-50&zoom=150')
  const preview = await page.request.get(`${house.url}/profile/picture/preview?part=100-50&zoom=150`)
  assert.equal(await colorOf(await preview.body()), 'blue')
  assert.equal(await page.getByLabel('Right', { exact: true }).isChecked(), true)
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await says(page, 'Your picture is changed')
  assert.equal(await colorOf(await ownPicture(page)), 'blue')
  await page.goto(`${house.url}/profile/picture`)
  await page.getByRole('link', { name: 'Remove picture' }).click()
  await hasHeading(page, 'Remove your picture?')
  await page.getByRole('button', { name: 'Remove picture' }).click()
  await says(page, 'Your picture is removed')
  assert.equal(await ownPicture(page), undefined)
})

test('OPS-5 the nine places are valid and accessible, too', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await page.route('**/assets/crop.*', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  await atAccount(page, house, email)
  await choosePicture(page, await twoHalves())
  await page.getByLabel('Bottom left').waitFor()
  await checkPage(page, 'crop with places')
})

test('ACC-8 what is no picture, or too large, is told beside the field, and nothing is lost', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await choosePicture(page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'me.svg')
  await says(page, 'That isn’t a kind of picture we can use.')
  assert.equal(page.status(), 422)
  await checkPage(page, 'picture-error')
  await choosePicture(page, Buffer.alloc(6 * 1024 * 1024))
  await says(page, 'That file is too large. Use a picture of at most 5 MB.')
  assert.equal(page.status(), 413)
  await choosePicture(page, await good.webp())
  await hasHeading(page, 'Choose what to show')
})

test('ACC-8 a product gets the public name and the picture, and not what is hidden', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await page.getByRole('link', { name: 'Add public name' }).click()
  await page.getByLabel('Public name', { exact: true }).fill('ana ✿')
  await page.getByRole('button', { name: 'Save public name' }).click()
  await says(page, 'Your public name is saved')
  await page.getByRole('link', { name: 'Change name' }).click()
  await page.getByLabel('Only me').check()
  await page.getByRole('button', { name: 'Save name' }).click()
  await says(page, 'Seen by: Only me')
  await choosePicture(page, await talkative())
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await says(page, 'ana ✿')
  assert.doesNotMatch(await page.locator('body').innerText(), /Ana Lopez/)
  await page.goto(`${house.url}/profile/shared`)
  await hasHeading(page, 'What products receive')
  await says(page, 'You have used these products, so they have it: Tracker.')
  const row = (name: string) => page.getByRole('row', { name }).getByRole('cell').innerText()
  assert.equal(await row('Name name'), 'ana ✿')
  assert.equal(await row('Family name'), 'Not given')
  assert.match(await row('Address of your picture'), /\/pictures\/[\w-]{43}$/)
  await checkPage(page, 'shared')
})

test('ACC-8 language and time zone: the device’s zone is offered and never taken by itself; pages follow at once', async (t) => {
  const page = await open(t, { timezoneId: 'Asia/Kolkata' })
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await page.goto(`${house.url}/profile/language`)
  const zone = page.getByLabel('Time zone', { exact: true })
  assert.equal(await zone.inputValue(), 'Etc/UTC')
  // Another region: its zones are on a page of their own. Within the region it is a button.
  await page.getByText(/Your device is set to (Kolkata|Calcutta)\./).waitFor()
  await page.getByRole('link', { name: 'Choose that' }).click()
  assert.equal(await zone.inputValue(), 'Asia/Kolkata')
  await page.getByLabel('Language', { exact: true }).selectOption('Deutsch')
  await checkPage(page, 'language')
  await page.getByRole('button', { name: 'Save language and time zone' }).click()
  await says(page, 'Sprache und Zeitzone sind gespeichert')
  await says(page, 'Kolkata')
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
})

test('ACC-8 a name in any script stands in its own direction, and the page around it in its own', async (t) => {
  const page = await open(t)
  const { email } = somebody('Ana Lopez')
  await house.account(email, undefined, 'عبد الرحمن الأنصاري (1)')
  await atTracker(page, house, email)
  await page.goto(`${house.url}/profile`)
  const name = page.getByRole('heading', { level: 1 }).locator('bdi')
  assert.equal(
    await name.evaluate((element: unknown) =>
      (element as { dir: string; matches(s: string): boolean }).matches(':dir(rtl)'),
    ),
    true,
  )
  await checkPage(page, 'profile-rtl')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
