import { csvLine, csvStart, type Statements } from '#platform'
import { platformChain } from './chain.ts'
import { sealsOf } from './chain-store.ts'
import type { LoggedEntry, Place, Search } from './entry.ts'
import { searchEntries } from './store.ts'

const atOnce = 1_000

export const formats = ['csv', 'json'] as const
export type Format = (typeof formats)[number]

/** What a reader is told of an entry besides what stands in it, under names of columns. */
export type Described = Readonly<Record<string, string | undefined>>
type Describe = (entries: readonly LoggedEntry[]) => Promise<Described[]>

/**
 * Writes entries out, newest first, a thousand at a time, each with its place in the chain (OPS-1): however many there are, no
 * more are in memory.
 * @param columns what `describe` tells of each, in this order
 */
export async function* writeEntries(
  on: Statements,
  search: Search,
  format: Format,
  { columns = [], describe }: { columns?: readonly string[]; describe?: Describe } = {},
): AsyncGenerator<string> {
  yield format === 'csv' ? csvStart + csvLine([...ownColumns, ...columns]) : headOf(search, on.now)
  let before: Place | undefined
  let count = 0
  for (;;) {
    const entries = await searchEntries(on, search, { most: atOnce, before })
    const rows = await rowsOf(on, search.organizationId ?? platformChain, entries)
    const more = (await describe?.(entries)) ?? []
    const lines = rows.map((row, place) => {
      const described = columns.map((column) => [column, more[place]?.[column]] as const)
      return format === 'csv'
        ? csvLine([...ownColumns.map((column) => inCell(row[column])), ...described.map(([, value]) => value)])
        : `${count + place === 0 ? '' : ','}\n${JSON.stringify({ ...row, ...Object.fromEntries(described) })}`
    })
    if (lines.length > 0) yield lines.join('')
    count += entries.length
    before = entries.at(-1)
    if (entries.length < atOnce) break
  }
  if (format === 'json') yield '\n]\n}\n'
}

const ownColumns = [
  'id',
  'at',
  'action',
  'actor_kind',
  'actor_account_id',
  'account_id',
  'organization_id',
  'network',
  'device',
  'detail',
  'position',
  'hash',
] as const
type ExportedRow = Readonly<Record<(typeof ownColumns)[number], unknown>>

/** Entries as they are given away: with their places in a chain. */
export async function rowsOf(on: Statements, chain: string, entries: readonly LoggedEntry[]): Promise<ExportedRow[]> {
  const seals = await sealsOf(
    on,
    chain,
    entries.map(({ id }) => id),
  )
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at.toString(),
    action: entry.action,
    actor_kind: entry.actorKind,
    actor_account_id: entry.actorAccountId,
    account_id: entry.accountId,
    organization_id: entry.organizationId,
    network: entry.network,
    device: entry.device,
    detail: entry.detail,
    position: seals.get(entry.id)?.position,
    hash: seals.get(entry.id)?.hash,
  }))
}

function headOf(search: Search, at: Temporal.Instant): string {
  const about = { format: 'umbel.audit/1', organization_id: search.organizationId ?? null, made_at: at.toString() }
  return `${JSON.stringify(about, null, 2).slice(0, -2)},\n  "entries": [`
}

const inCell = (value: unknown): string | number | undefined =>
  typeof value === 'object' ? JSON.stringify(value) : (value as string | number | undefined)

/** The same search without what is still to come, such as the entry about the reading itself. */
export const asOf = (search: Search, now: Temporal.Instant): Search => ({
  ...search,
  until: earlier(search.until, now),
})

const earlier = (one: Temporal.Instant | undefined, other: Temporal.Instant): Temporal.Instant =>
  one && Temporal.Instant.compare(one, other) < 0 ? one : other
