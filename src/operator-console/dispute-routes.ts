import { disputesAsked, mended, withContest } from '#admin-console'
import {
  caseFor,
  domainById,
  lookForDispute,
  messagesOf,
  settleDispute,
  takeDispute,
  writeMessage,
} from '#domain-claim'
import { formOf, show, type Visitor } from '#platform'
import { type DisputePage, disputePage, disputesPage } from './pages/index.ts'
import type { Desk, OperatorContext, OperatorSurface } from './surface.ts'

// What is shown again of a text that was too long.
const mostShown = 4_000

/** Cases of all organizations (DOM-9): operators read both sides, write to them, and settle what they can’t. */
export function disputeRoutes(
  context: OperatorContext,
  { read, write, writeSensitive, act, frameOf }: OperatorSurface,
): void {
  const on = context.database.durable
  const idIn = (c: Visitor) => c.req.param('dispute') ?? ''
  const hrefOf = (c: Visitor, status: string) => `/operator/disputes/${idIn(c)}?status=${status}`

  async function showCase(
    c: Visitor,
    { me, actor }: Desk,
    more: Pick<DisputePage, 'typed'> & { readonly form?: 'message' | 'settle' | 'look'; readonly error?: unknown } = {},
  ): Promise<Response> {
    const { form, error, typed } = more
    const known = form && mended(error)
    const { dispute } = await caseFor(on, actor, idIn(c))
    const domain = dispute.domainId ? await domainById(on, dispute.domainId) : undefined
    const page = {
      ...(await frameOf(c, me)),
      dispute,
      messages: await messagesOf(on, dispute.id, 'operator'),
      domain: domain && (await withContest(on, domain)),
      now: on.now,
      isMine: dispute.mediatorId === actor.accountId,
      typed,
      error: form && known && { form, problem: known },
    }
    return show(c, disputePage(c.get('say'), page), { status: known?.status })
  }

  read('/disputes', async (c, _desk, frame) =>
    show(c, disputesPage(c.get('say'), { ...frame, ...(await disputesAsked(on, c)) })),
  )
  read('/disputes/:dispute', (c, desk) => showCase(c, desk))
  write('/disputes/:dispute/take', async (c, desk) => {
    await act(desk, (tx, actor) => takeDispute(tx, actor, idIn(c)))
    return c.redirect(hrefOf(c, 'dispute-taken'), 303)
  })
  write('/disputes/:dispute/message', async (c, desk) => {
    const { text, to } = await formOf(c, 'text', 'to')
    try {
      await act(desk, (tx, actor) => writeMessage(tx, actor, idIn(c), { text, seenBy: to }))
    } catch (error) {
      return showCase(c, desk, { form: 'message', error, typed: { text: text?.slice(0, mostShown), to } })
    }
    return c.redirect(hrefOf(c, 'dispute-written'), 303)
  })
  write('/disputes/:dispute/look', async (c, desk) => {
    try {
      await lookForDispute(context, desk.actor, idIn(c))
    } catch (error) {
      return showCase(c, desk, { form: 'look', error })
    }
    return c.redirect(hrefOf(c, 'dispute-looked'), 303)
  })
  writeSensitive('/disputes/:dispute/settle', '/disputes', async (c, desk) => {
    const { outcome, reason } = await formOf(c, 'outcome', 'reason')
    try {
      await act(desk, (tx, actor) => settleDispute(tx, actor, idIn(c), { outcome, reason }))
    } catch (error) {
      return showCase(c, desk, { form: 'settle', error, typed: { outcome, reason: reason?.slice(0, mostShown) } })
    }
    return c.redirect(hrefOf(c, 'dispute-settled'), 303)
  })
}
