-- Why: what an organization decides about the accounts that it manages, and what their holders ask for (MAN-3 to MAN-6, CTL-2).
-- Old version can still run: yes; but it would let the holder keep an account that the organization deletes.

-- ---------- account ----------

-- The organization that decided it (MAN-4); none where the holder asked for it.
alter table account_deletion add column decided_by uuid references organization;
create index account_deletion_by_organization on account_deletion (decided_by) where decided_by is not null;

-- ---------- credential ----------

-- The organization whose administrator started it (CTL-2); none where the holder said that the second step is lost.
alter table second_step_loss add column reset_by uuid references organization;
create index second_step_loss_by_organization on second_step_loss (reset_by) where reset_by is not null;

-- ---------- managed-account ----------

create table account_request (
  id uuid primary key,
  organization_id uuid not null references organization,
  account_id uuid not null references account on delete cascade,
  kind text not null check (kind in ('address', 'deletion', 'release')),
  -- The address that is wanted instead of the present one.
  email text check (char_length(email) <= 320),
  note text check (char_length(note) <= 500),
  asked_at timestamptz not null,
  state text not null check (state in ('open', 'approved', 'declined', 'withdrawn', 'ended')),
  answered_at timestamptz,
  answered_by uuid references account on delete set null,
  reason text check (char_length(reason) <= 500),
  check ((kind = 'deletion') = (email is null)),
  check ((state = 'open') = (answered_at is null))
);
create unique index account_request_open on account_request (account_id, kind) where state = 'open';
create index account_request_by_account on account_request (account_id, asked_at desc);
create index account_request_waiting on account_request (organization_id, id) where state = 'open';
create index account_request_answered on account_request (organization_id, answered_at desc, id desc) where state <> 'open';
create index account_request_by_answerer on account_request (answered_by) where answered_by is not null;

-- A release that the organization agrees to (MAN-5). The holder agrees by naming an address, and the mailed link proves it.
create table account_release (
  account_id uuid primary key references account on delete cascade,
  organization_id uuid not null references organization,
  offered_at timestamptz not null,
  email text check (char_length(email) <= 320),
  email_key text,
  link_hash bytea unique,
  sent_at timestamptz,
  link_expires_at timestamptz,
  check ((email is null) = (email_key is null) and (email is null) = (sent_at is null)
    and (email is null) = (link_expires_at is null))
);
create index account_release_by_organization on account_release (organization_id, account_id);

-- Addresses of a whole domain move to another one (MAN-3). Gone with either of its domains: what happened stands in the log.
create table domain_rename (
  id uuid primary key,
  organization_id uuid not null,
  from_domain_id uuid not null,
  to_domain_id uuid not null,
  state text not null check (state in ('looking', 'looked', 'changing', 'done', 'canceled')),
  started_by uuid references account on delete set null,
  started_at timestamptz not null,
  -- How far the dry run has come.
  reached_id uuid,
  ready integer not null default 0,
  blocked integer not null default 0,
  changed integer not null default 0,
  left_alone integer not null default 0,
  -- Until when it waits, because the proof of a domain is missing or another organization has it, too.
  waits_until timestamptz,
  ended_at timestamptz,
  check ((ended_at is not null) = (state in ('done', 'canceled'))),
  check (from_domain_id <> to_domain_id),
  foreign key (from_domain_id, organization_id) references organization_domain (id, organization_id) on delete cascade,
  foreign key (to_domain_id, organization_id) references organization_domain (id, organization_id) on delete cascade
);
create unique index domain_rename_open on domain_rename (from_domain_id) where ended_at is null;
create index domain_rename_by_domain on domain_rename (from_domain_id, started_at desc);
create index domain_rename_by_target on domain_rename (to_domain_id);
create index domain_rename_by_organization on domain_rename (organization_id);
create index domain_rename_by_starter on domain_rename (started_by) where started_by is not null;

create table domain_rename_account (
  rename_id uuid not null references domain_rename on delete cascade,
  account_id uuid not null references account on delete cascade,
  email text not null,
  email_key text not null,
  to_email text not null,
  to_email_key text not null,
  state text not null check (state in ('ready', 'blocked', 'changed', 'left-alone')),
  obstacle text check (obstacle in ('taken', 'sub-domain', 'leaving', 'disputed', 'long', 'moved')),
  primary key (rename_id, account_id),
  check ((state in ('blocked', 'left-alone')) = (obstacle is not null))
);
create index domain_rename_account_by_state on domain_rename_account (rename_id, state, account_id);
create index domain_rename_account_by_account on domain_rename_account (account_id);
