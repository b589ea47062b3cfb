import { createHmac } from 'node:crypto'
import { type Database, type Logger, post } from '#platform'
import { signingKey } from './add-stream.ts'
import { entriesAfter } from './store.ts'
import { noteSent, noteTrouble, type Stream, takeStream } from './stream-store.ts'
import { rowsOf } from './write-entries.ts'

const atOnce = 200
// Longer than a request may take; what a process that ends had begun is sent again after it.
const leaseSeconds = 60
const longestWaitMinutes = 60
// More are left to the next minute.
const mostRequests = 500

type Context = { readonly database: Database; readonly secretKey: Buffer; readonly log: Logger }

/**
 * Sends what is sealed and not acknowledged yet (OPS-1), in the order of the chain, at least once: a request that is not answered
 * with a success is sent again, after a minute, then twice as long each time, every hour in the end. Nothing after it goes first.
 */
export async function sendStreams({ database, secretKey, log }: Context): Promise<void> {
  const on = database.durable
  for (let sent = 0; sent < mostRequests; sent += 1) {
    const stream = await takeStream(on, leaseSeconds)
    if (!stream) return
    const { chain, sentPosition, failingSince } = stream
    const entries = await entriesAfter(on, chain, sentPosition, atOnce)
    const rows = await rowsOf(on, chain, entries)
    const last = rows.at(-1)?.position
    if (typeof last !== 'number') {
      await noteSent(on, stream, sentPosition, on.now.add({ seconds: leaseSeconds }))
      continue
    }
    const trouble = await send(stream, signingKey(secretKey, chain, stream.sealedSecret), on.now, {
      format: 'umbel.audit/1',
      chain,
      entries: rows,
    })
    if (trouble === undefined) {
      // There may be more: its turn is now.
      await noteSent(on, stream, last, on.now)
      continue
    }
    if (!failingSince) log.error({ chain, trouble }, 'The audit log cannot be sent to its webhook.')
    const minutes = Math.min(2 ** Math.min(stream.tries, 10), longestWaitMinutes)
    await noteTrouble(on, stream, trouble, on.now.add({ minutes }))
  }
}

/** One request, signed as Standard Webhooks does. Says why it was not taken. */
async function send(
  { url, chain, sentPosition }: Stream,
  key: Buffer,
  now: Temporal.Instant,
  content: object,
): Promise<string | undefined> {
  const body = JSON.stringify(content)
  // The same for every try, so that whoever has seen it knows.
  const id = `${chain}.${sentPosition}`
  const timestamp = String(Math.floor(now.epochMilliseconds / 1_000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
  try {
    const status = await post(new URL(url), 'application/json', body, headers)
    return status >= 200 && status < 300 ? undefined : `It answered with ${status}.`
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string }
    return name === 'TimeoutError' || name === 'AbortError'
      ? 'It took too long.'
      : `It cannot be reached (${code ?? name}).`
  }
}
