-- Why: a changed address waits for its proof, and the former one can undo the change for seven days (ACC-7).
-- Old version can still run: yes; but it lets an address be proved that is kept for whoever may undo a change.

-- An address that somebody wants instead of the present one. The job that sends the mail fills in the link.
create table address_change (
  account_id uuid primary key references account on delete cascade,
  email text not null check (char_length(email) <= 320),
  email_key text not null check (char_length(email_key) <= 320),
  link_hash bytea unique,
  sent_at timestamptz not null,
  link_expires_at timestamptz not null
);
create index address_change_by_age on address_change (link_expires_at);

-- An address that was taken off its account: kept for that account while the change can be undone. Ids count upward, and
-- undoing one change undoes all that came after it.
create table address_undo (
  id bigint generated always as identity primary key,
  account_id uuid not null references account on delete cascade,
  email text not null check (char_length(email) <= 320),
  email_key text not null check (char_length(email_key) <= 320),
  changed_to text not null check (char_length(changed_to) <= 320),
  token_hash bytea unique,
  device text,
  network text,
  at timestamptz not null,
  expires_at timestamptz not null
);
create index address_undo_by_account on address_undo (account_id, id);
create index address_undo_by_address on address_undo (email_key, expires_at);
create index address_undo_by_age on address_undo (expires_at);
