import { macOf } from '#kernel'
import {
  countOne,
  forgetCount,
  forgetUnlessBlocked,
  type Limit,
  type Standing,
  type Statements,
  standing,
  subscriberOf,
} from '#platform'

// LOG-5: after 5 failures per account and 20 per network in 15 minutes, waits that double, up to 15 minutes.
const perAddress: Limit = {
  name: 'log-in-address',
  most: 5,
  within: Temporal.Duration.from('PT15M'),
  firstWait: Temporal.Duration.from('PT30S'),
  longestWait: Temporal.Duration.from('PT15M'),
}
const perNetwork: Limit = { ...perAddress, name: 'log-in-network', most: 20 }

/** Who tries to log in as whom. */
export type Trying = {
  readonly emailKey: string
  readonly network: string
  /** The browser, where the account knows it: it has a count to itself, which no stranger can fill (LOG-5). */
  readonly knownBrowser?: string
}

/** Counts failed log-ins by address, whether or not it has an account, and by network. */
export function openLimits(secretKey: Buffer) {
  const address = ({ emailKey, knownBrowser }: Trying) =>
    macOf(secretKey, perAddress.name, emailKey, ...(knownBrowser ? [knownBrowser] : []))
  const network = ({ network: from }: Trying) => macOf(secretKey, perNetwork.name, subscriberOf(from))
  const last = new Map<string, Promise<unknown>>()
  return {
    /**
     * Does what concerns one address after what was begun for it before: guesses that come at once would otherwise all be
     * under way before the first is counted.
     */
    async inTurn<T>(trying: Trying, work: () => Promise<T>): Promise<T> {
      const subject = address(trying).toString('base64')
      const mine = (last.get(subject) ?? Promise.resolve()).then(work)
      const settled = mine.catch(() => undefined)
      last.set(subject, settled)
      await settled
      if (last.get(subject) === settled) last.delete(subject)
      return mine
    },
    /** Until when this visitor must wait, if at all. */
    async blockedUntil(on: Statements, trying: Trying): Promise<Temporal.Instant | undefined> {
      const one = await standing(on, perAddress, address(trying))
      if (trying.knownBrowser) return one.blockedUntil
      const other = await standing(on, perNetwork, network(trying))
      return later(one.blockedUntil, other.blockedUntil)
    },
    /** Counts one failure; `left` is how many more the address has before a wait. */
    async countFailure(on: Statements, trying: Trying): Promise<Standing> {
      const one = await countOne(on, perAddress, address(trying))
      const other = await countOne(on, perNetwork, network(trying))
      if (trying.knownBrowser) return one
      return { left: one.left, blockedUntil: later(one.blockedUntil, other.blockedUntil) }
    },
    /**
     * Lets a right password in, unless a wait has begun while it was checked, by other processes or addresses. After a log-in the address starts anew. The network does not: one right password must not pay for many
     * wrong ones.
     */
    admit: (on: Statements, trying: Trying): Promise<boolean> =>
      forgetUnlessBlocked(on, address(trying), trying.knownBrowser ? [] : [network(trying)]),
    /** Whether no wait has begun meanwhile; forgets nothing. */
    async stillOpen(on: Statements, trying: Trying): Promise<boolean> {
      return (await this.blockedUntil(on, trying)) === undefined
    },
    forget: (on: Statements, trying: Trying) => forgetCount(on, address(trying)),
  }
}
export type Limits = ReturnType<typeof openLimits>

function later(one: Temporal.Instant | undefined, other: Temporal.Instant | undefined): Temporal.Instant | undefined {
  if (!one || !other) return one ?? other
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}
