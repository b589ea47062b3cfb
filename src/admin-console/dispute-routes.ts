import { caseFor, type Dispute, handOver, messagesOf, releaseAccount, suggest, writeMessage } from '#domain-claim'
import { formOf, queryOf, show, type Visitor } from '#platform'
import type { Console, ConsoleContext, Place } from './console.ts'
import { disputesAsked } from './disputes-asked.ts'
import { clip, mended } from './mended.ts'
import { disputePage, disputesPage, releaseDisputePage, suggestPage } from './pages/index.ts'

// What is shown again of a text that was too long.
const mostShown = 4_000

/** Cases against the organization (DOM-9), and suggestions to those whom it does not manage (CTL-3). */
export function disputeRoutes({ database }: ConsoleContext, { read, write, writeSensitive, holderOf }: Console): void {
  const on = database.durable
  const status = (c: Visitor) => queryOf(c, 'status', 40)
  const idIn = (c: Visitor) => c.req.param('dispute') ?? ''

  /** A case as the organization sees it. */
  async function disputeIn(c: Visitor, { actor }: Place): Promise<Omit<Dispute, 'reach'>> {
    const { reach: _, ...dispute } = (await caseFor(on, actor, idIn(c))).dispute
    return dispute
  }
  async function viewOf(c: Visitor, place: Place) {
    const dispute = await disputeIn(c, place)
    const messages = await messagesOf(on, dispute.id, 'organization')
    return { ...place, holder: await holderOf(place.me), dispute, messages, now: on.now, status: status(c) }
  }

  read('/disputes', 'auditor', async (c, place, holder) => {
    const list = await disputesAsked(on, c, place.organization.id)
    return show(c, disputesPage(c.get('say'), { ...place, holder, ...list, status: status(c) }))
  })
  read('/disputes/:dispute', 'auditor', async (c, place) => show(c, disputePage(c.get('say'), await viewOf(c, place))))
  write('/disputes/:dispute/message', 'user-admin', async (c, place) => {
    const { text } = await formOf(c, 'text')
    try {
      await database.transaction((tx) => writeMessage(tx, place.actor, idIn(c), { text }))
    } catch (error) {
      const known = mended(error)
      const view = { ...(await viewOf(c, place)), text: text?.slice(0, mostShown), error: known }
      return show(c, disputePage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`${place.base}/disputes/${idIn(c)}?status=dispute-answered`, 303)
  })
  write('/disputes/:dispute/hand-over', 'user-admin', async (c, place) => {
    await database.transaction((tx) => handOver(tx, place.actor, idIn(c)))
    return c.redirect(`${place.base}/disputes/${idIn(c)}?status=dispute-handed-over`, 303)
  })
  read('/disputes/:dispute/release', 'user-admin', async (c, place, holder) =>
    show(c, releaseDisputePage(c.get('say'), { ...place, holder, dispute: await disputeIn(c, place) })),
  )
  writeSensitive('/disputes/:dispute/release', 'user-admin', '/disputes', async (c, place) => {
    await database.transaction((tx) => releaseAccount(tx, place.actor, idIn(c)))
    return c.redirect(`${place.base}/disputes/${idIn(c)}?status=dispute-released`, 303)
  })

  read('/suggest', 'user-admin', async (c, place, holder) => {
    const typed = { email: queryOf(c, 'address', 320) }
    return show(c, suggestPage(c.get('say'), { ...place, holder, typed, status: status(c) }))
  })
  write('/suggest', 'user-admin', async (c, place) => {
    const typed = await formOf(c, 'email', 'kind', 'value')
    try {
      await database.transaction((tx) => suggest(tx, place.actor, typed))
    } catch (error) {
      const known = mended(error)
      const again = { email: clip(typed.email), kind: typed.kind, value: clip(typed.value) }
      const view = { ...place, holder: await holderOf(place.me), typed: again, error: known }
      return show(c, suggestPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`${place.base}/suggest?status=suggested`, 303)
  })
}
