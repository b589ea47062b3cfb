import { record } from '#audit'
import { type Actor, macOf, Refusal } from '#kernel'
import { countOne, type Limit, queueJob, standing, type Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import { changeTimes, type Wanted } from './address-change.ts'
import { changeOf, upsertChange } from './store.ts'

const perHour: Limit = { name: 'address-change-mail', most: 5, within: Temporal.Duration.from('PT1H') }

/** Whether a mail is on its way; if it was too soon or too often, from when on it can be. */
export type Asked = { sent: true } | { sent: false; from: Temporal.Instant; often: boolean }

/**
 * Asks for another address: a link goes there, and until it is followed the present address stays in force (ACC-7). A change
 * that waits already is replaced. Whether the address is somebody's is looked up by the job (ACC-5).
 * @throws Refusal 'account.address-same' 422, and those of `accountUnder`
 */
export async function askAddressChange(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  accountId: string,
  { typed: email, key: emailKey }: Wanted,
): Promise<Asked> {
  const account = await accountUnder(tx, actor, 'change-email', accountId)
  if (emailKey === account.emailKey) throw new Refusal('account.address-same', 422)
  const soon = (await changeOf(tx, accountId))?.sentAt.add({ seconds: changeTimes.pauseSeconds })
  if (soon && Temporal.Instant.compare(tx.now, soon) < 0) return { sent: false, from: soon, often: false }
  const subject = macOf(secretKey, perHour.name, accountId)
  const { blockedUntil } = await standing(tx, perHour, subject)
  if (blockedUntil) return { sent: false, from: blockedUntil, often: true }
  await countOne(tx, perHour, subject)
  await upsertChange(tx, accountId, { email, emailKey, linkExpiresAt: tx.now.add({ hours: changeTimes.linkHours }) })
  await queueJob(tx, 'account.mail-address-change', { accountId }, { key: `account.mail-address-change ${accountId}` })
  await record(tx, actor, 'account.address-change-asked', { accountId })
  return { sent: true }
}
