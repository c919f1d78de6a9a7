-- Theirs: which records' people outside took part in which relevant interaction, openly.
--
-- reads: present, party (record, person, ours), subject (record, anyone, opportunity)
-- gives: record, number, kind, anyone (any colleague makes it count), opportunity
select p.record, w.number, w.kind, s.anyone, s.opportunity
from present w
join party p on p.person = w.person
join subject s on s.record = p.record
where not p.ours and not w.colleague and w.role in (0, 2, 3, 5, 6, 7, 9, 10) and w.kind <> 3
