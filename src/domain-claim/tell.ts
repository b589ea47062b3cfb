import { adminsOf } from '#organization'
import { queueJobs, type Tx } from '#platform'
import type { Domain } from './domain.ts'

/**
 * What the admins of an organization are told by mail. `contested`: another organization proved their domain. `contesting`:
 * they proved another’s. `kept`, `lost`: a contest about their domain is over, and so is `won` and `not_won` for who began it.
 */
export type News =
  | ('verified' | 'not_found' | 'failing' | 'frozen' | 'lapsed' | 'recovered')
  | ('contested' | 'contesting' | 'kept' | 'lost' | 'won' | 'not_won')

/** Has everybody who may do everything in a domain’s organization told by mail, but for whoever sees it on the page anyway. */
export async function tell(
  tx: Tx,
  domain: Pick<Domain, 'id' | 'organizationId' | 'name' | 'token'>,
  news: News,
  more: { until?: Temporal.Instant | undefined; exceptAccountId?: string | undefined } = {},
): Promise<void> {
  const admins = await adminsOf(tx, domain.organizationId)
  const jobs = admins
    .filter(({ role, accountId }) => role === 'org-admin' && accountId !== more.exceptAccountId)
    .map(({ accountId }) => ({
      payload: {
        accountId,
        organizationId: domain.organizationId,
        domainId: domain.id,
        name: domain.name,
        token: domain.token,
        news,
        until: more.until?.toString(),
      },
      key: `domain-claim.mail-news ${domain.id} ${accountId} ${news}`,
    }))
  await queueJobs(tx, 'domain-claim.mail-news', jobs)
}
