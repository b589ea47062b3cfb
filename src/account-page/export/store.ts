import { type Statements, sql } from '#platform'

/** How the download of an account stands (ACC-10). */
export type Export =
  | { readonly state: 'none' }
  | { readonly state: 'being-made'; readonly askedAt: Temporal.Instant }
  | { readonly state: 'failed'; readonly askedAt: Temporal.Instant }
  | {
      readonly state: 'ready'
      readonly askedAt: Temporal.Instant
      readonly madeAt: Temporal.Instant
      readonly until: Temporal.Instant
      readonly bytes: number
    }

/** Whoever asks while one is being made waits for that one; it counts as lost after so long. */
const patienceHours = 1

/** Starts the download anew. False while another is being made. */
export async function startExport(on: Statements, accountId: string): Promise<boolean> {
  const lost = on.now.subtract({ hours: patienceHours })
  const rows = await on.run(sql`
    insert into account_export as e (account_id, asked_at) values (${accountId}, ${on.now})
    on conflict (account_id) do update set asked_at = excluded.asked_at, made_at = null, failed_at = null,
      expires_at = null, size_bytes = null, content = null
    where e.made_at is not null or e.failed_at is not null or e.asked_at <= ${lost}`)
  return rows === 1
}

export async function exportOf(on: Statements, accountId: string): Promise<Export> {
  const row = await on.first<{
    asked_at: Temporal.Instant
    made_at: Temporal.Instant | null
    failed_at: Temporal.Instant | null
    expires_at: Temporal.Instant | null
    size_bytes: number | null
  }>(sql`
    select asked_at, made_at, failed_at, expires_at, size_bytes from account_export
    where account_id = ${accountId} and (expires_at is null or expires_at > ${on.now})`)
  if (!row) return { state: 'none' }
  const { asked_at: askedAt, made_at: madeAt, expires_at: until, size_bytes: bytes } = row
  if (madeAt && until && bytes) return { state: 'ready', askedAt, madeAt, until, bytes }
  const isLost = on.now.since(askedAt).total('hours') >= patienceHours
  return { state: row.failed_at || isLost ? 'failed' : 'being-made', askedAt }
}

/** Keeps what was made, unless it was asked for anew meanwhile. */
export async function finishExport(
  on: Statements,
  made: { accountId: string; askedAt: Temporal.Instant; content: Buffer; until: Temporal.Instant },
): Promise<boolean> {
  const rows = await on.run(sql`
    update account_export set made_at = ${on.now}, failed_at = null, expires_at = ${made.until},
      size_bytes = ${made.content.length}, content = ${made.content}
    where account_id = ${made.accountId} and asked_at = ${made.askedAt}`)
  return rows === 1
}

export async function setExportFailed(on: Statements, accountId: string, askedAt: Temporal.Instant): Promise<void> {
  await on.run(sql`
    update account_export set failed_at = ${on.now}
    where account_id = ${accountId} and asked_at = ${askedAt} and made_at is null`)
}

/** A piece of what was made: it need not be in memory as a whole. Nothing when it is another one by now, or at its end. */
export async function pieceOfExport(
  on: Statements,
  { accountId, madeAt }: { accountId: string; madeAt: Temporal.Instant },
  from: number,
  bytes: number,
): Promise<Buffer | undefined> {
  const row = await on.first<{ piece: Buffer }>(sql`
    select substring(content from ${from + 1}::integer for ${bytes}::integer) as piece from account_export
    where account_id = ${accountId} and made_at = ${madeAt}`)
  return row && row.piece.length > 0 ? row.piece : undefined
}

/** Drops downloads whose week is over, and what was never made. */
export async function purgeExports(on: Statements): Promise<void> {
  const old = on.now.subtract({ hours: 24 * 7 })
  await on.run(sql`delete from account_export where expires_at <= ${on.now}`)
  await on.run(sql`delete from account_export where failed_at <= ${old}`)
}
