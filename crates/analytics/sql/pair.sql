-- Pairs: what is known of every colleague and contact at the moment $until, over all months kept.
--
-- Partials fade from the end of their month to $until; addresses become the persons they belong to today, so that
-- a merge of two addresses or a correction of a class holds for the whole past at once.
--
-- reads: partial (kept and live months), address (address, person, colleague, person_class)
-- gives: contact, colleague (persons), sums in units of 2^-40, counts, first and newest times; in order
with faded as (
    select c.person as contact, k.person as colleague, p.*,
           power(cast(2.0 as double), cast(p.month_end - $until as double) / (60.0 * 86400.0)) as rest
    from (
        select month, month_end, contact as contact_address, colleague as colleague_address,
               sent_sum, received_sum, replies_sum, meetings_sum, sent, received, replies, meetings, calls,
               first_at, sent_at, received_at, reply_at, meeting_at, call_out_at, call_in_at
        from partial
    ) p
    join address c on c.address = p.contact_address
    join address k on k.address = p.colleague_address
    where not c.colleague and c.person_class and k.colleague
)
select contact,
       colleague,
       sum(cast(round(sent_sum * rest) as bigint)) as sent_sum,
       sum(cast(round(received_sum * rest) as bigint)) as received_sum,
       sum(cast(round(replies_sum * rest) as bigint)) as replies_sum,
       sum(cast(round(meetings_sum * rest) as bigint)) as meetings_sum,
       sum(sent) as sent,
       sum(received) as received,
       sum(replies) as replies,
       sum(meetings) as meetings,
       sum(calls) as calls,
       min(first_at) as first_at,
       max(sent_at) as sent_at,
       max(received_at) as received_at,
       max(reply_at) as reply_at,
       max(meeting_at) as meeting_at,
       max(call_out_at) as call_out_at,
       max(call_in_at) as call_in_at
from faded
group by contact, colleague
order by contact, colleague
