/** Whether two series of times differ: enough statistics to say it and be right. */

/**
 * How far apart two samples lie, in standard deviations of the Mann–Whitney U statistic: it asks only which of two times is
 * the longer, so a few very slow ones say nothing. Beyond 4 in either direction is chance once in 16,000.
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((time) => ({ time, isOne: true })), ...other.map((time) => ({ time, isOne: false }))]
  all.sort((a, b) => a.time - b.time)
  let rankSum = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]!.time === all[from]!.time) to += 1
    // Equal times share the ranks they stand on.
    const rank = (from + 1 + to) / 2
    for (let i = from; i < to; i += 1) if (all[i]!.isOne) rankSum += rank
    from = to
  }
  const [n, m] = [one.length, other.length]
  const u = rankSum - (n * (n + 1)) / 2
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
}

export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}

const BEYOND_CHANCE = 4

/** Whether chance cannot explain the difference, and it is more than a network would hide anyway. */
export function differ(one: readonly number[], other: readonly number[], leastMs = 1): boolean {
  return Math.abs(mannWhitney(one, other)) > BEYOND_CHANCE && Math.abs(median(one) - median(other)) > leastMs
}

/** Whether so many times, as noisy as these, suffice to notice a difference of `ms`: half of them are made that much longer. */
export function wouldNotice(times: readonly number[], ms: number): boolean {
  const [one, other] = [0, 1].map((half) => times.filter((_, i) => i % 2 === half))
  return differ(
    one!,
    other!.map((time) => time + ms),
  )
}
