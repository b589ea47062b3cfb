-- Why: suggestions for accounts that an organization does not manage (CTL-3), and what was done about a dispute (DOM-9).
-- Old version can still run: yes; it neither suggests nor reminds anybody of a dispute.

alter table dispute
  -- When the organization asked operator staff to decide.
  add column handed_over_at timestamptz,
  add column reminded_at timestamptz,
  -- When operators were told that the organization had not answered in time.
  add column overdue_told_at timestamptz;
create index dispute_to_remind on dispute (explain_by) where settled_at is null and overdue_told_at is null;

create table suggestion (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  organization_id uuid not null references organization,
  kind text not null check (kind in ('address', 'name')),
  value text not null check (char_length(value) between 1 and 320),
  suggested_by uuid references account on delete set null,
  suggested_at timestamptz not null,
  -- One of each kind waits for its holder.
  unique (account_id, kind)
);
create index suggestion_by_organization on suggestion (organization_id);
create index suggestion_by_admin on suggestion (suggested_by) where suggested_by is not null;
