import { type Held, reasons } from '#platform'

const { secret, internal } = reasons

/** What this room holds about an account (ACC-9, ACC-10). */
export const domainClaimHeld: readonly Held[] = [
  {
    as: 'claims',
    table: 'claim_person',
    by: 'account_id',
    means: 'A claim that an organization made to the account, and what became of it.',
    given: ['claim_id', 'state', 'left_out_why', 'told_at', 'decided_at'],
    leftOut: { notice_hash: secret },
    erased: 'goes',
  },
  {
    as: 'claims_started',
    table: 'claim',
    by: 'started_by',
    means: 'A claim of a domain’s accounts that the account started as an administrator.',
    given: ['started_at', 'organization_id', 'mode', 'state', 'takes_effect_at', 'ended_at'],
    leftOut: { id: internal, domain_id: internal, list_id: internal, reached_domain: internal, reached_id: internal },
    erased: 'stays, without who started it',
  },
  {
    as: 'unclaims_started',
    table: 'unclaim',
    by: 'started_by',
    means: 'Accounts that the account made personal again as an administrator.',
    given: ['started_at', 'organization_id', 'scope', 'why', 'freed', 'ended_at'],
    leftOut: { id: internal, domain_id: internal, claim_id: internal, list_id: internal, reached_key: internal },
    erased: 'stays, without who started it',
  },
  {
    as: 'address_lists',
    table: 'address_list',
    by: 'made_by',
    means: 'A list of addresses that the account gave as an administrator, until it is used.',
    given: ['made_at', 'organization_id', 'lines', 'unread'],
    leftOut: { id: internal },
    erased: 'stays, without who made it, for a week at most',
  },
  {
    as: 'disputes',
    table: 'dispute',
    by: 'account_id',
    means: 'A case about whether the account belongs to the organization.',
    given: [
      'number',
      'organization_id',
      'reason',
      'reach',
      'opened_at',
      'explain_by',
      'settle_by',
      'settled_at',
      'outcome',
      'outcome_reason',
    ],
    leftOut: { id: internal, claim_id: internal, mediator_id: 'another person’s' },
    erased: 'goes',
  },
  {
    as: 'dispute_messages',
    table: 'dispute_message',
    by: 'author_id',
    means: 'What the account wrote in a case.',
    given: ['at', 'author', 'seen_by', 'text'],
    leftOut: { id: internal, dispute_id: internal },
    erased:
      'what the holder of the account in question wrote goes with the case; in others’ cases it stays, without who wrote it',
  },
]
