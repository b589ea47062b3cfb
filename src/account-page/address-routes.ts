import {
  accountUnder,
  askAddressChange,
  cancelAddressChange,
  changeByLink,
  changeOf,
  confirmAddressChange,
  undoAddressChange,
  undoByToken,
} from '#account'
import { managerToBe } from '#domain-claim'
import { type Actor, hashSecret, parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visitor } from '#platform'
import { onwardOf, originOf, type Presented, presentedIn, type SignInContext } from '#sign-in'
import { openNoticeOf } from './claim-routes.ts'
import {
  changeEmailPage,
  confirmEmailPage,
  emailConfirmedPage,
  emailLinkGonePage,
  emailTakenPage,
  emailUndonePage,
  undoEmailPage,
  undoLinkGonePage,
} from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

/** Another address for the account (ACC-7): asked for here, confirmed and undone by links from mails. */
export function addressRoutes(context: SignInContext, surface: Surface): void {
  const { database, secretKey } = context
  const { app, form, sensitivePage, sensitiveForm, holderOf } = surface
  const on = database.durable

  sensitivePage('/profile/email', async (c, me, holder) => {
    await database.transaction((tx) => accountUnder(tx, actorOf(c, me), 'change-email', me.accountId))
    const claim = await openNoticeOf(on, me.accountId)
    const onward = await onwardOf(context, c, queryOf(c, 'attempt', 100))
    return show(c, changeEmailPage(c.get('say'), { holder, claim, onward }))
  })

  sensitiveForm('/profile/email', async (c, me) => {
    const { email, attempt } = await formOf(c, 'email', 'attempt')
    const claim = await openNoticeOf(on, me.accountId)
    const onward = await onwardOf(context, c, attempt)
    try {
      return await ask(c, me, email, claim && organizationAfter(onward))
    } catch (error) {
      if (!(error instanceof Refusal) || ![422, 429].includes(error.status)) throw error
      const value = (email ?? '').slice(0, 400)
      const page = changeEmailPage(c.get('say'), {
        holder: await holderOf(me),
        claim,
        onward,
        manager: await managerToBe(on, value),
        value,
        error,
      })
      return show(c, page, { status: error.status })
    }
  })

  form('/profile/email/again', async (c, me) => {
    const change = await changeOf(on, me.accountId)
    if (!change) return c.redirect('/profile', 303)
    return ask(c, me, change.email)
  })

  form('/profile/email/cancel', async (c, me) => {
    await database.transaction((tx) => cancelAddressChange(tx, actorOf(c, me), me.accountId))
    return c.redirect('/profile?status=address-canceled', 303)
  })

  const organizationAfter = (onward: { attempt: string } | undefined) =>
    `/organization?status=claim-asked${onward ? `&attempt=${onward.attempt}` : ''}`

  async function ask(
    c: Visitor,
    me: Presented,
    email: string | undefined,
    done = '/profile?status=address-asked',
  ): Promise<Response> {
    const address = parseAddress(email)
    const asked = await database.transaction((tx) =>
      askAddressChange(tx, actorOf(c, me), secretKey, me.accountId, address),
    )
    if (asked.sent) return c.redirect(done, 303)
    const { from, often } = asked
    const retryAfterSeconds = Math.max(1, Math.ceil(from.since(on.now).total('seconds')))
    c.header('Retry-After', String(retryAfterSeconds))
    throw new Refusal(often ? 'account-page.address-mails-often' : 'account-page.address-mails-soon', 429, {
      minutes: Math.ceil(retryAfterSeconds / 60),
    })
  }

  // Mail programs open links by themselves: only the button changes anything. The link proves the new address, and the log-in
  // that asked for it proved the account, so nobody needs to be logged in here.
  app.get('/email/confirm', async (c) => {
    const token = queryOf(c, 'token', 100)
    const change = token && (await changeByLink(on, hashSecret(token)))
    if (!token || !change) return show(c, emailLinkGonePage(c.get('say')), { status: 410 })
    return show(c, confirmEmailPage(c.get('say'), { ...change, token, manager: await managerToBe(on, change.email) }))
  })

  app.post('/email/confirm', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const known = await changeByLink(on, hashSecret(token))
    const actor = known && (await actorFor(c, known.accountId))
    try {
      const changed = actor && (await database.transaction((tx) => confirmAddressChange(tx, actor, hashSecret(token))))
      if (!changed) return show(c, emailLinkGonePage(c.get('say')), { status: 410 })
      return show(c, emailConfirmedPage(c.get('say'), changed))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error
      return show(c, emailTakenPage(c.get('say')), { status: 409 })
    }
  })

  app.get('/email/undo', async (c) => {
    const token = queryOf(c, 'token', 100)
    const undo = token && (await undoByToken(on, hashSecret(token)))
    return token && undo
      ? show(c, undoEmailPage(c.get('say'), { ...undo, token }))
      : show(c, undoLinkGonePage(c.get('say')), { status: 410 })
  })

  app.post('/email/undo', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const actor = { kind: 'visitor', ...originOf(c) } as const
    const undone = await database.transaction((tx) => undoAddressChange(tx, actor, hashSecret(token)))
    return undone
      ? show(c, emailUndonePage(c.get('say'), undone))
      : show(c, undoLinkGonePage(c.get('say')), { status: 410 })
  })

  /** Who follows a link: the holder, when logged in here; else somebody who reads the mail to that address. */
  async function actorFor(c: Visitor, accountId: string): Promise<Actor> {
    const me = await presentedIn(context, c)
    return me?.accountId === accountId ? actorOf(c, me) : { kind: 'visitor', ...originOf(c) }
  }
}
