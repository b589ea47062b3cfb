import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { countUnsealed, type Finding, platformChain, record, sealEntries } from '#audit'
import { newId } from '#kernel'
import { type Database, sql, type Tx } from '#platform'
import { aWorld, type World } from './world.ts'

/** Seals all that was recorded. Transactions of other tests on the same server may be under way: their end is waited for. */
export async function seal(database: Database): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    await sealEntries(database)
    if ((await countUnsealed(database.durable)) === 0) return
    await pause(10)
  }
  throw new Error('entries of the audit log were not sealed within 10 s')
}

export const acme = newId(Temporal.Instant.from('2026-01-01T00:00:00Z'))
export const ana = newId(Temporal.Instant.from('2026-01-02T00:00:00Z'))
export const jonas = {
  kind: 'admin',
  accountId: newId(Temporal.Instant.from('2026-01-03T00:00:00Z')),
  organizationId: acme,
} as const
export const anaHerself = {
  kind: 'holder',
  accountId: ana,
  network: '203.0.113.9',
  device: 'Firefox on Linux',
} as const
const home = { network: '198.51.100.7', device: 'Safari on iOS' }

/** A log of ten: six of Acme; eight about Ana. */
export async function aLog(t: TestContext): Promise<World> {
  const world = await aWorld(t)
  const write = (...entry: Parameters<typeof record> extends [unknown, ...infer Rest] ? Rest : never) =>
    world.database.transaction((tx) => record(tx, ...entry))
  for (let number = 1; number <= 4; number += 1) {
    await write(anaHerself, 'account.name-changed', { accountId: ana, number })
    world.clock.move({ minutes: 1 })
    await write(jonas, 'organization.admin-removed', { accountId: ana, number })
    if (number < 3) await write({ ...jonas, ...home }, 'organization.renamed')
  }
  await seal(world.database)
  return world
}

/** As whoever owns the database can, past everything that stands in the way. */
export const behindItsBack = (database: Database, work: (tx: Tx) => Promise<unknown>): Promise<void> =>
  database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`)
    await work(tx)
  })

export const faultsOf = (findings: readonly Finding[]) => findings.map(({ chain, fault }) => ({ chain, ...fault }))

/** The entry that stands at a place of the platform's chain. */
export async function idAt({ on }: Pick<World, 'on'>, position: number): Promise<number> {
  const row = await on.first<{ id: number }>(sql`
    select entry_id as id from audit_seal where chain = ${platformChain} and position = ${position}`)
  return row?.id ?? 0
}
