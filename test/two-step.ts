import { TOTP } from 'otpauth'
import { addApp, offerApp } from '#credential'
import { type Clock, sql } from '#platform'
import type { Browser, OpenUmbel } from './an-umbel.ts'

/** What a phone does: it keeps a key, and shows codes that it has not shown yet. */
export class Phone {
  readonly secret: string
  private readonly clock: Clock
  constructor(secret: string, clock: Clock) {
    this.secret = secret
    this.clock = clock
  }
  /** @param steps how many steps of 30 seconds its clock is ahead */
  code(steps = 0): string {
    const timestamp = this.clock.now().add({ seconds: 30 * steps }).epochMilliseconds
    return new TOTP({ secret: this.secret }).generate({ timestamp })
  }
}

/** Turns two-step on for somebody, by the acts. The code of this moment is used up with it. */
export async function withApp(
  umbel: OpenUmbel,
  email: string,
  clock: Clock,
): Promise<{ phone: Phone; codes: readonly string[]; accountId: string }> {
  const { database, secretKey } = umbel
  const row = await database.durable.first<{ id: string }>(sql`select id from account where email_key = ${email}`)
  const accountId = row?.id ?? ''
  const phone = new Phone(await offerApp(database.durable, secretKey, accountId), clock)
  const actor = { kind: 'holder', accountId } as const
  const { codes = [] } = await database.transaction((tx) => addApp(tx, actor, accountId, secretKey, phone.code()))
  return { phone, codes, accountId }
}

/** Types address and password in a browser; gives the log-in that waits for the second step. */
export async function upToSecondStep(browser: Browser, email: string, password: string): Promise<string> {
  const attempt = await browser.identify(email)
  await browser.post('/sign-in/password', { attempt, password })
  return attempt
}
