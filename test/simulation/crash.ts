import type { Database } from '#platform'

/** What stands for the end of a process. */
export class Crash extends Error {
  readonly isCommitted: boolean
  constructor(isCommitted: boolean) {
    super(isCommitted ? 'the process ended after its commit' : 'the process ended before its commit')
    this.isCommitted = isCommitted
  }
}

/** When a transaction ends the process: before it commits, right after, or not at all. */
export type Fate = 'goes on' | 'before' | 'after'

/** One in ten transactions ends the process before its commit, and one right after. The same seed gives the same fates. */
export function fatesFrom(seed: number): () => Fate {
  let state = seed >>> 0
  return () => {
    // Numerical Recipes’ linear congruence: chance enough for this.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const share = state / 2 ** 32
    return share < 0.1 ? 'before' : share < 0.2 ? 'after' : 'goes on'
  }
}

/** A database in whose transactions the process ends now and then. */
export function crashing(database: Database, fate: () => Fate): Database {
  return Object.create(database, {
    transaction: {
      value: async <T>(work: Parameters<Database['transaction']>[0] & ((tx: never) => Promise<T>)): Promise<T> => {
        const end = fate()
        const outcome = await database.transaction(async (tx) => {
          const result = await work(tx as never)
          if (end === 'before') throw new Crash(false)
          return result
        })
        if (end === 'after') throw new Crash(true)
        return outcome as T
      },
    },
  }) as Database
}
