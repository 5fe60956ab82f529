-- Run once, with every process stopped, on a store that was restored from a backup older than its last use.
--
-- What that backup calls "not sent yet" may have been sent since. Nothing of it may be sent before Cafe24's point history was read: each
-- such part becomes `unknown`, and the workers look for it, as after a lost answer. When it was sent is not known, so it counts as sent now.
begin;

update credit_parts
set state = 'unknown', unknown_since = now(), unclear_code = 'old-backup', sent_at = now(), absences = 0, due_at = now(),
  changed_at = now()
where state in ('accepted', 'waiting', 'sending', 'unknown');

update credit_malls set due_at = now()
where mall_id in (select mall_id from credit_parts where due_at is not null);

-- A postback that was under way may have been answered since, and our own ledger may have lost the credit that it made: posted again, it
-- would be promised anew. A person decides in the console.
update pointhub_conversion set state = 'review'
where transaction_number in (select transaction_number from pointhub_postback where state in ('held', 'due', 'sending'));

update pointhub_postback set state = 'review', maybe_arrived = true, given_up_at = now(), lease_until = null
where state in ('held', 'due', 'sending');

commit;
