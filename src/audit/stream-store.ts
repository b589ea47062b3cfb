import { type Statements, sql } from '#platform'

/** Where a chain of the log goes. */
export type Stream = {
  readonly chain: string
  readonly url: string
  readonly sealedSecret: Buffer
  /** All up to here were acknowledged. */
  readonly sentPosition: number
  readonly tries: number
  readonly failingSince: Temporal.Instant | null
  readonly trouble: string | null
}

const columns = sql`chain, url, sealed_secret as "sealedSecret", sent_position as "sentPosition", tries,
  failing_since as "failingSince", trouble`

/** Begins behind what is sealed already. False when the chain goes somewhere. */
export async function insertStream(
  on: Statements,
  stream: Pick<Stream, 'chain' | 'url' | 'sealedSecret'>,
): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into audit_stream (chain, url, sealed_secret, sent_position, next_try_at, created_at)
      values (${stream.chain}, ${stream.url}, ${stream.sealedSecret},
        coalesce((select head_position from audit_chain where chain = ${stream.chain}), 0), ${on.now}, ${on.now})
      on conflict do nothing`)) === 1
  )
}

export async function deleteStream(on: Statements, chain: string): Promise<boolean> {
  return (await on.run(sql`delete from audit_stream where chain = ${chain}`)) === 1
}

/** Every place that the log goes to. An operator adds each by hand. */
export async function streamsOf(on: Statements): Promise<Stream[]> {
  return on.all<Stream>(sql`select ${columns} from audit_stream order by chain limit 10000`)
}

/** Takes a stream whose turn it is, for a while: another process takes another one. */
export async function takeStream(on: Statements, leaseSeconds: number): Promise<Stream | undefined> {
  return on.first<Stream>(sql`
    update audit_stream set next_try_at = ${on.now.add({ seconds: leaseSeconds })} where chain = (
      select chain from audit_stream where next_try_at <= ${on.now} order by next_try_at limit 1 for update skip locked)
    returning ${columns}`)
}

export async function noteSent(
  on: Statements,
  { chain, url }: Stream,
  position: number,
  nextTryAt: Temporal.Instant,
): Promise<void> {
  await on.run(sql`
    update audit_stream set sent_position = greatest(sent_position, ${position}), next_try_at = ${nextTryAt}, tries = 0,
      failing_since = null, trouble = null
    where chain = ${chain} and url = ${url}`)
}

export async function noteTrouble(
  on: Statements,
  { chain, url }: Stream,
  trouble: string,
  nextTryAt: Temporal.Instant,
): Promise<void> {
  await on.run(sql`
    update audit_stream set next_try_at = ${nextTryAt}, tries = tries + 1, trouble = ${trouble.slice(0, 200)},
      failing_since = coalesce(failing_since, ${on.now})
    where chain = ${chain} and url = ${url}`)
}
