-- Said: what a CRM says of relevant interactions. Of several copies the newest holds.
--
-- reads: relevant, activity
-- gives: number, record (that it regards), followed, opened, clicked, attachment_opened
with newest as (
    select identity, max(arrived) as arrived from activity where month between $before and $month group by identity
)
select r.number, max(a.record) as record, max(a.followed) as followed, max(a.opened) as opened,
       max(a.clicked) as clicked, max(a.attachment_opened) as attachment_opened
from activity a
join newest n on n.identity = a.identity and n.arrived = a.arrived
join relevant r on r.identity = a.identity
where a.month between $before and $month
group by r.number
