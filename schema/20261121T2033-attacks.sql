-- Why: keeping attackers out (LOG-5): work that a browser does counts once, failed log-ins of the whole installation are
-- counted and raise an alarm, and a password that somebody else knows can be retired (LOG-9).
-- Old version can still run: yes; it asks for no work, raises no alarm, and takes a retired password until it is replaced.

-- ---------- sign-in ----------

-- Proofs of work, and waits in their place, by a keyed hash of what they were for. A second one of the same counts only if
-- it was asked for after the first was spent.
create table spent_work (
  id bytea primary key,
  spent_at timestamptz not null,
  expires_at timestamptz not null
);
create index spent_work_by_age on spent_work (expires_at);

-- Wrong passwords from unknown devices, of everybody together; a row a minute, kept for a day.
create table failed_log_ins (
  minute timestamptz primary key,
  count integer not null
);

-- While one is on, unknown devices have work to do. At most one is open.
create table alarm (
  id bigint generated always as identity primary key,
  began_at timestamptz not null,
  lasts_until timestamptz not null,
  most_in_a_minute integer not null,
  ended_at timestamptz
);
create unique index alarm_open on alarm ((true)) where ended_at is null;

-- ---------- credential ----------

-- Set: the password is not to be used any more, and logging in with it leads to choosing another one by mail.
alter table password add column retired_at timestamptz;
