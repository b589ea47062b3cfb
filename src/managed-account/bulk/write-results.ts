import { record } from '#audit'
import { type AdminActor, mustAdminister } from '#organization'
import { csvLine, csvStart, type Statements, type Tx } from '#platform'
import type { BulkResult } from './run.ts'
import { resultsOf } from './store.ts'

const atOnce = 1_000

/**
 * Writes out how each account of a run fared, as CSV, a thousand at a time (MAN-2).
 * @param why says a refusal in words
 */
export async function* writeResults(
  on: Statements,
  runId: string,
  why: (result: BulkResult) => string | undefined,
): AsyncGenerator<string> {
  yield csvStart + csvLine(['id', 'name', 'email', 'result', 'refusal', 'why'])
  let after: string | undefined
  for (;;) {
    const results = await resultsOf(on, runId, { after, most: atOnce })
    const lines = results.map((result) =>
      csvLine([result.accountId, result.name, result.email, result.outcome ?? 'waiting', result.refusal, why(result)]),
    )
    if (lines.length > 0) yield lines.join('')
    if (results.length < atOnce) return
    after = results.at(-1)?.accountId
  }
}

/**
 * Notes in the log that somebody takes the results of a run along.
 * @throws Refusal those of `mustAdminister`
 */
export async function recordResultsExport(tx: Tx, actor: AdminActor, runId: string): Promise<void> {
  await mustAdminister(tx, actor, 'auditor')
  await record(tx, actor, 'managed-account.results-exported', { run: runId })
}
