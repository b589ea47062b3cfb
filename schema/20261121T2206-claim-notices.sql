-- Why: what a holder was mailed about a claim, and whether they have seen that their account is managed now (DOM-7, LOG-6).
-- Old version can still run: yes; it mails nobody about claims and shows no notice.

alter table claim_person
  -- When the notice went out; `told_at` is when it was due to.
  add column mailed_at timestamptz,
  add column reminded_at timestamptz,
  -- When the holder was shown that the account is managed.
  add column seen_at timestamptz;
create index claim_person_unreminded on claim_person (claim_id, account_id)
  where state in ('told', 'moving') and reminded_at is null;

-- What waits for a holder to be read: a claim that asks, or that has taken effect since they last logged in.
create view claim_notice as
  select p.account_id, p.claim_id, c.organization_id, o.name as organization, d.name as domain, c.takes_effect_at,
    case p.state when 'told' then 'open' else p.state end as state, p.told_at is not null as was_told
  from claim_person p
    join claim c on c.id = p.claim_id
    join organization o on o.id = c.organization_id
    join organization_domain d on d.id = c.domain_id
    join account a on a.id = p.account_id
  where (p.state in ('told', 'moving') and c.state not in ('canceled', 'ended') and a.managed_by is null)
    or (p.state = 'managed' and p.seen_at is null and a.managed_by = c.organization_id);
