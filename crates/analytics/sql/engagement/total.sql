-- Total: what each colleague did with each account from $start on.
--
-- reads: touch
-- gives: account, colleague, the counts, minutes in meetings, the newest times; in order
select account, colleague,
       sum(case when kind = 0 and direction = 0 then 1 else 0 end) as emails_to,
       sum(case when kind = 0 and direction = 1 then 1 else 0 end) as emails_from,
       sum(case when kind = 1 and direction = 0 then 1 else 0 end) as meetings_by_us,
       sum(case when kind = 1 and direction = 1 then 1 else 0 end) as meetings_by_them,
       sum(case when kind = 1 then minutes else 0 end) as meeting_minutes,
       max(case when kind = 0 then at end) as last_email,
       max(case when kind = 1 then at end) as last_meeting
from (
    select distinct account, colleague, identity, at, kind, minutes, direction from touch where at >= $start
) once
group by account, colleague
order by account, colleague
