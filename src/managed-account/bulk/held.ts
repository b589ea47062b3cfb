import { type Held, reasons } from '#platform'

const { internal } = reasons

/** What is held of an account about changes of many at once (ACC-9, ACC-10). */
export const bulkHeld: readonly Held[] = [
  {
    as: 'bulk_changes_started',
    table: 'bulk_run',
    by: 'started_by',
    means: 'A change of many managed accounts that the account started as an administrator.',
    given: [
      'started_at',
      'organization_id',
      'act',
      'reason',
      'filter',
      'state',
      'total',
      'done',
      'unchanged',
      'refused',
      'ended_at',
    ],
    leftOut: { id: internal, collected_to: internal },
    erased: 'stays, without who started it',
  },
  {
    as: 'bulk_changes',
    table: 'bulk_result',
    by: 'account_id',
    means: 'That the account was among many that an administrator changed at once, and how it fared.',
    given: ['at', 'outcome', 'refusal', 'refusal_about'],
    leftOut: { run_id: internal },
    erased: 'goes',
  },
]
