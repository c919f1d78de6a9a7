-- What a source says it has, beside what was read of it: by mailbox, folder and month. Folders are called by what stands for
-- their id, or by a well-known name; what people call them is never asked for.

create table mail_folder (
    mailbox_id  bigint not null references mailbox on delete cascade,
    folder      text not null,             -- what stands for its id
    name        text,                      -- its well-known name, such as inbox
    older       bigint not null,           -- messages from before what is read
    primary key (mailbox_id, folder)
);

create table folder_month (
    mailbox_id   bigint not null references mailbox on delete cascade,
    folder       text not null,
    month        text not null,            -- of receiving, such as 2026-03
    messages     bytea not null,           -- what was read and lies there; encoded by model::completeness
    kept         bigint not null,          -- of these, how many passed the rules
    left_out     bigint not null,          -- how many rules left out
    quarantined  bigint not null,          -- how many could not be read
    gone         bigint not null,          -- were read, and have left since
    found_late   bigint not null,          -- were found by reading again what did not add up
    doubtful     bigint not null,          -- 1: something changed of which its source said no more; it is to be read again
    counted      bigint,                   -- how many the source said there are
    unexplained  bigint not null,          -- how many of those were not met even by reading again
    counted_at   bigint,
    unexplained_since  bigint,
    primary key (mailbox_id, folder, month)
);

create table mailbox_check (
    mailbox_id  bigint primary key references mailbox on delete cascade,
    beside      bigint not null,           -- messages in folders that are not read
    checked_at  bigint not null            -- when it was last held against its source
);

-- How many messages came on which day, of the last weeks: whether a mailbox has fallen silent.
create table mailbox_day (
    mailbox_id  bigint not null references mailbox on delete cascade,
    day         text not null,             -- such as 2026-03-02
    messages    bigint not null,
    primary key (mailbox_id, day)
);
