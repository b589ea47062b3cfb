import { entriesAbout } from '#audit'
import { changePassword, judgePassword, passkeysOf, passwordChangedAt, passwordHashOf, secondStepOf } from '#credential'
import { formOf, queryOf, show } from '#platform'
import { guess, type SignInContext } from '#sign-in'
import { named } from './named-entries.ts'
import { activityPage, changePasswordPage, securityPage } from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

const entriesOnAPage = 30
const entriesInBrief = 5

/** How the holder proves who they are, and what happened to the account (ACC-11). */
export function securityRoutes(context: SignInContext, { page, form, holderOf }: Surface): void {
  const { database, hashing } = context
  const on = database.durable

  page('/security', async (c, me, holder) => {
    const entries = await named(on, await entriesAbout(on, me.accountId, { most: entriesInBrief }))
    const changedAt = await passwordChangedAt(on, me.accountId)
    const step = await secondStepOf(on, me.accountId)
    const passkeys = await passkeysOf(on, me.accountId)
    const shown = { holder, passwordChangedAt: changedAt, step, passkeys, entries, status: statusIn(c) }
    return show(c, securityPage(c.get('say'), shown))
  })

  page('/security/activity', async (c, me, holder) => {
    const before = Number(queryOf(c, 'before', 20) ?? Number.NaN)
    const isFirst = !Number.isSafeInteger(before) || before < 1
    const found = await entriesAbout(on, me.accountId, {
      most: entriesOnAPage + 1,
      before: isFirst ? undefined : before,
    })
    const entries = await named(on, found.slice(0, entriesOnAPage))
    const olderHref = found.length > entriesOnAPage ? `/security/activity?before=${entries.at(-1)?.id}` : undefined
    const newestHref = isFirst ? undefined : '/security/activity'
    return show(c, activityPage(c.get('say'), { holder, entries, olderHref, newestHref }))
  })

  page('/security/password', async (c, _me, holder) =>
    show(c, changePasswordPage(c.get('say'), { holder, errors: {}, minLength: context.minPasswordLength })),
  )

  form('/security/password', async (c, me) => {
    const { current, password } = await formOf(c, 'current', 'password')
    const minLength = context.minPasswordLength
    const again = async (errors: Parameters<typeof changePasswordPage>[1]['errors'], code: 422 | 429 = 422) =>
      show(c, changePasswordPage(c.get('say'), { holder: await holderOf(me), errors, minLength }), { status: code })
    if (!current) return again({ current: 'missing' })
    const judged = await judgePassword(password, [me.name, me.email, ...(await context.contextWords())], minLength)
    if (judged.refusal) return again({ password: judged.refusal })
    const trying = { emailKey: `change ${me.accountId}`, network: c.get('network') }
    const stored = await passwordHashOf(on, me.accountId)
    if (!stored) return again({ current: 'none' })
    const { isRight, until } = await guess(context, trying, () => hashing.verify(stored, current))
    if (until) return again({ current: 'often' }, 429)
    if (!isRight) return again({ current: 'wrong' })
    const hash = await hashing.hash(password as string)
    await database.transaction(async (tx) => {
      await context.limits.forget(tx, trying)
      await changePassword(tx, actorOf(c, me), me.accountId, hash, me.sessionId)
    })
    return c.redirect('/security?status=password-changed', 303)
  })
}
