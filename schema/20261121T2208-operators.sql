-- Why: what operators look through: organizations by name and by domain, contests, what is failing.
-- Old version can still run: yes; these are indexes only.

-- ---------- organization ----------

create index organization_by_name on organization (lower(name) collate "C", id);

-- ---------- domain-claim ----------

create index organization_domain_by_name on organization_domain (name, organization_id);
create index organization_domain_failing on organization_domain (failing_since) where failing_since is not null;
create index domain_contest_by_age on domain_contest (opened_at desc, id desc);

-- ---------- audit ----------

-- The log of the whole installation by what was done, and by whom; about whom there is an index since the beginning.
create index audit_entry_by_room on audit_entry (split_part(action, '.', 1), at, id);
create index audit_entry_of_actor on audit_entry (actor_account_id, at, id) where actor_account_id is not null;

-- ---------- openid ----------

-- What each product has not acknowledged, though it was told.
create index log_out_notice_in_trouble_by_product on log_out_notice (product_id, kind, id)
  where acknowledged_at is null and failing_since is not null;
