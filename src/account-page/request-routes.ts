import { type Account, accountById } from '#account'
import { type Actor, hashSecret, Refusal } from '#kernel'
import {
  askFor,
  declineRelease,
  finishRelease,
  nameHome,
  type RequestKind,
  releaseByLink,
  releaseOf,
  requestKinds,
  requestsOf,
  withdrawRequest,
} from '#managed-account'
import { formOf, queryOf, type Statements, show, type Visitor } from '#platform'
import type { Html, Say } from '#platform/page'
import { originOf, type Presented, presentedIn, type SignInContext } from '#sign-in'
import {
  askPage,
  homePage,
  releaseCard,
  releasedPage,
  releaseGonePage,
  releaseLinkPage,
  requestsCard,
} from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

/** What the holder asks of the organization (MAN-6), and being released from it (MAN-5). */
export function requestRoutes(context: SignInContext, surface: Surface): void {
  const { database, secretKey } = context
  const { app, form, sensitivePage, sensitiveForm, holderOf } = surface
  const on = database.durable

  for (const kind of requestKinds) {
    const path = `/organization/ask/${kind}`
    sensitivePage(path, (c, me) => showAsk(c, me, kind))
    sensitiveForm(path, async (c, me) => {
      const { email, note } = await formOf(c, 'email', 'note')
      try {
        await database.transaction((tx) => askFor(tx, actorOf(c, me), secretKey, { kind, email, note }))
      } catch (error) {
        const known = mended(error)
        return showAsk(c, me, kind, { email: clip(email), note: note?.slice(0, 2_000), error: known })
      }
      return c.redirect('/organization?status=asked#requests', 303)
    })
  }

  form('/organization/withdraw', async (c, me) => {
    const { request } = await formOf(c, 'request')
    await database.transaction((tx) => withdrawRequest(tx, actorOf(c, me), request))
    return c.redirect('/organization?status=request-withdrawn#requests', 303)
  })

  async function showAsk(
    c: Visitor,
    me: Presented,
    kind: RequestKind,
    typed: { email?: string | undefined; note?: string | undefined; error?: Known } = {},
  ): Promise<Response> {
    const manager = (await accountById(on, me.accountId))?.managedBy
    if (!manager) throw new Refusal('managed-account.not-managed', 409)
    const page = askPage(c.get('say'), { holder: await holderOf(me), manager, kind, ...typed })
    return show(c, page, { status: typed.error?.status })
  }

  // ---------- release ----------

  sensitivePage('/organization/home', (c, me) => showHome(c, me))
  sensitiveForm('/organization/home', async (c, me) => {
    const { email } = await formOf(c, 'email')
    try {
      await database.transaction((tx) => nameHome(tx, actorOf(c, me), secretKey, email))
    } catch (error) {
      return showHome(c, me, clip(email), mended(error))
    }
    return c.redirect('/organization?status=home-named', 303)
  })
  form('/organization/stay', async (c, me) => {
    await database.transaction((tx) => declineRelease(tx, actorOf(c, me)))
    return c.redirect('/organization?status=stays', 303)
  })

  async function showHome(c: Visitor, me: Presented, value?: string, error?: Known): Promise<Response> {
    const release = await releaseOf(on, me.accountId)
    const manager = (await accountById(on, me.accountId))?.managedBy
    if (!manager || !release) throw new Refusal('managed-account.release-over', 409)
    const page = { holder: await holderOf(me), ...manager, value: value ?? release.home?.email, error }
    return show(c, homePage(c.get('say'), page), { status: error?.status })
  }

  // The link proves the private address, and the log-in that named it proved the account: nobody need be logged in here.
  app.get('/organization/release', async (c) => showLink(c, queryOf(c, 'token', 100) ?? ''))
  app.post('/organization/release', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const release = await releaseByLink(on, hashSecret(token))
    if (!release) return gone(c)
    try {
      const actor = await whoFollows(c, release.accountId)
      const done = await database.transaction((tx) => finishRelease(tx, actor, hashSecret(token)))
      return done ? show(c, releasedPage(c.get('say'), { email: done.to, from: done.from })) : gone(c)
    } catch (error) {
      return showLink(c, token, mended(error))
    }
  })

  async function showLink(c: Visitor, token: string, error?: Known): Promise<Response> {
    const release = await releaseByLink(on, hashSecret(token))
    const account = release && (await accountById(on, release.accountId))
    if (!release?.home || !account?.managedBy) return gone(c)
    const { organization } = account.managedBy
    const page = { token, email: release.home.email, from: account.email, organization, error }
    return show(c, releaseLinkPage(c.get('say'), page), { status: error?.status })
  }
  const gone = (c: Visitor) => show(c, releaseGonePage(c.get('say')), { status: 410 })

  async function whoFollows(c: Visitor, accountId: string): Promise<Actor> {
    const me = await presentedIn(context, c)
    return me?.accountId === accountId ? actorOf(c, me) : { kind: 'visitor', ...originOf(c) }
  }
}

/** On the page of the organization: a release that is under way. */
export async function releaseCardFor(on: Statements, say: Say, account: Account): Promise<Html | undefined> {
  const release = account.managedBy && (await releaseOf(on, account.id))
  return release && account.managedBy && releaseCard(say, { ...account.managedBy, home: release.home })
}

/** On the page of the organization: what can be asked of it. */
export async function requestsCardFor(on: Statements, say: Say, { id, managedBy }: Account): Promise<Html | undefined> {
  if (!managedBy) return undefined
  const { organization, organizationId } = managedBy
  const requests = await requestsOf(on, id, organizationId)
  return requestsCard(say, { organization, requests, isReleasing: (await releaseOf(on, id)) !== undefined })
}

type Known = Refusal & { status: 409 | 422 | 429 }

/** A refusal that the form itself can show; anything else goes its way. */
function mended(error: unknown): Known {
  if (error instanceof Refusal && [409, 422, 429].includes(error.status)) return error as Known
  throw error
}

const clip = (text: string | undefined): string | undefined => text?.slice(0, 400)
