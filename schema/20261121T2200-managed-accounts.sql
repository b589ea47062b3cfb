-- Why: accounts that an organization manages (ACC-2), that are deactivated (MAN-2) or suspended, and the day each was last used (MAN-1).
-- Old version can still run: yes; but it takes every account for personal and active, so let none run once a claim takes effect.

alter table organization_domain add unique (id, organization_id);

alter table account
  add column managed_by uuid references organization,
  add column managed_through uuid,
  add column managed_since timestamptz,
  add column deactivated_at timestamptz,
  add column suspended_at timestamptz,
  add column last_active_on date,
  -- Whoever manages an account does so through a domain of theirs, which stays as long as they do (DOM-1).
  add constraint account_managed_through foreign key (managed_through, managed_by)
    references organization_domain (id, organization_id),
  add constraint account_managed_whole
    check ((managed_by is null) = (managed_through is null) and (managed_by is null) = (managed_since is null)),
  -- A personal account has nobody who could turn it on again.
  add constraint account_deactivated_managed check (deactivated_at is null or managed_by is not null);

update account a set last_active_on = seen.day
  from (select account_id, max(last_at)::date as day from known_device group by account_id) as seen
  where seen.account_id = a.id;

create index account_by_manager on account (managed_by, id) where managed_by is not null;
create index account_by_managing_domain on account (managed_through, id) where managed_through is not null;

-- The domain of an address from its end, so that a domain and its sub-domains stand side by side.
create function address_domain(email_key text) returns text
  language sql immutable strict parallel safe
  return reverse(substring(email_key from '[^@]*$'));
create index account_by_domain on account (address_domain(email_key) collate "C", id) where email_verified_at is not null;

create view account_manager as
  select a.id as account_id, o.id as organization_id, o.name as organization, d.name as domain, a.managed_since as since
  from account a
    join organization o on o.id = a.managed_by
    join organization_domain d on d.id = a.managed_through;
