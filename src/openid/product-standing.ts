/** Which products answer, as far as this process has seen. Losing it costs a few tries. */
export interface Standings {
  /** Whether to try a product now: too many may be at it already, and while it fails few tries are worth their wait. */
  begin(productId: string): 'go' | 'busy' | 'failing'
  /**
   * Says how a try that was begun ended.
   * @param seen.answers nothing when it was not asked
   * @param seen.wasFailing it had failed before, maybe in another process
   * @returns whether the product answers again after having failed
   */
  end(productId: string, seen: { answers?: boolean; wasFailing: boolean }): boolean
}

// Half of all places, so that one that falls silent under many log-outs leaves the others theirs.
const mostAtOnce = 12
// One or two that wait for a silent server notice its return.
const mostWhileFailing = 2

export function openStandings(): Standings {
  const known = new Map<string, { isFailing?: boolean; underway: number }>()
  return {
    begin(productId) {
      const standing = known.get(productId) ?? { underway: 0 }
      if (standing.isFailing && standing.underway >= mostWhileFailing) return 'failing'
      if (standing.underway >= mostAtOnce) return 'busy'
      standing.underway += 1
      known.set(productId, standing)
      return 'go'
    },
    end(productId, { answers, wasFailing }) {
      const standing = known.get(productId) ?? { underway: 1 }
      const isBack = answers === true && (standing.isFailing ?? wasFailing)
      standing.underway -= 1
      if (answers !== undefined) standing.isFailing = !answers
      known.set(productId, standing)
      return isBack
    },
  }
}
