import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { endTrust } from './second-step-store.ts'
import type { Session } from './session.ts'

/** Asks for the second step again in the browser of a session (LOG-10). */
export async function stopTrust(
  tx: Tx,
  actor: Actor,
  accountId: string,
  { browserId, device }: Pick<Session, 'browserId' | 'device'>,
): Promise<void> {
  if (await endTrust(tx, accountId, browserId)) await record(tx, actor, 'sign-in.trust-ended', { accountId, device })
}
