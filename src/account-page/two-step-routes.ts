import {
  addApp,
  appUri,
  confirmReset,
  offerApp,
  removeApp,
  renewRecoveryCodes,
  secondStepOf,
  stopLoss,
  turnOffSecondStep,
  turnOnSecondStep,
} from '#credential'
import { isId, Refusal } from '#kernel'
import { formOf, show, type Visitor } from '#platform'
import type { Presented, SignInContext } from '#sign-in'
import { recoveryCodesPage, removeAppPage, renewCodesPage, setUpAppPage, turnOffPage } from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

/** Two-step verification (LOG-10): the app, the recovery codes, and turning it off. */
export function twoStepRoutes(context: SignInContext, surface: Surface): void {
  const { database, secretKey } = context
  const { sensitivePage, sensitiveForm, form, holderOf } = surface
  const on = database.durable
  const { host, hostname } = context.google.url

  sensitivePage('/security/two-step/app', async (c, me) => showSetUp(c, me))

  sensitiveForm('/security/two-step/app', async (c, me) => {
    const { code } = await formOf(c, 'code')
    try {
      const added = await database.transaction((tx) => addApp(tx, actorOf(c, me), me.accountId, secretKey, code))
      if (added.codes) return showCodes(c, me, added.codes, 'turned-on')
      return c.redirect(`/security?status=${added.isReplaced ? 'app-replaced' : 'app-added'}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // The answer that showed the codes is loaded again: they are not shown twice.
      if (error.status === 410 && (await secondStepOf(on, me.accountId)).app) return c.redirect('/security', 303)
      return showSetUp(c, me, error)
    }
  })

  sensitiveForm(
    '/security/two-step/on',
    async (c, me) => {
      const codes = await database.transaction((tx) => turnOnSecondStep(tx, actorOf(c, me), me.accountId, secretKey))
      return codes ? showCodes(c, me, codes, 'turned-on') : c.redirect('/security?status=two-step-on', 303)
    },
    '/security/two-step/app',
  )

  sensitivePage('/security/two-step/off', async (c, me, holder) => {
    const { app, turnedOnAt } = await secondStepOf(on, me.accountId)
    if (!turnedOnAt) return c.redirect('/security', 303)
    return show(c, turnOffPage(c.get('say'), { holder, hasApp: app !== undefined }))
  })

  sensitiveForm('/security/two-step/off', async (c, me) => {
    await database.transaction((tx) => turnOffSecondStep(tx, actorOf(c, me), me.accountId))
    return c.redirect('/security?status=two-step-off', 303)
  })

  sensitivePage('/security/two-step/app/remove', async (c, me, holder) => {
    const { app, passkeys } = await secondStepOf(on, me.accountId)
    if (!app) return c.redirect('/security', 303)
    return show(c, removeAppPage(c.get('say'), { holder, isLastWay: passkeys === 0 }))
  })

  sensitiveForm('/security/two-step/app/remove', async (c, me) => {
    try {
      await database.transaction((tx) => removeApp(tx, actorOf(c, me), me.accountId))
      return c.redirect('/security?status=app-removed', 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const holder = await holderOf(me)
      return show(c, removeAppPage(c.get('say'), { holder, isLastWay: true }), { status: error.status })
    }
  })

  sensitivePage('/security/recovery-codes', async (c, me, holder) => {
    const { turnedOnAt, recoveryCodesLeft: left, recoveryCodeSet: insteadOf } = await secondStepOf(on, me.accountId)
    if (!turnedOnAt) return c.redirect('/security', 303)
    return show(c, renewCodesPage(c.get('say'), { holder, left, insteadOf }))
  })

  sensitiveForm('/security/recovery-codes', async (c, me) => {
    const { 'instead-of': insteadOf } = await formOf(c, 'instead-of')
    const which = isId(insteadOf) ? insteadOf : undefined
    const codes = await database.transaction((tx) =>
      renewRecoveryCodes(tx, actorOf(c, me), me.accountId, secretKey, which),
    )
    return codes ? showCodes(c, me, codes, 'renewed') : c.redirect('/security', 303)
  })

  form('/security/two-step/keep', async (c, me) => {
    const isStopped = await database.transaction((tx) => stopLoss(tx, actorOf(c, me), me.accountId))
    return c.redirect(isStopped ? '/security?status=two-step-kept' : '/security', 303)
  })

  // Whoever is logged in has proved the second step, or is on a device where it is not asked for; the lost one could prove nothing.
  form('/security/two-step/confirm-reset', async (c, me) => {
    const isOff = await database.transaction((tx) => confirmReset(tx, actorOf(c, me)))
    return c.redirect(isOff ? '/security?status=two-step-off' : '/security', 303)
  })

  async function showSetUp(c: Visitor, me: Presented, error?: Refusal): Promise<Response> {
    const secret = await offerApp(on, secretKey, me.accountId)
    const { turnedOnAt, app, passkeys } = await secondStepOf(on, me.accountId)
    const page = setUpAppPage(c.get('say'), {
      holder: await holderOf(me),
      secret,
      uri: appUri(secret, `Umbel (${hostname})`, me.email),
      isOn: turnedOnAt !== undefined,
      hasApp: app !== undefined,
      hasPasskeys: passkeys > 0,
      error,
    })
    return show(c, page, { status: error?.status ?? 200 })
  }

  async function showCodes(
    c: Visitor,
    me: Presented,
    codes: readonly string[],
    because: 'turned-on' | 'renewed',
  ): Promise<Response> {
    return show(c, recoveryCodesPage(c.get('say'), { holder: await holderOf(me), codes, host, because }))
  }
}
