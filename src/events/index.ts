import { sql, type Tx } from '#platform'

export { eventsHeld } from './held.ts'

/** What an event carries: ids and small facts, for products and reactions alike. */
export type EventData = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
export type Reaction = (tx: Tx, data: EventData & { accountId?: string }) => Promise<void>
export type Reactions = Readonly<Record<string, readonly Reaction[]>>

let reactions: Reactions = {}

/** Says who responds to what. Called once at start, with the one table in `reactions.ts`. */
export function reactWith(table: Reactions): void {
  reactions = table
}

/**
 * Says that something has happened: a row in the outbox, and every reaction, in the same transaction.
 * @param name `<room>.<past participle>`
 */
export async function announce(tx: Tx, name: string, data: EventData & { accountId?: string } = {}): Promise<void> {
  const { accountId, ...rest } = data
  await tx.run(sql`
    insert into event (at, name, account_id, data) values (${tx.now}, ${name}, ${accountId ?? null}, ${JSON.stringify(rest)}::jsonb)`)
  for (const react of reactions[name] ?? []) await react(tx, data)
}

/** Leaves of an account's events only that there were some, and when: what they carried goes with the account (ACC-9). */
export async function blankEvents(tx: Tx, accountId: string): Promise<void> {
  await tx.run(sql`update event set data = '{}' where account_id = ${accountId}`)
}
