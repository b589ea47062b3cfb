import { parseAddress } from '#kernel'
import type { Statements, Visitor } from '#platform'
import { pathOf } from './attempt.ts'
import { openAttempt } from './open-attempt.ts'
import { usesPasskeyHere } from './passkey-attempt-store.ts'
import type { Presented } from './session.ts'
import { type SignInContext, setCookies, shownBy } from './visit.ts'

const recentMinutes = 15

/** Whether the person has proved who they are a moment ago: enough for what is sensitive (LOG-10, ASVS 7.5.1). */
export function isRecent(
  on: Pick<Statements, 'now'>,
  { authenticatedAt }: Pick<Presented, 'authenticatedAt'>,
): boolean {
  return on.now.since(authenticatedAt).total('minutes') < recentMinutes
}

/**
 * Lets whoever is logged in confirm it, with everything that a log-in asks for, and come back. The session stays the same one.
 * @param back a path of ours
 */
export async function confirmFirst(context: SignInContext, c: Visitor, me: Presented, back: string): Promise<Response> {
  const { accountId: confirms, email, kept: keep } = me
  const wanted = { returnTo: back, email, confirms, keep, freshSince: context.database.durable.now }
  const opened = await openAttempt(context.database.durable, context.jar, shownBy(context, c), wanted)
  setCookies(c, opened.setCookies)
  const passkeyHere = await usesPasskeyHere(context.database.durable, parseAddress(email).key, opened.browserId)
  return c.redirect(pathOf(passkeyHere ? 'passkey' : 'password', opened.attemptId), 303)
}
