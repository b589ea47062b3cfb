import { type Held, reasons } from '#platform'
import { bulkHeld } from './bulk/index.ts'

const { secret, internal, again } = reasons

/** What this room holds about an account (ACC-9, ACC-10). */
export const managedAccountHeld: readonly Held[] = [
  ...bulkHeld,
  {
    as: 'requests',
    table: 'account_request',
    by: 'account_id',
    means: 'What the holder asked the organization for, and the answer.',
    given: ['organization_id', 'kind', 'email', 'note', 'asked_at', 'state', 'answered_at', 'reason'],
    leftOut: { id: internal, answered_by: 'another person’s' },
    erased: 'goes; requests of others that the account answered stay, without who answered',
  },
  {
    as: 'releases',
    table: 'account_release',
    by: 'account_id',
    means: 'A release from the organization that is under way, and the private address it leads to.',
    given: ['organization_id', 'offered_at', 'email', 'sent_at', 'link_expires_at'],
    leftOut: { email_key: again, link_hash: secret },
    erased: 'goes',
  },
  {
    as: 'domain_renames_started',
    table: 'domain_rename',
    by: 'started_by',
    means: 'A move of a domain’s addresses to another domain that the account started as an administrator.',
    given: ['started_at', 'organization_id', 'state', 'ended_at'],
    leftOut: {
      id: internal,
      from_domain_id: internal,
      to_domain_id: internal,
      reached_id: internal,
      ready: internal,
      blocked: internal,
      changed: internal,
      left_alone: internal,
      waits_until: internal,
    },
    erased: 'stays, without who started it',
  },
  {
    as: 'domain_renames',
    table: 'domain_rename_account',
    by: 'account_id',
    means: 'An address that the organization planned for the account, and what became of it.',
    given: ['email', 'to_email', 'state', 'obstacle'],
    leftOut: { rename_id: internal, email_key: again, to_email_key: again },
    erased: 'goes',
  },
]
