import {
  type Dispute,
  lastDisputeOf,
  messagesOf,
  openDispute,
  subjectOf,
  withdrawDispute,
  writeMessage,
} from '#domain-claim'
import { Refusal } from '#kernel'
import { formOf, show, type Visitor } from '#platform'
import type { Presented, SignInContext } from '#sign-in'
import { casePage, notMinePage, withdrawCasePage } from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

// What is shown again of a text that was too long.
const mostShown = 4_000
const clip = (text: string | undefined) => text?.slice(0, mostShown)

/** “I don’t belong to this organization”: opening a case, following it, taking it back (DOM-9). */
export function disputeRoutes({ database }: SignInContext, surface: Surface): void {
  const { page, form, sensitivePage, sensitiveForm, holderOf } = surface
  const on = database.durable

  const isOpen = (dispute: Dispute | undefined) => dispute !== undefined && dispute.settledAt === undefined

  async function showNotMine(c: Visitor, me: Presented, more: { typed?: Typed; error?: Refusal } = {}) {
    const subject = await subjectOf(on, me.accountId)
    if (isOpen(await lastDisputeOf(on, me.accountId))) return c.redirect('/organization/case', 303)
    if (!subject) throw new Refusal('domain-claim.nothing-to-dispute', 409)
    const view = { holder: await holderOf(me), subject, ...more }
    return show(c, notMinePage(c.get('say'), view), { status: more.error?.status })
  }

  sensitivePage('/organization/not-mine', (c, me) => showNotMine(c, me))
  sensitiveForm('/organization/not-mine', async (c, me) => {
    const typed = await formOf(c, 'matter', 'text', 'reach')
    try {
      await database.transaction((tx) => openDispute(tx, actorOf(c, me), typed))
    } catch (error) {
      if (!(error instanceof Refusal) || ![422, 429].includes(error.status)) throw error
      const again = { ...typed, text: clip(typed.text), reach: typed.reach?.slice(0, 400) }
      return showNotMine(c, me, { typed: again, error })
    }
    return c.redirect('/organization/case?status=case-opened', 303)
  })

  async function caseOf(me: Presented): Promise<Dispute> {
    const dispute = await lastDisputeOf(on, me.accountId)
    if (!dispute) throw new Refusal('domain-claim.no-case', 404)
    return dispute
  }
  async function showCase(c: Visitor, me: Presented, more: { text?: string | undefined; error?: Refusal } = {}) {
    const dispute = await caseOf(me)
    const messages = await messagesOf(on, dispute.id, 'holder')
    const view = { holder: await holderOf(me), dispute, messages, now: on.now, status: statusIn(c), ...more }
    return show(c, casePage(c.get('say'), view), { status: more.error?.status })
  }

  page('/organization/case', (c, me) => showCase(c, me))
  form('/organization/case', async (c, me) => {
    const { text } = await formOf(c, 'text')
    const { id } = await caseOf(me)
    try {
      await database.transaction((tx) => writeMessage(tx, actorOf(c, me), id, { text }))
    } catch (error) {
      if (!(error instanceof Refusal) || ![422, 429].includes(error.status)) throw error
      return showCase(c, me, { text: clip(text), error })
    }
    return c.redirect('/organization/case?status=case-written', 303)
  })

  page('/organization/case/withdraw', async (c, me, holder) => {
    const dispute = await caseOf(me)
    if (!isOpen(dispute)) return c.redirect('/organization/case', 303)
    return show(c, withdrawCasePage(c.get('say'), { holder, dispute }))
  })
  form('/organization/case/withdraw', async (c, me) => {
    const { id } = await caseOf(me)
    await database.transaction((tx) => withdrawDispute(tx, actorOf(c, me), id))
    return c.redirect('/organization/case?status=case-withdrawn', 303)
  })
}

type Typed = Readonly<Record<'matter' | 'text' | 'reach', string | undefined>>
