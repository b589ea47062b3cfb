import { lockAccount } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { isId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import { queueJob, type Tx } from '#platform'
import { changeAddress } from '../address/change-address.ts'
import { deleteManaged } from '../leaving/delete-account.ts'
import { agreeToRelease } from '../release/offer-release.ts'
import { type HolderRequest, parseText } from './request.ts'
import { requestById, settleRequest } from './store.ts'

/**
 * Approves what a holder asked for (MAN-6) and does it: the address is changed, the deletion begins, the release is agreed to.
 * @param wish.freeAddress for a deletion: lets anybody have the address at once
 * @throws Refusal 'managed-account.request-over' 409 when it was answered or withdrawn meanwhile, and those of what is done
 */
export async function approveRequest(
  tx: Tx,
  actor: AdminActor,
  secretKey: Buffer,
  requestId: string | undefined,
  wish: { readonly reason?: string | undefined; readonly freeAddress: boolean },
): Promise<HolderRequest> {
  const request = await settle(tx, actor, requestId, 'approved', parseText(wish.reason))
  const { accountId, kind, email } = request
  if (kind === 'address') await changeAddress(tx, actor, accountId, email)
  else if (kind === 'deletion') await deleteManaged(tx, actor, secretKey, accountId, wish)
  else await agreeToRelease(tx, actor, accountId, email)
  return request
}

/**
 * Declines it. The holder reads why.
 * @throws Refusal 'managed-account.reason-missing' 422, and 'managed-account.request-over' 409
 */
export async function declineRequest(
  tx: Tx,
  actor: AdminActor,
  requestId: string | undefined,
  text: string | undefined,
): Promise<HolderRequest> {
  const reason = parseText(text)
  if (!reason) throw new Refusal('managed-account.reason-missing', 422)
  return settle(tx, actor, requestId, 'declined', reason)
}

async function settle(
  tx: Tx,
  actor: AdminActor,
  requestId: string | undefined,
  state: 'approved' | 'declined',
  reason: string | undefined,
): Promise<HolderRequest> {
  await mustAdminister(tx, actor, 'user-admin')
  const { organizationId } = actor
  const known = isId(requestId) ? await requestById(tx, requestId) : undefined
  if (known?.organizationId !== organizationId) throw new Refusal('managed-account.request-unknown', 404)
  // The account first, as whoever makes it personal has it before the request.
  await lockAccount(tx, known.accountId)
  const request = await settleRequest(tx, known.id, { state, answeredBy: actor.accountId, reason })
  if (!request) throw new Refusal('managed-account.request-over', 409)
  const { accountId, kind } = request
  await record(tx, actor, `managed-account.request-${state}`, { accountId, kind, reason })
  await announce(tx, `managed-account.request-${state}`, { accountId, organizationId, kind })
  await queueJob(tx, 'managed-account.mail-answer', { requestId: request.id })
  return request
}
