-- Attributed: which interactions count for which record, once each, with what they weigh.
--
-- The rule is that of `relata_model::attribution`, whose examples it must meet. Time: an email takes five minutes to
-- write and two and a half to read, whatever else lasts as long as it lasted; each of our people counts, the customer
-- counts once.
--
-- reads: relevant, present, theirs, said, subject (record, …), party (record, person, ours), sighting
-- gives: record, number, at, kind, conversation, direction (0 ours, 1 theirs, 2 a task), asks, team_seconds,
--        customer_seconds, followed, opened, clicked, attachment_opened
with fact as (
    select number,
           max(case when role in (0, 5, 9, 12) then (case when colleague then 0 else 1 end) else 0 end) as direction,
           max(case when role in (0, 5, 9, 12) and colleague then 1 else 0 end) as started,
           max(case when role = 2 and colleague then 1 else 0 end) as to_ours,
           max(case when role = 2 and not colleague then 1 else 0 end) as to_theirs,
           sum(case when colleague then 1 else 0 end) as team,
           sum(case when colleague then 0 else 1 end) as others
    from present
    group by number
),
in_mailbox as (
    select r.number
    from relevant r
    join sighting s on s.identity = r.identity
    where r.kind = 1 and s.month between $before and $month
),
counts as (
    select record, number from theirs where anyone
    union
    select t.record, t.number
    from theirs t
    join present w on w.number = t.number
    join party p on p.record = t.record and p.person = w.person
    where not t.anyone and p.ours and w.colleague
      and (not t.opportunity or t.kind <> 1 or t.number in (select number from in_mailbox))
    union
    select said.record, said.number from said join subject s on s.record = said.record
)
select c.record, c.number, r.at, r.kind, r.conversation,
       case when r.kind = 3 then 2 else f.direction end as direction,
       case when f.direction = 0 then f.to_theirs else f.to_ours end = 1 as asks,
       case when r.kind = 0 then 150 * (f.team + f.started) else 60 * r.minutes * f.team end as team_seconds,
       case when f.others = 0 or r.kind = 3 then 0
            when r.kind <> 0 then 60 * r.minutes
            when f.direction = 1 then 300
            else 150 end as customer_seconds,
       case when r.kind = 0 and f.direction = 0 then coalesce(said.followed, 0) else 0 end as followed,
       case when r.kind = 0 and f.direction = 0 then coalesce(said.opened, 0) else 0 end as opened,
       case when r.kind = 0 and f.direction = 0 then coalesce(said.clicked, 0) else 0 end as clicked,
       case when r.kind = 0 and f.direction = 0 then coalesce(said.attachment_opened, 0) else 0 end as attachment_opened
from counts c
join fact f on f.number = c.number
join relevant r on r.number = c.number
left join said on said.number = c.number
where f.team > 0 or said.record = c.record
