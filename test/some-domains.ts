import type { TestContext } from 'node:test'
import {
  addDomain,
  type Domain,
  domainById,
  domainsOf,
  domainTasks,
  type Finding,
  lookNow,
  mailProviders,
  renewToken,
} from '#domain-claim'
import { type AdminActor, adminActor, createOrganization } from '#organization'
import { sql } from '#platform'
import { aWorld } from './world.ts'

/** What stands at a domain: `dns` and `file` hold texts, `away` name servers that do not answer. */
export type Standing = { readonly dns?: readonly string[]; readonly file?: readonly string[]; readonly away?: boolean }

/** Organizations with domains, in a world where it is written by hand what stands there. */
export async function someDomains(t: TestContext) {
  const world = await aWorld(t)
  const { database, on, clock } = world
  const stands = new Map<string, Standing>()
  let looks = 0
  const look = async (name: string, token: string): Promise<Finding> => {
    looks += 1
    const { dns = [], file, away } = stands.get(name) ?? {}
    if (dns.includes(token)) return { dns: { found: [token] } }
    if (away) return { dns: { found: [], trouble: 'timeout' }, file: { found: [], trouble: 'timeout' } }
    const seen = file?.includes(token)
      ? { found: [token] }
      : ({ found: [], trouble: file ? 'other' : 'unreachable' } as const)
    return { dns: { found: dns, trouble: dns.length > 0 ? 'other' : 'none' }, file: seen }
  }
  const context = { ...world, look }
  const tasks = domainTasks(context)

  return {
    ...context,
    stands,
    looks: () => looks,
    /** An organization, and somebody who may do everything there. */
    async organization(name: string, email: string): Promise<AdminActor> {
      const accountId = await world.account(email, { name })
      const made = await database.transaction((tx) =>
        createOrganization(tx, { kind: 'holder', accountId }, { name, adminAccountId: accountId }),
      )
      return adminActor(accountId, made.id, {})
    },
    async add(actor: AdminActor, name: string, withSubdomains = false): Promise<Domain> {
      const { id } = await database.transaction((tx) =>
        addDomain(tx, actor, { name, withSubdomains }, mailProviders([])),
      )
      return this.domain(id)
    },
    async domain(id: string): Promise<Domain> {
      const found = await domainById(on, id)
      if (!found) throw new Error(`there is no domain ${id}`)
      return found
    },
    /** Adds a domain, puts its record in place, and has us look. */
    async verified(actor: AdminActor, name: string): Promise<Domain> {
      const { id, token } = await this.add(actor, name)
      this.put(name, token)
      await lookNow(context, actor, id)
      return this.domain(id)
    },
    async renewed(actor: AdminActor, id: string): Promise<Domain> {
      await database.transaction((tx) => renewToken(tx, actor, id))
      return this.domain(id)
    },
    /** Puts one more record in place. */
    put(name: string, token: string): void {
      const { dns = [], ...rest } = stands.get(name) ?? {}
      stands.set(name, { ...rest, dns: [...dns, token] })
    },
    /** Lets time pass, with the job of every so many minutes running as it does. */
    async pass(time: Temporal.DurationLike, everyMinutes = 60): Promise<void> {
      const end = clock.now().add(time)
      while (Temporal.Instant.compare(clock.now(), end) < 0) {
        clock.move({ minutes: Math.min(everyMinutes, end.since(clock.now()).total('minutes')) })
        await tasks['domain-claim.look']?.(undefined as never, { attempts: 1, maxAttempts: 1 })
      }
    },
    /** Sends the mails that wait; gives their subjects with their readers, and forgets them. */
    async mailed(): Promise<string[]> {
      const waiting = await on.all<{ id: string; payload: object }>(sql`
        select j.id::text, j.payload from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'domain-claim.mail-news' order by j.id`)
      for (const { payload } of waiting)
        await tasks['domain-claim.mail-news']?.(payload as never, { attempts: 1, maxAttempts: 1 })
      await on.all(sql`select graphile_worker.complete_jobs(${waiting.map(({ id }) => id)}::bigint[])`)
      return world.mails.splice(0).map(({ to, mail }) => `${to.split('@')[0]}: ${mail.subject}`)
    },
    /** What was announced, in order. */
    async announced(): Promise<string[]> {
      const rows = await on.all<{ name: string }>(
        sql`select name from event where name like 'domain-claim.%' order by id`,
      )
      return rows.map(({ name }) => name.slice('domain-claim.'.length))
    },
    domainsOf: (actor: AdminActor) => domainsOf(on, actor.organizationId),
  }
}
