-- Relevant: the interactions from $from to $until that may count for one of the records, numbered in order of time. The
-- months only say which partitions to look into.
--
-- An identity is 16 bytes, and so is a conversation; everything after this joins and sorts by numbers, which is several
-- times as fast. Two numbers are in the order of time and identity, however the log came to hold them.
--
-- Without mailboxes (the basic edition) only what a CRM holds counts.
--
-- reads: interaction, activity, address (address, person, …), party (record, person, ours), subject (record, …)
-- gives: number, identity, at, kind, minutes, conversation (the number of its first), participants, roles
with about as (
    select i.identity
    from (
        select identity, unnest(participants) as address
        from interaction
        where month between $before and $month and at >= $from and at < $until
    ) i
    join address a on a.address = i.address
    where a.person in (select person from party where not ours)
    union
    select identity from activity where month between $before and $month and record in (select record from subject)
),
numbered as (
    select row_number() over (order by at, identity) as number, identity, at, kind, minutes, conversation,
           participants, roles
    from interaction
    where month between $before and $month and at >= $from and at < $until
      and identity in (select identity from about)
      and ($mailboxes or identity in (select identity from activity where month between $before and $month))
),
opening as (
    select conversation, min(number) as number from numbered group by conversation
)
select n.number, n.identity, n.at, n.kind, n.minutes, o.number as conversation, n.participants, n.roles
from numbered n
join opening o on o.conversation = n.conversation
