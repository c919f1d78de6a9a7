-- Turn: who had the word in the conversations of a record, and who answered.
--
-- A turn is a run of emails of one side; fourteen days of silence (1,209,600 s) end it. It answers the turn of the
-- other side before it if that began at most fourteen days earlier. So 28 days of messages before a month are all it
-- takes to know the month's turns exactly.
--
-- One window over all rows, which looks whether the row before is of the same conversation, and none for each
-- conversation: there are so many of those that opening a window for each took ten times as long.
--
-- reads: attributed
-- gives: record, at, direction, asks (its first email is addressed to the other side), answers_after; in order
with message as (
    select record, conversation, at, number, direction, asks,
           lag(record) over w as record_before, lag(conversation) over w as conversation_before,
           lag(direction) over w as direction_before, lag(at) over w as at_before
    from attributed
    where kind = 0
    window w as (order by record, conversation, number)
),
turn as (
    select record, conversation, at, number, direction, asks,
           lag(record) over w as record_before, lag(conversation) over w as conversation_before,
           lag(direction) over w as direction_before, lag(at) over w as at_before
    from message
    where record_before is null or record_before <> record or conversation_before <> conversation
       or direction_before <> direction or at - at_before > 1209600
    window w as (order by record, conversation, number)
)
select record, at, direction, asks,
       case when record_before = record and conversation_before = conversation and direction_before <> direction
                 and at - at_before <= 1209600 then at - at_before end as answers_after
from turn
where at >= $start
order by record, number
