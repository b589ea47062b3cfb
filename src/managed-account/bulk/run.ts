import type { Role } from '#organization'

/** What is done to many accounts at once (MAN-2, DOM-10). */
export const bulkActs = ['deactivate', 'reactivate', 'log-out', 'unclaim'] as const
export type BulkAct = (typeof bulkActs)[number]

/** The role that an act needs. */
export const roleFor = (act: BulkAct): Role => (act === 'unclaim' ? 'org-admin' : 'user-admin')

/** What became of one of them. `unchanged`: it was so already. */
export const outcomes = ['done', 'unchanged', 'refused'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * One act on many accounts, in the background. `collecting`: those that the filters find are being noted. `stopped`: whoever
 * started it may not go on.
 */
export type BulkRun = {
  readonly id: string
  readonly organizationId: string
  readonly startedBy?: string | undefined
  readonly act: BulkAct
  readonly reason?: string | undefined
  readonly filter: string
  readonly state: 'collecting' | 'running' | 'done' | 'canceled' | 'stopped'
  readonly collectedTo?: string | undefined
  readonly total: number
  readonly done: number
  readonly unchanged: number
  readonly refused: number
  readonly startedAt: Temporal.Instant
  readonly endedAt?: Temporal.Instant | undefined
}

export const isUnderWay = ({ state }: Pick<BulkRun, 'state'>): boolean => state === 'collecting' || state === 'running'

/** How an account fared. */
export type BulkResult = {
  readonly accountId: string
  readonly name: string
  readonly email: string
  /** None yet: its turn is still to come, or the run ended before. */
  readonly outcome?: Outcome | undefined
  /** Why not: the code of a refusal, and what its sentence names. */
  readonly refusal?: string | undefined
  readonly refusalAbout?: string | undefined
}

/** So many at once are chosen by hand; more are chosen by filters. */
export const mostChosen = 100
