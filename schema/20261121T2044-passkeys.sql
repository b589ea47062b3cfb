-- Why: passkeys and security keys: log-in without a password, and the second step after one (LOG-10, LOG-4).
-- Old version can still run: yes; it never offers them, and asks for the password.

-- ---------- credential ----------

-- A key pair of which we know the public half. A passkey logs in on its own; a security key is a second step only.
create table passkey (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  kind text not null check (kind in ('passkey', 'security-key')),
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  -- A COSE key (RFC 9052 §7).
  public_key bytea not null,
  -- Authenticators that count never count backwards; most that synchronize do not count, and say 0.
  sign_count bigint not null,
  transports text[] not null default '{}',
  name text not null check (char_length(name) between 1 and 100),
  -- Whether it is kept by a service that brings it to the person's other devices.
  is_synced boolean not null,
  -- The model of the authenticator; absent where it does not tell.
  aaguid uuid,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_account on passkey (account_id, created_at);

-- What an authenticator is to sign: good once, for a few minutes, for one purpose, and only where it was asked for.
create table passkey_challenge (
  challenge bytea primary key,
  purpose text not null check (purpose in ('enrol', 'log-in', 'second-step')),
  -- Hash of what it belongs to: a session, a log-in under way, or a visit that has none yet.
  bound_to bytea not null,
  expires_at timestamptz not null
);
create index passkey_challenge_by_age on passkey_challenge (expires_at);

-- ---------- sign-in ----------

-- How the account last logged in from this browser, so that the way comes first that was good last time.
alter table known_device add column last_way text check (last_way in ('password', 'passkey', 'google'));
