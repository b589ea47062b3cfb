-- Why: a log-in may ask for more than a password: a second step (LOG-10), a passkey, whether to keep an account that is to be
-- deleted (ACC-9). And one that is under way may only confirm who is logged in already, before something sensitive.
-- Old version can still run: yes, until somebody turns a second step on, which it would not ask for.

-- An account that has turned two-step verification on; which ways it has stands in tables of their own.
create table second_step (
  account_id uuid primary key references account on delete cascade,
  turned_on_at timestamptz not null
);

-- ACC-9: an account that is to be deleted, and when.
create table account_deletion (
  account_id uuid primary key references account on delete cascade,
  asked_at timestamptz not null,
  due_at timestamptz not null
);
create index account_deletion_by_age on account_deletion (due_at);

-- "Don't ask again on this device".
alter table known_device add column trusted_until timestamptz;

alter table attempt add column confirms uuid references account on delete cascade;
alter table attempt add column passkey_proved_at timestamptz;
alter table attempt add column second_step_at timestamptz;
alter table attempt add column second_step_way text check (second_step_way in ('app', 'passkey', 'recovery-code'));
create index attempt_by_confirmed on attempt (confirms) where confirms is not null;
