-- Why: products are told when an account is turned off and on again (DEV-4, MAN-2).
-- Old version can still run: yes; but it takes these notices for log-outs, so let none run once an account is deactivated.

alter table log_out_notice
  drop constraint log_out_notice_kind_check,
  drop constraint log_out_notice_check2,
  add constraint log_out_notice_kind check (kind in ('log-out', 'erased', 'disabled', 'enabled')),
  add constraint log_out_notice_event check ((kind <> 'log-out') = (event_id is not null));

drop index log_out_notice_of_erasures;
create index log_out_notice_of_events on log_out_notice (id) where kind <> 'log-out' and acknowledged_at is null;
