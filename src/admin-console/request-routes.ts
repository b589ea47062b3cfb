import { accountNames } from '#account'
import { isId, Refusal } from '#kernel'
import { type Asked, answeredRequests, approveRequest, askedById, declineRequest, openRequests } from '#managed-account'
import { formOf, queryOf, show, type Visitor } from '#platform'
import { told } from './account-routes.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { requestPage, requestsPage } from './pages/index.ts'

const onOnePage = 20
// What is shown again of a text that was too long.
const mostShown = 2_000

/** What holders ask for, and the answers (MAN-6). */
export function requestRoutes(context: ConsoleContext, { read, writeSensitive, holderOf }: Console): void {
  const { database, secretKey } = context
  const on = database.durable
  const placeIn = (c: Visitor, name: string) => {
    const id = queryOf(c, name, 40)
    return isId(id) ? id : undefined
  }

  read('/requests', 'auditor', async (c, place, holder) => {
    const { id } = place.organization
    const from = { open: placeIn(c, 'open'), answered: placeIn(c, 'answered') }
    const later = from.open ? 'open' : from.answered ? 'answered' : undefined
    const open = cut(await openRequests(on, id, { after: from.open, most: onOnePage + 1 }))
    const answered = cut(await answeredRequests(on, id, { after: from.answered, most: onOnePage + 1 }))
    const view = {
      open: open.shown,
      answered: answered.shown,
      moreOpen: open.more,
      moreAnswered: answered.more,
      later,
      status: queryOf(c, 'status', 40),
    } as const
    return show(c, requestsPage(c.get('say'), { ...place, holder, ...view }))
  })

  async function viewOf(c: Visitor, place: Place) {
    const id = c.req.param('request')
    const asked = isId(id) ? await askedById(on, place.organization.id, id) : undefined
    if (!asked) throw new Refusal('managed-account.request-unknown', 404)
    const { answeredBy } = asked
    const answerer = answeredBy && (await accountNames(on, [answeredBy])).get(answeredBy)
    return { ...place, holder: await holderOf(place.me), asked, answerer, status: queryOf(c, 'status', 40) }
  }

  read('/requests/:request', 'auditor', async (c, place) => show(c, requestPage(c.get('say'), await viewOf(c, place))))
  const here = async (c: Visitor) => `/requests/${c.req.param('request')}`
  writeSensitive('/requests/:request', 'user-admin', here, async (c, place) => {
    const { asked, ...view } = await viewOf(c, place)
    const { act, reason, free } = await formOf(c, 'act', 'reason', 'free')
    const wish = { reason, freeAddress: free !== undefined }
    try {
      await database.transaction((tx) =>
        act === 'approve'
          ? approveRequest(tx, place.actor, secretKey, asked.id, wish)
          : declineRequest(tx, place.actor, asked.id, reason),
      )
    } catch (error) {
      const problem = told(error)
      const again = { ...view, asked, reason: reason?.slice(0, mostShown), problem }
      return show(c, requestPage(c.get('say'), again), { status: problem.status })
    }
    const status = act === 'approve' ? 'request-approved' : 'request-declined'
    return c.redirect(`${place.base}/requests?status=${status}`, 303)
  })
}

/** As many as fit on a page, and the last of them where there are more. */
function cut(found: readonly Asked[]): { shown: readonly Asked[]; more: string | undefined } {
  const shown = found.slice(0, onOnePage)
  return { shown, more: found.length > onOnePage ? shown.at(-1)?.id : undefined }
}
