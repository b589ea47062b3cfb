import { record } from '#audit'
import { announce } from '#events'
import { isId, newId, Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import { isTaken, queueJob, type Tx } from '#platform'
import { openContestsOf } from '../contest-store.ts'
import { type Domain, isFailing, isVerified } from '../domain.ts'
import { ownDomain } from '../own-domain.ts'
import { insertPersons } from './batch-store.ts'
import { type Mode, modes, notice } from './claim.ts'
import { accountAt } from './find-store.ts'
import { listOf } from './list-store.ts'
import { reachOf } from './reach.ts'
import { holdArrivals, insertClaim } from './store.ts'

/** What an admin wishes for a claim. */
export type ClaimWish = {
  readonly mode: string | undefined
  /** The day in the admin’s own time zone. */
  readonly on: Temporal.PlainDate | undefined
  readonly zone: string
  /** Whether they say that they are allowed to. */
  readonly isAllowed: boolean
  readonly listId?: string | undefined
  readonly accountId?: string | undefined
}

/**
 * Claims accounts of a domain (DOM-6). Nobody is managed by it yet: from now on persons are found and told in batches, and it
 * takes effect on its day (DOM-7, DOM-11).
 * @returns the claim’s id
 * @throws Refusal 'domain-claim.claimed-already' 409 for a second claim to all, 'domain-claim.right-missing' 422,
 *   'domain-claim.claimable-nobody' 422, 'domain-claim.list-gone' 410, and those of `claimableDomain` and `effectOf`
 */
export async function startClaim(tx: Tx, actor: AdminActor, domainId: string, wish: ClaimWish): Promise<string> {
  const domain = await claimableDomain(tx, actor, domainId)
  const mode: Mode = modes.find((each) => each === wish.mode) ?? 'all'
  if (!wish.isAllowed) throw new Refusal('domain-claim.right-missing', 422)
  const takesEffectAt = effectOf(wish, tx.now)
  const list = mode === 'listed' ? await listOf(tx, wish.listId, actor.organizationId) : undefined
  if (mode === 'listed' && !list) throw new Refusal('domain-claim.list-gone', 410)
  const one =
    mode === 'single' && isId(wish.accountId) ? await accountAt(tx, reachOf(domain), wish.accountId) : undefined
  if (mode === 'single' && (!one || one.leftOutWhy)) throw new Refusal('domain-claim.claimable-nobody', 422)
  await holdArrivals(tx, domainId)
  const id = newId(tx.now)
  const claim = { id, organizationId: actor.organizationId, domainId, mode, listId: list?.id, takesEffectAt }
  try {
    await tx.savepoint(() =>
      insertClaim(tx, { ...claim, state: one ? 'telling' : 'finding', startedBy: actor.accountId }),
    )
  } catch (error) {
    if (isTaken(error, 'claim_of_all')) throw new Refusal('domain-claim.claimed-already', 409, { domain: domain.name })
    throw error
  }
  if (one) await insertPersons(tx, id, [one])
  await queueWork(tx, id)
  const facts = { domain: domain.name, mode, takesEffectAt: takesEffectAt.toString() }
  await record(tx, actor, 'domain-claim.claim-started', facts)
  await announce(tx, 'domain-claim.claim-started', { organizationId: actor.organizationId, claimId: id, ...facts })
  return id
}

/** Has a claim worked on at once; otherwise it is found within a minute. */
export const queueWork = (tx: Tx, claimId: string): Promise<void> =>
  queueJob(tx, 'domain-claim.work-claim', { claimId }, { key: `domain-claim.work-claim ${claimId}` })

/**
 * A domain that can be claimed at present: verified, its proof in place, and nobody else’s (DOM-3, DOM-4).
 * @throws Refusal 'domain-claim.not-verified' 409, 'domain-claim.proof-missing' 409, 'domain-claim.contest-open' 409, and those
 *   of `ownDomain`
 */
export async function claimableDomain(tx: Tx, actor: AdminActor, domainId: string): Promise<Domain> {
  const domain = await ownDomain(tx, actor, domainId)
  if (!isVerified(domain)) throw new Refusal('domain-claim.not-verified', 409)
  if (isFailing(domain)) throw new Refusal('domain-claim.proof-missing', 409)
  if ((await openContestsOf(tx, [domainId])).length > 0) throw new Refusal('domain-claim.contest-open', 409)
  return domain
}

// When people are at work, and whoever started it can be asked.
const effectHour = 9

/**
 * The moment that a day means: at 9 in the morning of whoever chose it, and today at once.
 * @throws Refusal 'domain-claim.date-out' 422
 */
export function effectOf({ on, zone }: Pick<ClaimWish, 'on' | 'zone'>, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const days = on && today.until(on, { largestUnit: 'days' }).days
  if (days === undefined || days < notice.least || days > notice.most) {
    throw new Refusal('domain-claim.date-out', 422, { most: notice.most })
  }
  if (days === 0) return now
  return on?.toZonedDateTime({ timeZone: zone, plainTime: { hour: effectHour } }).toInstant() ?? now
}
