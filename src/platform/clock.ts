/** Where the time comes from. It is passed in, so tests move it instead of sleeping. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock for tests: it stands still until it is moved. */
export function aClockAt(start: Temporal.Instant): Clock & { move(by: Temporal.DurationLike): void } {
  let at = start
  return {
    now: () => at,
    move(by) {
      at = at.add(Temporal.Duration.from(by).round({ largestUnit: 'hours', relativeTo: at.toZonedDateTimeISO('UTC') }))
    },
  }
}
