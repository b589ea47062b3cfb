import { accountById } from '#account'
import { resetSecondStep } from '#credential'
import { domainsOf, isVerified, readable } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import {
  accountToDecide,
  changeAddress,
  changeManagedName,
  deleteManaged,
  keepManaged,
  offerRelease,
  removeManagedPicture,
  takeBackRelease,
} from '#managed-account'
import { formOf, type Html, type Say, show, type Tx, type Visitor } from '#platform'
import { told } from './account-routes.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { clip } from './mended.ts'
import {
  changeAddressPage,
  changeManagedNamePage,
  type DecidePage,
  deleteManagedPage,
  keepElsewherePage,
  offerReleasePage,
  resetSecondStepPage,
} from './pages/index.ts'

/** What an administrator decides about one account (MAN-3, MAN-4, MAN-5, CTL-2). */
export function decideRoutes(context: ConsoleContext, surface: Console): void {
  const { read, readSensitive, write, writeSensitive, holderOf } = surface
  const { database, secretKey } = context
  const on = database.durable
  type View = DecidePage & { readonly domains: readonly string[] }
  type Page = (say: Say, view: View) => Html

  async function viewOf(c: Visitor, place: Place): Promise<View> {
    const id = c.req.param('account')
    const account = isId(id) ? await accountById(on, id) : undefined
    const { organization } = place
    if (account?.managedBy?.organizationId !== organization.id) throw new Refusal('account.unknown', 404)
    const domains = (await domainsOf(on, organization.id)).filter(isVerified).map(({ name }) => readable(name))
    return { ...place, holder: await holderOf(place.me), account, domains: domains.slice(0, mostNamed) }
  }

  /** A page that asks, and its form. What is refused is said on the same page. */
  function decision(
    path: string,
    { page, status, isSensitive = false }: { page: Page; status: string; isSensitive?: boolean },
    work: (tx: Tx, place: Place, accountId: string, typed: Typed) => Promise<unknown>,
  ): void {
    const at = `/accounts/:account/${path}`
    const ask = async (c: Visitor, place: Place) => show(c, page(c.get('say'), await viewOf(c, place)))
    const respond = answer(page, status, work)
    if (isSensitive) {
      readSensitive(at, 'user-admin', ask)
      writeSensitive(at, 'user-admin', hereIn(path), respond)
    } else {
      read(at, 'user-admin', ask)
      write(at, 'user-admin', respond)
    }
  }

  const answer =
    (page: Page, status: string, work: (tx: Tx, place: Place, accountId: string, typed: Typed) => Promise<unknown>) =>
    async (c: Visitor, place: Place): Promise<Response> => {
      const view = await viewOf(c, place)
      const typed = await formOf(c, 'email', 'name', 'free')
      try {
        await database.transaction((tx) => work(tx, place, view.account.id, typed))
      } catch (error) {
        const problem = told(error)
        const again = { ...view, typed: clip(typed.email ?? typed.name), problem }
        return show(c, page(c.get('say'), again), { status: problem.status })
      }
      return c.redirect(`${place.base}/accounts/${view.account.id}?status=${status}`, 303)
    }

  decision(
    'address',
    { page: changeAddressPage, status: 'address-decided', isSensitive: true },
    (tx, { actor }, id, { email }) => changeAddress(tx, actor, id, email),
  )
  decision('name', { page: changeManagedNamePage, status: 'name-decided' }, (tx, { actor }, id, { name }) =>
    changeManagedName(tx, actor, id, name),
  )
  write(
    '/accounts/:account/picture',
    'user-admin',
    answer(changeManagedNamePage, 'picture-removed', (tx, { actor }, id) => removeManagedPicture(tx, actor, id)),
  )
  decision(
    'delete',
    { page: deleteManagedPage, status: 'deletion-decided', isSensitive: true },
    (tx, { actor }, id, { free }) => deleteManaged(tx, actor, secretKey, id, { freeAddress: free !== undefined }),
  )
  write(
    '/accounts/:account/keep',
    'user-admin',
    answer(keepElsewherePage, 'kept', (tx, { actor }, id, { email }) =>
      keepManaged(tx, actor, secretKey, id, email || undefined),
    ),
  )
  decision('release', { page: offerReleasePage, status: 'release-offered' }, (tx, { actor }, id) =>
    offerRelease(tx, actor, id),
  )
  write(
    '/accounts/:account/release/take-back',
    'user-admin',
    answer(offerReleasePage, 'release-taken-back', (tx, { actor }, id) => takeBackRelease(tx, actor, id)),
  )
  decision(
    'second-step',
    { page: resetSecondStepPage, status: 'second-step-reset', isSensitive: true },
    async (tx, { actor }, id) => {
      await accountToDecide(tx, actor, id)
      await resetSecondStep(tx, actor, id, secretKey)
    },
  )
}

type Typed = Readonly<Partial<Record<'email' | 'name' | 'free', string>>>
// Where there are more, a few of them show what is meant.
const mostNamed = 5
const hereIn = (path: string) => (c: Visitor) => Promise.resolve(`/accounts/${c.req.param('account')}/${path}`)
