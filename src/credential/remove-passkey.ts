import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import { queueJob, type Statements, type Tx } from '#platform'
import type { Passkey } from './passkey.ts'
import { deletePasskey, hasOtherWayIn, lockWaysIn, passkeysOf } from './passkey-store.ts'
import { hasSecondStepWay } from './second-step.ts'
import { lockSecondStep, secondStepOf } from './second-step-store.ts'

/**
 * Says why a passkey has to stay, if it has to: it is the only way into the account, or the only second step while two-step
 * verification is on (LOG-10).
 */
export async function whyItStays(on: Statements, passkey: Passkey): Promise<Refusal | undefined> {
  const { id, accountId } = passkey
  const others = (await passkeysOf(on, accountId)).filter((each) => each.id !== id)
  const logsIn = others.some(({ kind }) => kind === 'passkey') || (await hasOtherWayIn(on, accountId))
  if (!logsIn) return new Refusal('credential.passkey-last-way', 409)
  const step = await secondStepOf(on, accountId)
  if (step.turnedOnAt && !hasSecondStepWay({ ...step, passkeys: others.length })) {
    return new Refusal('credential.passkey-last-step', 409)
  }
  return undefined
}

/**
 * Takes a passkey from its account, and tells the holder by mail. Log-ins under way that rest on it need another proof.
 * @throws Refusal 'credential.passkey-gone' 410, 'credential.passkey-last-way' 409, 'credential.passkey-last-step' 409
 */
export async function removePasskey(tx: Tx, actor: Actor, accountId: string, id: string): Promise<void> {
  await lockWaysIn(tx, accountId)
  await lockSecondStep(tx, accountId)
  const passkey = (await passkeysOf(tx, accountId)).find((each) => each.id === id)
  if (!passkey) throw new Refusal('credential.passkey-gone', 410)
  const reason = await whyItStays(tx, passkey)
  if (reason) throw reason
  await takePasskey(tx, actor, passkey)
}

/** What every removal of a passkey comes to, whatever was asked first. */
export async function takePasskey(tx: Tx, actor: Actor, { id, accountId, kind, name }: Passkey): Promise<void> {
  await deletePasskey(tx, accountId, id)
  await record(tx, actor, 'credential.passkey-removed', { accountId, kind, name })
  await announce(tx, 'credential.passkey-removed', { accountId, kind })
  const { device } = actor
  await queueJob(tx, 'credential.mail-passkey', {
    accountId,
    what: 'removed',
    kind,
    name,
    device,
    at: tx.now.toString(),
  })
}
