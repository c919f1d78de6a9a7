-- Answer: which emails of each colleague somebody of the account answered to them from $start on, and after how many
-- seconds.
--
-- reads: touch, who
-- gives: account, colleague, replies, reply_seconds; in order
select account, colleague, count(*) as replies, sum(after) as reply_seconds
from (
    select o.account, o.colleague, o.identity, min(r.at - o.at) as after
    from (select distinct account, colleague, identity, at from touch where kind = 0 and direction = 0) o
    join (
        select distinct t.account, t.colleague, w.reply_to, t.at
        from touch t
        join who w on w.identity = t.identity and w.role = 0
        where t.kind = 0 and t.direction = 1 and t.at >= $start
    ) r on r.reply_to = o.identity and r.account = o.account and r.colleague = o.colleague
    where r.at >= o.at
    group by o.account, o.colleague, o.identity
) first
group by account, colleague
order by account, colleague
