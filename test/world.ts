import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createAccount, createProvedAccount, mailProof } from '#account'
import { type Hashing, mailReset, openHashing, setFirstPassword } from '#credential'
import { hashSecret, newId, newSecret, parseAddress, system } from '#kernel'
import { aClockAt, type Mail, type Mailer, openDatabase, sql } from '#platform'
import { aDatabase } from './postgres.ts'
import { mustTellAll } from './told.ts'

/** A mail that a test caught instead of an SMTP server. */
export type Caught = { readonly to: string; readonly mail: Mail }

/** A small world of one's own: an empty database that is gone afterwards, a clock that is moved by hand, caught mail. */
export type World = Awaited<ReturnType<typeof aWorld>>

/** The hash is as costly as the floor, which is what it costs in production, too. */
let hashing: Promise<Hashing> | undefined
export const testHashing = (): Promise<Hashing> =>
  (hashing ??= openHashing({ memoryKib: 19_456, passes: 2, atOnce: 2, queue: 50 }))

export async function aWorld(t: TestContext) {
  const { url } = await aDatabase(t)
  const clock = aClockAt(Temporal.Instant.from('2026-11-20T09:00:00Z'))
  const database = openDatabase({ url, clock, connections: 5 })
  t.after(async () => {
    await mustTellAll(database).finally(() => database.close())
  })
  const secretKey = randomBytes(32)
  const mails: Caught[] = []
  const mailer: Mailer = {
    async send(to, mail) {
      mails.push({ to, mail })
    },
    close: () => undefined,
  }
  const context = { database, mailer, url: new URL('http://localhost:4400'), secretKey }

  return {
    ...context,
    clock,
    mails,
    on: database.durable,

    /** A personal account whose address is proved. */
    async account(email: string, options: { name?: string; password?: string } = {}): Promise<string> {
      const hash = options.password && (await (await testHashing()).hash(options.password))
      return database.transaction(async (tx) => {
        const id = await createProvedAccount(tx, system, {
          name: options.name ?? 'Ana Example',
          address: parseAddress(email),
        })
        if (hash) await setFirstPassword(tx, id, hash)
        return id
      })
    },

    /** An account that has signed up and proved nothing yet. */
    unproved(email: string, options: { name?: string; browserId?: string } = {}): Promise<string> {
      const wanted = { name: options.name ?? 'Ana Example', address: parseAddress(email), locale: 'en', zone: 'UTC' }
      return database.transaction((tx) =>
        createAccount(tx, { kind: 'visitor' }, { ...wanted, browserId: options.browserId }),
      )
    },

    /** A browser and the secret it shows. */
    async browser(): Promise<{ id: string; secret: string }> {
      const browser = { id: newId(clock.now()), secret: newSecret() }
      await database.durable.run(sql`
        insert into browser (id, token_hash, created_at, seen_at)
        values (${browser.id}, ${hashSecret(browser.secret)}, ${clock.now()}, ${clock.now()})`)
      return browser
    },

    /** Runs the job that mails an account's proof; gives the code and the link's token, when it was that mail. */
    async mailProof(accountId: string): Promise<{ code?: string; token?: string }> {
      await mailProof(context, { accountId })
      return secretsIn(mails.at(-1))
    },

    async mailReset(email: string): Promise<{ token?: string }> {
      const before = mails.length
      await mailReset(context, { email: parseAddress(email).key })
      return mails.length > before ? secretsIn(mails.at(-1)) : {}
    },
  }
}

/** The six digits and the link's token of a mail, as its reader finds them. */
export function secretsIn(caught: Caught | undefined): { code?: string; token?: string } {
  const text = caught?.mail.text ?? ''
  return {
    code: /\b(\d{3})\s?(\d{3})\b/.exec(text)?.slice(1).join(''),
    token: /[?&]token=([\w-]{43})/.exec(text)?.[1],
  }
}
