import type { Database } from '#platform'
import type { Limits, Trying } from './limits.ts'

/** How a guess came out; with `until` it was not looked at. */
export type Guessed = { readonly isRight: boolean; readonly until?: Temporal.Instant }

/**
 * Lets somebody have one guess at a secret, where that is all there is to it. It is counted before it is looked at and given
 * back when it was right, so any number at once, in any number of processes, gets no more than the limits allow (LOG-5).
 */
export function guess(
  { database, limits }: { database: Database; limits: Limits },
  trying: Trying,
  isRight: () => Promise<boolean>,
): Promise<Guessed> {
  return limits.inTurn(trying, async () => {
    const until = await limits.blockedUntil(database.durable, trying)
    if (until) return { isRight: false, until }
    const reserved = await limits.reserve(database.quick, trying)
    if ('until' in reserved) return { isRight: false, until: reserved.until }
    try {
      if (!(await isRight())) return { isRight: false }
    } catch (error) {
      await reserved.giveBack()
      throw error
    }
    await reserved.giveBack()
    return { isRight: true }
  })
}
