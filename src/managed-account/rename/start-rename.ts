import { record } from '#audit'
import { domainById, isVerified } from '#domain-claim'
import { isId, newId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import { queueJob, type Tx } from '#platform'
import { mustNotBeFrozen } from '../address/domain-of.ts'
import type { Rename } from './rename.ts'
import { insertRename, lockRename, renameById, setState } from './store.ts'

/**
 * Begins to move the addresses of a domain to another one (MAN-3), with a dry run: a job lists each account with the address that
 * it would have, and what is in the way. Nothing else happens before `beginRename`.
 * @throws Refusal 'managed-account.rename-same' 422, 'managed-account.domain-unknown' 422 for a domain that the organization has
 *   not verified, 'managed-account.rename-open' 409, and those of `mustAdminister` and `mustNotBeFrozen`
 */
export async function startRename(
  tx: Tx,
  actor: AdminActor,
  fromDomainId: string,
  toDomainId: string | undefined,
): Promise<Rename> {
  await mustAdminister(tx, actor, 'org-admin')
  const { organizationId, accountId: startedBy } = actor
  if (fromDomainId === toDomainId) throw new Refusal('managed-account.rename-same', 422)
  for (const id of [fromDomainId, toDomainId]) {
    const domain = isId(id) ? await domainById(tx, id) : undefined
    if (domain?.organizationId !== organizationId || !isVerified(domain)) {
      throw new Refusal('managed-account.domain-unknown', 422)
    }
    await mustNotBeFrozen(tx, domain.id)
  }
  const id = newId(tx.now)
  if (!(await insertRename(tx, { id, organizationId, fromDomainId, toDomainId: toDomainId ?? '', startedBy }))) {
    throw new Refusal('managed-account.rename-open', 409)
  }
  const rename = await ownRename(tx, actor, id)
  await record(tx, actor, 'managed-account.rename-started', { from: rename.from, to: rename.to })
  await queueRename(tx, id)
  return rename
}

/**
 * Does what the dry run has shown, in the background.
 * @throws Refusal 'managed-account.rename-over' 409 when it is not waiting for this (any more), and those of `ownRename` and
 *   `mustNotBeFrozen`
 */
export async function beginRename(tx: Tx, actor: AdminActor, id: string | undefined): Promise<void> {
  const { state, from, to, fromDomainId, toDomainId, ...rename } = await ownRename(tx, actor, id)
  if (state !== 'looked') throw new Refusal('managed-account.rename-over', 409)
  await mustNotBeFrozen(tx, fromDomainId)
  await mustNotBeFrozen(tx, toDomainId)
  await setState(tx, rename.id, 'changing')
  await record(tx, actor, 'managed-account.rename-begun', { from, to })
  await queueRename(tx, rename.id)
}

/**
 * Stops it: what has been changed stays so.
 * @throws Refusal 'managed-account.rename-over' 409, and those of `ownRename`
 */
export async function cancelRename(tx: Tx, actor: AdminActor, id: string | undefined): Promise<void> {
  const { endedAt, from, to, ...rename } = await ownRename(tx, actor, id)
  if (endedAt) throw new Refusal('managed-account.rename-over', 409)
  await setState(tx, rename.id, 'canceled')
  await record(tx, actor, 'managed-account.rename-canceled', { from, to })
}

/** One of the organization’s, held still. @throws Refusal 'managed-account.rename-unknown' 404, those of `mustAdminister` */
async function ownRename(tx: Tx, actor: AdminActor, id: string | undefined): Promise<Rename> {
  await mustAdminister(tx, actor, 'org-admin')
  const known = isId(id) ? await renameById(tx, id) : undefined
  const rename = known?.organizationId === actor.organizationId ? await lockRename(tx, known.id) : undefined
  if (!rename) throw new Refusal('managed-account.rename-unknown', 404)
  return rename
}

export async function queueRename(tx: Tx, renameId: string, at?: Temporal.Instant): Promise<void> {
  const key = `managed-account.work-rename ${renameId}`
  await queueJob(tx, 'managed-account.work-rename', { renameId }, { key, at })
}
