import { type Held, reasons } from '#platform'

/** What this room holds about an account (ACC-9, ACC-10). What somebody wrote without being logged in belongs to nobody. */
export const helpHeld: readonly Held[] = [
  {
    as: 'messages',
    table: 'help_message',
    by: 'account_id',
    means: 'A message to whoever runs this installation.',
    given: ['at', 'name', 'email', 'topic', 'message', 'article', 'incident', 'language', 'answered_at'],
    leftOut: { id: reasons.internal },
    erased: 'goes',
  },
]
