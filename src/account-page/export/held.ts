import type { Held } from '#platform'

/** What this room holds about an account (ACC-9, ACC-10). */
export const accountPageHeld: readonly Held[] = [
  {
    as: 'downloads',
    table: 'account_export',
    by: 'account_id',
    means: 'This download: when it was asked for.',
    given: ['asked_at', 'made_at', 'failed_at', 'expires_at', 'size_bytes'],
    leftOut: { content: 'this very download' },
    erased: 'goes',
  },
]
