import { goToGoogle, recordRefusal } from '#identity-source'
import { Refusal } from '#kernel'
import { show, type Visitor } from '#platform'
import type { Attempt } from './attempt.ts'
import { googleProblemPage } from './pages/index.ts'
import { originOf, type SignInContext } from './visit.ts'

type Known = Pick<Attempt, 'id' | 'product' | 'site' | 'email' | 'freshSince'>

/**
 * Sends the browser to Google, or says what is in the way.
 * @param choose lets the person pick among several accounts there
 */
export function toGoogle(context: SignInContext, c: Visitor, attempt: Known, choose: boolean): Promise<Response> {
  return orSay(context, c, attempt, async () => {
    const { id: attemptId, site, email, freshSince } = attempt
    if (!site) throw new Refusal('identity-source.not-connected', 410)
    const wanted = { attemptId, siteId: site.id, address: choose ? undefined : email }
    const mustAsk = choose || freshSince !== undefined || email === undefined
    const to = await goToGoogle(context.database.durable, context.google, { ...wanted, choose: mustAsk })
    return c.redirect(to.href, 303)
  })
}

// With these the same again comes to the same, so the way on is another one.
const final = new Set(['identity-source.not-connected', 'identity-source.not-ours'])

/** Does something that Google may spoil. If it does, that is written down, and the page says what can be done (LOG-3). */
export async function orSay(
  context: SignInContext,
  c: Visitor,
  attempt: Known | undefined,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('identity-source.')) throw error
    const about = { siteId: attempt?.site?.id, productId: attempt?.product?.id }
    await context.database.transaction((tx) => recordRefusal(tx, { kind: 'visitor', ...originOf(c) }, error, about))
    const page = googleProblemPage(c.get('say'), {
      attempt: attempt?.id,
      problem: error,
      again: !final.has(error.code),
    })
    return show(c, page, { status: error.status, formTargets: attempt?.product?.origins })
  }
}
