import type { Reactions } from '#events'
import { system } from '#kernel'
import { forgetSessions } from '#openid'
import { endSessions } from '#sign-in'

/** When X is announced, Y does Z, in the same transaction: the one table of it. */
export const reactions: Reactions = {
  'credential.password-changed': [
    async (tx, { accountId, keepSessionId }) => {
      if (accountId)
        await endSessions(tx, system, accountId, { except: keepSessionId as string | undefined }, 'password-changed')
    },
  ],
  'sign-in.sessions-ended': [
    async (tx, { accountId, sessionIds }) => {
      if (accountId) await forgetSessions(tx, { accountId, sessionIds: sessionIds as readonly string[] })
    },
  ],
}
