import {
  type Claim,
  type Contest,
  claimsOf,
  claimsUnderWay,
  countAtEach,
  type Domain,
  domainById,
  domainsOf,
  lastContestOf,
  openContestsOf,
  type Unclaim,
  unclaimsOf,
} from '#domain-claim'
import { organizationNames } from '#organization'
import type { Statements } from '#platform'

/** A domain as its pages show it, with the contest that runs about it. */
export type DomainView = Domain & {
  readonly contest?: ContestView | undefined
  /** The claim that is under way or in force, before any other one to all of it. */
  readonly claim?: Claim | undefined
  /** How many accounts have an address there, counted no further than `most`. */
  readonly accounts?: { readonly count: number; readonly most: number } | undefined
  /** Its last claims, and what was made personal again. */
  readonly claims?: readonly Claim[] | undefined
  readonly unclaims?: readonly Unclaim[] | undefined
}

/** A contest from one side: whether this is the holder’s, what the other calls itself, and until when. */
export type ContestView = Pick<Contest, 'endsAt' | 'outcome'> & { readonly isHolder: boolean; readonly other: string }

/** An organization’s domains, with the contests about them. */
export async function domainsIn(on: Statements, organizationId: string): Promise<DomainView[]> {
  const domains = await domainsOf(on, organizationId)
  const contests = await openContestsOf(
    on,
    domains.map(({ id }) => id),
  )
  return Promise.all(
    domains.map(async (domain) => {
      const contest = contests.find(({ holderId, challengerId }) => [holderId, challengerId].includes(domain.id))
      return { ...domain, contest: contest && (await seenFrom(on, domain, contest)) }
    }),
  )
}

/** The same, with the claims of each and how many accounts are there. */
export async function claimedDomainsIn(on: Statements, organizationId: string): Promise<DomainView[]> {
  const domains = await domainsIn(on, organizationId)
  const ids = domains.map(({ id }) => id)
  const most = domains.length > fewDomains ? mostCounted.ofMany : mostCounted.ofFew
  const claims = await claimsUnderWay(on, ids)
  const counts = await countAtEach(on, ids, most + 1)
  return domains.map((domain) => {
    const own = claims.filter(({ domainId }) => domainId === domain.id)
    return {
      ...domain,
      claim: own.find(({ mode }) => mode === 'all') ?? own[0],
      accounts: domain.verifiedAt && { count: counts.get(domain.id) ?? 0, most },
    }
  })
}

// A page of a thousand domains counts less of each.
const fewDomains = 20
const mostCounted = { ofFew: 1_000, ofMany: 100 } as const

const mostClaims = 10
const mostUnclaims = 3

/** A domain with its contest, its claims, and what was made personal again. */
export async function withClaims(on: Statements, domain: Domain): Promise<DomainView> {
  return {
    ...(await withContest(on, domain)),
    claims: await claimsOf(on, domain.id, mostClaims),
    unclaims: await unclaimsOf(on, domain.id, mostUnclaims),
  }
}

/** A domain with the last contest that it was in, running or over. */
export async function withContest(on: Statements, domain: Domain): Promise<DomainView> {
  const [running] = await openContestsOf(on, [domain.id])
  const contest = running ?? (await lastContestOf(on, domain.id))
  return { ...domain, contest: contest && (await seenFrom(on, domain, contest)) }
}

async function seenFrom(on: Statements, { id }: Domain, contest: Contest): Promise<ContestView> {
  const { holderId, challengerId, endsAt, outcome } = contest
  const isHolder = holderId === id
  const other = await domainById(on, isHolder ? challengerId : holderId)
  const names = await organizationNames(on, other ? [other.organizationId] : [])
  return { endsAt, outcome, isHolder, other: names.get(other?.organizationId ?? '') ?? '' }
}
