import { queueJobs, type Tx } from '#platform'

/** Has each of these persons told by mail that an organization claims their account (DOM-7). A million of them wait for other mail. */
export async function queueNotices(tx: Tx, claimId: string, accountIds: readonly string[]): Promise<void> {
  const jobs = accountIds.map((accountId) => ({
    payload: { claimId, accountId },
    key: `domain-claim.mail-claim ${claimId} ${accountId}`,
  }))
  await queueJobs(tx, 'domain-claim.mail-claim', jobs, { mayWait: true })
}

/** Has the holder told that the account is managed now, as it was announced. */
export async function queueManaged(tx: Tx, accountId: string, organizationId: string): Promise<void> {
  const job = { payload: { accountId, organizationId }, key: `domain-claim.mail-managed ${accountId}` }
  await queueJobs(tx, 'domain-claim.mail-managed', [job], { mayWait: true })
}
