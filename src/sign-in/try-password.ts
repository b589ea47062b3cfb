import { show, type Visitor } from '#platform'
import { checkPassword } from './check-password.ts'
import { rateLimitedPage } from './pages/index.ts'
import { goOn, originOf, type SignInContext } from './visit.ts'

/** Checks a password and goes on, or says what to show on the form it came from. */
export async function tryPassword(
  context: SignInContext,
  c: Visitor,
  attempt: Pick<Parameters<typeof checkPassword>[1], 'id' | 'browserId'>,
  typed: { email: string; password: string | undefined; keep: boolean },
): Promise<Response | { error: 'missing' | 'wrong'; triesLeft?: number }> {
  const { email, password, keep } = typed
  if (!password) return { error: 'missing' }
  const checked = await checkPassword(context, attempt, { email, password, keep }, originOf(c))
  if (checked.answer === 'right') return goOn(context, c, attempt.id)
  const until = checked.answer === 'wait' ? checked.until : checked.blockedUntil
  if (!until) return { error: 'wrong', triesLeft: checked.answer === 'wrong' ? checked.left : undefined }
  const now = context.database.durable.now
  c.header('Retry-After', String(Math.max(1, Math.ceil(until.since(now).total('seconds')))))
  return show(c, rateLimitedPage(c.get('say'), { attempt: attempt.id, email, until, now }), { status: 429 })
}
