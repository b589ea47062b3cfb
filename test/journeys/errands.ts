import assert from 'node:assert/strict'
import { goodPassword, type House } from '../house.ts'
import { good } from '../some-pictures.ts'
import type { Window } from './browser.ts'
import type { Hands } from './hands.ts'
import type { Phone } from './phone.ts'
import { hasHeading, isAt, says } from './steps.ts'

/** What an errand is run with. */
export type Kit = {
  readonly house: House
  readonly phone: Phone
  /** Wiki, whose people log in with Google, and the one who does. */
  readonly wiki: { readonly url: string; readonly email: string; readonly password: string }
  /** Somebody with an account, who has another browser that is logged in. */
  readonly person: { readonly name: string; readonly email: string }
  readonly page: Window
  readonly hands: Hands
  /** A window of another browser of the same person, and the hands in it. */
  elsewhere(): Promise<{ page: Window; hands: Hands }>
}

export type Errand = (kit: Kit) => Promise<void>

const newPassword = 'eleven kettles over the harbour'

/** Logs in at an address of Umbel's that asks for it. */
export async function logInWith({ page, hands, person }: Pick<Kit, 'page' | 'hands' | 'person'>): Promise<void> {
  await hasHeading(page, 'Log in')
  await hands.write('Email address', person.email)
  await hands.press('Next')
  await page.waitForURL('**/sign-in/password?*')
  await hands.write('Password', goodPassword)
  await hands.press('Log in')
}

export async function atProfile(kit: Kit): Promise<void> {
  await kit.page.goto(`${kit.house.url}/profile`)
  await logInWith(kit)
  await hasHeading(kit.page, kit.person.name)
}

const linkFor = async ({ house }: Kit, email: string, about: RegExp): Promise<string> =>
  (await house.mailTo(email, about)).links[0] ?? assert.fail(`no link in the mail about ${about}`)

/** Sets two-step up from the profile on; gives the key of the app and the recovery codes. */
async function setUpTwoStep(kit: Kit): Promise<{ secret: string; codes: string[] }> {
  const { page, hands, phone } = kit
  await atProfile(kit)
  await hands.press('Security')
  await hasHeading(page, 'Security')
  await hands.press('Set up')
  await hasHeading(page, 'Set up two-step verification')
  const secret = (await page.locator('#app-key').innerText()).replaceAll(' ', '')
  await hands.write('6-digit code', phone.codeOf(secret))
  await hands.press('Turn on two-step')
  await hasHeading(page, 'Save your recovery codes')
  const codes = await page.locator('#codes li').allInnerTexts()
  await hands.tick('I’ve saved these codes')
  await hands.press('Done')
  await says(page, 'Two-step verification is on')
  return { secret, codes }
}

/** What people come for, from the first page to the last. Each can be done with a keyboard alone, and without scripts. */
export const errands: Readonly<Record<string, Errand>> = {
  async 'LOG-10 two-step is set up with an app, logs in, and is turned off'(kit) {
    const { page, hands, phone } = kit
    const { secret } = await setUpTwoStep(kit)
    const other = await kit.elsewhere()
    await other.page.goto(`${kit.house.url}/security`)
    await logInWith({ ...other, person: kit.person })
    await hasHeading(other.page, 'Two-step verification')
    await other.hands.write('6-digit code', phone.codeOf(secret))
    await other.hands.press('Verify')
    await isAt(other.page, `${kit.house.url}/security`, 'Security')
    await hands.press('Turn off two-step')
    await hasHeading(page, 'Turn off two-step verification?')
    await hands.press('Turn off two-step')
    await says(page, 'Two-step verification is off')
  },

  async 'LOG-10 a recovery code logs in, and new ones are made'(kit) {
    const { codes } = await setUpTwoStep(kit)
    const { page, hands } = await kit.elsewhere()
    await page.goto(`${kit.house.url}/security`)
    await logInWith({ page, hands, person: kit.person })
    await hasHeading(page, 'Two-step verification')
    await hands.press('Use a recovery code')
    await hasHeading(page, 'Use a recovery code')
    await hands.write('Recovery code', codes[0] ?? '')
    await hands.press('Verify')
    await says(page, '9 of 10 left')
    await hands.press('Make new codes')
    await hasHeading(page, 'Make new recovery codes?')
    await hands.press('Make new codes')
    await hasHeading(page, 'Save your recovery codes')
    await hands.tick('I’ve saved these codes')
    await hands.press('Done')
    await says(page, '10 of 10 left')
  },

  async 'LOG-10 a lost second step is said, and the mail stops its end'(kit) {
    await setUpTwoStep(kit)
    const { page, hands } = await kit.elsewhere()
    await page.goto(`${kit.house.url}/profile`)
    await logInWith({ page, hands, person: kit.person })
    await hasHeading(page, 'Two-step verification')
    await hands.press('None of these work')
    await hasHeading(page, 'Have you lost your second step?')
    await hands.press('Email me a link')
    await hasHeading(page, 'Check your email')
    await page.goto(await linkFor(kit, kit.person.email, /lost your second step/))
    await hasHeading(page, 'Turn off two-step verification?')
    await hands.press('Turn it off in 24 hours')
    await hasHeading(page, 'The 24 hours have begun')
    await page.goto(await linkFor(kit, kit.person.email, /will be turned off/))
    await hasHeading(page, 'Keep two-step verification on?')
    await hands.press('Keep it on')
    await says(page, 'Two-step verification stays on')
  },

  async 'ACC-7 another address is confirmed from its mail, and undone from the former one’s'(kit) {
    const { page, hands, person } = kit
    const next = `new.${person.email}`
    await atProfile(kit)
    await hands.press('Change email')
    await hasHeading(page, 'Change email')
    await hands.write('New email address', next)
    await hands.press('Send link')
    await says(page, 'We’ve sent a link to your new address')
    await page.goto(await linkFor(kit, next, /Confirm/))
    await hasHeading(page, 'Use this address?')
    await hands.press('Use this address')
    await hasHeading(page, 'Your email is changed')
    await page.goto(await linkFor(kit, person.email, /was changed/))
    await hasHeading(page, 'Undo this change?')
    await hands.press('Undo and secure my account')
    await hasHeading(page, 'Your account is back')
  },

  async 'ACC-8 a picture is uploaded, cut out, and removed'(kit) {
    const { page, hands } = kit
    await atProfile(kit)
    await hands.press('Change picture')
    await hasHeading(page, 'Change picture')
    const file = { name: 'me.png', mimeType: 'image/png', buffer: await good.png() }
    await hands.upload('Picture from your device', file)
    await hands.press('Upload picture')
    await hasHeading(page, 'Choose what to show')
    await hands.press('Use this picture')
    await says(page, 'Your picture is changed')
    await hands.press('Change picture')
    await hasHeading(page, 'Change picture')
    await hands.press('Remove picture')
    await hasHeading(page, 'Remove your picture?')
    await hands.press('Remove picture')
    await says(page, 'Your picture is removed')
  },

  async 'ACC-8 the name, who sees it, language and time zone are changed'(kit) {
    const { page, hands } = kit
    await atProfile(kit)
    await hands.press('Change name')
    await hasHeading(page, 'Change name')
    await hands.write('Full name', 'Ana López')
    await hands.choose('Only me')
    await hands.press('Save name')
    await says(page, 'Seen by: Only me')
    await hands.press('Change')
    await hasHeading(page, 'Language and time zone')
    await hands.select('Language', 'Deutsch')
    await hands.press('Save language and time zone')
    await says(page, 'Sprache und Zeitzone sind gespeichert')
  },

  async 'ACC-9 the account is deleted, kept at log-in, deleted again, and kept by mail'(kit) {
    const { page, hands, person } = kit
    await atProfile(kit)
    const remove = async () => {
      await hands.press('Delete account')
      await hasHeading(page, 'Delete account')
      await hands.press('Delete my account')
      await says(page, 'out everywhere')
    }
    await remove()
    await page.goto(`${kit.house.url}/profile`)
    await logInWith(kit)
    await hasHeading(page, 'Your account is set to be deleted')
    await hands.press('Keep it and log in')
    await hasHeading(page, person.name)
    await kit.house.mailTo(person.email, /will be deleted/)
    await remove()
    await page.goto(await linkFor(kit, person.email, /will be deleted/))
    await hasHeading(page, 'Your account is set to be deleted')
    await hands.press('Keep my account')
    await hasHeading(page, 'Your account stays')
  },

  async 'ACC-10 everything held is put together and downloaded'(kit) {
    const { page, hands, person } = kit
    await atProfile(kit)
    await hands.press('Download your data')
    await hasHeading(page, 'Download your data')
    await hands.press('Prepare download')
    await page.goto(await linkFor(kit, person.email, /download is ready/))
    await says(page, 'Your download is ready')
    const coming = page.waitForEvent('download')
    await hands.press('Download')
    assert.match((await coming).suggestedFilename(), /^umbel-account-.*\.zip$/)
  },

  async 'ACC-12 whoever finds no help writes to the people who run the server'({ page, house, hands, person }) {
    await page.goto(`${house.url}/help`)
    await hands.write('Search the help', 'pizza')
    await hands.press('Search')
    await says(page, 'Nothing found')
    await hands.press('Write to us')
    await page.waitForURL('**/help/contact*')
    await hands.write('Email address for the answer', person.email)
    await hands.select('What is it about?', 'Logging in')
    await hands.write('Message', 'Is there pizza in the harbour?')
    await hands.press('Send message')
    await hasHeading(page, 'Your message is with us')
  },

  async 'LOG-3 a person of a connected domain logs in with Google'({ page, hands, wiki }) {
    await page.goto(wiki.url)
    await hasHeading(page, 'Log in')
    await hands.write('Email address', wiki.email)
    await hands.press('Next')
    await hasHeading(page, 'We’ll take you to Google')
    await hands.press('Continue to Google')
    await hasHeading(page, 'Log in with Google')
    await hands.write('Password', wiki.password)
    await hands.press('Next')
    await isAt(page, `${wiki.url}/`, 'Issues')
  },

  async 'DEV-4 a device is logged out, and where that arrived is looked at'(kit) {
    const other = await kit.elsewhere()
    await other.page.goto(kit.house.trackerUrl)
    await logInWith({ ...other, person: kit.person })
    await isAt(other.page, `${kit.house.trackerUrl}/`, 'Issues')
    const { page, hands } = kit
    await atProfile(kit)
    await hands.press('Devices')
    await hasHeading(page, 'Devices')
    await hands.press('Log out everywhere else')
    await says(page, 'You’re logged out everywhere else')
    await hands.press('Where log-outs arrived')
    await hasHeading(page, 'Where log-outs arrived')
    await says(page, 'Tracker')
    await hands.press('Back to devices')
    await hasHeading(page, 'Devices')
  },

  async 'LOG-9 the mail about a log-in by somebody else secures the account'(kit) {
    const { page, hands, person } = kit
    await atProfile(kit)
    const thief = await kit.elsewhere()
    await thief.page.goto(`${kit.house.url}/profile`)
    await logInWith({ ...thief, person })
    const { links } = await kit.house.mailTo(person.email, /New log-in/)
    await page.goto(links[0] ?? '')
    await hasHeading(page, 'Wasn’t this you?')
    await hands.press('Secure my account')
    await hasHeading(page, 'That device is logged out')
    await page.goto(await linkFor(kit, person.email, /Reset/))
    await hands.write('New password', newPassword)
    await hands.press('Save new password')
    await hasHeading(page, person.name)
    await thief.page.reload()
    await hasHeading(thief.page, 'Log in')
  },
}
