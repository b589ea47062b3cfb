import { macOf } from '#kernel'
import { countOne, forgetCount, type Limit, type Standing, type Statements, standing, subscriberOf } from '#platform'

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
export type Trying = { readonly emailKey: string; readonly network: string }

/** Counts failed log-ins by address, whether or not it has an account, and by network. */
export function openLimits(secretKey: Buffer) {
  const address = ({ emailKey }: Trying) => macOf(secretKey, perAddress.name, emailKey)
  const network = ({ network: from }: Trying) => macOf(secretKey, perNetwork.name, subscriberOf(from))
  return {
    /** Until when this visitor must wait, if at all. */
    async blockedUntil(on: Statements, trying: Trying): Promise<Temporal.Instant | undefined> {
      const [one, other] = [
        await standing(on, perAddress, address(trying)),
        await standing(on, perNetwork, network(trying)),
      ]
      return later(one.blockedUntil, other.blockedUntil)
    },
    /** Counts one failure; `left` is how many more the address has before a wait. */
    async countFailure(on: Statements, trying: Trying): Promise<Standing> {
      const one = await countOne(on, perAddress, address(trying))
      const other = await countOne(on, perNetwork, network(trying))
      return { left: one.left, blockedUntil: later(one.blockedUntil, other.blockedUntil) }
    },
    /** After a log-in the address starts anew. The network does not: one right password must not pay for many wrong ones. */
    forget: (on: Statements, trying: Trying) => forgetCount(on, address(trying)),
  }
}
export type Limits = ReturnType<typeof openLimits>

function later(one: Temporal.Instant | undefined, other: Temporal.Instant | undefined): Temporal.Instant | undefined {
  if (!one || !other) return one ?? other
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}
