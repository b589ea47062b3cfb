/** Which products answer, as far as this process has seen. Losing it costs a few tries. */
export interface Standings {
  /** Whether to try a product now. While it fails, few tries at a time are worth their wait. */
  begin(productId: string): boolean
  /**
   * Says how a try that was begun ended.
   * @param wasFailing it had failed before, maybe in another process
   * @returns whether the product answers again after having failed
   */
  end(productId: string, answers: boolean, wasFailing: boolean): boolean
}

// One or two that wait for a silent server notice its return; more would take the places of products that answer.
const mostWhileFailing = 2

export function openStandings(): Standings {
  const known = new Map<string, { isFailing?: boolean; underway: number }>()
  return {
    begin(productId) {
      const standing = known.get(productId) ?? { underway: 0 }
      if (standing.isFailing && standing.underway >= mostWhileFailing) return false
      standing.underway += 1
      known.set(productId, standing)
      return true
    },
    end(productId, answers, wasFailing) {
      const standing = known.get(productId) ?? { underway: 1 }
      const isBack = answers && (standing.isFailing ?? wasFailing)
      standing.underway -= 1
      standing.isFailing = !answers
      known.set(productId, standing)
      return isBack
    },
  }
}
