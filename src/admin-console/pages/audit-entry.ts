import type { LoggedEntry } from '#audit'
import { avatar, type Html, html, type Inner, initials, type Say } from '#platform/page'
import { everyKind, type Kind } from '../audit-filter.ts'
import { type Frame, inConsole } from './frame.ts'

/** People as the log shows them: what they call themselves now, and the address of those who run the organization. */
export type People = ReadonlyMap<
  string,
  { readonly id: string; readonly name: string; readonly email?: string | undefined }
>

/** What an entry says, in words for those who run the organization (OPS-1). Whose act it was stands beside it. */
export function sentenceOf(say: Say, entry: LoggedEntry, people: People): string {
  const { key, values } = meaningOf(say, entry, people)
  return say(key, values)
}

function meaningOf(say: Say, { action, detail, actorAccountId, accountId }: LoggedEntry, people: People) {
  const key = `admin-console.audit.${action}`
  const chosen = (value: unknown) => (typeof value === 'string' ? value.replaceAll('-', '_') : `${value}`)
  const isRole = (name: string) =>
    name === 'role' || name === 'act' || (action === 'organization.role-changed' && /^(from|to)$/.test(name))
  // Sentences choose by roles, and what they choose by cannot hold dashes.
  const values = Object.entries(detail).map(([name, value]) => [name, isRole(name) ? chosen(value) : String(value)])
  // An entry may have lost its facts, because the account it was about is erased: it still has to be shown.
  const always = {
    from: '–',
    to: '–',
    role: 'none',
    act: 'none',
    domain: '–',
    host: '–',
    format: 'none',
    outcome: 'none',
    number: '–',
    kind: 'none',
    reason: '–',
    mode: 'none',
    what: 'none',
    why: '',
    freed: 'false',
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

/** The latest entries as a card of a page that is about something else, and the way to all of them. */
export function entriesCard(
  say: Say,
  card: {
    readonly base: string
    readonly entries: readonly LoggedEntry[]
    readonly people: People
    /** The heading, and what is below it. */
    readonly words: readonly [string, string?]
    /** Where the rest stands, below the organization’s own address. */
    readonly log: string
  },
): Html {
  const { base, entries, people, words, log } = card
  const [heading, lede] = words
  const entry = (each: LoggedEntry) =>
    html`<li><span class="val"><a class="plainlink" href="${base}/audit/${each.id}">${sentenceOf(say, each, people)}</a><small>${whoDidIt(say, each, people)}, ${say.moment(each.at)}</small></span></li>
`
  return html`<section class="card" aria-labelledby="h-a">
<header>
<h2 id="h-a">${heading}</h2>${lede && html`\n<p>${lede}</p>`}</header>
${entries.length > 0 ? html`<ul class="rows list">${entries.map(entry)}</ul>` : html`<div class="card-body"><p class="muted">${say('admin-console.account.no-activity')}</p></div>`}
<footer><a class="alone" href="${base}${log}">${say('admin-console.account.whole-log')}</a></footer></section>`
}

export const kindName = (say: Say, kind: Kind): string => say(`admin-console.kind.${kind}`)

/** An entry as a row that leads to its own page. The addresses are as seen from the log’s. */
export function entryRow(say: Say, entry: LoggedEntry, people: People): Html {
  const { key, values } = meaningOf(say, entry, people)
  return html`<tr><td class="nowrap muted num">${say.stamp(entry.at)}</td><td>${who(say, entry, people, 'audit')}</td><td class="fold-full"><a class="plainlink" href="audit/${entry.id}">${say.html(key, values)}</a></td><td class="fold-hide"><span class="pill text">${kindOf(say, entry)}</span></td><td class="mono muted fold-hide">${entry.network}</td></tr>
`
}

function kindOf(say: Say, { action }: LoggedEntry): string {
  const known = everyKind.find((kind) => action.startsWith(`${kind}.`))
  return known ? kindName(say, known) : say('admin-console.kind.other')
}

function who(say: Say, entry: LoggedEntry, people: People, log: string): Html {
  const name = whoDidIt(say, entry, people)
  const person = ['holder', 'admin'].includes(entry.actorKind) ? people.get(entry.actorAccountId ?? '') : undefined
  const drawing = person
    ? avatar(person, 24)
    : html`<span class="tile plain" aria-hidden="true"><b>${initials(name).slice(0, 1)}</b></span>`
  const query = person?.email && new URLSearchParams({ who: person.email })
  return html`<span class="who">${drawing}${query ? html`<a href="${log}?${query.toString()}"><bdi>${name}</bdi></a>` : html`<bdi>${name}</bdi>`}</span>`
}

/** What the page of one event shows, whosever log it is in. */
export interface AuditEntryView {
  /** The address above the log’s own. */
  readonly base: string
  readonly entry: LoggedEntry
  readonly people: People
  /** Its place in the organization’s chain, and the hash there; none until it is sealed. */
  readonly seal: { readonly position: number; readonly hash: string } | undefined
}

export type AuditEntryPage = Frame & AuditEntryView

/** All that is known of one event, codes as they stand in the export. */
export function auditEntryPage(say: Say, page: AuditEntryPage): Html {
  return inConsole(say, page, { section: '/audit', ...auditEntryContent(say, page) })
}

/** An event in whichever frame. */
export function auditEntryContent(say: Say, { base, entry, people, seal }: AuditEntryView) {
  const { key, values } = meaningOf(say, entry, people)
  const title = say('admin-console.audit-log.event', { id: String(entry.id) })
  const log = `${base}/audit`
  const codes: readonly (readonly [string, string | number | undefined])[] = [
    [say('admin-console.audit-detail.action'), entry.action],
    ...Object.entries(entry.detail).map(([name, value]) => [name, String(value)] as const),
    [say('admin-console.audit-detail.by'), entry.actorAccountId],
    [say('admin-console.audit-detail.about'), entry.accountId],
    [say('admin-console.audit-detail.network'), entry.network],
    [say('admin-console.audit-detail.time'), entry.at.toString()],
    [say('admin-console.audit-detail.place'), seal?.position],
    [say('admin-console.audit-detail.hash'), seal?.hash],
  ]
  const fact = (name: string, value: Inner) => html`<dt>${name}</dt><dd>${value}</dd>
`
  return {
    title,
    lede: say.html(key, values),
    crumbs: [{ href: log, label: say('admin-console.audit-log.title') }],
    styles: ['audit-log.css'],
    content: html`<section class="card" aria-label="${title}"><dl class="kv card-body log">
${fact(say('admin-console.audit-log.when'), html`<time datetime="${entry.at.toString()}">${say.full(entry.at)}</time>`)}${fact(
  say('admin-console.audit-log.whose'),
  who(say, entry, people, log),
)}${fact(say('admin-console.audit-log.kind-of'), kindOf(say, entry))}${
  entry.device && fact(say('admin-console.audit-detail.device'), say.device(entry.device))
}${codes.filter(([, value]) => value !== undefined).map(([name, value]) => fact(name, html`<span class="mono">${value}</span>`))}</dl>
${!seal && html`<footer class="muted">${say('admin-console.audit-detail.unsealed')}</footer>`}</section>`,
  }
}
