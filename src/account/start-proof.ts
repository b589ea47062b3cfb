import { queueJob, type Tx } from '#platform'
import { restartProof } from './store.ts'

/** ACC-4: a code works for 30 minutes and five tries, a link for 24 hours. */
export const proofTimes = { codeMinutes: 30, codeTries: 5, linkHours: 24 } as const

/** Starts the proof of an account's address: the job it queues makes the secrets and mails them. */
export async function startProof(tx: Tx, accountId: string): Promise<void> {
  await restartProof(tx, accountId, {
    codeTries: proofTimes.codeTries,
    codeExpiresAt: tx.now.add({ minutes: proofTimes.codeMinutes }),
    linkExpiresAt: tx.now.add({ hours: proofTimes.linkHours }),
  })
  await queueJob(tx, 'account.mail-proof', { accountId }, { key: `account.mail-proof ${accountId}` })
}
