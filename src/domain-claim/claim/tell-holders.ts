import { queueJobs, type Tx } from '#platform'

/**
 * What holders are told by mail when a claim no longer stands. `off`: it will not take effect. The others: the account is personal
 * again, because the organization let it go, could not prove its domain any more, or lost it to another one.
 */
export type HolderNews = 'off' | 'unclaimed' | 'lapsed' | 'contest_lost'

/** Has each of these holders told. */
export async function tellHolders(
  tx: Tx,
  { organizationId, organization, domain }: { organizationId: string; organization: string; domain: string },
  accountIds: readonly string[],
  news: HolderNews,
): Promise<void> {
  const jobs = accountIds.map((accountId) => ({
    payload: { accountId, organization, domain, news },
    key: `domain-claim.mail-holder ${organizationId} ${domain} ${accountId} ${news}`,
  }))
  await queueJobs(tx, 'domain-claim.mail-holder', jobs, { mayWait: true })
}
