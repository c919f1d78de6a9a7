-- Who took part: every participant of every interaction from $from to $until, as the person they are today. The months
-- only say which partitions to look into.
--
-- Without mailboxes (the basic edition) only what a CRM holds counts.
--
-- reads: interaction, activity, address (address, person, colleague, person_class)
-- gives: identity, at, kind, minutes, conversation, reply_to, address, role, person, colleague, person_class
select w.identity, w.at, w.kind, w.minutes, w.conversation, w.reply_to, w.address, w.role,
       a.person, a.colleague, a.person_class
from (
    select identity, at, kind, minutes, conversation, reply_to, unnest(participants) as address, unnest(roles) as role
    from interaction
    where month between $before and $month and at >= $from and at < $until
      and ($mailboxes or identity in (select identity from activity))
) w
join address a on a.address = w.address
