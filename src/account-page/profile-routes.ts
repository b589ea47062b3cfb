import { accountById, actions, changeName, isVerified, verdictOn } from '#account'
import { Refusal } from '#kernel'
import { formOf, show } from '#platform'
import type { SignInContext } from '#sign-in'
import { type ControlRow, changeNamePage, profilePage } from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

/** What the holder decides, as the control table says (CTL): the rows of the profile page. */
export const controlRows: readonly ControlRow[] = actions
  .filter((action) => verdictOn(action, 'personal', 'holder') !== 'never')
  .map((action) => ({
    action,
    personal: verdictOn(action, 'personal', 'holder') === 'yes',
    managed: verdictOn(action, 'managed', 'holder') === 'yes',
  }))

/** Who the holder is, as others see it (ACC-8). */
export function profileRoutes({ database }: SignInContext, { page, form, holderOf }: Surface): void {
  const on = database.durable

  page('/', async (c) => c.redirect('/profile', 303))

  page('/profile', async (c, me, holder) => {
    const account = await accountById(on, me.accountId)
    if (!account) throw new Refusal('account.gone', 410)
    const { username, locale, zone } = account
    const verified = isVerified(account)
    const status = statusIn(c)
    return show(
      c,
      profilePage(c.get('say'), { holder, username, verified, locale, zone, control: controlRows, status }),
    )
  })

  page('/profile/name', async (c, me, holder) => show(c, changeNamePage(c.get('say'), { holder, value: me.name })))

  form('/profile/name', async (c, me) => {
    const { name } = await formOf(c, 'name')
    try {
      await database.transaction((tx) => changeName(tx, actorOf(c, me), me.accountId, name))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      const value = (name ?? '').slice(0, 400)
      return show(c, changeNamePage(c.get('say'), { holder: await holderOf(me), value, error }), { status: 422 })
    }
    return c.redirect('/profile?status=name-changed', 303)
  })
}
