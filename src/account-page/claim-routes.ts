import { changeOf } from '#account'
import { acceptClaim, type ClaimNotice, chooseToMove, claimNoticeOf } from '#domain-claim'
import { Refusal } from '#kernel'
import { formOf, type Statements } from '#platform'
import type { Html, Say } from '#platform/page'
import type { SignInContext } from '#sign-in'
import { claimCard } from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

/** The card of a claim that asks, for whoever put it off at log-in or thinks again (DOM-7). */
export async function claimCardFor(on: Statements, say: Say, accountId: string): Promise<Html | undefined> {
  const notice = await openNoticeOf(on, accountId)
  if (!notice) return undefined
  const change = await changeOf(on, accountId)
  return claimCard(say, { notice, now: on.now, waitingFor: change?.email })
}

/** What a claim asks of a holder, as long as there is something to choose. */
export async function openNoticeOf(on: Statements, accountId: string): Promise<ClaimNotice | undefined> {
  const notice = await claimNoticeOf(on, accountId)
  return notice && notice.state !== 'managed' ? notice : undefined
}

/** The answer to a claim, outside of a log-in: only while that is recent, as keeping the account for work is for good. */
export function claimRoutes({ database }: SignInContext, { sensitiveForm }: Surface): void {
  sensitiveForm(
    '/organization/claim',
    async (c, me) => {
      const { claim, choice } = await formOf(c, 'claim', 'choice')
      const notice = await openNoticeOf(database.durable, me.accountId)
      if (notice?.claimId !== claim) return c.redirect('/organization?status=claim-over', 303)
      const choose = choice === 'keep' ? acceptClaim : choice === 'move' ? chooseToMove : undefined
      if (!choose) return c.redirect('/organization', 303)
      try {
        await database.transaction((tx) => choose(tx, actorOf(c, me), me.accountId))
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'domain-claim.claim-gone') throw error
        return c.redirect('/organization?status=claim-over', 303)
      }
      return c.redirect(choice === 'keep' ? '/organization?status=claim-kept' : '/profile/email', 303)
    },
    '/organization',
  )
}
