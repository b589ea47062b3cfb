import { show, type Visitor } from '#platform'
import type { Attempt } from './attempt.ts'
import { checkPassword } from './check-password.ts'
import { rateLimitedPage, retiredPasswordPage } from './pages/index.ts'
import { goOn, originOf, type SignInContext } from './visit.ts'
import type { Work } from './work.ts'
import { workAhead } from './work-ahead.ts'

/** What a form that asks for a password brings. */
export type TypedPassword = {
  email: string
  password: string | undefined
  keep: boolean
  work: string | undefined
  solution: string | undefined
}

/** Checks a password and goes on, or says what to show on the form it came from. */
export async function tryPassword(
  context: SignInContext,
  c: Visitor,
  attempt: Pick<Attempt, 'id' | 'browserId' | 'product'>,
  typed: TypedPassword,
): Promise<Response | { error: 'missing' | 'wrong' | 'work'; triesLeft?: number; work?: Work }> {
  const { email, password } = typed
  if (!password) return { error: 'missing', work: await workAhead(context, c, attempt, email) }
  const checked = await checkPassword(context, attempt, { ...typed, password }, originOf(c))
  if (checked.answer === 'right') return goOn(context, c, attempt.id)
  if (checked.answer === 'work') return { error: 'work', work: checked.work }
  if (checked.answer === 'retired') {
    const page = retiredPasswordPage(c.get('say'), { email, sender: context.sender, attempt: attempt.id })
    return show(c, page, { status: 403 })
  }
  const until = checked.answer === 'wait' ? checked.until : checked.blockedUntil
  if (!until) {
    const { left, work } = checked as Extract<typeof checked, { answer: 'wrong' }>
    return { error: 'wrong', triesLeft: left, work }
  }
  const now = context.database.durable.now
  c.header('Retry-After', String(Math.max(1, Math.ceil(until.since(now).total('seconds')))))
  const page = rateLimitedPage(c.get('say'), { attempt: attempt.id, email, until, now, passkey: true })
  return show(c, page, { status: 429, formTargets: attempt.product?.origins })
}
