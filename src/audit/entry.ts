import type { Actor } from '#kernel'

/** Small facts about what was done. Ids and counts, never secrets. */
export type Detail = Readonly<Record<string, string | number | boolean | undefined>>

/** One line of the record, as its readers get it. */
export type Entry = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly actorKind: Actor['kind']
  readonly byHolder: boolean
  readonly action: string
  readonly network?: string
  readonly device?: string
  readonly detail: Detail
  /** The organization it concerns, or on whose behalf it was done. */
  readonly organizationId?: string
}

/** The same as those get it who may see whose act it was and whom it was about. */
export type LoggedEntry = Omit<Entry, 'byHolder'> & {
  readonly actorAccountId?: string
  readonly accountId?: string
}

/** The part of the record that somebody wants to see; of an organization's, or of all of it. */
export type Search = {
  readonly organizationId?: string | undefined
  /** Whose acts. */
  readonly actorAccountId?: string | undefined
  /** About whom. */
  readonly accountId?: string | undefined
  /** The room that an action begins with, such as `domain-claim`. */
  readonly room?: string | undefined
  readonly from?: Temporal.Instant | undefined
  /** Not included itself. */
  readonly until?: Temporal.Instant | undefined
}

/** Where a page of the record begins or ends. Several entries may share a moment. */
export type Place = { readonly at: Temporal.Instant; readonly id: number }
