import { macOf } from '#kernel'
import {
  forgetCount,
  giveBackOne,
  type Limit,
  type Standing,
  type Statements,
  standings,
  subscriberOf,
  type Taken,
  takeOne,
} from '#platform'
import { type Alarm, openAlarm } from './alarm.ts'
import { inTurns } from './turns.ts'

// LOG-5: after 5 failures per account and 20 per network in 15 minutes, waits that double, up to 15 minutes.
const perAddress: Limit = {
  name: 'log-in-address',
  most: 5,
  within: Temporal.Duration.from('PT15M'),
  firstWait: Temporal.Duration.from('PT30S'),
  longestWait: Temporal.Duration.from('PT15M'),
}
const perNetwork: Limit = { ...perAddress, name: 'log-in-network', most: 20 }

// From so many failures on, the next try has to be worked for.
const workAfter = { address: 3, network: perNetwork.most / 2 }
// Fewer than make work: people of one office who come in at the same moment must not be taken for guesses.
const atOncePerNetwork = 8

/** Who tries to log in as whom. */
export type Trying = {
  readonly emailKey: string
  readonly network: string
  /** The browser, where the account knows it: it has a count to itself, which no stranger can fill (LOG-5). */
  readonly knownBrowser?: string
}

/** How much work a try from an unknown device takes; `more` while the alarm is on. */
export type Effort = 'none' | 'some' | 'more'

/** What is in the way of a try. */
export type Ahead = {
  readonly blockedUntil?: Temporal.Instant
  readonly effort: Effort
  readonly isAlarm: boolean
}

/** A try that was counted as a failure before it is known whether it is one. */
export type Reserved = {
  /** How many more the address has before a wait. */
  readonly left: number
  readonly blockedUntil?: Temporal.Instant
  /** What this try and the next one take. */
  readonly effort: Effort
  readonly nextEffort: Effort
  giveBack(): Promise<void>
}

/** Counts failed log-ins by address, whether or not it has an account, and by network; what that asks of the next ones. */
export function openLimits(secretKey: Buffer, alarm: Alarm = openAlarm({})) {
  const address = ({ emailKey, knownBrowser }: Trying) =>
    macOf(secretKey, perAddress.name, emailKey, ...(knownBrowser ? [knownBrowser] : []))
  const network = (trying: Trying) => macOf(secretKey, perNetwork.name, subscriberOf(trying.network))
  const byAddress = inTurns(1)
  const byNetwork = inTurns(atOncePerNetwork)

  const counts = (trying: Trying) => [
    { limit: perAddress, subject: address(trying) },
    ...(trying.knownBrowser ? [] : [{ limit: perNetwork, subject: network(trying) }]),
  ]
  const effortOf = (trying: Trying, isAlarm: boolean, failures: { address: number; network: number }): Effort => {
    if (trying.knownBrowser) return 'none'
    if (isAlarm) return 'more'
    return failures.address >= workAfter.address || failures.network >= workAfter.network ? 'some' : 'none'
  }

  return {
    alarm,
    /** Does what concerns one address after what was begun for it before, and little at once for one network. */
    inTurn<T>(trying: Trying, work: () => Promise<T>): Promise<T> {
      const mine = () => byAddress(address(trying).toString('base64'), work)
      return trying.knownBrowser ? mine() : byNetwork(network(trying).toString('base64'), mine)
    },
    /** Until when this visitor must wait, if at all. */
    async blockedUntil(on: Statements, trying: Trying): Promise<Temporal.Instant | undefined> {
      return latest(await standings(on, counts(trying)))
    },
    /** What is in the way of the next try. Without an address it is about the network alone. */
    async lookAhead(on: Statements, trying: Omit<Trying, 'emailKey'> & { emailKey?: string }): Promise<Ahead> {
      const { emailKey = '' } = trying
      const whole = { ...trying, emailKey }
      const [one, other] = await standings(on, counts(whole))
      const isAlarm = trying.knownBrowser === undefined && (await alarm.isOn(on))
      const failures = {
        address: emailKey === '' ? 0 : perAddress.most - (one?.left ?? perAddress.most),
        network: perNetwork.most - (other?.left ?? perNetwork.most),
      }
      const found = [...(one ? [one] : []), ...(other ? [other] : [])]
      return { blockedUntil: latest(found), effort: effortOf(whole, isAlarm, failures), isAlarm }
    },
    /**
     * Counts one failure ahead, in every process together: so of any number of guesses at once no more are checked than are
     * allowed. What was no failure is given back.
     */
    async reserve(
      on: Statements,
      trying: Trying,
      isAlarm = false,
    ): Promise<Reserved | { readonly until: Temporal.Instant }> {
      const one = await takeOne(on, perAddress, address(trying))
      if (!one) return { until: (await this.blockedUntil(on, trying)) ?? on.now }
      const giveOne = () => giveBackOne(on, perAddress, address(trying), one)
      const other = trying.knownBrowser ? undefined : await takeOne(on, perNetwork, network(trying))
      if (!other && !trying.knownBrowser) {
        await giveOne()
        return { until: (await this.blockedUntil(on, trying)) ?? on.now }
      }
      const failures = (more: number) => ({ address: one.before + more, network: (other?.before ?? 0) + more })
      return {
        left: one.left,
        blockedUntil: latest(other ? [one, other] : [one]),
        effort: effortOf(trying, isAlarm, failures(0)),
        nextEffort: effortOf(trying, isAlarm, failures(1)),
        async giveBack() {
          await giveOne()
          if (other) await giveBackOne(on, perNetwork, network(trying), other)
        },
      }
    },
    /** After a log-in the address starts anew. The network does not: one right password must not pay for many wrong ones. */
    forget: (on: Statements, trying: Trying) => forgetCount(on, address(trying)),
  }
}
export type Limits = ReturnType<typeof openLimits>

function latest(standings: readonly (Standing | Taken)[]): Temporal.Instant | undefined {
  return standings.map(({ blockedUntil }) => blockedUntil).reduce(later, undefined)
}

function later(one: Temporal.Instant | undefined, other: Temporal.Instant | undefined): Temporal.Instant | undefined {
  if (!one || !other) return one ?? other
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}
