import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { hasHeading, isAt, says, somebody } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

/** Signs up on the German page. */
async function signUpInGerman(page: Window, { name, email }: { name: string; email: string }): Promise<void> {
  await page.getByLabel('Vollständiger Name').fill(name)
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.getByLabel('Passwort', { exact: true }).fill(goodPassword)
  await page.getByLabel('Ich stimme den Nutzungsbedingungen zu').check()
  await page.getByRole('button', { name: 'Konto erstellen' }).click()
}

async function logInInGerman(page: Window, email: string, password: string): Promise<void> {
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.getByRole('button', { name: 'Weiter' }).click()
  await page.getByLabel('Passwort', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
}

const languageOf = (page: Window) => page.getAttribute('html', 'lang')
const localeOf = async (email: string) => {
  const { durable } = house.umbel.database
  return (await durable.first<{ locale: string }>(sql`select locale from account where email = ${email}`))?.locale
}

test('OPS-5 ACC-8 in German from sign-up to log-out: the pages, the mails, the dates', async (t) => {
  const page = await open(t, { locale: 'de-DE' })
  const jana = somebody('Jana Groß')
  await page.goto(`${house.url}/sign-up`)
  await hasHeading(page, 'Konto erstellen')
  assert.equal(await languageOf(page), 'de-DE')
  await checkPage(page, 'sign-up')
  await signUpInGerman(page, jana)
  await hasHeading(page, 'Sehen Sie in Ihren E-Mails nach')
  await says(page, /^Gilt 30 Minuten, bis \d\d:\d\d Uhr\.$/)
  await checkPage(page, 'check-email')
  const mail = await house.mailTo(jana.email, /Ihr Code ist \d/)
  assert.match(mail.text, /Hallo Jana, geben Sie diesen Code/)
  assert.match(mail.html, /<html lang="de-DE">/)
  await page.getByLabel('Code aus der E-Mail').fill(mail.code ?? '')
  await page.getByRole('button', { name: 'E-Mail-Adresse bestätigen' }).click()
  await isAt(page, `${house.url}/profile`, jana.name)
  await says(page, /^Deutsch \(Deutschland\), /)
  await checkPage(page, 'profile')
  await page.getByRole('link', { name: 'Geräte' }).click()
  await hasHeading(page, 'Geräte')
  await says(page, /^Chrome auf \w+/)
  await checkPage(page, 'devices')
  await page.goto(`${house.url}/security/activity`)
  await says(page, 'E-Mail-Adresse bestätigt')
  await says(page, /^Heute, \d\d:\d\d Uhr$/)
  await checkPage(page, 'activity')
  await page.locator('summary[aria-label$="Kontomenü"]').click()
  await page.getByRole('button', { name: 'Abmelden' }).click()
  await isAt(page, `${house.url}/log-out`, 'Sie sind abgemeldet')
  await checkPage(page, 'logged-out')
  const phone = await open(t, { locale: 'en-US' })
  await phone.goto(`${house.url}/profile`)
  await phone.getByLabel('Email address').fill(jana.email)
  await phone.getByRole('button', { name: 'Next' }).click()
  await phone.getByLabel('Password', { exact: true }).fill(goodPassword)
  await phone.getByRole('button', { name: 'Log in' }).click()
  await isAt(phone, `${house.url}/profile`, jana.name)
  assert.equal(await languageOf(phone), 'de-DE', 'once it is known whose page it is, it speaks the account’s language')
  await phone.goto(`${house.url}/help`)
  assert.equal(await languageOf(phone), 'de-DE')
  const warning = await house.mailTo(jana.email, /Neue Anmeldung bei Ihrem Konto/)
  assert.match(warning.text, /Wann: \p{L}+, \d+\. \p{L}+ \d{4}, \d\d:\d\d Uhr \(/u)
  assert.match(warning.text, /Gerät: Chrome auf \w+/)
})

test('ACC-8 OPS-5 without scripts the language is chosen on the way, and the way is kept', async (t) => {
  const page = await open(t, { javaScriptEnabled: false })
  const { email } = somebody()
  await house.account(email)
  await page.goto(house.trackerUrl)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password', { exact: true }).fill('this is not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await says(page, '4 tries left')
  await page.getByRole('link', { name: 'Language: English' }).click()
  await hasHeading(page, 'Choose a language')
  assert.equal(await page.locator('[aria-current="true"]').innerText(), 'English')
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await hasHeading(page, 'Passwort eingeben')
  await says(page, 'weiter zu Tracker')
  await page.getByLabel('Passwort', { exact: true }).fill(goodPassword)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await page.goto(`${house.url}/profile`)
  assert.equal(await languageOf(page), 'en-US', 'the account’s own language counts on the account’s pages')
  await page.goto(`${house.url}/terms`)
  assert.equal(await languageOf(page), 'de')
  await page.getByRole('link', { name: 'Sprache: Deutsch' }).click()
  await page.getByRole('link', { name: 'Zurück, ohne etwas zu ändern' }).click()
  await page.waitForURL(`${house.url}/terms`)
  await page.goto(`${house.url}/profile/language`)
  await page.locator('select[name="language"]').selectOption('en')
  await page.getByRole('main').locator('button[type="submit"]').first().click()
  await page.waitForURL(`${house.url}/profile?*`)
  await page.goto(`${house.url}/terms`)
  assert.equal(await languageOf(page), 'en', 'of two choices the newest counts')
})

test('ACC-8 who signs up after choosing a language has an account in it, and mails', async (t) => {
  const page = await open(t)
  const jana = somebody('Jana Groß')
  await page.goto(`${house.url}/sign-up`)
  await page.getByRole('link', { name: 'Language: English' }).click()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await hasHeading(page, 'Konto erstellen')
  await signUpInGerman(page, jana)
  await house.mailTo(jana.email, /Ihr Code ist \d/)
  assert.equal(await localeOf(jana.email), 'de')
  const other = await open(t)
  await other.goto(`${house.url}/language?return=//evil.example/`)
  await checkPage(other, 'language')
  await other.getByRole('button', { name: 'Deutsch' }).click()
  await hasHeading(other, 'Anmelden')
})

test('DEV-1 a product that asks for German with ui_locales gets German pages, until another log-in begins', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  const wanted = new URL('/authorize', house.url)
  const query = {
    client_id: 'tracker',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${house.trackerUrl}/log-in/callback`,
  }
  const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
  wanted.search = new URLSearchParams({ ...query, ...challenge, ui_locales: 'fr-CA de' }).toString()
  await page.goto(wanted.href)
  await hasHeading(page, 'Anmelden')
  assert.equal(await languageOf(page), 'de')
  await logInInGerman(page, email, 'das ist es nicht')
  await says(page, 'Noch 4 Versuche bis zu einer kurzen Pause.')
  await page.goto(house.trackerUrl)
  await hasHeading(page, 'Log in')
  await page.getByRole('link', { name: 'Language: English' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await page.goto(wanted.href)
  await hasHeading(page, 'Log in')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
