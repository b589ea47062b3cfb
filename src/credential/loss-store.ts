import { type Statements, sql } from '#platform'

/** A second step that is said to be lost: when it was said, and when two-step is turned off for it. */
export type Loss = {
  readonly id: string
  readonly askedAt: Temporal.Instant
  readonly dueAt: Temporal.Instant
  /** The organization whose administrator started it (CTL-2). */
  readonly resetBy: string | null
}

const columns = sql`id, asked_at as "askedAt", due_at as "dueAt", reset_by as "resetBy"`

export async function insertLossLink(
  on: Statements,
  link: { tokenHash: Buffer; accountId: string; expiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into second_step_loss_link (token_hash, account_id, expires_at)
    values (${link.tokenHash}, ${link.accountId}, ${link.expiresAt})`)
}

/** Whom a mailed link is for, while it works. */
export async function lossLinkByToken(
  on: Statements,
  tokenHash: Buffer,
): Promise<{ accountId: string; email: string } | undefined> {
  return on.first(sql`
    select l.account_id as "accountId", a.email
    from second_step_loss_link l join account a on a.id = l.account_id
      join second_step s on s.account_id = l.account_id
    where l.token_hash = ${tokenHash} and l.expires_at > ${on.now}`)
}

/** Uses up a link, and every other one of the account. */
export async function takeLossLink(on: Statements, tokenHash: Buffer): Promise<string | undefined> {
  const row = await on.first<{ account_id: string }>(sql`
    delete from second_step_loss_link where token_hash = ${tokenHash} and expires_at > ${on.now} returning account_id`)
  if (row) await deleteLossLinks(on, row.account_id)
  return row?.account_id
}

export async function deleteLossLinks(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from second_step_loss_link where account_id = ${accountId}`)
}

export async function purgeLossLinks(on: Statements): Promise<number> {
  return on.run(sql`delete from second_step_loss_link where expires_at < ${on.now}`)
}

/** Starts the wait, for an account that has two-step on; one that runs already is neither shortened nor lengthened. */
export async function insertLoss(
  on: Statements,
  loss: { accountId: string; id: string; stopTokenHash: Buffer; dueAt: Temporal.Instant; resetBy?: string },
): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into second_step_loss (account_id, id, stop_token_hash, asked_at, due_at, reset_by)
      select account_id, ${loss.id}, ${loss.stopTokenHash}, ${on.now}, ${loss.dueAt}, ${loss.resetBy ?? null}
      from second_step where account_id = ${loss.accountId}
      on conflict do nothing`)) === 1
  )
}

export async function lossOf(on: Statements, accountId: string): Promise<Loss | undefined> {
  return on.first(sql`select ${columns} from second_step_loss where account_id = ${accountId}`)
}

/** The loss that a mailed link stops, while it can. */
export async function lossByStopToken(
  on: Statements,
  tokenHash: Buffer,
): Promise<(Loss & { accountId: string; email: string }) | undefined> {
  return on.first(sql`
    select l.id, l.asked_at as "askedAt", l.due_at as "dueAt", l.reset_by as "resetBy", l.account_id as "accountId", a.email
    from second_step_loss l join account a on a.id = l.account_id where l.stop_token_hash = ${tokenHash}`)
}

/** Ends a wait before its time. It and the end of the wait want the same row: one of them gets it. */
export async function takeLoss(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from second_step_loss where account_id = ${accountId}`)) === 1
}

/** Ends a wait that an administrator started. */
export async function takeReset(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`delete from second_step_loss where account_id = ${accountId} and reset_by is not null`)) === 1
  )
}

/** Ends a wait whose time is up. */
export async function takeDueLoss(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from second_step_loss where account_id = ${accountId} and due_at <= ${on.now}`)) === 1
}
