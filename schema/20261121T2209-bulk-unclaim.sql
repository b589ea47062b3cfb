-- Why: many accounts at once can be made personal again, those that the list finds (DOM-10).
-- Old version can still run: yes; it would log out the accounts of a run that is to make them personal, so let none run once such a run is started.

alter table bulk_run drop constraint bulk_run_act_check;
alter table bulk_run add constraint bulk_run_act_check check (act in ('deactivate', 'reactivate', 'log-out', 'unclaim'));
