-- Present: every participant of every relevant interaction, as the person they are today.
--
-- reads: relevant, address (address, person, colleague, person_class)
-- gives: number, kind, place (from 0, in the order in which the interaction names them), address, role, person, colleague,
--        person_class
select r.number, r.kind, r.place, r.address, r.role, a.person, a.colleague, a.person_class
from (
    select number, kind, unnest(range(0, cast(cardinality(participants) as bigint))) as place,
           unnest(participants) as address, unnest(roles) as role
    from relevant
) r
join address a on a.address = r.address
