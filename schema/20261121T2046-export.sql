-- Why: the holder downloads everything held about the account (ACC-10). And a check on erasures that let an answer of nothing
-- through is made to hold (ACC-9).
-- Old version can still run: yes, it knows nothing of either; as meant before, it can acknowledge no erasure.

-- ---------- openid ----------

alter table log_out_notice
  add constraint log_out_notice_answer check (kind = 'log-out' or acknowledged_at is null or acknowledged_as is not distinct from kind);

-- ---------- account-page ----------

-- The one download of an account: asked for, then made or failed, then there for a week.
create table account_export (
  account_id uuid primary key references account on delete cascade,
  asked_at timestamptz not null,
  made_at timestamptz,
  failed_at timestamptz,
  expires_at timestamptz,
  size_bytes integer check (size_bytes between 1 and 52428800),
  content bytea,
  check (num_nulls(made_at, expires_at, size_bytes, content) in (0, 4)),
  check (made_at is null or failed_at is null)
);
create index account_export_by_age on account_export (expires_at) where expires_at is not null;
create index account_export_by_failure on account_export (failed_at) where failed_at is not null;
-- Packed already: kept as it is, it is read in pieces.
alter table account_export alter column content set storage external;
