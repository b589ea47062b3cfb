import { Refusal } from '#kernel'
import { keyFor, type Statements, sealText, unsealText } from '#platform'
import { newAppSecret } from './app-code.ts'
import { deleteOffer, keepOffer } from './second-step-store.ts'

const offerHours = 1

/** Seals the key of an app, for one account and no other. */
function seal(secretKey: Buffer, accountId: string, secret: string): Buffer {
  return sealText(keyFor(secretKey, 'authenticator v1'), `authenticator ${accountId}`, secret)
}

/** @throws Refusal 'credential.app-unreadable' 409 when the installation's secret is another one by now */
export function unsealApp(secretKey: Buffer, accountId: string, sealed: Buffer): string {
  try {
    return unsealText(keyFor(secretKey, 'authenticator v1'), `authenticator ${accountId}`, sealed)
  } catch {
    throw new Refusal('credential.app-unreadable', 409)
  }
}

/** The key that an account may put into its app: for an hour the same one, so that a page can be loaded again. */
export async function offerApp(on: Statements, secretKey: Buffer, accountId: string): Promise<string> {
  const fresh = newAppSecret()
  const offer = {
    accountId,
    sealed: seal(secretKey, accountId, fresh),
    expiresAt: on.now.add({ hours: offerHours }),
  }
  try {
    return unsealApp(secretKey, accountId, await keepOffer(on, offer))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Nobody has it in an app yet that counts, so another one will do.
    await deleteOffer(on, accountId)
    return unsealApp(secretKey, accountId, await keepOffer(on, offer))
  }
}
