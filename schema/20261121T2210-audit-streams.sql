-- Why: the audit log goes to a webhook as it is sealed (OPS-1).
-- Old version can still run: yes; it sends nothing, and what it seals is sent by the new one.

create table audit_stream (
  -- An organization's chain, or the platform's: nothing but zeros.
  chain uuid primary key,
  url text not null check (char_length(url) <= 2000),
  sealed_secret bytea not null,
  -- All up to here were acknowledged.
  sent_position bigint not null,
  next_try_at timestamptz not null,
  tries integer not null default 0,
  failing_since timestamptz,
  trouble text check (char_length(trouble) <= 200),
  created_at timestamptz not null
);
create index audit_stream_by_turn on audit_stream (next_try_at);
