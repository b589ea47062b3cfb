/**
 * A release under way (MAN-5): the organization agrees to it. The holder agrees by naming the private address, and is released
 * once the link that goes there is followed.
 */
export type Release = {
  readonly accountId: string
  readonly organizationId: string
  readonly offeredAt: Temporal.Instant
  /** Where the account is to live, once the holder has said so. */
  readonly home?: Home
}
export type Home = {
  readonly email: string
  readonly emailKey: string
  readonly sentAt: Temporal.Instant
  readonly linkExpiresAt: Temporal.Instant
}

export const releaseTimes = { linkHours: 24, pauseSeconds: 60 } as const
