-- Person: with whom of each account each colleague was in touch from $start on, the most often first.
--
-- reads: touch
-- gives: account, colleague, kind, person; in order
select account, colleague, kind, person
from touch
where at >= $start
group by account, colleague, kind, person
order by account, colleague, kind, count(distinct identity) desc, person
