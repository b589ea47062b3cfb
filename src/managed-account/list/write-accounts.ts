import { record } from '#audit'
import { type AdminActor, mustAdminister } from '#organization'
import { csvLine, csvStart, type Statements, type Tx } from '#platform'
import { listAccounts, type Search } from './store.ts'
import { type ListPlace, type Order, queryOfWanted, type Wanted } from './wanted.ts'

const atOnce = 1_000
const columns = ['id', 'name', 'email', 'domain', 'state', 'two_step', 'last_active_on', 'managed_since'] as const

/** Writes the list out as CSV, a thousand accounts at a time: however many there are, no more are in memory (MAN-1). */
export async function* writeAccounts(on: Statements, search: Search, order: Order): AsyncGenerator<string> {
  yield csvStart + csvLine(columns)
  let after: ListPlace | undefined
  for (;;) {
    const accounts = await listAccounts(on, search, { order, most: atOnce, after })
    const lines = accounts.map(({ id, name, email, domain, state, hasSecondStep, lastActiveOn, managedSince }) =>
      csvLine([
        ...[id, name, email, domain, state, hasSecondStep ? 'on' : 'off'],
        ...[lastActiveOn?.toString(), managedSince.toString()],
      ]),
    )
    if (lines.length > 0) yield lines.join('')
    if (accounts.length < atOnce) return
    after = accounts.at(-1)?.place
  }
}

/**
 * Notes in the log that somebody takes the list along, and which part of it.
 * @throws Refusal those of `mustAdminister`
 */
export async function recordListExport(tx: Tx, actor: AdminActor, wanted: Wanted): Promise<void> {
  await mustAdminister(tx, actor, 'auditor')
  await record(tx, actor, 'managed-account.exported', { filter: queryOfWanted(wanted) || undefined })
}
