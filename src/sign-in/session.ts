/** An account that is logged in, in one browser. */
export type Session = {
  readonly id: string
  readonly browserId: string
  readonly accountId: string
  readonly methods: readonly string[]
  readonly authenticatedAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  readonly device: string
  readonly network: string
}

/** The session that a browser presents now, with whose it is. */
export type Presented = {
  readonly sessionId: string
  readonly browserId: string
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly username?: string
  readonly pictureId?: string
  readonly locale: string
  readonly zone: string
  readonly authenticatedAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
  /** Whether it outlives the browser (LOG-8). */
  readonly kept: boolean
}
