/**
 * What a product needs to log its people in with Umbel, and out again (DEV-3): a thin layer over `openid-client`,
 * without a framework. `hono.ts` fits it to Hono, `postgres-sessions.ts` keeps its sessions in PostgreSQL.
 */

export { type FailureCode, failureStatus, LogInFailure, plainFailurePage } from './failure.ts'
export { type LoggedIn, mountUmbel, requireLogIn, type UmbelPaths, usualPaths } from './hono.ts'
export type { LogInWish } from './log-in.ts'
export { memorySessions } from './memory-sessions.ts'
export type { UmbelOptions } from './options.ts'
export { type PostgresSessions, postgresSessions } from './postgres-sessions.ts'
export type { SuiteProduct } from './products.ts'
export { isFromOwnPage, returnPath } from './return-to.ts'
export type { SessionCheck } from './session-check.ts'
export type { LoggedOut, LogInKey, PendingLogIn, Person, Session, SessionStore } from './sessions.ts'
export { connectToUmbel, type Umbel } from './umbel.ts'
