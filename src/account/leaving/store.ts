import { type Statements, sql } from '#platform'

/** An account that is to be deleted (ACC-9). */
export type Deletion = {
  readonly accountId: string
  readonly askedAt: Temporal.Instant
  readonly dueAt: Temporal.Instant
  /** The address it had, when that was freed at once. */
  readonly sealedAddress?: Buffer
  readonly remindedAt?: Temporal.Instant
  /** The organization that decided it (MAN-4); absent where the holder asked for it. */
  readonly decidedBy?: string
}

type DeletionRow = {
  account_id: string
  asked_at: Temporal.Instant
  due_at: Temporal.Instant
  sealed_address: Buffer | null
  reminded_at: Temporal.Instant | null
  decided_by: string | null
}
const columns = sql`account_id, asked_at, due_at, sealed_address, reminded_at, decided_by`

const deletionFrom = (row: DeletionRow): Deletion => ({
  accountId: row.account_id,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  sealedAddress: row.sealed_address ?? undefined,
  remindedAt: row.reminded_at ?? undefined,
  decidedBy: row.decided_by ?? undefined,
})

// ---------- deletions that were asked for ----------

/** False when it was asked for before. */
export async function insertDeletion(
  on: Statements,
  deletion: Pick<Deletion, 'accountId' | 'dueAt' | 'sealedAddress' | 'decidedBy'>,
): Promise<boolean> {
  const rows = await on.run(sql`
    insert into account_deletion (account_id, asked_at, due_at, sealed_address, decided_by)
    values (${deletion.accountId}, ${on.now}, ${deletion.dueAt}, ${deletion.sealedAddress ?? null},
      ${deletion.decidedBy ?? null})
    on conflict do nothing`)
  return rows === 1
}

/** When an account is to be deleted, if it is. */
export async function deletionOf(on: Statements, accountId: string): Promise<Deletion | undefined> {
  const row = await on.first<DeletionRow>(sql`select ${columns} from account_deletion where account_id = ${accountId}`)
  return row && deletionFrom(row)
}

/** Whose “Keep my account” this is. */
export async function deletionByToken(on: Statements, tokenHash: Buffer): Promise<Deletion | undefined> {
  const row = await on.first<DeletionRow>(
    sql`select ${columns} from account_deletion where keep_token_hash = ${tokenHash} and due_at > ${on.now}`,
  )
  return row && deletionFrom(row)
}

/** Takes a deletion back. Whoever gets the row has it: another who keeps the account, or erases it, finds none. */
export async function takeDeletion(on: Statements, accountId: string): Promise<Deletion | undefined> {
  const row = await on.first<DeletionRow>(
    sql`delete from account_deletion where account_id = ${accountId} returning ${columns}`,
  )
  return row && deletionFrom(row)
}

/** Takes back what an organization decided, unless the address was freed with it. */
export async function takeDecidedDeletion(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      delete from account_deletion
      where account_id = ${accountId} and decided_by is not null and sealed_address is null`)) === 1
  )
}

/** Leaves what an organization decided to the holder; false where it decided nothing. */
export async function handDeletionOver(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update account_deletion set decided_by = null where account_id = ${accountId} and decided_by is not null`)) === 1
  )
}

/** Holds a deletion that is due until the transaction ends; nothing when it was taken back. */
export async function lockDueDeletion(on: Statements, accountId: string): Promise<Deletion | undefined> {
  const row = await on.first<DeletionRow>(sql`
    select ${columns} from account_deletion where account_id = ${accountId} and due_at <= ${on.now} for update`)
  return row && deletionFrom(row)
}

export async function dueDeletions(on: Statements, most: number): Promise<string[]> {
  const rows = await on.all<{ account_id: string }>(sql`
    select account_id from account_deletion where due_at <= ${on.now} order by due_at limit ${most}`)
  return rows.map(({ account_id }) => account_id)
}

/** The link of the mails. It is for this deletion: not for one that was asked for since. */
export async function setKeepToken(on: Statements, { accountId, askedAt }: Deletion, tokenHash: Buffer): Promise<void> {
  await on.run(sql`
    update account_deletion set keep_token_hash = ${tokenHash} where account_id = ${accountId} and asked_at = ${askedAt}`)
}

export async function noteReminded(on: Statements, { accountId, askedAt }: Deletion): Promise<void> {
  await on.run(sql`
    update account_deletion set reminded_at = ${on.now} where account_id = ${accountId} and asked_at = ${askedAt}`)
}

// ---------- another address for an account that is kept ----------

/** Where the account is to live. The job that mails the link fills it in; an earlier one stops working. */
export async function setNewEmail(
  on: Statements,
  accountId: string,
  email: string,
  until: Temporal.Instant,
): Promise<void> {
  await on.run(sql`
    update account_deletion set new_email = ${email}, new_email_token_hash = null, new_email_until = ${until}
    where account_id = ${accountId}`)
}

/** Gives the wish its link, and says which address that goes to; nothing when the wish is gone. */
export async function setNewEmailToken(
  on: Statements,
  accountId: string,
  tokenHash: Buffer,
): Promise<string | undefined> {
  const row = await on.first<{ new_email: string }>(sql`
    update account_deletion set new_email_token_hash = ${tokenHash}
    where account_id = ${accountId} and new_email is not null and new_email_until > ${on.now} returning new_email`)
  return row?.new_email
}

export type NewHome = { readonly accountId: string; readonly email: string }

export async function newHomeByToken(on: Statements, tokenHash: Buffer): Promise<NewHome | undefined> {
  return on.first<NewHome>(sql`
    select account_id as "accountId", new_email as email from account_deletion
    where new_email_token_hash = ${tokenHash} and new_email_until > ${on.now}`)
}

// ---------- the account itself ----------

/** Takes the address off an account in grace: what stands there instead is nobody's and cannot be typed (ACC-1). */
export async function clearAddress(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    update account set email = '', email_key = 'freed ' || id, updated_at = ${on.now} where id = ${accountId}`)
}

/** Lets nobody stop being an operator until the transaction ends; says who is one, and who of them is leaving. */
export async function lockOperators(on: Statements): Promise<{ accountId: string; leaving: boolean }[]> {
  await on.run(sql`select from operator order by account_id for update`)
  // A statement of its own: it sees what was committed while that one waited.
  return on.all(sql`
    select o.account_id as "accountId", d.account_id is not null as leaving
    from operator o left join account_deletion d on d.account_id = o.account_id`)
}

/** Whether the account runs this installation and nobody else does. */
export async function isLastOperator(on: Statements, accountId: string): Promise<boolean> {
  const row = await on.first<{ last: boolean }>(sql`
    select exists (select from operator where account_id = ${accountId}) and not exists (
      select from operator o where o.account_id <> ${accountId}
        and not exists (select from account_deletion d where d.account_id = o.account_id)) as last`)
  return row?.last ?? false
}

/** Keeps of a username only that it was one (DEV-2). */
export async function spendUsername(on: Statements, username: string): Promise<void> {
  await on.run(sql`
    with gone as (delete from username where username = ${username} returning username)
    insert into spent_username (hash) select sha256(convert_to(username, 'UTF8')) from gone on conflict do nothing`)
}

export async function deleteAccount(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from account where id = ${accountId}`)
}
