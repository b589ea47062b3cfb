import { ReadableStream } from 'node:stream/web'
import { type Account, accountById, deletionOf } from '#account'
import { searchEntries } from '#audit'
import { secondStepOf } from '#credential'
import { isVerified } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import {
  countAccounts,
  deactivateAccount,
  isFiltered,
  isUnderWay,
  listAccounts,
  logOutEverywhere,
  managingDomains,
  type Order,
  orderIn,
  placeIn,
  queryOfWanted,
  reactivateAccount,
  recordListExport,
  runsOf,
  type Search,
  type State,
  searchFor,
  sendPasswordReset,
  wantedIn,
  wantedNames,
  writeAccounts,
} from '#managed-account'
import { formOf, queryOf, type Say, type Statements, show, type Tx, type Visitor } from '#platform'
import { sessionsOf } from '#sign-in'
import { peopleOf } from './audit-view.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { decisionsOn } from './decisions-on.ts'
import { domainsIn } from './domains-in.ts'
import { clip, mended } from './mended.ts'
import {
  accountDetailPage,
  accountsPage,
  type DeactivationReason,
  deactivateAccountPage,
  deactivationReasons,
  type ManagedView,
  reasonName,
} from './pages/index.ts'

const onOnePage = 10
/** Counted no further: more is said as “more than”. */
export const mostCounted = 10_000
const entriesShown = 10
const devicesCounted = 100

/** The accounts that an organization manages: found, looked at, turned off and on (MAN-1, MAN-2). */
export function accountRoutes(context: ConsoleContext, surface: Console): void {
  const { read, write, writeSensitive } = surface
  const { database } = context
  const on = database.durable

  read('/accounts', 'auditor', async (c, place, holder) => {
    const { id: organizationId } = place.organization
    const wanted = wantedIn((name) => queryOf(c, name))
    const order = orderIn(wanted, queryOf(c, 'sort'))
    const [before, after] = [placeIn(queryOf(c, 'before', 2_500)), placeIn(queryOf(c, 'after', 2_500))]
    const search = await searchFor(on, organizationId, wanted)
    const page = await pageOf(on, search, order, { before, after })
    // A page that has emptied meanwhile is no answer to the filters.
    if (page.accounts.length === 0 && (before || after))
      return c.redirect(`${place.base}/accounts${queryOfWanted(wanted, { sort: order })}`, 303)
    const isEmpty = page.accounts.length === 0 && !isFiltered(wanted)
    const verified = isEmpty ? (await domainsIn(on, organizationId)).find(isVerified) : undefined
    const view = {
      ...page,
      wanted,
      order,
      count: await countAccounts(on, search, mostCounted + 1),
      mostCounted,
      domains: await managingDomains(on, organizationId),
      claimable: verified,
      runs: (await runsOf(on, organizationId, 5)).filter(isUnderWay),
      isNobodyChosen: queryOf(c, 'chosen', 10) === 'nobody',
    }
    return show(c, accountsPage(c.get('say'), { ...place, ...view, holder }))
  })

  const backToList = async (c: Visitor) => {
    const fields = await formOf(c, 'sort', ...wantedNames)
    return `/accounts${queryOfWanted(wantedIn((name) => fields[name]))}`
  }
  writeSensitive('/accounts/export', 'auditor', backToList, async (c, { organization, actor }) => {
    const fields = await formOf(c, 'sort', ...wantedNames)
    const wanted = wantedIn((name) => fields[name])
    const search = await searchFor(on, organization.id, wanted)
    await database.transaction((tx) => recordListExport(tx, actor, wanted))
    return download(c, 'umbel-accounts', writeAccounts(on, search, orderIn(wanted, fields.sort)))
  })

  // ---------- one account ----------

  async function accountIn(c: Visitor, { organization, me }: Place): Promise<ManagedView> {
    const id = c.req.param('account')
    const account = isId(id) ? await accountById(on, id) : undefined
    const { managedBy } = account ?? {}
    if (!account || managedBy?.organizationId !== organization.id) throw new Refusal('account.unknown', 404)
    const deletion = await deletionOf(on, account.id)
    return {
      id: account.id,
      name: account.name,
      email: account.email,
      pictureId: account.pictureId,
      managedBy,
      state: deletion ? 'leaving' : stateOf(account),
      lastActiveOn: account.lastActiveOn,
      hasSecondStep: (await secondStepOf(on, account.id)).turnedOnAt !== undefined,
      devices: (await sessionsOf(on, account.id, devicesCounted)).length,
      goneAt: deletion?.dueAt,
      isOwn: account.id === me.accountId,
    }
  }

  const detailView = async (place: Place, account: ManagedView) => {
    const search = { organizationId: place.organization.id, accountId: account.id }
    const entries = await searchEntries(on, search, { most: entriesShown })
    const people = await peopleOf(on, {}, entries)
    const decisions = place.role === 'auditor' ? undefined : await decisionsOn(on, account.id)
    return { ...place, holder: await surface.holderOf(place.me), account, entries, people, decisions }
  }

  read('/accounts/:account', 'auditor', async (c, place) => {
    const view = await detailView(place, await accountIn(c, place))
    return show(c, accountDetailPage(c.get('say'), { ...view, status: queryOf(c, 'status', 40) }))
  })

  /** A form with nothing but a button: what is refused is said on the account’s own page. */
  function act(
    path: string,
    status: string,
    work: (tx: Tx, place: Place, accountId: string) => Promise<unknown>,
  ): void {
    write(`/accounts/:account/${path}`, 'user-admin', async (c, place) => {
      const account = await accountIn(c, place)
      try {
        await database.transaction((tx) => work(tx, place, account.id))
      } catch (error) {
        const problem = told(error)
        const view = { ...(await detailView(place, account)), problem }
        return show(c, accountDetailPage(c.get('say'), view), { status: problem.status })
      }
      return c.redirect(`${place.base}/accounts/${account.id}?status=${status}`, 303)
    })
  }
  act('reactivate', 'account-reactivated', (tx, { actor }, id) => reactivateAccount(tx, actor, id))
  act('log-out', 'account-logged-out', (tx, { actor }, id) => logOutEverywhere(tx, actor, id))
  act('reset-password', 'account-reset', (tx, { actor }, id) => sendPasswordReset(tx, actor, id))

  read('/accounts/:account/deactivate', 'user-admin', async (c, place, holder) =>
    show(c, deactivateAccountPage(c.get('say'), { ...place, holder, account: await accountIn(c, place) })),
  )
  write('/accounts/:account/deactivate', 'user-admin', async (c, place) => {
    const account = await accountIn(c, place)
    const { reason, words } = await formOf(c, 'reason', 'words')
    const why = reasonText(c.get('say'), reason, words)
    try {
      await database.transaction((tx) => deactivateAccount(tx, place.actor, account.id, why))
    } catch (error) {
      const problem = told(error)
      const typed = { reason, words: clip(words), problem }
      const view = { ...place, ...typed, holder: await surface.holderOf(place.me), account }
      return show(c, deactivateAccountPage(c.get('say'), view), { status: problem.status })
    }
    // Whoever has turned their own account off has no page to come back to.
    if (account.isOwn) return c.redirect('/', 303)
    return c.redirect(`${place.base}/accounts/${account.id}?status=account-deactivated`, 303)
  })
}

/** A refusal that the page itself shows: also that somebody may not, because the page says about whom. */
export function told(error: unknown) {
  if (error instanceof Refusal && error.status === 403) return error
  return mended(error)
}

/** The chosen reason in the admin’s own words: so it stands in the records. */
export function reasonText(say: Say, reason: string | undefined, words: string | undefined): string | undefined {
  const known = deactivationReasons.find((each): each is DeactivationReason => each === reason)
  const more = (words ?? '').trim()
  if (!known) return undefined
  if (known === 'other' && more !== '') return more
  return [reasonName(say, known), more].filter((part) => part !== '').join(': ')
}

function stateOf({ deactivatedAt, suspendedAt }: Account): State {
  if (deactivatedAt) return 'deactivated'
  return suspendedAt ? 'suspended' : 'active'
}

/** Hands out a file that is written while it is read. */
export function download(c: Visitor, name: string, parts: AsyncIterable<string>): Response {
  const day = Temporal.Now.plainDateISO(c.get('say').zone)
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}-${day}.csv"`)
  return c.body(ReadableStream.from(parts).pipeThrough(new TextEncoderStream()) as never)
}

/** One page of what was found, and whether there is more on either side. */
async function pageOf(
  on: Statements,
  search: Search,
  order: Order,
  { before, after }: Pick<Parameters<typeof listAccounts>[2], 'before' | 'after'>,
) {
  const isBackward = before !== undefined && after === undefined
  const found = await listAccounts(on, search, { order, most: onOnePage + 1, before, after })
  const more = found.length > onOnePage
  if (isBackward) return { accounts: more ? found.slice(1) : found, hasBefore: more, hasAfter: true }
  return { accounts: found.slice(0, onOnePage), hasBefore: after !== undefined, hasAfter: more }
}
