import { holderOf } from '#account'
import type { Place, Search } from '#audit'
import { newId, parseAddress } from '#kernel'
import type { Statements } from '#platform'

/** The kinds of events there are for organizations: the rooms that record them. Each has a name under `admin-console.kind.`. */
export const kinds = [
  'organization',
  'account',
  'managed-account',
  'domain-claim',
  'site',
  'credential',
  'audit',
] as const
/** Those in the log of the whole installation besides. */
export const everyKind = [
  ...kinds,
  ...(['sign-in', 'identity-source', 'openid', 'account-page', 'help', 'product', 'operator-console'] as const),
] as const
export type Kind = (typeof everyKind)[number]

/** What of the log somebody wants to see, as it stands in the address of the page. Whatever means nothing is left out. */
export type AuditFilter = {
  /** Address of whoever did it. */
  readonly who?: string | undefined
  /** Address of whom it was about. */
  readonly about?: string | undefined
  readonly kind?: Kind | undefined
  /** Days in the reader’s own zone, both included. */
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
}

export const filterNames = ['who', 'about', 'kind', 'from', 'to'] as const
type Name = (typeof filterNames)[number]
const longest = 320

/**
 * @param read what the address, or a form, has under a name
 * @param known the kinds that there are
 */
export function filterIn(read: (name: Name) => string | undefined, known: readonly Kind[]): AuditFilter {
  const typed = (name: Name) => read(name)?.trim().slice(0, longest) || undefined
  const [from, to] = [dayIn(read('from')), dayIn(read('to'))]
  const isTurned = from && to && Temporal.PlainDate.compare(from, to) > 0
  return {
    who: typed('who'),
    about: typed('about'),
    kind: known.find((kind) => kind === read('kind')),
    from: isTurned ? to : from,
    to: isTurned ? from : to,
  }
}

/** The same as it stands in an address, after a `?` if there is any. */
export function queryFrom(filter: AuditFilter, more: Readonly<Record<string, string>> = {}): string {
  const fields = filterNames.flatMap((name) => (filter[name] === undefined ? [] : [[name, String(filter[name])]]))
  const query = new URLSearchParams([...fields, ...Object.entries(more)]).toString()
  return query === '' ? '' : `?${query}`
}

/** What to ask the log for. An address that nobody has is asked for like any other, and nothing is found (LOG-5). */
export async function searchFrom(
  on: Statements,
  organizationId: string | undefined,
  filter: AuditFilter,
  zone: string,
): Promise<Search> {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant()
  return {
    organizationId,
    actorAccountId: filter.who && (await accountOf(on, filter.who)),
    accountId: filter.about && (await accountOf(on, filter.about)),
    room: filter.kind,
    from: filter.from && startOf(filter.from),
    until: filter.to && startOf(filter.to.add({ days: 1 })),
  }
}

async function accountOf(on: Statements, typed: string): Promise<string> {
  const nobody = newId(on.now)
  try {
    return (await holderOf(on, parseAddress(typed).key))?.id ?? nobody
  } catch {
    return nobody
  }
}

function dayIn(value: string | undefined): Temporal.PlainDate | undefined {
  // Years that both the browser’s calendar and the database know.
  return /^2\d{3}-(0\d|1[0-2])-([0-2]\d|3[01])$/.test(value ?? '') ? dayFrom(value ?? '') : undefined
}

function dayFrom(value: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(value)
  } catch {
    return undefined
  }
}

/** A place in the log as it stands in an address: microseconds and number. */
export const placeText = ({ at, id }: Place): string => `${at.epochNanoseconds / 1000n}-${id}`

export function placeIn(text: string | undefined): Place | undefined {
  const [, microseconds, id] = /^(\d{1,16})-(\d{1,15})$/.exec(text ?? '') ?? []
  if (microseconds === undefined) return undefined
  return { at: Temporal.Instant.fromEpochNanoseconds(BigInt(microseconds) * 1000n), id: Number(id) }
}
