-- Touch: every colleague who was in touch with somebody of an account, interaction by interaction.
--
-- Each row is a fact about this colleague alone, as what is released rests on: an email belongs to the one who sent it, or
-- to everyone it is addressed to; a meeting to everyone in it.
--
-- reads: who, party (record: an account, person: somebody of theirs)
-- gives: account, colleague, person, identity, at, kind, minutes, direction (0 by us, 1 by them)
with started as (
    select identity, max(case when role in (0, 5) and not colleague then 1 else 0 end) as direction
    from who
    group by identity
)
select distinct p.record as account, o.person as colleague, t.person, o.identity, o.at, o.kind, o.minutes, s.direction
from who o
join who t on t.identity = o.identity
join party p on p.person = t.person
join started s on s.identity = o.identity
where o.colleague and not t.colleague and not p.ours
  and (o.kind = 0 and (o.role = 0 and t.role in (2, 3) or o.role = 2 and t.role = 0)
       or o.kind = 1 and o.role in (5, 6, 7) and t.role in (5, 6, 7))
