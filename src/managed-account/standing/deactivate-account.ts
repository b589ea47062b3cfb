import { deactivate, reactivate } from '#account'
import { mustNotWait } from '#domain-claim'
import { Refusal } from '#kernel'
import { type AdminActor, mustKeepAnAdmin } from '#organization'
import { queueJob, type Tx } from '#platform'
import { accountToDecide } from '../must-decide.ts'

export const longestReason = 500

/** @throws Refusal 'managed-account.reason-missing' 422, 'managed-account.text-long' 422 */
export function mustBeReason(text: string | undefined): string {
  const reason = (text ?? '').replace(/\s+/gu, ' ').trim()
  if (reason === '') throw new Refusal('managed-account.reason-missing', 422)
  if ([...reason].length > longestReason) throw new Refusal('managed-account.text-long', 422, { most: longestReason })
  return reason
}

/**
 * Turns an account off for an organization (MAN-2), and has its holder told whom to ask. Only what the administrator can see holds
 * it up: who is left to run this very organization, and what is in doubt about the account (DOM-3, DOM-4, DOM-9).
 * @param reason goes into the records, which the holder reads, too
 * @returns whether it was on until now
 * @throws Refusal 'organization.last-admin' 409; those of `mustBeReason`, `accountToDecide` and `mustNotWait`
 */
export async function deactivateAccount(
  tx: Tx,
  actor: AdminActor,
  accountId: string,
  reason: string | undefined,
): Promise<boolean> {
  const why = mustBeReason(reason)
  await accountToDecide(tx, actor, accountId)
  await mustNotWait(tx, accountId)
  await mustKeepAnAdmin(tx, actor.organizationId, accountId)
  const isNew = await deactivate(tx, actor, accountId, why)
  if (isNew) await queueNews(tx, actor, accountId, 'deactivated')
  return isNew
}

/**
 * Turns it on again, as it was. Nothing holds that up.
 * @returns whether it was off until now
 * @throws Refusal those of `accountToDecide`
 */
export async function reactivateAccount(tx: Tx, actor: AdminActor, accountId: string): Promise<boolean> {
  await accountToDecide(tx, actor, accountId)
  const isNew = await reactivate(tx, actor, accountId)
  if (isNew) await queueNews(tx, actor, accountId, 'reactivated')
  return isNew
}

// Whoever changes their mind at once sends one mail, not two that contradict each other.
async function queueNews(tx: Tx, { organizationId }: AdminActor, accountId: string, news: StandingNews): Promise<void> {
  const key = `managed-account.mail-standing ${accountId}`
  await queueJob(tx, 'managed-account.mail-standing', { accountId, organizationId, news }, { key })
}

export type StandingNews = 'deactivated' | 'reactivated'
