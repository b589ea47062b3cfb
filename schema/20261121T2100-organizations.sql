-- Why: organizations, with the people who run them, and invitations to (ORG-1). The record says on whose behalf an administrator acts.
-- Old version can still run: yes; it knows no organizations, and writes no entries of theirs.

-- ---------- organization ----------

create table organization (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 100),
  created_at timestamptz not null
);

create table organization_admin (
  organization_id uuid not null references organization on delete cascade,
  account_id uuid not null references account on delete cascade,
  role text not null check (role in ('org-admin', 'user-admin', 'auditor')),
  since timestamptz not null,
  primary key (organization_id, account_id)
);
create index organization_admin_by_account on organization_admin (account_id);

create table organization_invitation (
  id uuid primary key,
  organization_id uuid not null references organization on delete cascade,
  email text not null check (char_length(email) <= 320),
  email_key text not null check (char_length(email_key) <= 320),
  role text not null check (role in ('org-admin', 'user-admin', 'auditor')),
  invited_by uuid references account on delete set null,
  -- Set by the job that mails it.
  token_hash bytea unique,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  unique (organization_id, email_key)
);
create index organization_invitation_by_inviter on organization_invitation (invited_by) where invited_by is not null;
create index organization_invitation_by_age on organization_invitation (expires_at);

-- ---------- audit ----------

alter table audit_entry drop constraint audit_entry_actor_kind_check;
alter table audit_entry add constraint audit_entry_actor_kind_check
  check (actor_kind in ('visitor', 'holder', 'admin', 'operator', 'product', 'system'));
alter table audit_entry add column organization_id uuid;
create index audit_entry_by_organization on audit_entry (organization_id, id desc) where organization_id is not null;
