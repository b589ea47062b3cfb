import { type Statements, sql } from '#platform'
import type { AddressChange, AddressUndo, ChangeByLink } from './address-change.ts'

/** Holds everything else that concerns the account's address until the transaction ends. */
export async function lockAccount(on: Statements, accountId: string): Promise<boolean> {
  return (await on.first(sql`select id from account where id = ${accountId} for update`)) !== undefined
}

/** Puts another address in force; gives the one that was. A unique index holds races shut (ACC-1). */
export async function updateAddress(
  on: Statements,
  accountId: string,
  to: { email: string; emailKey: string },
): Promise<{ email: string; emailKey: string } | undefined> {
  const row = await on.first<{ email: string; email_key: string }>(sql`
    update account set email = ${to.email}, email_key = ${to.emailKey}, updated_at = ${on.now}
    where id = ${accountId} and email_verified_at is not null returning old.email, old.email_key`)
  return row && { email: row.email, emailKey: row.email_key }
}

// ---------- changes that wait for their proof ----------

type ChangeRow = { email: string; email_key: string; sent_at: Temporal.Instant; link_expires_at: Temporal.Instant }

/** Starts a change anew: the earlier link stops working. The job that sends the mail fills in the secret. */
export async function upsertChange(
  on: Statements,
  accountId: string,
  to: { email: string; emailKey: string; linkExpiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into address_change (account_id, email, email_key, sent_at, link_expires_at)
    values (${accountId}, ${to.email}, ${to.emailKey}, ${on.now}, ${to.linkExpiresAt})
    on conflict (account_id) do update set email = excluded.email, email_key = excluded.email_key, link_hash = null,
      sent_at = excluded.sent_at, link_expires_at = excluded.link_expires_at`)
}

/** The address that an account waits for. */
export async function changeOf(on: Statements, accountId: string): Promise<AddressChange | undefined> {
  const row = await on.first<ChangeRow>(sql`
    select email, email_key, sent_at, link_expires_at from address_change
    where account_id = ${accountId} and link_expires_at > ${on.now}`)
  return row && { email: row.email, emailKey: row.email_key, sentAt: row.sent_at, linkExpiresAt: row.link_expires_at }
}

/** False when the change was taken back, or aims at another address by now. */
export async function fillChange(
  on: Statements,
  accountId: string,
  emailKey: string,
  linkHash: Buffer,
): Promise<boolean> {
  return (
    (await on.run(sql`
      update address_change set link_hash = ${linkHash} where account_id = ${accountId} and email_key = ${emailKey}`)) ===
    1
  )
}

/** What the link is about, while it works. */
export async function changeByLink(on: Statements, linkHash: Buffer): Promise<ChangeByLink | undefined> {
  const row = await on.first<{ account_id: string; email: string; from_email: string }>(sql`
    select c.account_id, c.email, a.email as from_email from address_change c join account a on a.id = c.account_id
    where c.link_hash = ${linkHash} and c.link_expires_at > ${on.now}`)
  return row && { accountId: row.account_id, email: row.email, from: row.from_email }
}

/** Uses up a link: of several at once only one gets it. */
export async function takeChange(
  on: Statements,
  linkHash: Buffer,
): Promise<{ email: string; emailKey: string } | undefined> {
  const row = await on.first<{ email: string; email_key: string }>(sql`
    delete from address_change where link_hash = ${linkHash} and link_expires_at > ${on.now} returning email, email_key`)
  return row && { email: row.email, emailKey: row.email_key }
}

export async function deleteChange(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from address_change where account_id = ${accountId}`)) === 1
}

// ---------- changes that can be undone ----------

type UndoRow = {
  id: number
  account_id: string
  email: string
  email_key: string
  changed_to: string
  at: Temporal.Instant
  expires_at: Temporal.Instant
  device: string | null
  network: string | null
}

const undoColumns = sql`id, account_id, email, email_key, changed_to, at, expires_at, device, network`

function undoFrom(row: UndoRow): AddressUndo {
  return {
    id: row.id,
    accountId: row.account_id,
    email: row.email,
    emailKey: row.email_key,
    changedTo: row.changed_to,
    at: row.at,
    expiresAt: row.expires_at,
    device: row.device ?? undefined,
    network: row.network ?? undefined,
  }
}

export async function insertUndo(on: Statements, undo: Omit<AddressUndo, 'id' | 'at'>): Promise<number> {
  const row = await on.first<{ id: number }>(sql`
    insert into address_undo (account_id, email, email_key, changed_to, device, network, at, expires_at)
    values (${undo.accountId}, ${undo.email}, ${undo.emailKey}, ${undo.changedTo}, ${undo.device ?? null},
      ${undo.network ?? null}, ${on.now}, ${undo.expiresAt}) returning id`)
  if (!row) throw new Error('an insert returned no row')
  return row.id
}

export async function undoById(on: Statements, id: number): Promise<AddressUndo | undefined> {
  const row = await on.first<UndoRow>(sql`
    select ${undoColumns} from address_undo where id = ${id} and expires_at > ${on.now}`)
  return row && undoFrom(row)
}

export async function fillUndo(on: Statements, id: number, tokenHash: Buffer): Promise<boolean> {
  return (await on.run(sql`update address_undo set token_hash = ${tokenHash} where id = ${id}`)) === 1
}

export async function undoByToken(on: Statements, tokenHash: Buffer): Promise<AddressUndo | undefined> {
  const row = await on.first<UndoRow>(sql`
    select ${undoColumns} from address_undo where token_hash = ${tokenHash} and expires_at > ${on.now}`)
  return row && undoFrom(row)
}

/** Uses up a link: of several at once only one gets it. */
export async function takeUndo(on: Statements, tokenHash: Buffer): Promise<AddressUndo | undefined> {
  const row = await on.first<UndoRow>(sql`
    delete from address_undo where token_hash = ${tokenHash} and expires_at > ${on.now} returning ${undoColumns}`)
  return row && undoFrom(row)
}

/** The change that took this address off this account, while it can be undone. */
export async function undoFor(on: Statements, accountId: string, emailKey: string): Promise<number | undefined> {
  const row = await on.first<{ id: number }>(sql`
    select id from address_undo where account_id = ${accountId} and email_key = ${emailKey} and expires_at > ${on.now}
    order by id limit 1`)
  return row?.id
}

/** Ends the links of a change and of every later one: each address they kept is free again. */
export async function deleteUndosFrom(on: Statements, accountId: string, id: number): Promise<number> {
  return on.run(sql`delete from address_undo where account_id = ${accountId} and id >= ${id}`)
}

/** Until when an address is kept for another account than this one, if it is. */
export async function keptForAnother(
  on: Statements,
  emailKey: string,
  accountId: string,
): Promise<Temporal.Instant | undefined> {
  const row = await on.first<{ expires_at: Temporal.Instant }>(sql`
    select expires_at from address_undo
    where email_key = ${emailKey} and expires_at > ${on.now} and account_id <> ${accountId}
    order by expires_at desc limit 1`)
  return row?.expires_at
}

export async function deleteOldChanges(on: Statements): Promise<number> {
  return on.run(sql`
    with undos as (delete from address_undo where expires_at <= ${on.now})
    delete from address_change where link_expires_at <= ${on.now}`)
}
