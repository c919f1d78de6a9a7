-- Present: every participant of every relevant interaction, as the person they are today.
--
-- reads: relevant, address (address, person, colleague, person_class)
-- gives: number, kind, address, role, person, colleague, person_class
select r.number, r.kind, r.address, r.role, a.person, a.colleague, a.person_class
from (select number, kind, unnest(participants) as address, unnest(roles) as role from relevant) r
join address a on a.address = r.address
