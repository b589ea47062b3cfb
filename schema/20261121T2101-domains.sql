-- Why: domains that organizations add and prove to be theirs (DOM-1 to DOM-4), and contests about them.
-- Old version can still run: yes; it knows no domains, and looks at none.

-- ---------- domain-claim ----------

create table organization_domain (
  id uuid primary key,
  organization_id uuid not null references organization on delete cascade,
  -- IDNA in its ASCII form, lower case.
  name text not null check (name ~ '^[a-z0-9.-]{3,253}$'),
  with_subdomains boolean not null,
  -- No secret: whoever asks the name server reads it.
  token text not null check (token like 'umbel-verify=%'),
  token_made_at timestamptz not null,
  -- Counts until the domain is verified.
  token_expires_at timestamptz not null,
  proved_by text check (proved_by in ('dns', 'file')),
  -- When a look last found the proof.
  proved_at timestamptz,
  -- Whoever has this holds the domain.
  verified_at timestamptz,
  failing_since timestamptz,
  checked_at timestamptz,
  -- When somebody last asked for a look.
  asked_at timestamptz,
  -- None: nobody looks until a new token is asked for.
  next_look_at timestamptz,
  dns_found text[] not null default '{}',
  dns_trouble text,
  file_found text[] not null default '{}',
  file_trouble text,
  created_at timestamptz not null,
  unique (organization_id, name),
  check (verified_at is null or proved_by is not null),
  check (failing_since is null or verified_at is not null)
);
-- One domain, one organization (DOM-3).
create unique index organization_domain_holder on organization_domain (name) where verified_at is not null;
create index organization_domain_by_next_look on organization_domain (next_look_at) where next_look_at is not null;

create table domain_contest (
  id uuid primary key,
  holder_id uuid not null references organization_domain on delete cascade,
  challenger_id uuid not null references organization_domain on delete cascade,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  -- When both are looked at to settle it: at the end, or later when it could not be told then.
  look_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('kept', 'moved', 'neither', 'ended')),
  check ((settled_at is null) = (outcome is null)),
  check (holder_id <> challenger_id)
);
create unique index domain_contest_open on domain_contest (challenger_id) where settled_at is null;
create index domain_contest_by_challenger on domain_contest (challenger_id, opened_at desc);
create index domain_contest_by_holder on domain_contest (holder_id);
create index domain_contest_by_look on domain_contest (look_at) where settled_at is null;
