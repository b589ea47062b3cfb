/** A move of all addresses of one domain to another one of the same organization (MAN-3): looked at first, then done. */
export type Rename = {
  readonly id: string
  readonly organizationId: string
  readonly fromDomainId: string
  readonly toDomainId: string
  readonly from: string
  readonly to: string
  /** Whether the new domain has addresses below it, too. */
  readonly toSubdomains: boolean
  readonly state: RenameState
  readonly startedBy?: string
  readonly startedAt: Temporal.Instant
  readonly reachedId?: string
  readonly ready: number
  readonly blocked: number
  readonly changed: number
  readonly leftAlone: number
  /** Until when it waits, because a domain of it is frozen. */
  readonly waitsUntil?: Temporal.Instant
  readonly endedAt?: Temporal.Instant
}

/** `looking`: the dry run is being made. `looked`: it waits for a decision. `changing`: addresses are being changed. */
export type RenameState = 'looking' | 'looked' | 'changing' | 'done' | 'canceled'

/**
 * What is in the way of one account. `sub-domain`: its address is below the domain, and the new one was verified without what is
 * below. `moved`: it has another address, or another manager, by now.
 */
export type Obstacle = 'taken' | 'sub-domain' | 'leaving' | 'disputed' | 'long' | 'moved'

/** How an account stands in a rename. */
export const rowStates = ['ready', 'blocked', 'changed', 'left-alone'] as const
export type RowState = (typeof rowStates)[number]
export type RenameRow = {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly toEmail: string
  readonly state: RowState
  readonly obstacle?: Obstacle
}

export const isUnderWay = ({ state }: Pick<Rename, 'state'>): boolean => state === 'looking' || state === 'changing'
