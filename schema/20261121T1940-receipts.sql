-- Why: log-outs that arrive (LOG-8, DEV-4): a notice that was given up stays visible and can be sent again, and the holder
-- sees, per product, what was told and acknowledged. And a log-in from a new device can be disowned by mail (LOG-9).
-- Old version can still run: yes; notices that it queued itself are taken up by the new one within ten minutes.

-- ---------- openid ----------

alter table log_out_notice
  -- Somebody is delivering it; nobody else may before then, so that notices of one account arrive in order.
  add column claimed_until timestamptz,
  add column replayed_at timestamptz,
  -- A dead letter: the last try of a day has failed. It waits to be sent again by hand.
  add column given_up_at timestamptz,
  add check (acknowledged_at is null or given_up_at is null);

-- A line: what one product is still owed about one account, oldest first.
create index log_out_notice_by_line on log_out_notice (product_id, account_id, id)
  where acknowledged_at is null and given_up_at is null;
create index log_out_notice_in_trouble on log_out_notice (id) where acknowledged_at is null and failing_since is not null;
-- The receipt board: an account's products, page by page.
create index log_out_notice_by_receipt on log_out_notice (account_id, product_id, id);
drop index log_out_notice_by_account;

-- ---------- sign-in ----------

-- LOG-9: a log-in from a device that the account did not know, until its holder says whose it was, or a week has passed.
create table device_alert (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  -- No foreign keys: both may be gone by the time the holder answers.
  session_id uuid not null,
  browser_id uuid not null,
  -- Of the link in the mail, which works once.
  token_hash bytea unique,
  device text not null,
  network text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  recognized_at timestamptz,
  disowned_at timestamptz
);
create index device_alert_by_account on device_alert (account_id, at desc);
create index device_alert_by_age on device_alert (expires_at);
