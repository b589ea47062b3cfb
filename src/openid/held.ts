import { type Held, reasons } from '#platform'

const { internal } = reasons

/** What this room holds about an account (ACC-9, ACC-10). */
export const openidHeld: readonly Held[] = [
  {
    as: 'products',
    table: 'product_acquaintance',
    by: 'account_id',
    means: 'A product that knows the account, and since when.',
    given: ['last_at', 'product_id', 'first_at'],
    leftOut: {},
    erased: 'stays until the product acknowledges that it has erased the account',
  },
  {
    as: 'sites',
    table: 'site_acquaintance',
    by: 'account_id',
    means: 'A site that the account is used in, and since when.',
    given: ['last_at', 'site_id', 'first_at'],
    leftOut: {},
    erased: 'goes',
  },
  {
    as: 'product_sessions',
    table: 'product_grant',
    by: 'account_id',
    means: 'A product that was opened in a session.',
    given: ['created_at', 'product_id'],
    leftOut: { grant_id: internal, session_id: internal, sid: internal },
    erased: 'goes',
  },
  {
    as: 'product_receipts',
    table: 'log_out_notice',
    by: 'account_id',
    means: 'What a product was told about the account, and whether it acknowledged.',
    given: [
      'created_at',
      'product_id',
      'kind',
      'acknowledged_at',
      'failing_since',
      'given_up_at',
      'replayed_at',
      'tries',
    ],
    leftOut: {
      id: internal,
      sid: internal,
      event_id: internal,
      claimed_until: internal,
      acknowledged_as: 'says again what `kind` says',
    },
    erased: 'log-outs go; that products were told to erase the account stays for 400 days, by its number alone',
  },
]
