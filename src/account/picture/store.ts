import { type Statements, sql } from '#platform'
import type { Cut, Whole } from './make-picture.ts'

/** Keeps a picture until its holder has said which part of it to show. */
export async function upsertUpload(
  on: Statements,
  accountId: string,
  whole: Whole,
  expiresAt: Temporal.Instant,
): Promise<void> {
  const { content, width, height } = whole
  await on.run(sql`
    insert into picture_upload (account_id, content, width, height, expires_at)
    values (${accountId}, ${content}, ${width}, ${height}, ${expiresAt})
    on conflict (account_id) do update set content = excluded.content, width = excluded.width, height = excluded.height,
      expires_at = excluded.expires_at`)
}

/** The picture that waits to be cut out. */
export async function uploadOf(on: Statements, accountId: string): Promise<Whole | undefined> {
  return on.first<Whole>(sql`
    select content, width, height from picture_upload where account_id = ${accountId} and expires_at > ${on.now}`)
}

/** Its measures alone. */
export async function uploadSizeOf(
  on: Statements,
  accountId: string,
): Promise<{ width: number; height: number } | undefined> {
  return on.first(sql`
    select width, height from picture_upload where account_id = ${accountId} and expires_at > ${on.now}`)
}

/** True for the one caller that gets to use the upload. */
export async function deleteUpload(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`delete from picture_upload where account_id = ${accountId} and expires_at > ${on.now}`)) === 1
  )
}

export async function deleteExpiredUploads(on: Statements): Promise<number> {
  return on.run(sql`delete from picture_upload where expires_at <= ${on.now}`)
}

export async function upsertPicture(
  on: Statements,
  accountId: string,
  id: string,
  { large, small }: Cut,
): Promise<void> {
  await on.run(sql`
    insert into account_picture (id, account_id, large, small, made_at)
    values (${id}, ${accountId}, ${large}, ${small}, ${on.now})
    on conflict (account_id) do update set id = excluded.id, large = excluded.large, small = excluded.small,
      made_at = excluded.made_at`)
  await on.run(sql`update account set picture_id = ${id}, updated_at = ${on.now} where id = ${accountId}`)
}

/** Gives the account's picture another id, which the account follows. */
export async function renamePicture(on: Statements, accountId: string, id: string): Promise<void> {
  await on.run(sql`update account_picture set id = ${id} where account_id = ${accountId}`)
}

export async function deletePicture(on: Statements, accountId: string): Promise<boolean> {
  if ((await on.run(sql`delete from account_picture where account_id = ${accountId}`)) === 0) return false
  await on.run(sql`update account set updated_at = ${on.now} where id = ${accountId}`)
  return true
}

/** A picture by its id: JPEG, whatever it was when it came. */
export async function pictureOf(on: Statements, id: string, size: keyof Cut = 'large'): Promise<Buffer | undefined> {
  const row = await on.first<{ content: Buffer }>(
    size === 'small'
      ? sql`select small as content from account_picture where id = ${id}`
      : sql`select large as content from account_picture where id = ${id}`,
  )
  return row?.content
}
