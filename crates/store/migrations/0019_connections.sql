-- What Relata is connected to over the network, and how each mailbox of it fares. What proves to the other side that it is
-- us lies in `secret`, sealed, under the name `connection N`.

create table connection (
    connection_id  bigint primary key,
    source         text not null unique,   -- its name among the sources
    kind           text not null,          -- microsoft365
    tenant         text not null,          -- the directory's id or domain there
    client         text not null,          -- what the application registration is called there
    login_host     text not null,          -- where tokens come from
    service_host   text not null,          -- where data come from
    credential     text not null,          -- secret, certificate
    group_id       text not null,          -- whose members' mailboxes are read
    state          text not null,          -- reading, paused, ended
    added_by       text not null,
    added_at       bigint not null,
    changed_at     bigint not null         -- when it came into that state
);

insert into counter (name, last) values ('connection', 0);

create table mailbox_health (
    mailbox_id     bigint primary key references mailbox on delete cascade,
    read_at        bigint,                 -- when it was last read to its end
    failing_since  bigint,                 -- since when it could not be read; null: it can
    reason         text,                   -- in words for a person
    hinted_at      bigint                  -- when the other side last said that something changed
);
