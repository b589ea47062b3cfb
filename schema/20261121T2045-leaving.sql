-- Why: leaving (ACC-9): an account that is to be deleted can be kept by mail and can free its address at once; what knew the
-- account is told to erase it (DEV-4); and a username outlives its account without being readable (DEV-2).
-- Old version can still run: yes. It can acknowledge no erasure, and notes no product that an account meets there; a product
-- with a grant or a notice counts as one that knows the account all the same.

-- ---------- account ----------

alter table account_deletion
  -- Of the link in the mails: "Keep my account".
  add column keep_token_hash bytea unique,
  -- The address that was freed, sealed: for whoever follows that link. The account has none meanwhile.
  add column sealed_address bytea,
  add column reminded_at timestamptz,
  -- Where a kept account is to live when somebody else has its address by now: proved by the link of another mail.
  add column new_email text check (char_length(new_email) <= 320),
  add column new_email_token_hash bytea unique,
  add column new_email_until timestamptz;

-- DEV-2: usernames of accounts that were erased, as SHA-256 of each: never given again, and whose they were is not known.
create table spent_username (
  hash bytea primary key
);

-- ---------- audit ----------

-- What somebody did to others is found when their own account is erased.
create index audit_entry_by_actor on audit_entry (actor_account_id)
  where actor_account_id is not null and actor_account_id is distinct from account_id;

-- ---------- product ----------

alter table product add column events_url text;

-- ---------- openid ----------

-- Which products know an account, from its first grant until they acknowledge that it was erased. No foreign key to the
-- account, which is gone by then.
create table product_acquaintance (
  account_id uuid not null,
  product_id text not null references product on delete cascade,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (account_id, product_id)
);
create index product_acquaintance_by_product on product_acquaintance (product_id);
insert into product_acquaintance (account_id, product_id, first_at, last_at)
  select account_id, product_id, min(at), max(at) from (
    select account_id, product_id, created_at as at from product_grant
    union all select account_id, product_id, created_at from log_out_notice) as known
  group by account_id, product_id;

alter table log_out_notice
  add column kind text not null default 'log-out' check (kind in ('log-out', 'erased')),
  alter column sid drop not null,
  -- The name of the event, the same in every try, so that whoever hears it twice knows (RFC 8935 §2).
  add column event_id uuid,
  -- What the product said yes to: a process that only knows log-outs cannot take one for the other.
  add column acknowledged_as text,
  add check ((kind = 'log-out') = (sid is not null)),
  add check ((kind = 'erased') = (event_id is not null)),
  add check (kind = 'log-out' or acknowledged_at is null or acknowledged_as = kind);
create index log_out_notice_of_erasures on log_out_notice (id) where kind = 'erased' and acknowledged_at is null;
