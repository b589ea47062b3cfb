import { queueJobs, type Tx } from '#platform'

/** Has each of these persons told by mail that an organization claims their account (DOM-7). */
export async function queueNotices(tx: Tx, claimId: string, accountIds: readonly string[]): Promise<void> {
  const jobs = accountIds.map((accountId) => ({
    payload: { claimId, accountId },
    key: `domain-claim.mail-claim ${claimId} ${accountId}`,
  }))
  await queueJobs(tx, 'domain-claim.mail-claim', jobs)
}
