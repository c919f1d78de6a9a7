-- The sums and the strength of every pair on a day, in one query over the exchanges: what relata computes, for DuckDB.
--
-- The same formula (docs/strength.md), the same replies (of the month or the three before), the same columns; in
-- floating point where relata adds whole numbers, so the last digits differ.
--
-- reads: exchange (the log's Parquet files), address (address, person, colleague, person_class)
create temp table pair as
with placed as (
    select *, cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) as month_number
    from exchange
),
piece as (
    select c.person as contact, k.person as colleague, e."at", e.direction, e.kind,
           pow(2.0, (e."at" - $until) / (60.0 * 86400.0)) as rest, e.weight,
           parent.identity is not null as reply
    from placed e
    join address c on c.address = e.contact
    join address k on k.address = e.colleague
    left join (select identity, contact, colleague, direction, month_number from placed where kind = 0) parent
      on parent.identity = e.reply_to and parent.contact = e.contact and parent.colleague = e.colleague
     and parent.direction <> e.direction
     and parent.month_number between e.month_number - 3 and e.month_number
    where e."at" > $after and e."at" <= $until and not c.colleague and c.person_class and k.colleague
),
summed as (
    select contact, colleague,
           coalesce(sum(weight * rest) filter (kind <> 1 and direction = 0), 0) as sent,
           coalesce(sum(weight * rest) filter (kind <> 1 and direction = 1), 0) as received,
           coalesce(sum(rest) filter (reply), 0) as replies,
           coalesce(sum(weight * rest) filter (kind = 1), 0) as meetings,
           count(*) filter (kind = 0 and direction = 0) as sent_count,
           count(*) filter (kind = 0 and direction = 1) as received_count,
           count(*) filter (reply) as reply_count,
           count(*) filter (kind = 1) as meeting_count,
           count(*) filter (kind = 2) as call_count,
           min("at") as first_at,
           max("at") filter (kind = 0 and direction = 0) as sent_at,
           max("at") filter (kind = 0 and direction = 1) as received_at,
           max("at") filter (reply) as reply_at,
           max("at") filter (kind = 1) as meeting_at,
           max("at") filter (kind = 2 and direction = 0) as call_out_at,
           max("at") filter (kind = 2 and direction = 1) as call_in_at
    from piece
    group by contact, colleague
)
select *, sqrt((sent + meetings + 0.1) * (received + meetings + 0.1)) - 0.1 + replies as raw
from summed
order by contact, colleague
