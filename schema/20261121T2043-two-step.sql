-- Why: two-step verification with an authenticator app and recovery codes, and the way back for whoever has lost both (LOG-10).
-- Old version can still run: yes; it asks for no second step, so two-step is to be offered only when it is gone.

-- ---------- credential ----------

-- The way to come to first at the next log-in. A recovery code is never that.
alter table second_step add column last_way text check (last_way in ('app', 'passkey'));

create table authenticator (
  account_id uuid primary key references account on delete cascade,
  -- Sealed with a key of the installation's secret, for this account alone.
  sealed_secret bytea not null,
  added_at timestamptz not null,
  -- The step of time whose code was accepted last: neither it nor an older one is good again (RFC 6238 §5.2).
  last_step bigint not null,
  last_used_at timestamptz
);

-- A key that is shown and has not proved to work yet.
create table authenticator_offer (
  account_id uuid primary key references account on delete cascade,
  sealed_secret bytea not null,
  expires_at timestamptz not null
);
create index authenticator_offer_by_age on authenticator_offer (expires_at);

-- The codes that were issued together. A new set ends the old one.
create table recovery_code_set (
  account_id uuid primary key references account on delete cascade,
  id uuid not null unique,
  issued_at timestamptz not null
);

-- Those that have not been used.
create table recovery_code (
  set_id uuid not null references recovery_code_set (id) on delete cascade,
  -- Keyed: without the installation's secret nobody can try codes against it.
  code_hash bytea not null,
  primary key (set_id, code_hash)
);

-- Somebody who knows the password says that the second step is lost: a link for the holder of the address.
create table second_step_loss_link (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  expires_at timestamptz not null
);
create index second_step_loss_link_by_account on second_step_loss_link (account_id);
create index second_step_loss_link_by_age on second_step_loss_link (expires_at);

-- The link was followed: two-step is turned off when the time is up, unless somebody stops it.
create table second_step_loss (
  account_id uuid primary key references account on delete cascade,
  id uuid not null unique,
  stop_token_hash bytea not null unique,
  asked_at timestamptz not null,
  due_at timestamptz not null
);

-- ---------- sign-in ----------

-- The wish not to be asked again here: a browser that logs in for the first time is known only once that is done.
alter table attempt add column trust_device boolean not null default false;

-- The product asks for two steps (OpenID Connect Core §5.5.1.1), so that a trusted browser is asked as well.
alter table attempt add column wants_second_step boolean not null default false;
