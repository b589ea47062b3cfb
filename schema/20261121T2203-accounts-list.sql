-- Why: the list of the accounts that an organization manages is found, filtered and sorted by index, however many there are (MAN-1);
-- and what is done to many of them at once is done in the background, with a result for each (MAN-2).
-- Old version can still run: yes.

-- ---------- account ----------

-- What the list is filtered by stands in the account's own row, so that an index can have it: kept by the database itself.
alter table account
  add column leaving boolean not null default false,
  add column has_second_step boolean not null default false;
update account set leaving = true where id in (select account_id from account_deletion);
update account set has_second_step = true where id in (select account_id from second_step);

create function note_leaving() returns trigger language plpgsql as $$
begin
  update account set leaving = tg_op = 'INSERT' where id = coalesce(new.account_id, old.account_id);
  return null;
end $$;
create trigger account_deletion_noted after insert or delete on account_deletion
  for each row execute function note_leaving();

create function note_second_step() returns trigger language plpgsql as $$
begin
  update account set has_second_step = tg_op = 'INSERT' where id = coalesce(new.account_id, old.account_id);
  return null;
end $$;
create trigger second_step_noted after insert or delete on second_step
  for each row execute function note_second_step();

-- A name as it is sorted and searched: without accents, in small letters. The collation is PostgreSQL's own, so that no update of
-- the computer turns the order of an index around.
create function account_name_key(name text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(lower(normalize(name, nfd) collate "pg_c_utf8"), U&'[\0300-\036F]', '', 'g');

-- Every mix of what the list tells apart, in one number: the state doubled (0 active, 1 suspended, 2 deactivated, 3 leaving), and
-- one more with two-step verification. A filter means some of the eight, each of which is found, in order, by the same index.
create function account_facet(leaving boolean, deactivated_at timestamptz, suspended_at timestamptz, has_second_step boolean)
  returns smallint language sql immutable parallel safe
  return (case when leaving then 6 when deactivated_at is not null then 4 when suspended_at is not null then 2 else 0 end
    + case when has_second_step then 1 else 0 end)::smallint;

create index account_listed_by_name on account (managed_by,
  account_facet(leaving, deactivated_at, suspended_at, has_second_step), account_name_key(name) collate "C", id)
  where managed_by is not null;
create index account_listed_by_use on account (managed_by,
  account_facet(leaving, deactivated_at, suspended_at, has_second_step), coalesce(last_active_on, '-infinity'::date),
  account_name_key(name) collate "C", id)
  where managed_by is not null;
create index account_listed_in_domain_by_name on account (managed_through,
  account_facet(leaving, deactivated_at, suspended_at, has_second_step), account_name_key(name) collate "C", id)
  where managed_by is not null;
create index account_listed_in_domain_by_use on account (managed_through,
  account_facet(leaving, deactivated_at, suspended_at, has_second_step), coalesce(last_active_on, '-infinity'::date),
  account_name_key(name) collate "C", id)
  where managed_by is not null;
create index account_listed_by_address on account (managed_by, email_key collate "C", id) where managed_by is not null;

-- ---------- managed-account ----------

-- One act on many accounts. Those chosen by filters are collected first, because the act may change what the filters find.
create table bulk_run (
  id uuid primary key,
  organization_id uuid not null references organization,
  started_by uuid references account on delete set null,
  act text not null check (act in ('deactivate', 'reactivate', 'log-out')),
  reason text check (char_length(reason) <= 600),
  -- As it stands in the address of the list.
  filter text not null check (char_length(filter) <= 2000),
  state text not null check (state in ('collecting', 'running', 'done', 'canceled', 'stopped')),
  collected_to uuid,
  total integer not null default 0,
  done integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((state in ('collecting', 'running')) = (ended_at is null))
);
create index bulk_run_by_organization on bulk_run (organization_id, started_at desc);
create index bulk_run_by_starter on bulk_run (started_by) where started_by is not null;
create index bulk_run_by_age on bulk_run (started_at);

create table bulk_result (
  run_id uuid not null references bulk_run on delete cascade,
  account_id uuid not null references account on delete cascade,
  -- None yet: its turn is still to come.
  outcome text check (outcome in ('done', 'unchanged', 'refused')),
  -- Why not: the code of a refusal, and what its sentence names.
  refusal text,
  refusal_about text,
  at timestamptz,
  primary key (run_id, account_id),
  check ((outcome is null) = (at is null) and (refusal is null or outcome = 'refused'))
);
create index bulk_result_waiting on bulk_result (run_id, account_id) where outcome is null;
create index bulk_result_refused on bulk_result (run_id, account_id) where outcome = 'refused';
create index bulk_result_by_account on bulk_result (account_id);
