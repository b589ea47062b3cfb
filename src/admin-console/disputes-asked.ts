import { countDisputes, type Dispute, type DisputeState, disputeStates, disputesIn } from '#domain-claim'
import { isId } from '#kernel'
import { queryOf, type Statements, type Visitor } from '#platform'
import type { DisputeList } from './pages/dispute-parts.ts'

const onOnePage = 20

/** One page of cases, as the address of the list asks for it. */
export async function disputesAsked(on: Statements, c: Visitor, organizationId?: string): Promise<DisputeList> {
  const state: DisputeState = disputeStates.find((each) => each === queryOf(c, 'state', 10)) ?? 'open'
  const [, microseconds, id] = /^(\d{1,16})-(.{36})$/.exec(queryOf(c, 'after', 60) ?? '') ?? []
  const at = microseconds && Temporal.Instant.fromEpochNanoseconds(BigInt(microseconds) * 1000n)
  const after = at && isId(id) ? { at, id } : undefined
  const found = await disputesIn(on, { state, organizationId }, { most: onOnePage + 1, after })
  const disputes = found.slice(0, onOnePage)
  const last = disputes.at(-1)
  const next = last && `${last.openedAt.epochNanoseconds / 1000n}-${last.id}`
  return {
    state,
    disputes,
    counts: await countDisputes(on, organizationId),
    now: on.now,
    next: found.length > onOnePage ? next : undefined,
    isFirst: after === undefined,
  }
}

/** What an organization has to do about cases; nothing while none is open. */
export async function needsOfDisputes(
  on: Statements,
  organizationId: string,
): Promise<{ open: number; overdue: number; first: Dispute } | undefined> {
  const [first] = await disputesIn(on, { state: 'open', organizationId }, { most: 1 })
  return first && { ...(await countDisputes(on, organizationId)), first }
}
