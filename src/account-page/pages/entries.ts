import type { Entry } from '#audit'
import { type Html, html, type Icon, icon, type Say } from '#platform/page'

/** As much of an audit entry as its line shows. */
export type ActivityEntry = Pick<
  Entry,
  'at' | 'actorKind' | 'byHolder' | 'action' | 'network' | 'device' | 'detail'
> & {
  /** The name of the organization it concerns, as it is now. */
  readonly organization?: string | undefined
}

/** What an entry says, in words for its holder (ACC-11). */
export function whatHappened(say: Say, entry: ActivityEntry): Html {
  const { key, values } = meaningOf(say, entry)
  return say.html(key, values)
}

/** The same as plain text. */
export function sentenceOf(say: Say, entry: ActivityEntry): string {
  const { key, values } = meaningOf(say, entry)
  return say(key, values)
}

function meaningOf(say: Say, { action, detail, device, organization = '' }: ActivityEntry) {
  const key = `account-page.audit.${action}`
  const about = typeof detail.device === 'string' ? detail.device : device
  const values = Object.entries(detail).map(([name, value]) => [name, typeof value === 'boolean' ? `${value}` : value])
  // Sentences choose by these, and what they choose by cannot hold dashes.
  const [cause, kind, way, field] = [detail.cause, detail.kind, detail.way, detail.field].map((chosen) =>
    typeof chosen === 'string' ? chosen.replaceAll('-', '_') : 'other',
  )
  // Sentences may count on these: an old entry that lacks one still has to be shown.
  const always = { product: '', newDevice: 'false', freed: 'false', number: '–', outcome: 'none', organization }
  const made = { device: about === undefined ? '' : say.device(about), cause, kind, way, field }
  return {
    key: say.has(key) ? key : 'account-page.audit.other',
    values: { ...always, ...Object.fromEntries(values), ...made },
  }
}

/** Who did it. */
export function whoDidIt(say: Say, { byHolder, actorKind, organization = '' }: ActivityEntry): string {
  if (byHolder) return say('account-page.activity.by-you')
  if (actorKind === 'admin') return say('account-page.activity.by-admin', { organization })
  if (actorKind === 'holder') return say('account-page.activity.by-another')
  if (actorKind === 'operator') return say('account-page.activity.by-operator')
  if (actorKind === 'product') return say('account-page.activity.by-product')
  if (actorKind === 'system') return say('account-page.activity.by-system')
  return say('account-page.activity.by-visitor')
}

const signs: Readonly<Record<string, Icon>> = {
  'sign-in.logged-in': 'done',
  'sign-in.password-wrong': 'alert',
  'sign-in.session-ended': 'leave',
  'credential.password-changed': 'key',
  'credential.reset-requested': 'mail',
  'account.address-proved': 'mail',
  'sign-in.code-wrong': 'alert',
  'credential.passkey-added': 'passkey',
  'credential.passkey-removed': 'passkey',
  'credential.passkey-renamed': 'passkey',
  'credential.passkey-copied': 'alert',
  'account.deletion-asked': 'alert',
  'account.kept': 'done',
  'account-page.export-asked': 'box',
  'account-page.export-made': 'box',
  'account-page.export-downloaded': 'box',
  'credential.second-step-turned-on': 'shield',
  'credential.second-step-turned-off': 'shield',
  'credential.access-regained': 'shield',
  'credential.loss-asked': 'alert',
  'credential.loss-started': 'alert',
  'credential.app-added': 'phone',
  'credential.app-replaced': 'phone',
  'credential.app-removed': 'phone',
  'credential.recovery-codes-renewed': 'refresh',
  'credential.recovery-codes-ended': 'alert',
  'credential.recovery-code-used': 'key',
}

/** One line of what happened: what, who and where from, when. */
export function entryRow(say: Say, entry: ActivityEntry, showWho = false): Html {
  const where = [showWho && whoDidIt(say, entry), entry.device && say.device(entry.device), entry.network]
    .filter(Boolean)
    .join(' · ')
  return html`<li>${icon(signs[entry.action] ?? 'info')}<span class="val">${whatHappened(say, entry)}${
    where && html`<small>${where}</small>`
  }</span><span class="end small muted num"><time datetime="${entry.at.toString()}">${say.moment(entry.at)}</time></span></li>`
}
