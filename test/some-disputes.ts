import type { TestContext } from 'node:test'
import { insertOperator } from '#account'
import { domainTasks, openDispute } from '#domain-claim'
import { newId } from '#kernel'
import { type AdminActor, adminActor } from '#organization'
import { sql } from '#platform'
import { aWorld } from './world.ts'

/** A world with an organization and somebody whom it manages, or is about to, and who disputes it. */
export async function someDisputes(t: TestContext) {
  const world = await aWorld(t)
  const { on, database, clock } = world
  const acme = await world.organization('Acme', 'jonas@home.example', 'acme.example')
  const tasks = domainTasks({ ...world, look: async () => ({ dns: { found: [] } }), operatorEmail: 'op@umbel.example' })
  const domainId = acme.domainIds['acme.example'] ?? ''
  const as = (accountId: string) => ({ kind: 'holder', accountId, network: '192.0.2.9', device: 'Firefox' }) as const

  return {
    ...world,
    acme,
    domainId,
    tasks,
    as,
    /** Somebody whom the organization manages. */
    managed: (name: string) => world.managedAccount(`${name}@acme.example`, acme, { name }),
    /** Somebody with a claim, told of it. */
    async claimed(name: string, state = 'told', claimState = 'told'): Promise<string> {
      const accountId = await world.account(`${name}@acme.example`, { name })
      const claimId = newId(clock.now())
      const endedAt = ['done', 'canceled', 'ended'].includes(claimState) ? clock.now() : null
      await on.run(sql`
        insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at, ended_at)
        values (${claimId}, ${acme.id}, ${domainId}, 'single', ${claimState}, ${clock.now()},
          ${clock.now().add({ hours: 24 * 14 })}, ${endedAt})`)
      await on.run(sql`
        insert into claim_person (claim_id, account_id, state, told_at)
        values (${claimId}, ${accountId}, ${state}, ${clock.now()})`)
      return accountId
    },
    /** Puts the claims of everybody into another state. */
    async claims(state: string): Promise<void> {
      const endedAt = ['done', 'canceled', 'ended'].includes(state) ? clock.now() : null
      await on.run(sql`update claim set state = ${state}, ended_at = ${endedAt}`)
    },
    async personState(accountId: string): Promise<string | undefined> {
      const row = await on.first<{ state: string; left_out_why: string | null }>(
        sql`select state, left_out_why from claim_person where account_id = ${accountId}`,
      )
      return row && [row.state, row.left_out_why].filter(Boolean).join(' ')
    },
    open: (accountId: string, typed: Partial<Record<'matter' | 'text' | 'reach', string>> = {}) =>
      database.transaction((tx) =>
        openDispute(tx, as(accountId), { matter: 'never-part', text: 'Who?', reach: 'sam@post.example', ...typed }),
      ),
    /** Somebody with a role in the organization. */
    async admin(email: string, role: string): Promise<AdminActor> {
      const accountId = await world.account(email)
      await on.run(sql`
        insert into organization_admin (organization_id, account_id, role, since)
        values (${acme.id}, ${accountId}, ${role}, ${clock.now()})`)
      return adminActor(accountId, acme.id, {})
    },
    async operator(email = 'op@home.example') {
      const accountId = await world.account(email, { name: 'Olive Operator' })
      await insertOperator(on, accountId)
      return { kind: 'operator', accountId } as const
    },
    /** Sends what waits to be mailed; gives who got what. */
    async mailed(): Promise<string[]> {
      const jobs = await on.all<{ id: string; task: string; payload: never }>(sql`
        select j.id, j.task_identifier as task, p.payload from graphile_worker.jobs j
        join graphile_worker._private_jobs p on p.id = j.id order by j.id`)
      const from = world.mails.length
      for (const { task, payload } of jobs) await tasks[task]?.(payload, { attempts: 1, maxAttempts: 1 })
      await on.run(sql`select graphile_worker.complete_jobs(${jobs.map(({ id }) => id)}::bigint[])`)
      return world.mails.slice(from).map(({ to, mail }) => `${to}: ${mail.subject}`)
    },
    /** What was recorded about cases, with whose logs it is in. */
    recorded: () =>
      on.all<{ action: string; kind: string; account: boolean; organization: boolean }>(sql`
        select substr(action, 14) as action, actor_kind as kind, account_id is not null as account,
          organization_id is not null as organization
        from audit_entry where action like 'domain-claim.dispute%' or action like 'domain-claim.suggest%' order by id`),
  }
}
