/**
 * Lets only so many of a kind be under way at once; the others follow in the order in which they came.
 * @param most of one key, in this process
 */
export function inTurns(most: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, { busy: number; waiting: (() => void)[] }>()
  return async (key, work) => {
    const line = lines.get(key) ?? { busy: 0, waiting: [] }
    lines.set(key, line)
    if (line.busy < most) line.busy += 1
    else await new Promise<void>((resume) => line.waiting.push(resume))
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next()
      else if (line.busy === 1) lines.delete(key)
      else line.busy -= 1
    }
  }
}
