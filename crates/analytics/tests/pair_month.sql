-- Pair by month: what one month holds of every pair, as sums that merge over months.
--
-- A weight fades by half every 60 days; here it has faded to the moment $until (the month's end, or the day
-- asked for when that lies in the month). Sums are whole numbers in units of 2^-40, so that neither the order of
-- rows nor the number of machines can change a bit of them. An email is a reply if the message it answers went
-- the other way between the same two. See docs/strength.md for the formula and its constants.
--
-- reads: exchange (the month, and the months before it in which what it answers may lie), scope (contacts asked for)
-- gives: month, of, month_end, contact, colleague, the sums, the counts, the first and the newest times
with piece as (
    select e.contact, e.colleague, e.at, e.direction, e.kind,
           power(cast(2.0 as double), cast(e.at - $until as double) / (60.0 * 86400.0)) * 1099511627776.0 as unit,
           e.weight,
           parent.identity is not null as reply
    from exchange e
    left join (
        select identity, contact, colleague, direction
        from exchange
        where month between $reach_from and $month and kind = 0
    ) parent
      on parent.identity = e.reply_to and parent.contact = e.contact and parent.colleague = e.colleague
     and parent.direction <> e.direction
    where e.month = $month and e.at >= $from and e.at < $until
)
select cast($month as varchar) as month,
       cast($of as varchar) as of,
       cast($until as bigint) as month_end,
       contact,
       colleague,
       sum(case when kind <> 1 and direction = 0 then cast(round(weight * unit) as bigint) else 0 end) as sent_sum,
       sum(case when kind <> 1 and direction = 1 then cast(round(weight * unit) as bigint) else 0 end) as received_sum,
       sum(case when reply then cast(round(unit) as bigint) else 0 end) as replies_sum,
       sum(case when kind = 1 then cast(round(weight * unit) as bigint) else 0 end) as meetings_sum,
       sum(case when kind = 0 and direction = 0 then 1 else 0 end) as sent,
       sum(case when kind = 0 and direction = 1 then 1 else 0 end) as received,
       sum(case when reply then 1 else 0 end) as replies,
       sum(case when kind = 1 then 1 else 0 end) as meetings,
       sum(case when kind = 2 then 1 else 0 end) as calls,
       min(at) as first_at,
       max(case when kind = 0 and direction = 0 then at end) as sent_at,
       max(case when kind = 0 and direction = 1 then at end) as received_at,
       max(case when reply then at end) as reply_at,
       max(case when kind = 1 then at end) as meeting_at,
       max(case when kind = 2 and direction = 0 then at end) as call_out_at,
       max(case when kind = 2 and direction = 1 then at end) as call_in_at
from piece
group by contact, colleague
order by contact, colleague
