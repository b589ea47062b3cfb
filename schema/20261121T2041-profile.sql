-- Why: the whole profile (ACC-8): a public name, a picture, and who sees each field.
-- Old version can still run: yes; it shows no pictures, and gives products what a holder hides while it runs.

-- The id is the picture's address, so it cannot be guessed, and another picture has another one.
create table account_picture (
  id text primary key check (char_length(id) = 43),
  account_id uuid not null unique references account on delete cascade,
  large bytea not null,
  small bytea not null,
  made_at timestamptz not null
);
-- Pictures are packed already.
alter table account_picture alter column large set storage external, alter column small set storage external;

alter table account
  add column public_name text check (char_length(public_name) between 1 and 200),
  add column picture_id text references account_picture on update cascade on delete set null,
  add column name_seen_by text not null default 'anyone' check (name_seen_by in ('anyone', 'organization', 'me')),
  add column public_name_seen_by text not null default 'anyone'
    check (public_name_seen_by in ('anyone', 'organization', 'me')),
  add column picture_seen_by text not null default 'anyone' check (picture_seen_by in ('anyone', 'organization', 'me')),
  add column language_seen_by text not null default 'anyone' check (language_seen_by in ('anyone', 'organization', 'me')),
  add column zone_seen_by text not null default 'anyone' check (zone_seen_by in ('anyone', 'organization', 'me'));
create index account_by_picture on account (picture_id) where picture_id is not null;

-- A picture that was uploaded and not cut out yet.
create table picture_upload (
  account_id uuid primary key references account on delete cascade,
  content bytea not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  expires_at timestamptz not null
);
alter table picture_upload alter column content set storage external;
create index picture_upload_by_age on picture_upload (expires_at);

-- More columns, at the end, so that whoever reads the views' others goes on unchanged.
create or replace view presented_session as
select b.id as browser_id, b.token_hash, s.id as session_id, s.account_id, s.run_hash, s.methods, s.authenticated_at,
  s.seen_at, s.expires_at, a.name, a.username, a.email, a.email_verified_at, a.locale, a.zoneinfo, a.updated_at,
  a.picture_id
from browser b join session s on s.id = b.presented_session_id join account a on a.id = s.account_id;

create or replace view browser_session as
select b.id as browser_id, b.token_hash, s.id as session_id, s.account_id, s.run_hash, s.methods, s.authenticated_at,
  s.seen_at, s.expires_at, a.name, a.username, a.email, a.email_verified_at, a.locale, a.zoneinfo, a.updated_at,
  a.email_key, s.id is not distinct from b.presented_session_id as presented,
  a.public_name, a.picture_id, a.name_seen_by, a.public_name_seen_by, a.picture_seen_by, a.language_seen_by,
  a.zone_seen_by
from session s join browser b on b.id = s.browser_id join account a on a.id = s.account_id;
