import { ReadableStream } from 'node:stream/web'
import { accountNames } from '#account'
import {
  asOf,
  countEntries,
  entryIn,
  formats,
  type LoggedEntry,
  recordExport,
  type Search,
  sealEntries,
  sealsOf,
  searchEntries,
  writeEntries,
} from '#audit'
import { type Actor, Refusal } from '#kernel'
import { type Database, formOf, queryOf, type Say, type Statements, type Visitor } from '#platform'
import { filterIn, filterNames, type Kind, placeIn, queryFrom, searchFrom } from './audit-filter.ts'
import type { AuditEntryView, AuditLogView } from './pages/index.ts'
import { type Elsewhere, type People, sentenceOf, whoDidIt } from './pages/index.ts'

/** A log that pages show: an organization’s, or that of the whole installation. */
export type Log = {
  readonly organizationId?: string
  /** In which its entries are sealed. */
  readonly chain: string
  /** The address above its own: it stands at `…/audit`. */
  readonly base: string
  readonly kinds: readonly Kind[]
  /** Addresses that its readers may see, by account. */
  readonly addresses?: () => Promise<ReadonlyMap<string, string>>
}

type Context = { readonly database: Database; readonly auditKept: Temporal.Duration }

const onOnePage = 15
/** Counted no further: more is said as “more than”. */
const mostCounted = 1_000

/** What the page of a log shows; or where to go instead, when a page has emptied meanwhile: that is no answer to filters. */
export async function logView(
  c: Visitor,
  { database, auditKept }: Context,
  log: Log,
): Promise<string | Omit<AuditLogView, 'name'>> {
  const on = database.durable
  const { base, kinds } = log
  const filter = filterIn((name) => queryOf(c, name), kinds)
  const search = await searchFrom(on, log.organizationId, filter, c.get('say').zone)
  const [before, after] = [placeIn(queryOf(c, 'before')), placeIn(queryOf(c, 'after'))]
  const page = await pageOf(on, search, { before, after })
  if (page.entries.length === 0 && (before || after)) return `${base}/audit${queryFrom(filter)}`
  return {
    ...page,
    base,
    kinds,
    filter,
    keptDays: Math.floor(auditKept.total({ unit: 'days', relativeTo: on.now.toZonedDateTimeISO('UTC') })),
    count: await countEntries(on, search, mostCounted + 1),
    mostCounted,
    elsewhere: page.entries.length === 0 ? await lookElsewhere(on, search) : undefined,
    people: await peopleOf(on, log, page.entries),
  }
}

/**
 * One entry, by the number that the address has.
 * @throws Refusal 'admin-console.event-unknown' 404
 */
export async function entryView(c: Visitor, on: Statements, log: Log): Promise<AuditEntryView> {
  const { base, chain, organizationId } = log
  const asked = c.req.param('entry') ?? ''
  const entry = /^\d{1,15}$/.test(asked) ? await entryIn(on, organizationId, Number(asked)) : undefined
  if (!entry) throw new Refusal('admin-console.event-unknown', 404)
  const people = await peopleOf(on, log, [entry])
  const seal = (await sealsOf(on, chain, [entry.id])).get(entry.id)
  return { base, entry, people, seal }
}

/** What of a log was filtered, as a file; that it was taken along is noted in it (OPS-1). */
export async function exportLog(c: Visitor, { database }: Context, actor: Actor, log: Log): Promise<Response> {
  const on = database.durable
  const fields = await formOf(c, 'format', ...filterNames)
  const say = c.get('say')
  const filter = filterIn((name) => fields[name], log.kinds)
  const search = await searchFrom(on, log.organizationId, filter, say.zone)
  const format = formats.find((each) => each === fields.format) ?? 'csv'
  await sealEntries(database)
  const soFar = asOf(search, on.now)
  await database.transaction((tx) => recordExport(tx, actor, search, format))
  const parts = writeEntries(on, soFar, format, {
    columns: ['what', 'who', 'about'],
    describe: (entries) => describe(on, say, log, entries),
  })
  const day = on.now.toZonedDateTimeISO(say.zone).toPlainDate()
  c.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="umbel-audit-${day}.${format}"`)
  return c.body(ReadableStream.from(parts).pipeThrough(new TextEncoderStream()) as never)
}

/** What people in these entries call themselves now, with the addresses that the log’s readers may see. */
export async function peopleOf(
  on: Statements,
  log: Pick<Log, 'addresses'>,
  entries: readonly LoggedEntry[],
): Promise<People> {
  const ids = entries
    .flatMap(({ actorAccountId, accountId }) => [actorAccountId, accountId])
    .filter((id) => id !== undefined)
  const names = await accountNames(on, ids)
  const emails = await log.addresses?.()
  return new Map([...names].map(([id, name]) => [id, { id, name, email: emails?.get(id) }]))
}

/** One page of what was found, and whether there is more on either side. */
async function pageOf(
  on: Statements,
  search: Search,
  { before, after }: Pick<Parameters<typeof searchEntries>[2], 'before' | 'after'>,
) {
  const found = await searchEntries(on, search, { most: onOnePage + 1, before, after: before ? undefined : after })
  const more = found.length > onOnePage
  if (after && !before) return { entries: more ? found.slice(1) : found, hasNewer: more, hasOlder: true }
  return { entries: found.slice(0, onOnePage), hasNewer: before !== undefined, hasOlder: more }
}

/** Where there is something, when nothing has all of the filters: the first one without which something is found. */
async function lookElsewhere(on: Statements, search: Search): Promise<Elsewhere | undefined> {
  const { room, from, until, accountId, actorAccountId } = search
  const without: readonly (readonly [Elsewhere['without'], boolean, Partial<Search>])[] = [
    ['kind', room !== undefined, { room: undefined }],
    ['days', from !== undefined || until !== undefined, { from: undefined, until: undefined }],
    ['about', accountId !== undefined, { accountId: undefined }],
    ['who', actorAccountId !== undefined, { actorAccountId: undefined }],
  ]
  for (const [what, isSet, wider] of without) {
    const count = isSet ? await countEntries(on, { ...search, ...wider }, mostCounted + 1) : 0
    if (count > 0) return { without: what, count }
  }
  return undefined
}

async function describe(on: Statements, say: Say, log: Log, entries: readonly LoggedEntry[]) {
  const people = await peopleOf(on, log, entries)
  return entries.map((entry) => ({
    what: sentenceOf(say, entry, people),
    who: whoDidIt(say, entry, people),
    about: entry.accountId && people.get(entry.accountId)?.name,
  }))
}
