import { type Statements, sql } from '#platform'
import type { Feedback, Message, Topic } from './help.ts'

type MessageRow = {
  id: number
  at: Temporal.Instant
  name: string | null
  email: string
  topic: Topic
  message: string
  article: string | null
  incident: string | null
  language: string
  account_id: string | null
  answered_at: Temporal.Instant | null
}

const columns = sql`id, at, name, email, topic, message, article, incident, language, account_id, answered_at`

const messageFrom = (row: MessageRow): Message => ({
  id: row.id,
  at: row.at,
  name: row.name ?? undefined,
  email: row.email,
  topic: row.topic,
  message: row.message,
  article: row.article ?? undefined,
  incident: row.incident ?? undefined,
  language: row.language,
  accountId: row.account_id ?? undefined,
  answeredAt: row.answered_at ?? undefined,
})

export async function insertMessage(
  on: Statements,
  message: Omit<Message, 'id' | 'at' | 'answeredAt'>,
): Promise<number> {
  const row = await on.first<{ id: number }>(sql`
    insert into help_message (at, name, email, topic, message, article, incident, language, account_id)
    values (${on.now}, ${message.name ?? null}, ${message.email}, ${message.topic}, ${message.message},
      ${message.article ?? null}, ${message.incident ?? null}, ${message.language}, ${message.accountId ?? null})
    returning id`)
  if (!row) throw new Error('an insert returned no row')
  return row.id
}

export async function messageById(on: Statements, id: number): Promise<Message | undefined> {
  const row = await on.first<MessageRow>(sql`select ${columns} from help_message where id = ${id}`)
  return row && messageFrom(row)
}

/** Messages that wait for an answer, the one that has waited longest first. */
export async function messagesWaiting(on: Statements, page: { most: number; after?: number }): Promise<Message[]> {
  const rows = await on.all<MessageRow>(sql`
    select ${columns} from help_message where answered_at is null and id > ${page.after ?? 0}
    order by id limit ${page.most}`)
  return rows.map(messageFrom)
}

/** Messages that were answered, the newest first. */
export async function messagesAnswered(on: Statements, page: { most: number; before?: number }): Promise<Message[]> {
  const rows = await on.all<MessageRow>(sql`
    select ${columns} from help_message
    where answered_at is not null and id < ${page.before ?? Number.MAX_SAFE_INTEGER}
    order by id desc limit ${page.most}`)
  return rows.map(messageFrom)
}

export async function countWaiting(on: Statements): Promise<number> {
  const row = await on.first<{ count: number }>(
    sql`select count(*) as count from help_message where answered_at is null`,
  )
  return row?.count ?? 0
}

/** Whether it was so for the first time: of two who say it at once, one did it. */
export async function setAnswered(on: Statements, id: number): Promise<boolean> {
  return (
    (await on.run(sql`update help_message set answered_at = ${on.now} where id = ${id} and answered_at is null`)) === 1
  )
}

export async function setWaiting(on: Statements, id: number): Promise<boolean> {
  return (
    (await on.run(sql`update help_message set answered_at = null where id = ${id} and answered_at is not null`)) === 1
  )
}

export async function deleteMessagesBefore(on: Statements, before: Temporal.Instant): Promise<number> {
  return on.run(sql`delete from help_message where at < ${before}`)
}

// ---------- whether articles help ----------

export async function insertFeedback(
  on: Statements,
  feedback: Pick<Feedback, 'article' | 'language' | 'helpful'> & { reasonKeyHash: Buffer },
): Promise<void> {
  await on.run(sql`
    insert into help_feedback (at, article, language, helpful, reason_key_hash)
    values (${on.now}, ${feedback.article}, ${feedback.language}, ${feedback.helpful}, ${feedback.reasonKeyHash})`)
}

/** The answer that still waits for its reason. */
export async function feedbackByReasonKey(
  on: Statements,
  keyHash: Buffer,
): Promise<Pick<Feedback, 'article' | 'helpful'> | undefined> {
  return on.first(sql`select article, helpful from help_feedback where reason_key_hash = ${keyHash}`)
}

/** Adds the reason to an answer; the key is spent with it. */
export async function setReason(
  on: Statements,
  keyHash: Buffer,
  reason: string | undefined,
): Promise<Pick<Feedback, 'article' | 'helpful'> | undefined> {
  return on.first(sql`
    update help_feedback set reason = ${reason ?? null}, reason_key_hash = null
    where reason_key_hash = ${keyHash} returning article, helpful`)
}

/** What was said about articles, newest first, a page at a time by key. */
export async function feedbackGiven(
  on: Statements,
  which: { article?: string | undefined; helpful?: boolean | undefined },
  page: { most: number; before?: number | undefined },
): Promise<Feedback[]> {
  const rows = await on.all<Omit<Feedback, 'reason'> & { reason: string | null }>(sql`
    select id, at, article, language, helpful, reason from help_feedback
    where id < ${page.before ?? Number.MAX_SAFE_INTEGER}
      and (${which.article ?? null}::text is null or article = ${which.article ?? null})
      and (${which.helpful ?? null}::boolean is null or helpful = ${which.helpful ?? null})
    order by id desc limit ${page.most}`)
  return rows.map((row) => ({ ...row, reason: row.reason ?? undefined }))
}

/** How often an article helped, and how often it did not. */
export type Verdicts = { readonly article: string; readonly yes: number; readonly no: number }

export async function verdictsByArticle(on: Statements): Promise<Verdicts[]> {
  return on.all(sql`
    select article, count(*) filter (where helpful) as yes, count(*) filter (where not helpful) as no
    from help_feedback group by article order by article`)
}

export async function forgetReasons(on: Statements, before: Temporal.Instant): Promise<number> {
  return on.run(sql`update help_feedback set reason = null where reason is not null and at < ${before}`)
}

export async function forgetReasonKeys(on: Statements, before: Temporal.Instant): Promise<number> {
  return on.run(
    sql`update help_feedback set reason_key_hash = null where reason_key_hash is not null and at < ${before}`,
  )
}

const feedbackAtOnce = 5_000

/** Drops old answers, found at the front of the table: they are numbered as they came. */
export async function deleteFeedbackBefore(on: Statements, before: Temporal.Instant): Promise<number> {
  return on.run(sql`
    delete from help_feedback where at < ${before}
      and id in (select id from help_feedback order by id limit ${feedbackAtOnce})`)
}
