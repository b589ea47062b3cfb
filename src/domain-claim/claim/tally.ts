import { isId } from '#kernel'
import { type Database, queueJob, type Statements } from '#platform'
import { domainById } from '../store.ts'
import type { Claim, PersonState } from './claim.ts'
import { accountsAt, type Reach } from './find-store.ts'
import { reachOf } from './reach.ts'
import {
  countStates,
  type DomainTally,
  domainTally,
  insertClaimTally,
  insertDomainTally,
  stateTally,
} from './tally-store.ts'

/** How many accounts a page counts itself; more are counted by a job. */
export const mostCounted = 1_000
// So that pages of a large domain neither count all the time nor show what was long ago.
const staleMinutes = 10
const batchSize = 2_000

/** Numbers of a preview (DOM-5). `isExact`: no; there are more, and the exact ones are not there yet. */
export type Count = Omit<DomainTally, 'countedAt'> & {
  readonly isExact: boolean
  /** Set when they were counted by a job. */
  readonly countedAt?: Temporal.Instant | undefined
}

/** How many accounts a claim would find, in next to no time however many there are. */
export async function countAt(on: Statements, reach: Reach): Promise<Count> {
  const some = await accountsAt(on, reach, { most: mostCounted + 1 })
  const counted = sum(some)
  if (some.length <= mostCounted) return { ...counted, isExact: true }
  const tally = await domainTally(on, reach.domainId)
  if (!tally || isStale(tally.countedAt, on.now)) {
    const { domainId } = reach
    await queueJob(on, 'domain-claim.tally-domain', { domainId }, { key: `domain-claim.tally-domain ${domainId}` })
  }
  return tally ? { ...tally, isExact: true } : { ...counted, isExact: false }
}

const sum = (found: readonly { leftOutWhy: unknown; isInSites: boolean }[]) => ({
  found: found.length,
  leftOut: found.filter(({ leftOutWhy }) => leftOutWhy).length,
  inSites: found.filter(({ isInSites, leftOutWhy }) => isInSites && !leftOutWhy).length,
})

const isStale = (countedAt: Temporal.Instant, now: Temporal.Instant): boolean =>
  now.since(countedAt).total('minutes') > staleMinutes

/** Counts all accounts at a domain, a batch at a time. */
export async function tallyDomain({ database }: { database: Database }, payload: { domainId: string }): Promise<void> {
  const on = database.durable
  const domain = isId(payload.domainId) ? await domainById(on, payload.domainId) : undefined
  if (!domain) return
  const total = { found: 0, leftOut: 0, inSites: 0 }
  let after: Awaited<ReturnType<typeof accountsAt>>[number] | undefined
  do {
    const batch = await accountsAt(on, reachOf(domain), { most: batchSize, after })
    const { found, leftOut, inSites } = sum(batch)
    total.found += found
    total.leftOut += leftOut
    total.inSites += inSites
    after = batch.at(-1)
  } while (after)
  await insertDomainTally(on, domain.id, total)
}

/** How many persons of a claim stand where. */
export type StateCount = {
  readonly states: Readonly<Partial<Record<PersonState, number>>>
  readonly isExact: boolean
  readonly countedAt?: Temporal.Instant | undefined
}

export async function countPersons(on: Statements, { id, domainId }: Claim): Promise<StateCount> {
  const few = await countStates(on, id, mostCounted + 1)
  if (Object.values(few).every((count) => count <= mostCounted)) return { states: few, isExact: true }
  const tally = await stateTally(on, id)
  if (!tally || isStale(tally.countedAt, on.now)) {
    const payload = { claimId: id, domainId }
    await queueJob(on, 'domain-claim.tally-claim', payload, { key: `domain-claim.tally-claim ${id}` })
  }
  return tally ? { ...tally, isExact: true } : { states: few, isExact: false }
}

export async function tallyClaim({ database }: { database: Database }, payload: { claimId: string }): Promise<void> {
  if (isId(payload.claimId)) await insertClaimTally(database.durable, payload.claimId)
}
