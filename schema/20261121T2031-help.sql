-- Why: help with articles and a way to write to whoever runs this (ACC-12): whether an article helped, and messages.
-- Old version can still run: yes, it knows nothing of either table.

-- Whether an article helped. Nothing here tells who said so.
create table help_feedback (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  article text not null check (char_length(article) between 1 and 80),
  language text not null check (char_length(language) between 2 and 8),
  helpful boolean not null,
  reason text check (char_length(reason) between 1 and 500),
  -- Of the page that asks why: whoever answered can add a reason, once.
  reason_key_hash bytea unique
);
create index help_feedback_by_article on help_feedback (article, id desc) include (helpful);
create index help_feedback_by_verdict on help_feedback (helpful, id desc);
create index help_feedback_by_reason_age on help_feedback (at) where reason is not null;
create index help_feedback_by_open_reason on help_feedback (at) where reason_key_hash is not null;

create table help_message (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  name text check (char_length(name) between 1 and 200),
  -- As typed: nobody has proved it.
  email text not null check (char_length(email) <= 320),
  topic text not null check (topic in ('log-in', 'account', 'product', 'organization', 'broken', 'other')),
  message text not null check (char_length(message) between 10 and 4000),
  -- Where it was written from: an article, or the page of a fault.
  article text check (char_length(article) between 1 and 80),
  incident text check (incident ~ '^[0-9a-f]{4}-[0-9a-f]{4}$'),
  language text not null check (char_length(language) between 2 and 8),
  -- Who was logged in. What somebody wrote goes with the account.
  account_id uuid references account on delete cascade,
  answered_at timestamptz
);
create index help_message_waiting on help_message (id) where answered_at is null;
create index help_message_answered on help_message (id desc) where answered_at is not null;
create index help_message_by_age on help_message (at);
create index help_message_by_account on help_message (account_id) where account_id is not null;
