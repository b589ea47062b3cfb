import type { Address } from '#kernel'

/** An address that waits for its proof. Until then the present one stays in force (ACC-7). */
export type AddressChange = {
  readonly email: string
  readonly emailKey: string
  readonly sentAt: Temporal.Instant
  readonly linkExpiresAt: Temporal.Instant
}

/** What a link to a changed address is about, for the page that it leads to. */
export type ChangeByLink = { readonly accountId: string; readonly email: string; readonly from: string }

/** A change that can be undone from the address that it took away. */
export type AddressUndo = {
  readonly id: number
  readonly accountId: string
  /** The address that was taken away, kept for the account until `expiresAt`. */
  readonly email: string
  readonly emailKey: string
  readonly changedTo: string
  readonly at: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  readonly device?: string
  readonly network?: string
}

/**
 * ACC-7: a link to the new address works for a day, one to the former address for seven. Whoever has it in mind to take an
 * account makes ways in first: what was added so long before a change may belong to it.
 */
export const changeTimes = { linkHours: 24, undoHours: 7 * 24, reachHours: 48, pauseSeconds: 60 } as const

export type Wanted = Pick<Address, 'typed' | 'key'>
