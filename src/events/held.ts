import { type Held, reasons } from '#platform'

/** What this room holds about an account (ACC-9, ACC-10). */
export const eventsHeld: readonly Held[] = [
  {
    as: 'events',
    table: 'event',
    by: 'account_id',
    means: 'That something happened, for products.',
    given: ['at', 'name'],
    leftOut: { id: reasons.internal, data: 'numbers of sessions and the like' },
    erased: 'that there was one stays, without what it carried',
  },
]
