-- Edges: every message between a colleague and a contact, as who wrote to whom; what `relata validate` reads.
--
-- A meeting has no sender and is left out, as in the sets the formula was measured on.
--
-- reads: exchange, address (address, person, colleague, person_class)
-- gives: at, source, target (persons), copied (Cc), audience, reply (answers the target), message (identity); in order
select e.at,
       case when e.direction = 0 then k.person else c.person end as source,
       case when e.direction = 0 then c.person else k.person end as target,
       e.role = 3 as copied,
       e.audience,
       parent.identity is not null as reply,
       e.identity as message
from exchange e
join address c on c.address = e.contact
join address k on k.address = e.colleague
left join (select identity, contact, colleague, direction from exchange where kind = 0) parent
  on parent.identity = e.reply_to and parent.contact = e.contact and parent.colleague = e.colleague
 and parent.direction <> e.direction
where e.kind = 0 and not c.colleague and c.person_class and k.colleague
order by e.at, source, target, message
