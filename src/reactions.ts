import { accountById, dropAddressChange, endDecidedDeletion } from '#account'
import { deleteResetsOf, endReset, endWaysSince, requestReset, retirePassword } from '#credential'
import { followAddress, queueManaged, settleWithoutSubject } from '#domain-claim'
import type { Reactions } from '#events'
import { unlinkSince } from '#identity-source'
import { parseAddress, system } from '#kernel'
import { endDeciding } from '#managed-account'
import { forgetAccount, forgetSessions, oweErasures, oweStanding } from '#openid'
import { mustLeaveNobodyAlone } from '#organization'
import type { Tx } from '#platform'
import { endSessions, endTrust, forgetAttemptsOf, forgetDevices, forgetEverywhere, unproveAttempts } from '#sign-in'

/** When X is announced, Y does Z, in the same transaction: the one table of it. */
export const reactions: Reactions = {
  'account.address-proved': [
    async (tx, { accountId }) => {
      if (accountId) await followAddress(tx, accountId)
    },
  ],
  'account.address-changed': [
    async (tx, { accountId }) => {
      if (accountId) await followAddress(tx, accountId)
      // Links to choose a password went to the former address.
      if (accountId) await deleteResetsOf(tx, accountId)
    },
  ],
  'account.address-restored': [
    async (tx, { accountId, since }) => {
      const account = accountId && (await accountById(tx, accountId))
      if (!account) return
      await followAddress(tx, account.id)
      await deleteResetsOf(tx, account.id)
      // Whoever changed the address was logged in, so they know the password.
      await retirePassword(tx, system, account.id)
      await unproveAttempts(tx, account.id)
      await endSessions(tx, system, account.id, {}, 'address-restored')
      // Whoever gets in by other means than the password does not need it.
      const then = Temporal.Instant.from(String(since))
      await endWaysSince(tx, system, account.id, then)
      await unlinkSince(tx, system, account.id, then)
      await requestReset(tx, parseAddress(account.email), undefined)
    },
  ],
  'account.deactivated': [
    async (tx, { accountId }) => {
      // Log-ins under way find it turned off at their next step.
      if (!accountId) return
      await endSessions(tx, system, accountId, {}, 'deactivated')
      await oweStanding(tx, accountId, 'disabled')
    },
  ],
  'account.suspended': [
    async (tx, { accountId }) => {
      if (!accountId) return
      await endSessions(tx, system, accountId, {}, 'suspended')
      await oweStanding(tx, accountId, 'disabled')
    },
  ],
  'account.reactivated': [
    async (tx, { accountId }) => {
      if (accountId) await sayEnabled(tx, accountId)
    },
  ],
  'account.restored': [
    async (tx, { accountId }) => {
      if (accountId) await sayEnabled(tx, accountId)
    },
  ],
  'account.deletion-asked': [
    async (tx, { accountId, freed }) => {
      if (!accountId) return
      await mustLeaveNobodyAlone(tx, accountId)
      // Log-ins first, as below.
      await unproveAttempts(tx, accountId)
      await endSessions(tx, system, accountId, {}, 'leaving')
      if (freed) await forgetEverywhere(tx, accountId)
    },
  ],
  'account.managed': [
    async (tx, { accountId, organizationId }) => {
      if (accountId) await queueManaged(tx, accountId, String(organizationId))
    },
  ],
  'account.unmanaged': [
    async (tx, { accountId }) => {
      if (!accountId) return
      await endDeciding(tx, accountId)
      await endDecidedDeletion(tx, accountId)
      await endReset(tx, system, accountId)
    },
    async (tx, { accountId, organizationId }) => {
      if (accountId) await settleWithoutSubject(tx, system, accountId, String(organizationId))
    },
  ],
  'domain-claim.moved-away': [
    async (tx, { accountId, organizationId }) => {
      if (accountId) await settleWithoutSubject(tx, system, accountId, String(organizationId))
    },
  ],
  'account.erased': [
    async (tx, { accountId }) => {
      if (!accountId) return
      await forgetAttemptsOf(tx, accountId)
      await forgetAccount(tx, { accountId, exceptSessionId: undefined })
      await oweErasures(tx, accountId)
    },
  ],
  'credential.password-changed': [
    async (tx, { accountId, keepSessionId, wasRetired }) => {
      if (!accountId) return
      // Somebody else had got in: which browsers are the holder's is known only from now on.
      if (wasRetired) await forgetDevices(tx, accountId)
      // Whoever knew the one before may have asked for another address, and its link needs no log-in.
      await dropAddressChange(tx, system, accountId)
      // Log-ins first: one that is being finished right now holds its attempt, so its session is there to be ended.
      await unproveAttempts(tx, accountId)
      await endSessions(tx, system, accountId, { except: keepSessionId as string | undefined }, 'password-changed')
    },
  ],
  'credential.password-retired': [
    async (tx, { accountId }) => {
      if (accountId) await unproveAttempts(tx, accountId)
    },
  ],
  'credential.passkey-removed': [
    async (tx, { accountId }) => {
      if (accountId) await unproveAttempts(tx, accountId)
    },
  ],
  'managed-account.logged-out': [
    async (tx, { accountId }) => {
      if (!accountId) return
      await unproveAttempts(tx, accountId)
      await endSessions(tx, system, accountId, {}, 'by-organization')
    },
  ],
  'managed-account.password-reset-sent': [
    async (tx, { accountId }) => {
      const account = accountId ? await accountById(tx, accountId) : undefined
      if (account?.email) await requestReset(tx, parseAddress(account.email), undefined)
    },
  ],
  'sign-in.sessions-ended': [
    async (tx, { accountId, sessionIds }) => {
      if (accountId) await forgetSessions(tx, { accountId, sessionIds: sessionIds as readonly string[] })
    },
  ],
  'credential.second-step-turned-on': [
    async (tx, { accountId }) => {
      if (accountId) await endTrust(tx, accountId)
    },
  ],
  'credential.second-step-turned-off': [
    async (tx, { accountId }) => {
      if (accountId) await endTrust(tx, accountId)
    },
  ],
  'sign-in.others-ended': [
    async (tx, { accountId, exceptSessionId }) => {
      if (accountId) await endTrust(tx, accountId)
      if (accountId) await forgetAccount(tx, { accountId, exceptSessionId: exceptSessionId as string | undefined })
    },
  ],
}

/** An account may be turned off twice, by the organization and by whoever runs Umbel: it is on when neither is the case. */
async function sayEnabled(tx: Tx, accountId: string): Promise<void> {
  const account = await accountById(tx, accountId)
  if (account && !account.deactivatedAt && !account.suspendedAt) await oweStanding(tx, accountId, 'enabled')
}
