-- Why: what a claim works with: lists of addresses, which sites know an account, counts, and making accounts personal again.
-- Old version can still run: yes; it notes no site that an account is used in.

-- ---------- openid ----------

-- Like product_acquaintance, where the site of the log-in is known (DOM-5).
create table site_acquaintance (
  account_id uuid not null references account on delete cascade,
  site_id text not null references site on delete cascade,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (account_id, site_id)
);
create index site_acquaintance_by_site on site_acquaintance (site_id);

-- ---------- domain-claim ----------

-- Verified domains by their end, so that those below one are found (DOM-2).
create index organization_domain_below on organization_domain (reverse(name) collate "C") where verified_at is not null;

-- Addresses that an admin gave, for a claim or to make accounts personal again. Kept until that is done.
create table address_list (
  id uuid primary key,
  organization_id uuid not null references organization on delete cascade,
  made_by uuid references account on delete set null,
  made_at timestamptz not null,
  lines integer not null default 0,
  -- Lines in which no address could be read.
  unread integer not null default 0
);
create index address_list_by_organization on address_list (organization_id);
create index address_list_by_maker on address_list (made_by) where made_by is not null;
create index address_list_by_age on address_list (made_at);

create table listed_address (
  list_id uuid not null references address_list on delete cascade,
  email_key text collate "C" not null check (char_length(email_key) <= 320),
  primary key (list_id, email_key)
);

alter table claim add column list_id uuid references address_list on delete set null;
create index claim_by_list on claim (list_id) where list_id is not null;
alter table claim_person drop constraint claim_person_left_out_why_check;
alter table claim_person add constraint claim_person_left_out_why_check check (left_out_why in
  ('managed-already', 'claimed-elsewhere', 'released-before', 'left', 'canceled', 'unclaimed'));

-- Making many accounts personal again, in batches (DOM-10).
create table unclaim (
  id uuid primary key,
  organization_id uuid not null,
  domain_id uuid not null,
  -- Of one claim, of those in a list, or all that are managed through the domain.
  claim_id uuid references claim on delete cascade,
  list_id uuid references address_list on delete set null,
  scope text not null check (scope in ('domain', 'claim', 'listed')),
  why text not null check (why in ('unclaimed', 'lapsed', 'contest-lost')),
  started_by uuid references account on delete set null,
  started_at timestamptz not null,
  -- How far the list was worked through.
  reached_key text,
  freed integer not null default 0,
  ended_at timestamptz,
  foreign key (domain_id, organization_id) references organization_domain (id, organization_id) on delete cascade
);
create index unclaim_by_domain on unclaim (domain_id, started_at desc);
create index unclaim_by_claim on unclaim (claim_id) where claim_id is not null;
create index unclaim_by_list on unclaim (list_id) where list_id is not null;
create index unclaim_by_starter on unclaim (started_by) where started_by is not null;
create index unclaim_at_work on unclaim (id) where ended_at is null;

-- Counts that take too long for a page.
create table domain_tally (
  domain_id uuid primary key references organization_domain on delete cascade,
  counted_at timestamptz not null,
  found integer not null,
  left_out integer not null,
  in_sites integer not null
);
create table claim_tally (
  claim_id uuid not null references claim on delete cascade,
  state text not null,
  counted_at timestamptz not null,
  number integer not null,
  primary key (claim_id, state)
);
