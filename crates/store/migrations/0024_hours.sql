-- In which hours something came to a mailbox, of the last weeks: whether it has fallen silent. A row a mailbox and week, in place of
-- one a day: what came of an hour is told apart as far as that takes, and the same message counts once wherever it is moved.

drop table mailbox_day;

create table mailbox_week (
    mailbox_id  bigint not null references mailbox on delete cascade,
    monday      text not null,             -- such as 2026-03-02, in UTC
    hours       bytea not null,            -- encoded by model::hours, a byte an hour
    primary key (mailbox_id, monday)
);

-- Which version of the program held a mailbox against its source: a newer one may understand what could not be read.
alter table mailbox_check add column version text not null default '';
