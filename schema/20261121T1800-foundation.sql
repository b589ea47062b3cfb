-- Why: the first tables: accounts and their proofs, products, browsers and sessions, log-in attempts, the provider's state.
-- Old version can still run: there is none.

-- ---------- platform ----------

-- Counts that several processes share: failed log-ins, mails sent. One row a subject; the subject is a keyed hash.
create table limiter (
  subject bytea primary key,
  window_started_at timestamptz not null,
  count integer not null,
  blocked_until timestamptz
);
create index limiter_by_age on limiter (window_started_at);

-- ---------- audit and events ----------

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('visitor', 'holder', 'operator', 'product', 'system')),
  actor_account_id uuid,
  action text not null,
  account_id uuid,
  network text,
  device text,
  detail jsonb not null default '{}'
);
create index audit_entry_by_account on audit_entry (account_id, id desc) where account_id is not null;

create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  name text not null,
  account_id uuid,
  data jsonb not null default '{}'
);
create index event_by_account on event (account_id, id) where account_id is not null;

-- ---------- account ----------

create table account (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 200),
  username text unique,
  email text not null check (char_length(email) <= 320),
  email_key text not null check (char_length(email_key) <= 320),
  email_verified_at timestamptz,
  locale text not null default 'en-US',
  zoneinfo text not null default 'Etc/UTC',
  signed_up_in uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((username is null) = (email_verified_at is null))
);
-- ACC-1, ACC-6: an address belongs to one account, from the moment it is proved.
create unique index account_by_verified_address on account (email_key) where email_verified_at is not null;
create index account_by_address on account (email_key, created_at desc);
create index account_unverified on account (created_at) where email_verified_at is null;

-- DEV-2: a username is never given to another account again, so it outlives its account.
create table username (
  username text primary key,
  account_id uuid not null,
  taken_at timestamptz not null
);

create table operator (
  account_id uuid primary key references account on delete cascade,
  since timestamptz not null
);

create table address_proof (
  account_id uuid primary key references account on delete cascade,
  link_hash bytea unique,
  code_mac bytea,
  code_tries_left integer not null,
  sent_at timestamptz not null,
  code_expires_at timestamptz not null,
  link_expires_at timestamptz not null
);

-- ---------- product ----------

create table product (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  name text not null check (char_length(name) between 1 and 100),
  home_url text not null,
  form text not null default 'identifier-first' check (form in ('identifier-first', 'combined')),
  secret_hash bytea,
  demands_pkce boolean not null default false,
  id_token_alg text not null default 'RS256' check (id_token_alg in ('RS256', 'ES256')),
  grant_types text[] not null,
  backchannel_log_out_url text,
  listed boolean not null default true,
  created_at timestamptz not null
);
create table product_uri (
  product_id text not null references product on delete cascade,
  kind text not null check (kind in ('redirect', 'post-log-out')),
  uri text not null,
  primary key (product_id, kind, uri)
);
-- RFC 8707: resource servers that want JWT access tokens, by their identifier.
create table product_resource (
  identifier text primary key,
  product_id text not null references product on delete cascade,
  scope text not null
);

-- ---------- credential ----------

create table password (
  account_id uuid primary key references account on delete cascade,
  hash text not null,
  changed_at timestamptz not null
);
create table password_reset (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  attempt_id text,
  expires_at timestamptz not null
);
create index password_reset_by_account on password_reset (account_id);
create index password_reset_by_age on password_reset (expires_at);

-- ---------- sign-in ----------

create table browser (
  id uuid primary key,
  token_hash bytea not null unique,
  presented_session_id uuid,
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index browser_by_age on browser (seen_at);

create table session (
  id uuid primary key,
  browser_id uuid not null references browser on delete cascade,
  account_id uuid not null references account on delete cascade,
  run_hash bytea,
  methods text[] not null,
  authenticated_at timestamptz not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  device text not null,
  network text not null,
  unique (browser_id, account_id)
);
create index session_by_account on session (account_id, seen_at desc);
create index session_by_age on session (expires_at);
alter table browser add foreign key (presented_session_id) references session on delete set null;
create index browser_by_presented on browser (presented_session_id) where presented_session_id is not null;

-- LOG-5, LOG-9: a browser in which this account has logged in before.
create table known_device (
  account_id uuid not null references account on delete cascade,
  browser_id uuid not null references browser on delete cascade,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (account_id, browser_id)
);
create index known_device_by_browser on known_device (browser_id);

create table attempt (
  id text primary key,
  browser_id uuid not null references browser on delete cascade,
  product_id text references product on delete cascade,
  return_to text not null,
  email text,
  account_id uuid references account on delete cascade,
  password_proved_at timestamptz,
  keep boolean not null default false,
  fresh_since timestamptz,
  finished_at timestamptz,
  session_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index attempt_by_age on attempt (expires_at);
create index attempt_by_browser on attempt (browser_id);
create index attempt_by_account on attempt (account_id) where account_id is not null;

-- ---------- openid ----------

create table signing_key (
  kid text primary key,
  algorithm text not null check (algorithm in ('RS256', 'ES256')),
  sealed_private_jwk bytea not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  published_until timestamptz
);

-- One row per (session, product): the grant, and the log-out list. The session may be gone by expiry while a refresh
-- token with offline access lives on, so session_id is no foreign key; ending a session deletes its rows here.
create table product_grant (
  grant_id text primary key,
  session_id uuid not null,
  product_id text not null references product on delete cascade,
  account_id uuid not null references account on delete cascade,
  sid text not null,
  created_at timestamptz not null,
  unique (session_id, product_id)
);
create index product_grant_by_account on product_grant (account_id, product_id);

-- Short-lived state is partitioned by the day it expires, so that expiry is a dropped partition.
create table authorization_request (
  uid text not null,
  product_id text not null,
  return_to text not null,
  attempt_id text,
  prompt text not null,
  prompt_reasons text[] not null,
  parameters jsonb not null,
  trusted text[] not null default '{}',
  cid text not null,
  grant_id text,
  par_id text,
  device_code_id text,
  -- Set when the browser has come back; a double click may come again for a short while.
  finished_at timestamptz,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (uid, expires_at)
) partition by range (expires_at);

create table pushed_request (
  id_hash bytea not null,
  product_id text not null,
  request text not null,
  trusted text[] not null default '{}',
  dpop_jkt text,
  consumed_at timestamptz,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (id_hash, expires_at)
) partition by range (expires_at);

create table authorization_code (
  id_hash bytea not null,
  product_id text not null,
  account_id uuid not null,
  session_id uuid not null,
  grant_id text not null,
  sid text,
  redirect_uri text not null,
  scope text,
  resource text[],
  claims jsonb,
  nonce text,
  code_challenge text,
  code_challenge_method text,
  dpop_jkt text,
  acr text,
  amr text[],
  authenticated_at timestamptz not null,
  consumed_at timestamptz,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (id_hash, expires_at)
) partition by range (expires_at);
create index authorization_code_by_grant on authorization_code (grant_id);

create table access_token (
  id_hash bytea not null,
  kind text not null check (kind in ('AccessToken', 'ClientCredentials')),
  product_id text not null,
  account_id uuid,
  session_id uuid,
  grant_id text,
  sid text,
  gty text,
  scope text,
  audience text[],
  claims jsonb,
  jkt text,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (id_hash, expires_at)
) partition by range (expires_at);
create index access_token_by_grant on access_token (grant_id) where grant_id is not null;

create table refresh_token (
  id_hash bytea not null,
  product_id text not null,
  account_id uuid not null,
  session_id uuid,
  grant_id text not null,
  sid text,
  gty text,
  scope text,
  resource text[],
  claims jsonb,
  nonce text,
  acr text,
  amr text[],
  jkt text,
  rotations integer not null default 0,
  first_issued_at timestamptz not null,
  authenticated_at timestamptz,
  consumed_at timestamptz,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (id_hash, expires_at)
) partition by range (expires_at);
create index refresh_token_by_grant on refresh_token (grant_id);

create table device_code (
  id_hash bytea not null,
  user_code text not null,
  product_id text not null,
  parameters jsonb not null,
  account_id uuid,
  session_id uuid,
  grant_id text,
  sid text,
  scope text,
  resource text[],
  claims jsonb,
  nonce text,
  acr text,
  amr text[],
  error text,
  error_description text,
  in_flight boolean not null default false,
  device jsonb,
  authenticated_at timestamptz,
  consumed_at timestamptz,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (id_hash, expires_at)
) partition by range (expires_at);
create index device_code_by_user_code on device_code (user_code);
create index device_code_by_grant on device_code (grant_id) where grant_id is not null;

-- RFC 9449 §11.1: proofs of possession already seen. Not partitioned: the id alone must be unique.
create table replay (
  id_hash bytea primary key,
  expires_at timestamptz not null
);
create index replay_by_age on replay (expires_at);

-- LOG-8: what each product is owed when a session ends; kept until acknowledged or given up after a day.
create table log_out_notice (
  id bigint generated always as identity primary key,
  product_id text not null references product on delete cascade,
  account_id uuid not null,
  sid text not null,
  created_at timestamptz not null,
  tries integer not null default 0,
  failing_since timestamptz,
  acknowledged_at timestamptz
);
create index log_out_notice_by_account on log_out_notice (account_id, id desc);
create index log_out_notice_by_age on log_out_notice (created_at);

-- ---------- views that rooms publish for others to read ----------

-- sign-in: the session a browser presents now, with whose it is. Callers add: token_hash, expires_at, and run_hash.
create view presented_session as
select b.id as browser_id, b.token_hash, s.id as session_id, s.account_id, s.run_hash, s.methods, s.authenticated_at,
  s.seen_at, s.expires_at, a.name, a.username, a.email, a.email_verified_at, a.locale, a.zoneinfo, a.updated_at
from browser b join session s on s.id = b.presented_session_id join account a on a.id = s.account_id;

-- sign-in: any session of a browser, presented or not. Callers add: token_hash, session_id, expires_at, and run_hash.
create view browser_session as
select b.id as browser_id, b.token_hash, s.id as session_id, s.account_id, s.run_hash, s.methods, s.authenticated_at,
  s.seen_at, s.expires_at, a.name, a.username, a.email, a.email_verified_at, a.locale, a.zoneinfo, a.updated_at
from session s join browser b on b.id = s.browser_id join account a on a.id = s.account_id;

-- sign-in: how long a session lasts, and whose it is.
create view session_life as
select id as session_id, account_id, expires_at from session;
