import { type Contest, type Domain, domainById, domainsOf, lastContestOf, openContestsOf } from '#domain-claim'
import { organizationNames } from '#organization'
import type { Statements } from '#platform'

/** A domain as its pages show it, with the contest that runs about it. */
export type DomainView = Domain & {
  readonly contest?: ContestView | undefined
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
