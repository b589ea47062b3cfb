import { record } from '#audit'
import { type Actor, macOf } from '#kernel'
import { countOne, type Limit, type Standing, standing, type Tx } from '#platform'
import { isVerified } from './account.ts'
import { startProof } from './start-proof.ts'
import { accountById, proofOf } from './store.ts'

/** ACC-4: a new code once a minute, five an hour. */
const pauseSeconds = 60
const perHour: Limit = { name: 'proof-mail', most: 5, within: Temporal.Duration.from('PT1H') }

/**
 * Sends the proof again. The earlier code and link stop working.
 * @returns when it was too soon or too often, the moment from which it works again
 */
export async function resendProof(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  accountId: string,
): Promise<{ sent: true } | { sent: false; from: Temporal.Instant; often: boolean }> {
  const account = await accountById(tx, accountId)
  if (!account || isVerified(account)) return { sent: true }
  const proof = await proofOf(tx, accountId)
  const next = proof?.sentAt.add({ seconds: pauseSeconds })
  if (next && Temporal.Instant.compare(tx.now, next) < 0) return { sent: false, from: next, often: false }
  // Per address, not per account: signing up again must not start the count anew.
  const subject = macOf(secretKey, perHour.name, account.emailKey)
  const before: Standing = await standing(tx, perHour, subject)
  if (before.blockedUntil) return { sent: false, from: before.blockedUntil, often: true }
  await countOne(tx, perHour, subject)
  await startProof(tx, accountId)
  await record(tx, actor, 'account.proof-sent-again', { accountId })
  return { sent: true }
}
