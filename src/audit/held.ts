import { type Held, reasons } from '#platform'

/** What this room holds about an account (ACC-9, ACC-10). There may be a million: the download has them in a file of their own. */
export const auditHeld: readonly Held[] = [
  {
    as: 'activity',
    table: 'audit_entry',
    by: 'account_id',
    means: 'What happened to the account, in `activity.json`.',
    given: ['at', 'action', 'actor_kind', 'network', 'device', 'detail'],
    leftOut: {
      id: reasons.internal,
      actor_account_id: 'whose act it was, when it was another person’s',
      organization_id: 'on whose behalf another person acted; the sentence says it',
    },
    erased: 'what was done and when stays, without network, device and detail',
  },
]
