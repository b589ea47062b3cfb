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
import { Refusal } from '#kernel'
import { adminsOf } from '#organization'
import { formOf, queryOf, type Say, type Statements, show } from '#platform'
import { filterIn, filterNames, placeIn, queryFrom, searchFrom } from './audit-filter.ts'
import type { Console, ConsoleContext } from './console.ts'
import { auditEntryPage, auditLogPage, type Elsewhere, sentenceOf, whoDidIt } from './pages/index.ts'

const onOnePage = 15
/** Counted no further: more is said as “more than”. */
const mostCounted = 1_000

/** The audit log of an organization: filtered, opened, taken along (OPS-1). */
export function auditRoutes(context: ConsoleContext, { read, write }: Console): void {
  const { database, auditKept } = context
  const on = database.durable

  read('/audit', 'auditor', async (c, place, holder) => {
    const { id: organizationId } = place.organization
    const say = c.get('say')
    const filter = filterIn((name) => queryOf(c, name))
    const search = await searchFrom(on, organizationId, filter, say.zone)
    const [before, after] = [placeIn(queryOf(c, 'before')), placeIn(queryOf(c, 'after'))]
    const page = await pageOf(on, search, { before, after })
    // A page that has emptied meanwhile is no answer to the filters.
    if (page.entries.length === 0 && (before || after))
      return c.redirect(`${place.base}/audit${queryFrom(filter)}`, 303)
    const view = {
      ...page,
      filter,
      keptDays: Math.floor(auditKept.total({ unit: 'days', relativeTo: on.now.toZonedDateTimeISO('UTC') })),
      count: await countEntries(on, search, mostCounted + 1),
      mostCounted,
      elsewhere: page.entries.length === 0 ? await lookElsewhere(on, search) : undefined,
      people: await peopleOf(on, organizationId, page.entries),
    }
    return show(c, auditLogPage(say, { ...place, ...view, holder }))
  })

  read('/audit/:entry', 'auditor', async (c, place, holder) => {
    const { id: organizationId } = place.organization
    const number = /^\d{1,15}$/.test(c.req.param('entry') ?? '') ? Number(c.req.param('entry')) : undefined
    const entry = number === undefined ? undefined : await entryIn(on, organizationId, number)
    if (!entry) throw new Refusal('admin-console.event-unknown', 404)
    const people = await peopleOf(on, organizationId, [entry])
    const seal = (await sealsOf(on, organizationId, [entry.id])).get(entry.id)
    return show(c, auditEntryPage(c.get('say'), { ...place, holder, entry, people, seal }))
  })

  write('/audit/export', 'auditor', async (c, { organization, actor }) => {
    const fields = await formOf(c, 'format', ...filterNames)
    const say = c.get('say')
    const search = await searchFrom(
      on,
      organization.id,
      filterIn((name) => fields[name]),
      say.zone,
    )
    const format = formats.find((each) => each === fields.format) ?? 'csv'
    await sealEntries(database)
    const soFar = asOf(search, on.now)
    await database.transaction((tx) => recordExport(tx, actor, search, format))
    const parts = writeEntries(on, soFar, format, {
      columns: ['what', 'who', 'about'],
      describe: (entries) => describe(on, say, organization.id, entries),
    })
    const day = on.now.toZonedDateTimeISO(say.zone).toPlainDate()
    c.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="umbel-audit-${day}.${format}"`)
    return c.body(ReadableStream.from(parts).pipeThrough(new TextEncoderStream()) as never)
  })
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

/** What people in these entries call themselves now, and the address of those who run the organization. */
async function peopleOf(on: Statements, organizationId: string, entries: readonly LoggedEntry[]) {
  const ids = entries
    .flatMap(({ actorAccountId, accountId }) => [actorAccountId, accountId])
    .filter((id) => id !== undefined)
  const names = await accountNames(on, ids)
  const emails = new Map((await adminsOf(on, organizationId)).map(({ accountId, email }) => [accountId, email]))
  return new Map([...names].map(([id, name]) => [id, { id, name, email: emails.get(id) }]))
}

async function describe(on: Statements, say: Say, organizationId: string, entries: readonly LoggedEntry[]) {
  const people = await peopleOf(on, organizationId, entries)
  return entries.map((entry) => ({
    what: sentenceOf(say, entry, people),
    who: whoDidIt(say, entry, people),
    about: entry.accountId && people.get(entry.accountId)?.name,
  }))
}
