import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from './must-control.ts'
import { parseLanguage, parseZone } from './profile.ts'
import { updateLanguage } from './profile-store.ts'

/**
 * Chooses the language and the time zone of pages and mails (ACC-8). Both go by the right to change the name, as the control
 * table has no line of its own for them.
 * @throws Refusal those of `accountUnder`, `parseLanguage` and `parseZone`
 */
export async function changeLanguage(
  tx: Tx,
  actor: Actor,
  accountId: string,
  wanted: { language?: string | undefined; zone?: string | undefined },
): Promise<void> {
  const account = await accountUnder(tx, actor, 'change-name', accountId)
  const locale = parseLanguage(wanted.language, account.locale)
  const zone = parseZone(wanted.zone)
  if (locale === account.locale && zone === account.zone) return
  await updateLanguage(tx, accountId, { locale, zone })
  for (const [field, isOther] of [
    ['language', locale !== account.locale],
    ['time-zone', zone !== account.zone],
  ] as const) {
    if (!isOther) continue
    await record(tx, actor, `account.${field}-changed`, { accountId })
    await announce(tx, 'account.profile-changed', { accountId, field })
  }
}
