import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createAccount, createProvedAccount, mailProof, manage } from '#account'
import { type Hashing, mailReset, openHashing, setFirstPassword } from '#credential'
import { managerToBe } from '#domain-claim'
import { hashSecret, newId, newSecret, parseAddress, system } from '#kernel'
import { adminActor, createOrganization } from '#organization'
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
  const managerOf = (emailKey: string) => managerToBe(database.durable, emailKey)
  const context = { database, mailer, url: new URL('http://localhost:4400'), secretKey, managerOf }

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

    /** An organization with one administrator, and domains that it has proved. */
    async organization(name: string, admin: string, ...domains: readonly string[]) {
      const adminId = await this.account(admin, { name: `Admin of ${name}` })
      const { id } = await database.transaction((tx) =>
        createOrganization(tx, { kind: 'operator' }, { name, adminAccountId: adminId }),
      )
      const domainIds: Record<string, string> = {}
      for (const domain of domains) domainIds[domain] = await this.verifiedDomain(id, domain)
      return { id, name, domainIds, admin: adminActor(adminId, id, { network: '192.0.2.1', device: 'Firefox' }) }
    },

    /** A domain that an organization has proved, without anybody who looks. */
    async verifiedDomain(organizationId: string, name: string, withSubdomains = false): Promise<string> {
      const id = newId(clock.now())
      await database.durable.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
          proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${id}, ${organizationId}, ${name}, ${withSubdomains}, 'umbel-verify=test', ${clock.now()}, ${clock.now()},
          'dns', ${clock.now()}, ${clock.now()}, ${clock.now().add({ hours: 24 })}, ${clock.now()})`)
      return id
    },

    /** An account that an organization manages, through the domain of its address. */
    async managedAccount(
      email: string,
      organization: { id: string; domainIds: Readonly<Record<string, string>> },
      options: { name?: string; password?: string } = {},
    ): Promise<string> {
      const id = await this.account(email, options)
      const domain = email.slice(email.lastIndexOf('@') + 1)
      const domainId = organization.domainIds[domain]
      if (!domainId) throw new Error(`the organization has no domain ${domain}`)
      const by = { organizationId: organization.id, domainId, domain }
      await database.transaction((tx) => manage(tx, system, [id], by))
      return id
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
