import { record } from '#audit'
import { announce } from '#events'
import { type Actor, newId, system } from '#kernel'
import type { Tx } from '#platform'
import { loseClaims } from './claim/lose-domain.ts'
import { insertContest, openContestsOf, updateSettled } from './contest-store.ts'
import {
  type Domain,
  type Finding,
  freezesAt,
  hours,
  isVerified,
  judge,
  lapsesAt,
  nextLook,
  type Verdict,
  wayFound,
} from './domain.ts'
import { domainById, holderOf, holdStill, lookSoon, unverify, updateLooked, verify } from './store.ts'
import { tell } from './tell.ts'

/**
 * Writes down what a look saw, and does what follows (DOM-2, DOM-3, DOM-4). A look for a token that was replaced meanwhile says
 * nothing.
 * @param actor who asked for the look: the system, or whoever pressed the button
 */
export async function settleLook(
  tx: Tx,
  actor: Actor,
  looked: Pick<Domain, 'id' | 'name' | 'token'>,
  finding: Finding,
): Promise<void> {
  await holdStill(tx, looked.name)
  const domain = await domainById(tx, looked.id)
  if (domain?.token !== looked.token) return
  const contests = await openContestsOf(tx, [domain.id])
  const isChallenger = contests.some(({ challengerId }) => challengerId === domain.id)
  const verdict = isChallenger ? 'same' : judge(domain, finding, tx.now)
  const way = wayFound(finding)
  await updateLooked(tx, domain.id, finding, {
    provedBy: way ?? domain.provedBy,
    provedAt: way ? tx.now : domain.provedAt,
    verifiedAt: domain.verifiedAt,
    failingSince: way && isVerified(domain) ? undefined : verdict === 'failing' ? tx.now : domain.failingSince,
    tokenExpiresAt: domain.tokenExpiresAt,
    nextLookAt:
      verdict === 'given-up'
        ? undefined
        : nextLook(domain, { isFound: way !== undefined, isContested: contests.length > 0 }, tx.now),
  })
  await follow[verdict]?.(tx, actor, domain)
}

type Follow = (tx: Tx, actor: Actor, domain: Domain) => Promise<void>

const factsOf = ({ id, organizationId, name }: Domain) => ({ organizationId, domainId: id, domain: name })

/** What follows from a look besides what it saw. */
const follow: Partial<Record<Verdict, Follow>> = {
  async proved(tx, actor, domain) {
    const holder = await holderOf(tx, domain.name)
    if (holder) return contest(tx, domain, holder)
    await verify(tx, domain.id)
    const { organizationId, name } = domain
    await record(tx, actor, 'domain-claim.verified', { organizationId, domain: name })
    await announce(tx, 'domain-claim.verified', factsOf(domain))
    await tell(tx, domain, 'verified', { exceptAccountId: 'accountId' in actor ? actor.accountId : undefined })
  },
  async 'given-up'(tx, _actor, domain) {
    await tell(tx, domain, 'not_found')
  },
  async failing(tx, actor, domain) {
    const { organizationId, name } = domain
    await record(tx, actor, 'domain-claim.failing', { organizationId, domain: name })
    await announce(tx, 'domain-claim.failing', factsOf(domain))
    await tell(tx, domain, 'failing', { until: freezesAt(tx.now) })
  },
  async frozen(tx, _actor, domain) {
    await announce(tx, 'domain-claim.frozen', factsOf(domain))
    await tell(tx, domain, 'frozen', { until: domain.failingSince && lapsesAt(domain.failingSince) })
  },
  async recovered(tx, actor, domain) {
    const { organizationId, name } = domain
    await record(tx, actor, 'domain-claim.recovered', { organizationId, domain: name })
    await announce(tx, 'domain-claim.recovered', factsOf(domain))
    await tell(tx, domain, 'recovered', { exceptAccountId: 'accountId' in actor ? actor.accountId : undefined })
  },
  async lapsed(tx, actor, domain) {
    const { organizationId, name } = domain
    await unverify(tx, domain.id)
    for (const { id, holderId, challengerId } of await openContestsOf(tx, [domain.id])) {
      if (holderId !== domain.id) continue
      await updateSettled(tx, id, 'ended')
      await lookSoon(tx, challengerId, tx.now.add({ hours: hours.token }))
    }
    await record(tx, actor, 'domain-claim.lapsed', { organizationId, domain: name })
    await announce(tx, 'domain-claim.lapsed', factsOf(domain))
    await loseClaims(tx, domain, 'lapsed')
    await tell(tx, domain, 'lapsed')
  },
}

/** Another organization holds the name: both are told, and have seven days (DOM-3). */
async function contest(tx: Tx, challenger: Domain, holder: Domain): Promise<void> {
  const endsAt = tx.now.add({ hours: hours.contest })
  await insertContest(tx, { id: newId(tx.now), holderId: holder.id, challengerId: challenger.id, endsAt })
  // From now on both are looked at hourly.
  await lookSoon(tx, holder.id, holder.tokenExpiresAt)
  for (const { organizationId, name } of [challenger, holder])
    await record(tx, system, 'domain-claim.contested', { organizationId, domain: name })
  await announce(tx, 'domain-claim.contested', { ...factsOf(holder), challengerId: challenger.id })
  await tell(tx, challenger, 'contesting', { until: endsAt })
  await tell(tx, holder, 'contested', { until: endsAt })
}
