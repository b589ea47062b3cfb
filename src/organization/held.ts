import { type Held, reasons } from '#platform'

const { secret, internal, again } = reasons

/** What this room holds about an account (ACC-9, ACC-10). */
export const organizationHeld: readonly Held[] = [
  {
    as: 'organization_roles',
    table: 'organization_admin',
    by: 'account_id',
    means: 'An organization that the account helps to run, and as what.',
    given: ['since', 'organization_id', 'role'],
    leftOut: {},
    erased: 'goes',
  },
  {
    as: 'invitations_sent',
    table: 'organization_invitation',
    by: 'invited_by',
    means: 'An invitation to run an organization that the account has sent.',
    given: ['sent_at', 'organization_id', 'role', 'expires_at'],
    leftOut: {
      id: internal,
      email: 'another person’s',
      email_key: again,
      token_hash: secret,
    },
    erased: 'stays, without who sent it',
  },
]
