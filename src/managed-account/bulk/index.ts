/** One act on many accounts, in the background, with a result for each (MAN-2, DOM-10). */
export { bulkHeld } from './held.ts'
export {
  type BulkAct,
  type BulkResult,
  type BulkRun,
  bulkActs,
  isUnderWay,
  mostChosen,
  type Outcome,
  roleFor,
} from './run.ts'
export { type Chosen, cancelRun, startRun } from './start-run.ts'
export { resultsOf, runIn, runsOf } from './store.ts'
export { purgeRuns, queueRuns, workRun } from './work-run.ts'
export { recordResultsExport, writeResults } from './write-results.ts'
