import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createProvedAccount } from '#account'
import { setFirstPassword } from '#credential'
import { parseAddress, system } from '#kernel'
import { aClockAt, sql } from '#platform'
import { type Answer, anUmbel, type Browser, type OpenUmbel } from '../an-umbel.ts'
import { solve, workOf } from '../work.ts'
import { testHashing } from '../world.ts'

// What the stories of attacks have in common: an Umbel behind a proxy that says where each visitor is, a clock that is
// moved by hand, and strangers who are many.

export const password = 'umbels grow in spring'

/** @param environment settings that a story is about; limits are otherwise as they come */
export async function anArena(t: Pick<TestContext, 'after'>, environment: Record<string, string> = {}) {
  const clock = aClockAt(Temporal.Instant.fromEpochMilliseconds(Date.now()))
  const options = {
    clock,
    environment: {
      UMBEL_TRUSTED_PROXIES: '127.0.0.1,::1',
      UMBEL_MAILS_PER_NETWORK: '20',
      UMBEL_ALARM_FAILURES: '100000',
      UMBEL_HASHING_QUEUE: '1000',
      ...environment,
    },
  }
  const umbel = await anUmbel(t, options)
  const on = umbel.database.durable
  let last = 0
  let hash: Promise<string> | undefined
  async function account(email: string): Promise<void> {
    hash ??= testHashing().then((hashing) => hashing.hash(password))
    const known = await hash
    await umbel.database.transaction(async (tx) => {
      const id = await createProvedAccount(tx, system, { name: 'Ana Example', address: parseAddress(email) })
      await setFirstPassword(tx, id, known)
    })
  }
  return {
    account,
    /** Somebody who has logged in before in this browser, and is logged out. */
    async holder(email: string): Promise<Browser> {
      await account(email)
      const browser = umbel.browser('203.0.113.1')
      if (!isIn(await logIn(browser, email))) throw new Error(`${email} could not log in`)
      await browser.post('/log-out', {})
      return browser
    },
    umbel,
    clock,
    on,
    /** Another process over the same database. */
    beside: () => anUmbel(t, { ...options, beside: umbel }),
    /** A browser that nobody knows, in a network of its own unless it is said in which. */
    stranger(network?: string, at: OpenUmbel = umbel): Browser {
      last += 1
      return at.browser(
        network ?? `198.${18 + Math.floor(last / 65_536)}.${Math.floor(last / 256) % 256}.${last % 256}`,
      )
    },
    /** How many passwords have been looked at and found wrong. */
    async looked(): Promise<number> {
      const rows = await on.all(sql`select 1 from audit_entry where action = 'sign-in.password-wrong'`)
      return rows.length
    },
    /** Waits until no mail is on its way. */
    async drained(): Promise<void> {
      for (let tries = 0; tries < 500; tries += 1) {
        const waiting = await on.all(
          sql`select 1 from graphile_worker.jobs where task_identifier like '%.mail-%' and attempts < max_attempts`,
        )
        if (waiting.length === 0) return
        await pause(20)
      }
      throw new Error('mails are still on their way after 10 s')
    },
    async forget(): Promise<void> {
      await umbel.database.transaction(async (tx) => {
        // The audit log lets itself be emptied by nobody.
        await tx.run(sql`set local session_replication_role = replica`)
        await tx.run(sql`
          truncate limiter, spent_work, failed_log_ins, alarm, audit_entry, audit_unsealed, audit_commitment, audit_seal, audit_chain`)
      })
    },
    /** How many browsers have got in so far. */
    async sessions(): Promise<number> {
      return (await on.all(sql`select 1 from session`)).length
    },
  }
}
export type Arena = Awaited<ReturnType<typeof anArena>>

/** Types an address and a password; does no work, like most programs that guess. */
export async function guessAt(browser: Browser, email: string, typed: string, attempt?: string): Promise<Answer> {
  return browser.post('/sign-in/password', { attempt: attempt ?? (await browser.identify(email)), password: typed })
}

/** The same as a browser does it for somebody: with the work that the page asks for, if any. */
export async function logIn(browser: Browser, email: string, typed = password): Promise<Answer> {
  const attempt = await browser.identify(email)
  const work = workOf(await browser.get(`/sign-in/password?attempt=${attempt}`))
  return browser.post('/sign-in/password', { attempt, password: typed, ...(work && solve(work)) })
}

export const isIn = (answer: Answer): boolean => answer.status === 303 && answer.headers.location === '/'
export const isLooked = (answer: Answer): boolean => answer.body.includes('doesn’t match')
export const wantsWork = (answer: Answer): boolean => answer.body.includes('haven’t looked at that password')
