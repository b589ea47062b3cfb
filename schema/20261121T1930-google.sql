-- Why: sites, and log-in with Google on a site that is connected to a Google Workspace domain (SIT-1, LOG-3).
-- Old version can still run: yes; it asks for a password where the new one goes to Google.

-- ---------- site ----------

create table site (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  name text not null check (char_length(name) between 1 and 100),
  host text not null unique check (char_length(host) <= 253),
  created_at timestamptz not null
);
create table product_site (
  product_id text not null references product on delete cascade,
  site_id text not null references site on delete cascade,
  primary key (product_id, site_id)
);
create index product_site_by_site on product_site (site_id);

-- ---------- identity-source ----------

create table google_connection (
  site_id text primary key references site on delete cascade,
  hosted_domain text not null,
  issuer text not null default 'https://accounts.google.com',
  client_id text not null,
  sealed_client_secret bytea not null,
  skip_page boolean not null default false,
  created_at timestamptz not null
);

-- Whose account somebody's identity at another provider opens. Only the subject counts: addresses change there, too.
create table upstream_identity (
  issuer text not null,
  subject text not null check (char_length(subject) between 1 and 255),
  account_id uuid not null references account on delete cascade,
  linked_at timestamptz not null,
  primary key (issuer, subject)
);
create index upstream_identity_by_account on upstream_identity (account_id);

-- A browser on its way to the other provider and back; taken out by whoever comes back first.
create table upstream_attempt (
  state_hash bytea primary key,
  attempt_id text not null references attempt on delete cascade,
  site_id text not null references google_connection on delete cascade,
  nonce text not null,
  sealed_verifier bytea not null,
  expires_at timestamptz not null
);
create index upstream_attempt_by_attempt on upstream_attempt (attempt_id);
create index upstream_attempt_by_site on upstream_attempt (site_id);

-- ---------- sign-in ----------

alter table attempt
  add column site_id text references site on delete set null,
  add column upstream_issuer text,
  add column upstream_subject text,
  add column upstream_email text,
  add column upstream_name text,
  add check (num_nulls(upstream_issuer, upstream_subject, upstream_email) in (0, 3));
create index attempt_by_site on attempt (site_id) where site_id is not null;
