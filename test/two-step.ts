import { TOTP } from 'otpauth'
import { addApp, offerApp } from '#credential'
import { aClockAt, type Clock, sql } from '#platform'
import { type Answer, anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'

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

export const password = 'umbels grow in spring'
export const to = ({ headers }: Answer): string => String(headers.location)
export const typeStep = (browser: Browser, attempt: string, code: string, trust = false): Promise<Answer> =>
  browser.post('/sign-in/totp', { attempt, code, ...(trust && { trust: '1' }) })

/** An Umbel whose clock is moved by hand, and what people do there who have two-step on. */
export async function aTwoStepUmbel(t: { after(end: () => unknown): void }) {
  const clock = aClockAt(Temporal.Now.instant())
  const umbel = await anUmbel({ after: (end) => t.after(end as () => unknown) }, { clock })
  const { durable } = umbel.database
  let people = 0
  return {
    umbel,
    clock,
    durable,
    /** One story's wrong codes must not make another wait. */
    forgetFailures: () => durable.run(sql`delete from limiter`),
    /** Somebody with two-step on, logged in in one browser. */
    async somebody() {
      people += 1
      const email = `person${people}@example.com`
      const browser = await umbel.holder(email, password)
      const set = await withApp(umbel, email, clock)
      clock.move({ seconds: 30 })
      return { email, browser, ...set }
    },
    /** How the newest session of an account was proved. */
    async methodsOf(accountId: string): Promise<string[] | undefined> {
      const row = await durable.first<{ methods: string[] }>(sql`
        select methods from session where account_id = ${accountId} order by authenticated_at desc limit 1`)
      return row?.methods
    },
    /** Logs in with both steps. */
    async logIn(browser: Browser, email: string, phone: Phone, trust = false): Promise<Answer> {
      const answer = await typeStep(browser, await upToSecondStep(browser, email, password), phone.code(), trust)
      clock.move({ seconds: 30 })
      return answer
    },
    /** A log-in for a product that insists on two steps. */
    async insisting(browser: Browser, email: string): Promise<string> {
      const attempt = await browser.identify(email)
      await durable.run(sql`update attempt set wants_second_step = true where id = ${attempt}`)
      return attempt
    },
    /** Whether a log-in with the password alone would be let in from this browser. */
    async isTrusted(browser: Browser, email: string): Promise<boolean> {
      const attempt = await browser.identify(email)
      const onward = to(await browser.post('/sign-in/password', { attempt, password }))
      return !onward.startsWith('/sign-in/second-step')
    },
  }
}
