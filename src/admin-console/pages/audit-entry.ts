import type { LoggedEntry } from '#audit'
import { avatar, type Html, html, mark, type Say } from '#platform/page'
import { type Kind, kinds } from '../audit-filter.ts'

/** People as the log shows them: what they call themselves now, and the address of those who run the organization. */
export type People = ReadonlyMap<
  string,
  { readonly id: string; readonly name: string; readonly email?: string | undefined }
>
export type Seals = ReadonlyMap<number, { readonly position: number; readonly hash: string }>

/** What an entry says, in words for those who run the organization (OPS-1). Whose act it was stands beside it. */
export function sentenceOf(say: Say, entry: LoggedEntry, people: People): string {
  const { key, values } = meaningOf(say, entry, people)
  return say(key, values)
}

function meaningOf(say: Say, { action, detail, actorAccountId, accountId }: LoggedEntry, people: People) {
  const key = `admin-console.audit.${action}`
  const chosen = (value: unknown) => (typeof value === 'string' ? value.replaceAll('-', '_') : `${value}`)
  const isRole = (name: string) =>
    name === 'role' || (action === 'organization.role-changed' && /^(from|to)$/.test(name))
  // Sentences choose by roles, and what they choose by cannot hold dashes.
  const values = Object.entries(detail).map(([name, value]) => [name, isRole(name) ? chosen(value) : String(value)])
  // An entry may have lost its facts, because the account it was about is erased: it still has to be shown.
  const always = {
    from: '–',
    to: '–',
    role: 'none',
    domain: '–',
    format: 'none',
    outcome: 'none',
    withSubdomains: '',
    wasVerified: '',
  }
  const person = people.get(accountId ?? '')?.name ?? say('admin-console.audit-log.gone')
  const own = accountId !== undefined && accountId === actorAccountId ? 'yes' : 'no'
  return {
    key: say.has(key) ? key : 'admin-console.audit.other',
    values: { ...always, ...Object.fromEntries(values), action, person, own } as Record<string, string>,
  }
}

/** Who did it. */
export function whoDidIt(say: Say, { actorKind, actorAccountId }: LoggedEntry, people: People): string {
  if (actorKind === 'system') return say('admin-console.audit-log.by-system')
  if (actorKind === 'operator') return say('admin-console.audit-log.by-operator')
  if (actorKind === 'product') return say('admin-console.audit-log.by-product')
  if (actorKind === 'visitor') return say('admin-console.audit-log.by-visitor')
  return people.get(actorAccountId ?? '')?.name ?? say('admin-console.audit-log.by-gone')
}

export const kindName = (say: Say, kind: Kind): string => say(`admin-console.kind.${kind}`)
const kindOf = ({ action }: LoggedEntry): Kind | undefined => kinds.find((kind) => action.startsWith(`${kind}.`))

/**
 * An entry as a row that opens.
 * @param base where the log is, for the link to everything that the same person did
 */
export function entryRow(
  say: Say,
  entry: LoggedEntry,
  { people, seals, base }: { people: People; seals: Seals; base: string },
): Html {
  const { key, values } = meaningOf(say, entry, people)
  const kind = kindOf(entry)
  const pill = kind ? kindName(say, kind) : say('admin-console.kind.other')
  return html`<tr><td class="nowrap muted num"><time datetime="${entry.at.toString()}">${say.stamp(entry.at)}</time></td><td>${who(say, entry, people, base)}</td><td class="fold-full"><details><summary>${say.html(key, values)}</summary>
${factsOf(say, entry, seals)}</details></td><td class="nowrap fold-hide"><span class="pill text">${pill}</span></td><td class="mono muted fold-hide">${entry.network}</td></tr>`
}

function who(say: Say, entry: LoggedEntry, people: People, base: string): Html {
  const name = whoDidIt(say, entry, people)
  const person = ['holder', 'admin'].includes(entry.actorKind) ? people.get(entry.actorAccountId ?? '') : undefined
  const drawing = person ? avatar(person, 24) : html`<span class="tile plain">${mark(26)}</span>`
  const query = person?.email && new URLSearchParams({ who: person.email })
  const shown = html`<bdi>${name}</bdi>`
  return html`<span class="who">${drawing}<span>${query ? html`<a class="plainlink" href="${base}?${query.toString()}">${shown}</a>` : shown}</span></span>`
}

/** Everything else that is known of an entry, codes as they stand in the export. */
function factsOf(say: Say, entry: LoggedEntry, seals: Seals): Html {
  const seal = seals.get(entry.id)
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    [say('admin-console.audit-detail.action'), entry.action],
    ...Object.entries(entry.detail).map(([name, value]) => [name, String(value)] as const),
    [say('admin-console.audit-detail.by'), entry.actorAccountId],
    [say('admin-console.audit-detail.about'), entry.accountId],
    [say('admin-console.audit-detail.device'), entry.device && say.device(entry.device)],
    [say('admin-console.audit-detail.network'), entry.network],
    [say('admin-console.audit-detail.id'), entry.id],
    [say('admin-console.audit-detail.place'), seal?.position ?? say('admin-console.audit-detail.unsealed')],
    [say('admin-console.audit-detail.hash'), seal?.hash],
  ]
  const known = facts.filter(([, value]) => value !== undefined)
  return html`<dl class="kv tiny">
${known.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl>`
}
