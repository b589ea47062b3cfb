-- Why: several accounts in one browser (LOG-7): a log-in may ask which of them, and a product remembers its last answer.
-- Old version can still run: yes; it asks for the address where the new one lets choose.

alter table attempt add column choose boolean not null default false;

-- The account last used with a product in this browser. When it is no longer logged in there, the row says nothing.
create table product_choice (
  browser_id uuid not null references browser on delete cascade,
  product_id text not null references product on delete cascade,
  account_id uuid not null references account on delete cascade,
  chosen_at timestamptz not null,
  primary key (browser_id, product_id)
);
create index product_choice_by_account on product_choice (account_id);
create index product_choice_by_product on product_choice (product_id);

-- Two more columns, at the end, so that whoever reads the view's others goes on unchanged.
create or replace view browser_session as
select b.id as browser_id, b.token_hash, s.id as session_id, s.account_id, s.run_hash, s.methods, s.authenticated_at,
  s.seen_at, s.expires_at, a.name, a.username, a.email, a.email_verified_at, a.locale, a.zoneinfo, a.updated_at,
  a.email_key, s.id is not distinct from b.presented_session_id as presented
from session s join browser b on b.id = s.browser_id join account a on a.id = s.account_id;
