import { record } from '#audit'
import type { AdminActor } from '#organization'
import { csvLine, csvStart, type Tx } from '#platform'
import type { Found } from './find-store.ts'
import type { ListedPerson } from './list-persons.ts'

/** Notes in the log that somebody takes a list of people along (DOM-5, OPS-1). */
export async function recordPeopleExport(
  tx: Tx,
  actor: AdminActor,
  about: { readonly domain: string; readonly what: 'preview' | 'claim' },
): Promise<void> {
  await record(tx, actor, 'domain-claim.people-exported', about)
}

const day = (at: { toString(): string } | null): string | undefined => at?.toString()

/** The preview as CSV (DOM-5). Columns and codes are the same in every language, for programs that read it. */
export async function* writePreview(batches: AsyncIterable<readonly Found[]>): AsyncGenerator<string> {
  yield csvStart + csvLine(['email', 'name', 'last_active', 'used_in_own_sites', 'becomes', 'left_out_why'])
  for await (const batch of batches)
    yield batch
      .map(({ email, name, lastActiveOn, isInSites, isOurs, leftOutWhy }) =>
        csvLine([
          email,
          name,
          day(lastActiveOn),
          isInSites ? 'yes' : 'never',
          isOurs ? 'managed-by-you' : leftOutWhy ? 'left-out' : 'managed',
          isOurs ? undefined : (leftOutWhy ?? undefined),
        ]),
      )
      .join('')
}

/** The persons of a claim as CSV (DOM-7). */
export async function* writePersons(batches: AsyncIterable<readonly ListedPerson[]>): AsyncGenerator<string> {
  yield csvStart + csvLine(['email', 'name', 'state', 'left_out_why', 'told_at', 'decided_at'])
  for await (const batch of batches)
    yield batch
      .map(({ email, name, state, leftOutWhy, toldAt, decidedAt }) =>
        csvLine([email, name, state, leftOutWhy ?? undefined, day(toldAt), day(decidedAt)]),
      )
      .join('')
}
