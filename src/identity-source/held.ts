import type { Held } from '#platform'

/** What this room holds about an account (ACC-9, ACC-10). */
export const identitySourceHeld: readonly Held[] = [
  {
    as: 'connected_identities',
    table: 'upstream_identity',
    by: 'account_id',
    means: 'An identity at Google, or at another provider, that opens the account.',
    given: ['linked_at', 'issuer', 'subject'],
    leftOut: {},
    erased: 'goes',
  },
]
