/** What the holder of an account is told about a claim to it (DOM-7). */
export type ClaimNotice = {
  readonly claimId: string
  readonly accountId: string
  readonly organizationId: string
  /** What the organization calls itself, which is not unique. */
  readonly organization: string
  /** The domain that it has proved, as people write it. */
  readonly domain: string
  readonly email: string
  /** When the account is managed unless the holder moves it away. */
  readonly takesEffectAt: Temporal.Instant
  /**
   * `open`: nothing was chosen. `moving`: the holder wants another address, which is not proved yet. `managed`: the date has
   * passed since the holder last logged in, or the claim came without notice.
   */
  readonly state: 'open' | 'moving' | 'managed'
}

/** What a holder can choose until the date. */
export const choices = ['keep', 'move'] as const
export type Choice = (typeof choices)[number]

/** Whole days that are left to choose; none on the last. */
export const daysLeft = ({ takesEffectAt }: Pick<ClaimNotice, 'takesEffectAt'>, now: Temporal.Instant): number =>
  Math.max(0, Math.floor(takesEffectAt.since(now).total('hours') / 24))
