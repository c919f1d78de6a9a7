-- Which mailboxes somebody tells us of, and which we were told of. Mailboxes tell of messages, calendars of meetings.

create table subscription (
    mailbox_id     bigint primary key references mailbox on delete cascade,
    connection_id  bigint not null references connection,
    service_id     text unique,            -- what the service calls it; null: there is none now
    secret_hash    bytea,                  -- of what comes back in each notification
    until          bigint,                 -- when it lapses unless it is renewed
    due_at         bigint not null,        -- when it is to be renewed, made, or tried again
    failing_since  bigint,                 -- since when it cannot be made or renewed; null: it can
    reason         text                    -- why, in words for a person
);

-- A mailbox is to be looked at while it was hinted at more often than was looked for.
alter table mailbox_health add column hints bigint not null default 0;
alter table mailbox_health add column hints_read bigint not null default 0;

create index mailbox_hinted_at on mailbox_health (mailbox_id) where hints > hints_read;
