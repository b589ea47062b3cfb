import type { LoggedOut, LogInKey, PendingLogIn, Session, SessionStore } from './sessions.ts'

/**
 * Sessions in this process's memory: for trying things out and for tests. Everybody is logged out by a restart, and two
 * processes don't know of each other, so a log-out token ends only what its own process holds.
 */
export function memorySessions(): SessionStore {
  const logIns = new Map<string, PendingLogIn & { browser: string; used: boolean }>()
  const sessions = new Map<string, Session>()
  const loggedOut = new Map<string, LoggedOut>()
  const heard = new Map<string, Date>()

  const sweep = (now: number): void => {
    for (const held of [logIns, sessions]) {
      for (const [key, { expiresAt }] of held) if (expiresAt.getTime() + 3_600_000 < now) held.delete(key)
    }
    for (const [key, { rememberUntil }] of loggedOut) if (rememberUntil.getTime() < now) loggedOut.delete(key)
    for (const [key, until] of heard) if (until.getTime() < now) heard.delete(key)
  }

  return {
    async openLogIn({ stateHash, browserHash }: LogInKey, logIn: PendingLogIn) {
      sweep(Date.now())
      logIns.set(stateHash.toString('hex'), { ...logIn, browser: browserHash.toString('hex'), used: false })
    },
    async takeLogIn({ stateHash, browserHash }: LogInKey) {
      const logIn = logIns.get(stateHash.toString('hex'))
      if (!logIn || logIn.browser !== browserHash.toString('hex')) return 'unknown'
      if (logIn.used) return 'used'
      logIn.used = true
      return logIn
    },
    async openSession(hash, session, replaces) {
      if (replaces) sessions.delete(replaces.toString('hex'))
      const { accountId, sid } = session.person
      const { issuedAt } = session
      for (const token of loggedOut.values()) {
        if (token.sid !== undefined && token.sid === sid && token.issuedAt >= issuedAt) return false
        if (token.sid === undefined && token.accountId === accountId && token.issuedAt > issuedAt) return false
      }
      sessions.set(hash.toString('hex'), session)
      return true
    },
    async findSession(hash, now) {
      const session = sessions.get(hash.toString('hex'))
      return session && session.expiresAt > now ? session : undefined
    },
    async endSession(hash) {
      const session = sessions.get(hash.toString('hex'))
      sessions.delete(hash.toString('hex'))
      return session
    },
    async endLoggedOut(token) {
      if (loggedOut.has(token.jti)) return 'replayed'
      loggedOut.set(token.jti, token)
      let ended = 0
      for (const [key, { person }] of sessions) {
        if (token.sid !== undefined && person.sid !== token.sid) continue
        if (token.accountId !== undefined && person.accountId !== token.accountId) continue
        sessions.delete(key)
        ended += 1
      }
      return ended
    },
    async forgetAccount(accountId) {
      for (const [key, { person }] of sessions) if (person.accountId === accountId) sessions.delete(key)
      for (const [key, token] of loggedOut) if (token.accountId === accountId) loggedOut.delete(key)
    },
    hasHeard: async (jti) => heard.has(jti),
    async noteHeard(jti, rememberUntil) {
      heard.set(jti, rememberUntil)
    },
  }
}
