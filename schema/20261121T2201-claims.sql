-- Why: claims of a domain's accounts, with notice to each holder (DOM-5 to DOM-11), and disputes about them (DOM-9).
-- Old version can still run: yes; it neither claims nor tells anybody.

-- ---------- site ----------

-- SIT-1; none for a site that was added before there were organizations.
alter table site add column organization_id uuid references organization;
create index site_by_organization on site (organization_id) where organization_id is not null;

-- ---------- domain-claim ----------

create table claim (
  id uuid primary key,
  organization_id uuid not null,
  -- A domain cannot be removed while a claim refers to it (DOM-1).
  domain_id uuid not null,
  mode text not null check (mode in ('all', 'in-sites', 'listed', 'single')),
  state text not null check (state in ('finding', 'telling', 'told', 'taking-effect', 'standing', 'done', 'canceled', 'ended')),
  started_by uuid references account on delete set null,
  started_at timestamptz not null,
  takes_effect_at timestamptz not null,
  -- How far the batches of the state have come: none at its beginning.
  reached_domain text,
  reached_id uuid,
  ended_at timestamptz,
  check ((ended_at is not null) = (state in ('done', 'canceled', 'ended'))),
  foreign key (domain_id, organization_id) references organization_domain (id, organization_id)
);
-- A domain has one claim to all of it that is not over.
create unique index claim_of_all on claim (domain_id) where mode = 'all' and ended_at is null;
create index claim_by_domain on claim (domain_id, started_at desc);
create index claim_by_organization on claim (organization_id, started_at desc);
create index claim_by_starter on claim (started_by) where started_by is not null;
create index claim_by_date on claim (takes_effect_at) where state = 'told';
create index claim_at_work on claim (id) where state in ('finding', 'telling', 'taking-effect');

create table claim_person (
  claim_id uuid not null references claim on delete cascade,
  account_id uuid not null references account on delete cascade,
  state text not null
    check (state in ('found', 'told', 'moving', 'accepted', 'moved-away', 'disputed', 'managed', 'left-out')),
  left_out_why text check (left_out_why in ('managed-already', 'claimed-elsewhere', 'released-before', 'left', 'canceled')),
  told_at timestamptz,
  decided_at timestamptz,
  -- Of the link in the mail, as a hash.
  notice_hash bytea unique,
  primary key (claim_id, account_id),
  check ((left_out_why is null) = (state <> 'left-out'))
);
-- Nobody is asked by two organizations at once.
create unique index claim_person_open on claim_person (account_id) where state in ('found', 'told', 'moving', 'disputed');
create index claim_person_by_account on claim_person (account_id);
create index claim_person_by_state on claim_person (claim_id, state, account_id);

create table dispute (
  id uuid primary key,
  -- What people call it: C-20418.
  number integer not null generated always as identity (start with 20001) unique,
  account_id uuid not null references account on delete cascade,
  organization_id uuid not null references organization,
  claim_id uuid references claim on delete set null,
  reason text not null check (reason in ('never-part', 'left', 'mine')),
  -- An address that the organization cannot read, if the holder gave one.
  reach text check (char_length(reach) <= 320),
  opened_at timestamptz not null,
  explain_by timestamptz not null,
  settle_by timestamptz not null,
  mediator_id uuid references account on delete set null,
  settled_at timestamptz,
  outcome text check (outcome in ('released', 'kept', 'withdrawn')),
  outcome_reason text check (char_length(outcome_reason) <= 2000),
  check ((settled_at is null) = (outcome is null))
);
create unique index dispute_open on dispute (account_id) where settled_at is null;
create index dispute_by_account on dispute (account_id, opened_at desc);
create index dispute_by_organization on dispute (organization_id, opened_at desc);
create index dispute_by_age on dispute (opened_at desc);
create index dispute_unsettled on dispute (opened_at) where settled_at is null;
create index dispute_by_claim on dispute (claim_id) where claim_id is not null;
create index dispute_by_mediator on dispute (mediator_id) where mediator_id is not null;

create table dispute_message (
  id bigint generated always as identity primary key,
  dispute_id uuid not null references dispute on delete cascade,
  at timestamptz not null,
  author text not null check (author in ('holder', 'organization', 'operator')),
  author_id uuid references account on delete set null,
  -- An operator writes to both sides or to one.
  seen_by text not null check (seen_by in ('both', 'holder', 'organization')),
  text text not null check (char_length(text) between 1 and 2000)
);
create index dispute_message_by_dispute on dispute_message (dispute_id, id);
create index dispute_message_by_author on dispute_message (author_id) where author_id is not null;

-- ---------- sign-in ----------

-- When the person put off what a claim asks (LOG-6): for this log-in only.
alter table attempt add column claim_put_off_at timestamptz;
