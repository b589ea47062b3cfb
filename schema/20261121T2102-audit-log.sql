-- Why: the audit log can be checked and searched (OPS-1): entries are sealed into chains of hashes, nobody changes or deletes
-- them on the way, and each filter of its page has an index.
-- Old version can still run: yes; the database notes what it writes, to be sealed like everything else. It can erase no account,
-- for it does not say that it is erasing: that job fails there and is tried again by the new version.

-- ---------- audit ----------

-- What waits to be sealed, with the transaction that wrote it: ids become visible in the order of commits, not in their own, so
-- an entry is sealed once no transaction as old as its own is under way. No foreign key: entries never go before they are sealed.
create table audit_unsealed (
  entry_id bigint primary key,
  written_by xid8 not null default pg_current_xact_id()
);
insert into audit_unsealed (entry_id) select id from audit_entry;

create function note_audit_entry() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed (entry_id) values (new.id);
  return null;
end $$;
create trigger audit_entry_noted after insert on audit_entry for each row execute function note_audit_entry();

-- What is personal in an entry stands in the chain as SHA-256(salt || it): once its salt is gone, nobody can guess at it any more,
-- and the chain still holds (ACC-9).
create table audit_commitment (
  entry_id bigint primary key,
  origin_salt bytea,
  origin_digest bytea not null,
  detail_salt bytea,
  detail_digest bytea not null
);

-- A chain is an organization's, or, with an id of nothing but zeros, the platform's, which has every entry.
-- Each hash is SHA-256(hash before || entry).
create table audit_seal (
  chain uuid not null,
  position bigint not null,
  entry_id bigint not null,
  hash bytea not null,
  primary key (chain, position)
);
create unique index audit_seal_by_entry on audit_seal (entry_id, chain);

-- Where each chain begins by now, entries before that being past their time, and where it ends.
create table audit_chain (
  chain uuid primary key,
  gone_position bigint not null default 0,
  gone_hash bytea not null,
  head_position bigint not null,
  head_hash bytea not null
);

-- Append only. Purging and erasing say what they do in `umbel.audit_purpose`, for their own transaction.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append only: % on % was refused.', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger audit_entry_stays before delete on audit_entry for each row
  when (current_setting('umbel.audit_purpose', true) is distinct from 'purge') execute function refuse_audit_change();
create trigger audit_entry_unchanged before update on audit_entry for each row
  when (current_setting('umbel.audit_purpose', true) is distinct from 'erase'
    or (new.id, new.at, new.actor_kind, new.actor_account_id, new.action, new.account_id, new.organization_id)
      is distinct from (old.id, old.at, old.actor_kind, old.actor_account_id, old.action, old.account_id, old.organization_id)
    or new.network is not null or new.device is not null or new.detail not in (old.detail, '{}'))
  execute function refuse_audit_change();
create trigger audit_commitment_stays before delete on audit_commitment for each row
  when (current_setting('umbel.audit_purpose', true) is distinct from 'purge') execute function refuse_audit_change();
create trigger audit_commitment_unchanged before update on audit_commitment for each row
  when (current_setting('umbel.audit_purpose', true) is distinct from 'erase'
    or (new.entry_id, new.origin_digest, new.detail_digest) is distinct from (old.entry_id, old.origin_digest, old.detail_digest)
    or new.origin_salt is not null or (new.detail_salt is not null and new.detail_salt is distinct from old.detail_salt))
  execute function refuse_audit_change();
create trigger audit_seal_stays before delete on audit_seal for each row
  when (current_setting('umbel.audit_purpose', true) is distinct from 'purge') execute function refuse_audit_change();
create trigger audit_seal_unchanged before update on audit_seal for each row execute function refuse_audit_change();
create trigger audit_entry_not_emptied before truncate on audit_entry execute function refuse_audit_change();
create trigger audit_commitment_not_emptied before truncate on audit_commitment execute function refuse_audit_change();
create trigger audit_seal_not_emptied before truncate on audit_seal execute function refuse_audit_change();

-- By time for all of it; in organizations by each filter of the page: what (by its room), who, about whom, and two of them.
create index audit_entry_by_time on audit_entry (at, id);
drop index audit_entry_by_organization;
create index audit_entry_of_organization on audit_entry (organization_id, at, id) where organization_id is not null;
create index audit_entry_of_organization_by_room on audit_entry (organization_id, split_part(action, '.', 1), at, id)
  where organization_id is not null;
create index audit_entry_of_organization_by_actor on audit_entry (organization_id, actor_account_id, at, id)
  where organization_id is not null and actor_account_id is not null;
create index audit_entry_of_organization_by_actor_and_room
  on audit_entry (organization_id, actor_account_id, split_part(action, '.', 1), at, id)
  where organization_id is not null and actor_account_id is not null;
create index audit_entry_of_organization_by_account on audit_entry (organization_id, account_id, at, id)
  where organization_id is not null and account_id is not null;
create index audit_entry_of_organization_by_account_and_room
  on audit_entry (organization_id, account_id, split_part(action, '.', 1), at, id)
  where organization_id is not null and account_id is not null;
create index audit_entry_of_organization_by_actor_and_account
  on audit_entry (organization_id, actor_account_id, account_id, at, id)
  where organization_id is not null and actor_account_id is not null and account_id is not null;
