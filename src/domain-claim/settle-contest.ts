import { record } from '#audit'
import { announce } from '#events'
import { system } from '#kernel'
import type { Tx } from '#platform'
import { loseClaims } from './claim/lose-domain.ts'
import { openContest, turnContests, updateSettled } from './contest-store.ts'
import { type Contest, type Domain, type Finding, isUnclear, type Outcome, wayFound } from './domain.ts'
import { domainById, holdStill, unverify, verify } from './store.ts'
import { type News, tell } from './tell.ts'

// How much longer it takes to be sure, when somebody’s servers do not answer on the last day.
const graceHours = 24

/**
 * Ends a contest whose time is up: the one whose proof still stands has the domain (DOM-3). Where both stand, nothing has shown
 * that the holder lost it, and it stays. Does nothing when it is over already, or cannot be told yet.
 * @param seen what looks at both found just now
 */
export async function settleContest(
  tx: Tx,
  contest: Pick<Contest, 'id' | 'holderId' | 'challengerId'>,
  seen: { readonly holder: Finding; readonly challenger: Finding },
): Promise<void> {
  const before = await domainById(tx, contest.holderId)
  if (!before) return
  await holdStill(tx, before.name)
  const open = await openContest(tx, contest.id)
  // Another contest may have moved the domain to somebody whom nobody has looked at.
  if (open?.holderId !== contest.holderId) return
  const holder = await domainById(tx, open.holderId)
  const challenger = await domainById(tx, open.challengerId)
  if (!holder || !challenger) return
  const isLate = Temporal.Instant.compare(tx.now, open.endsAt.add({ hours: graceHours })) >= 0
  const outcome = outcomeOf(holder, challenger, seen, isLate)
  if (!outcome) return
  await updateSettled(tx, open.id, outcome)
  await unverify(tx, outcome === 'moved' ? holder.id : challenger.id)
  if (outcome === 'moved') await hand(tx, holder, challenger)
  await end(tx, holder, outcome, outcome === 'moved' ? 'lost' : 'kept')
  await end(tx, challenger, outcome, outcome === 'moved' ? 'won' : 'not_won')
}

function outcomeOf(
  holder: Domain,
  challenger: Domain,
  seen: { readonly holder: Finding; readonly challenger: Finding },
  isLate: boolean,
): Outcome | undefined {
  if (wayFound(seen.holder)) return 'kept'
  if (isUnclear(seen.holder, holder.provedBy) && !isLate) return undefined
  if (wayFound(seen.challenger)) return 'moved'
  return isUnclear(seen.challenger, challenger.provedBy) && !isLate ? undefined : 'neither'
}

async function hand(tx: Tx, from: Domain, to: Domain): Promise<void> {
  await verify(tx, to.id)
  await turnContests(tx, from.id, to.id)
  await announce(tx, 'domain-claim.lapsed', {
    organizationId: from.organizationId,
    domainId: from.id,
    domain: from.name,
  })
  await loseClaims(tx, from, 'contest-lost')
  await announce(tx, 'domain-claim.verified', { organizationId: to.organizationId, domainId: to.id, domain: to.name })
}

async function end(tx: Tx, domain: Domain, outcome: Outcome, news: News): Promise<void> {
  const { organizationId, name } = domain
  await record(tx, system, 'domain-claim.contest-settled', { organizationId, domain: name, outcome })
  await tell(tx, domain, news)
}
