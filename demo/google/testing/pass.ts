import type { Browser, Page } from '../../../sdk/testing/browser.ts'
import type { Google } from '../google.ts'

/** Goes through the log-in page of the stand-in for Google as somebody, by address or alias. */
export async function passGoogleAs(
  browser: Browser,
  google: Google,
  address: string,
  page: Page,
  stop?: (next: URL) => boolean,
): Promise<Page> {
  return browser.submit(page, { email: address, password: google.password }, stop)
}
