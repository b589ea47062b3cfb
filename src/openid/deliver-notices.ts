import type { Client, Provider } from 'oidc-provider'
import type { Database, Logger } from '#platform'
import type { Clients } from './clients.ts'
import {
  claimLine,
  type EventKind,
  type Line,
  type Notice,
  noteAcknowledged,
  noteFailures,
  waitingLines,
} from './notice-store.ts'
import type { Standings } from './product-standing.ts'
import { queueNotices } from './queue-notices.ts'
import { eventToken, pushEvent, signerFor } from './security-event.ts'
import type { Signer } from './signer.ts'

export type DeliveryParts = {
  readonly database: Database
  readonly provider: Provider
  readonly clients: Clients
  readonly signers: readonly Signer[]
  readonly issuer: string
  readonly standings: Standings
  readonly log: Logger
}

/** How many lines are delivered at the same time: most of it is waiting for products to answer. */
export const deliveriesAtOnce = 24

/** How long it is worth trying. Who has left wants to be forgotten, and who is back to be back, even after weeks. */
const worthwhileHours = { 'log-outs': 24, events: 24 * 30 } as const
const mostAtATime = 5
// Longer than as many products that each take their five seconds and answer after all.
const claimSeconds = 30
const longestWaitSeconds = 15 * 60
// Until a product that others are just trying in vain is asked again.
const silentSeconds = 30
// Until a line is looked at again that another job is at, or that found its product's places taken.
const busySeconds = 1
const mostWokenAtOnce = 1_000

/** Seconds until the next try: 3, 9, 27, 81, 243, 729, and then every quarter of an hour. */
export const waitAfter = (tries: number): number => Math.min(3 ** Math.min(tries, 20), longestWaitSeconds)

type Telling = Client & { backchannelLogoutUri?: string; backchannelLogout(sub: string, sid: string): Promise<void> }
type Seen = { answers?: boolean; wasFailing: boolean; more: 'none' | 'some' | 'taken' }
type Answer = 'acknowledged' | 'refused' | 'unreachable'

/**
 * Tells one product what became of one account, in order: which sessions have ended (LOG-8, OpenID Connect Back-Channel Logout
 * §2.5), that it was turned off or on (MAN-2) or erased (ACC-9, RFC 8935). Each is a signed token, made afresh for every try and posted to the product's
 * server. Repeating it is harmless: the product has nothing left to end, or to erase. What fails is tried again for a day, what
 * became of the account for a month, and then given up: a dead letter.
 */
export async function deliverNotices(line: Line, parts: DeliveryParts): Promise<void> {
  const { standings, database } = parts
  for (;;) {
    const may = standings.begin(line.productId)
    if (may !== 'go') return postpone(line, parts, may === 'busy' ? busySeconds : silentSeconds)
    let seen: Seen = { wasFailing: false, more: 'none' }
    let isBack = false
    try {
      seen = await deliverSome(line, parts)
    } finally {
      isBack = standings.end(line.productId, seen)
    }
    // Whoever waits for a product that was down need not wait any longer.
    if (isBack) {
      await queueNotices(database.durable, await waitingLines(database.durable, mostWokenAtOnce, line.productId))
    }
    if (seen.more === 'taken') return postpone(line, parts, busySeconds)
    if (seen.more === 'none') return
  }
}

async function deliverSome(line: Line, parts: DeliveryParts): Promise<Seen> {
  const { database, provider } = parts
  const on = database.durable
  const until = on.now.add({ seconds: claimSeconds })
  const { isTaken, notices } = await claimLine(on, line, { most: mostAtATime, until })
  const wasFailing = notices.some((notice) => notice.wasFailing)
  if (isTaken) return { wasFailing, more: 'taken' }
  if (notices.length === 0) return { wasFailing, more: 'none' }
  const client = (await provider.Client.find(line.productId)) as Telling | undefined
  const failed: Notice[] = []
  let answers = true
  for (const notice of notices) {
    // A server that is down is down for those behind, too. One that refuses a notice may well take the next.
    const answer = answers ? await tell(line, notice, client, parts) : 'unreachable'
    if (answer === 'acknowledged') await noteAcknowledged(on, notice)
    else failed.push(notice)
    if (answer === 'unreachable') answers = false
  }
  if (failed.length > 0) await tryAgainLater(line, failed, parts)
  const more = failed.length === 0 && notices.length === mostAtATime ? 'some' : 'none'
  return { answers, wasFailing, more }
}

async function tell(line: Line, notice: Notice, client: Telling | undefined, parts: DeliveryParts): Promise<Answer> {
  const { accountId, productId } = line
  try {
    if (notice.kind !== 'log-out') await tellEvent(line, notice, client, parts)
    else {
      if (!client?.backchannelLogoutUri) throw new Error('it has no address for it any more')
      await client.backchannelLogout(accountId, notice.sid)
    }
    return 'acknowledged'
  } catch (error) {
    const status = (error as { response?: { status: number } }).response?.status
    const reason = (error as Error).message
    parts.log.warn({ product: productId, kind: notice.kind, reason }, 'A product did not acknowledge a notice.')
    // Statuses that say "not now" rather than "no" (RFC 9110 §15.5.9, RFC 6585 §4).
    return status && status < 500 && ![408, 425, 429].includes(status) ? 'refused' : 'unreachable'
  }
}

async function tellEvent(
  { accountId, productId }: Line,
  { kind, eventId: id, at }: Notice & { kind: EventKind },
  client: Telling | undefined,
  { clients, signers, issuer }: DeliveryParts,
): Promise<void> {
  const product = client && clients.productOf(client)
  if (!product?.eventsUrl) throw new Error('it has no address for it')
  const signer = signerFor(signers, product.idTokenAlg)
  await pushEvent(product.eventsUrl, await eventToken({ id, kind, issuer, productId, accountId, at }, signer))
}

async function tryAgainLater(line: Line, failed: readonly Notice[], { database, log }: DeliveryParts): Promise<void> {
  const givenUp = await database.transaction(async (tx) => {
    const ids = failed.map(({ id }) => id)
    const noted = await noteFailures(tx, ids, {
      'log-outs': tx.now.subtract({ hours: worthwhileHours['log-outs'] }),
      events: tx.now.subtract({ hours: worthwhileHours.events }),
    })
    if (noted.tries.length > 0) {
      await queueNotices(tx, [line], { at: tx.now.add({ seconds: waitAfter(Math.min(...noted.tries)) }) })
    }
    return noted.givenUp
  })
  if (givenUp > 0) log.error({ product: line.productId, notices: givenUp }, 'Notices were given up.')
}

async function postpone(line: Line, { database }: DeliveryParts, seconds: number): Promise<void> {
  const on = database.durable
  await queueNotices(on, [line], { at: on.now.add({ seconds }) })
}

/** Queues whatever waits without a job, as after a job of another version or one that broke too often. */
export async function sweepNotices(database: Database): Promise<void> {
  const on = database.durable
  await queueNotices(on, await waitingLines(on, mostWokenAtOnce), { isPatient: true })
}
