import { type Statements, sql, type Tx } from '#platform'

/** What a product is owed when a session ends (LOG-8). */
export type Notice = {
  readonly id: number
  readonly productId: string
  readonly accountId: string
  readonly sid: string
  readonly createdAt: Temporal.Instant
  readonly acknowledged: boolean
}

/** Takes the grants of some sessions away, and says which there were. */
export async function deleteGrants(
  tx: Tx,
  accountId: string,
  sessionIds: readonly string[],
): Promise<{ grantId: string; productId: string; sid: string; told: boolean }[]> {
  return tx.all(sql`
    with gone as (delete from product_grant where account_id = ${accountId} and session_id = any(${[...sessionIds]}::uuid[])
      returning grant_id, product_id, sid)
    select g.grant_id as "grantId", g.product_id as "productId", g.sid, p.backchannel_log_out_url is not null as told
    from gone g join product p on p.id = g.product_id`)
}

export async function insertNotice(tx: Tx, accountId: string, productId: string, sid: string): Promise<number> {
  const row = await tx.first<{ id: number }>(sql`
    insert into log_out_notice (product_id, account_id, sid, created_at)
    values (${productId}, ${accountId}, ${sid}, ${tx.now}) returning id`)
  return row!.id
}

export async function noticeById(on: Statements, id: number): Promise<Notice | undefined> {
  return on.first(sql`
    select id, product_id as "productId", account_id as "accountId", sid, created_at as "createdAt",
      acknowledged_at is not null as acknowledged
    from log_out_notice where id = ${id}`)
}

export async function noteAcknowledged(on: Statements, id: number): Promise<void> {
  await on.run(sql`
    update log_out_notice set tries = tries + 1, failing_since = null, acknowledged_at = ${on.now} where id = ${id}`)
}

export async function noteFailure(on: Statements, id: number): Promise<void> {
  await on.run(sql`
    update log_out_notice set tries = tries + 1, failing_since = coalesce(failing_since, ${on.now}) where id = ${id}`)
}
