import type { Visitor } from '#platform'
import { type Attempt, nextStep } from './attempt.ts'
import { afterwards, attemptIn, goOn, lost, type SignInContext } from './visit.ts'

/** A log-in that is as far as its second step. */
export type Waiting = Attempt & { readonly accountId: string }

/** The log-in that a request names, when it waits for its second step, or lacks one; otherwise the answer that leads on. */
export async function waitingIn(
  context: SignInContext,
  c: Visitor,
  id: string | undefined,
  step: 'second-step' | 'lacks-second-step' = 'second-step',
): Promise<Waiting | Response> {
  const attempt = await attemptIn(context, c, id)
  if (!attempt) return lost(c)
  if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
  const { accountId } = attempt
  if (accountId === undefined || nextStep(attempt, attempt) !== step) return goOn(context, c, attempt.id)
  return { ...attempt, accountId }
}

export const isAnswer = (found: Waiting | Response): found is Response => found instanceof Response
