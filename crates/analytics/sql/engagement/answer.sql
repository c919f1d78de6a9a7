-- Answer: which emails of each colleague somebody of the account answered from $start on, and after how many seconds.
--
-- reads: touch, who, party
-- gives: account, colleague, replies, reply_seconds; in order
select account, colleague, count(*) as replies, sum(after) as reply_seconds
from (
    select o.account, o.colleague, o.identity, min(r.at - o.at) as after
    from (select distinct account, colleague, identity, at from touch where kind = 0 and direction = 0) o
    join (
        select distinct p.record as account, w.identity, w.reply_to, w.at
        from who w
        join party p on p.person = w.person
        where w.kind = 0 and w.role = 0 and not w.colleague and w.at >= $start
    ) r on r.reply_to = o.identity and r.account = o.account
    where r.at >= o.at
    group by o.account, o.colleague, o.identity
) first
group by account, colleague
order by account, colleague
