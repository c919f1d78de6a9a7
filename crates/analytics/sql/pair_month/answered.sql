-- Answered: the emails which those of a month may answer, of its own time and of the months before it.
--
-- reads: exchange
-- gives: contact, colleague, direction, identity
select contact, colleague, direction, identity
from exchange
where month between $reach_from and $month and kind = 0
