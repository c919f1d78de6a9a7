-- Counted: the exchanges of a month that its sums are made of.
--
-- reads: exchange
-- gives: contact, colleague, at, direction, kind, weight, reply_to
select contact, colleague, at, direction, kind, weight, reply_to
from exchange
where month = $month and at >= $from and at < $until
