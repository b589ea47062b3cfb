import { hashSecret, parseAddress } from '#kernel'
import type { Visitor } from '#platform'
import type { Effort } from './limits.ts'
import { browserByToken, isKnownDevice } from './store.ts'
import { type SignInContext, shownBy } from './visit.ts'
import type { Work, WorkFor } from './work.ts'

/**
 * The work that a log-in form carries, where the next try from here takes any (LOG-5).
 * @param email not known yet where the form asks for it, too; a browser that some account knows is then let be
 */
export async function workAhead(
  context: SignInContext,
  c: Visitor,
  attempt: { readonly id: string; readonly browserId: string },
  email: string | undefined,
): Promise<Work | undefined> {
  const { database, limits } = context
  const emailKey = email === undefined ? undefined : parseAddress(email).key
  if (await isKnownDevice(database.durable, attempt.browserId, emailKey)) return undefined
  const { effort } = await limits.lookAhead(database.durable, { network: c.get('network'), emailKey })
  return offerOf(context, { form: 'log-in', attempt: attempt.id }, effort)
}

/** The work that a form carries which makes us send a mail to somebody. */
export async function workBeforeMail(context: SignInContext, c: Visitor, about: WorkFor): Promise<Work | undefined> {
  if (await isKnownHere(context, c, undefined)) return undefined
  return offerOf(context, about, await mailEffort(context, c))
}

/**
 * Takes the work that such a form brought: what is left to do, if anything. A network that may not send any more mails is
 * told so instead.
 * @param asked.emailKey set where the account of that address may know this device, which then counts for nothing
 * @throws Refusal 'platform.mails-often' 429
 */
export async function takeBeforeMail(
  context: SignInContext,
  c: Visitor,
  about: WorkFor,
  asked: { work: string | undefined; solution: string | undefined; emailKey?: string },
): Promise<Work | undefined> {
  const on = context.database.durable
  const isKnown = await isKnownHere(context, c, asked.emailKey)
  const effort = isKnown ? 'none' : await mailEffort(context, c)
  const network = c.get('network')
  const left = effort === 'none' ? undefined : await context.workshop.take(on, about, effort, { ...asked, network })
  if (!left && !(isKnown && asked.emailKey !== undefined))
    await context.mailLimits.mayMail(context.database.quick, { network })
  return left
}

async function isKnownHere(context: SignInContext, c: Visitor, emailKey: string | undefined): Promise<boolean> {
  const { browser } = shownBy(context, c)
  const on = context.database.durable
  const browserId = browser && (await browserByToken(on, hashSecret(browser)))
  return browserId ? isKnownDevice(on, browserId, emailKey) : false
}

async function mailEffort({ database, limits, mailLimits }: SignInContext, c: Visitor): Promise<Effort> {
  if (await limits.alarm.isOn(database.durable)) return 'more'
  return (await mailLimits.isHalfUsed(database.durable, c.get('network'))) ? 'some' : 'none'
}

async function offerOf(context: SignInContext, about: WorkFor, effort: Effort): Promise<Work | undefined> {
  return effort === 'none' ? undefined : context.workshop.offer(context.database.durable.now, about, effort)
}
