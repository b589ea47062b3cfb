import { TOTP } from 'otpauth'
import { goodPassword, type House } from '../house.ts'
import type { OpenWindow, Window } from './browser.ts'
import { atAccount, somebody } from './steps.ts'

/** What people do who have an authenticator app, in the words of the pages. */
export function withPhones(house: House, open: OpenWindow) {
  let aheadMs = 0

  /** Lets time pass for Umbel and for phones. */
  function pass(minutes: number): void {
    house.pass({ minutes })
    aheadMs += minutes * 60_000
  }

  /** What an app shows. A code is good once, so time passes from one to the next. */
  function codeOf(secret: string): string {
    pass(1)
    return new TOTP({ secret }).generate({ timestamp: Date.now() + aheadMs })
  }

  /** Sets two-step up on the Security page; gives the key of the app and the recovery codes. */
  async function setUp(
    page: Window,
    words = { link: 'Set up', code: '6-digit code', button: 'Turn on two-step' },
  ): Promise<{ secret: string; codes: string[] }> {
    await page.goto(`${house.url}/security`)
    await page.getByRole('main').getByRole('link', { name: words.link, exact: true }).click()
    const secret = (await page.locator('#app-key').innerText()).replaceAll(' ', '')
    await page.getByLabel(words.code).fill(codeOf(secret))
    await page.getByRole('button', { name: words.button }).click()
    await page.locator('#codes').waitFor()
    return { secret, codes: await page.locator('#codes li').allInnerTexts() }
  }

  async function typeStep(page: Window, code: string): Promise<void> {
    await page.getByLabel('6-digit code').fill(code)
    await page.getByRole('button', { name: 'Verify' }).click()
  }

  /** Somebody with two-step on, logged in in one browser. */
  async function aPerson(t: Parameters<OpenWindow>[0], wishes?: Parameters<OpenWindow>[1]) {
    const { email } = somebody('Mira Okafor')
    await house.account(email, goodPassword, 'Mira Okafor')
    const home = await open(t, wishes)
    await atAccount(home, house, email)
    return { email, home, ...(await setUp(home)) }
  }

  return { pass, codeOf, setUp, typeStep, aPerson }
}
