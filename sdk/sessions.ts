import { createHash, randomBytes } from 'node:crypto'

/** Who is logged in, as Umbel said at log-in (OpenID Connect Core §5.1). */
export interface Person {
  /** `sub`: never changes, never given again. Key on this, not on the address. */
  accountId: string
  name: string
  email: string | undefined
  emailVerified: boolean
  username: string | undefined
  locale: string | undefined
  /** Umbel's session, as log-out tokens name it. */
  sid: string | undefined
}

/** A log-in that was started: what must match when the browser comes back. */
export interface PendingLogIn {
  nonce: string
  codeVerifier: string
  /** A path of the product, checked before it was stored. */
  returnTo: string
  expiresAt: Date
}

/** A log-in kept for later: found by its state, and only by the browser that started it. Both are SHA-256 hashes. */
export interface LogInKey {
  stateHash: Buffer
  browserHash: Buffer
}

export interface Session {
  person: Person
  idToken: string
  /** `iat` of the ID token: on Umbel's clock, comparable with a log-out token's. */
  issuedAt: Date
  expiresAt: Date
}

/** Whom a log-out token names: a session, an account, or a session of an account. */
export interface LoggedOut {
  jti: string
  accountId: string | undefined
  sid: string | undefined
  issuedAt: Date
  /** Until when the token would be accepted again, and a log-in under way could still bring the session back. */
  rememberUntil: Date
}

/**
 * Where a product keeps its sessions. Identifiers arrive hashed: whoever reads the store can't log in with it.
 * Each method is one atomic step; two processes may share one store.
 */
export interface SessionStore {
  openLogIn(key: LogInKey, logIn: PendingLogIn): Promise<void>
  /** Takes a log-in, once. `used` if it was taken before, `unknown` if this browser never started it. */
  takeLogIn(key: LogInKey): Promise<PendingLogIn | 'used' | 'unknown'>
  /** Opens a session and ends the one it replaces. False if a log-out token for it came while it was being opened. */
  openSession(hash: Buffer, session: Session, replaces: Buffer | undefined): Promise<boolean>
  findSession(hash: Buffer, now: Date): Promise<Session | undefined>
  /** Ends a session and says what it was. */
  endSession(hash: Buffer): Promise<Session | undefined>
  /** Ends the sessions a log-out token names. `replayed` if the token was seen before, and then nothing is ended. */
  endLoggedOut(token: LoggedOut): Promise<number | 'replayed'>
  /** Ends every session of an account that was erased, and forgets what is remembered of its log-outs. */
  forgetAccount(accountId: string): Promise<void>
  /** Whether an event was heard, and dealt with, before. */
  hasHeard(jti: string): Promise<boolean>
  noteHeard(jti: string, rememberUntil: Date): Promise<void>
}

/** 256 random bits, as text for a cookie or an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is stored of a secret. It is random and long, so a plain hash is enough. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
