-- Person: whom we contacted about a record, and who of us did, by address, in a month.
--
-- Emails: ours alone, for whoever wrote or got them (To, Cc). Meetings and calls: everybody in them. Who is there under
-- two addresses is there once, under the one the interaction names first. The place stands in the highest bits, so that
-- the first is one minimum; which address has the lower number depends on mail that may have been forgotten.
--
-- reads: attributed, present
-- gives: record, address, emails, meetings, calls, last_at; in order
with contact as (
    select a.record, a.number, a.kind, a.at, min(w.place * 1099511627776 + w.address) % 1099511627776 as address
    from attributed a
    join present w on w.number = a.number
    where a.at >= $start and a.kind <> 3 and (w.colleague or w.person_class)
      and (a.kind <> 0
           or a.direction = 0 and (w.colleague and w.role = 0 or not w.colleague and w.role in (2, 3)))
    group by a.record, a.number, a.kind, a.at, w.person
)
select record, address,
       sum(case when kind = 0 then 1 else 0 end) as emails,
       sum(case when kind = 1 then 1 else 0 end) as meetings,
       sum(case when kind = 2 then 1 else 0 end) as calls,
       max(at) as last_at
from contact
group by record, address
order by record, address
