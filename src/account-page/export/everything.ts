import { accountHeld } from '#account'
import { auditHeld } from '#audit'
import { credentialHeld } from '#credential'
import { domainClaimHeld } from '#domain-claim'
import { eventsHeld } from '#events'
import { helpHeld } from '#help'
import { identitySourceHeld } from '#identity-source'
import { managedAccountHeld } from '#managed-account'
import { openidHeld } from '#openid'
import { organizationHeld } from '#organization'
import type { Held } from '#platform'
import { signInHeld } from '#sign-in'
import { accountPageHeld } from './held.ts'

/** Everything that is held about an account, by the room that holds it (ACC-10). */
export const everythingHeld: readonly Held[] = [
  ...accountHeld,
  ...credentialHeld,
  ...identitySourceHeld,
  ...signInHeld,
  ...openidHeld,
  ...organizationHeld,
  ...domainClaimHeld,
  ...managedAccountHeld,
  ...helpHeld,
  ...accountPageHeld,
  ...eventsHeld,
  ...auditHeld,
]
