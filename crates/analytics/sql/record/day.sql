-- Day: what happened with a record on each day of a month. Days are UTC.
--
-- `last` is the last moment of the day with kind and direction in its lowest four bits, so that the newest of all
-- sorts is one maximum.
--
-- reads: attributed
-- gives: record, day (since 1970), last, the counts, seconds of both sides, followed emails; in order
select record,
       (at - ((at % 86400) + 86400) % 86400) / 86400 as day,
       max(at * 16 + kind * 4 + direction) as last,
       sum(case when kind = 0 and direction = 0 then 1 else 0 end) as emails_out,
       sum(case when kind = 0 and direction = 1 then 1 else 0 end) as emails_in,
       sum(case when kind = 1 and direction = 0 then 1 else 0 end) as meetings_out,
       sum(case when kind = 1 and direction = 1 then 1 else 0 end) as meetings_in,
       sum(case when kind = 2 and direction = 0 then 1 else 0 end) as calls_out,
       sum(case when kind = 2 and direction = 1 then 1 else 0 end) as calls_in,
       sum(case when kind = 3 then 1 else 0 end) as tasks,
       sum(team_seconds) as team_seconds,
       sum(customer_seconds) as customer_seconds,
       sum(cast(followed as bigint)) as followed,
       sum(cast(opened as bigint)) as opened,
       sum(cast(clicked as bigint)) as clicked,
       sum(cast(attachment_opened as bigint)) as attachment_opened
from attributed
where at >= $start
group by record, day
order by record, day
