-- Where interactions come from, how far each has been read, and what became of every message.

create table source (
    name      text primary key,
    kind      text not null,
    state     text not null,           -- ready, reading, broken
    detail    text,
    since     bigint not null          -- when it came into this state
);

create table mailbox (
    mailbox_id   bigint primary key,
    source       text not null references source,
    name         text not null,
    kind         text not null,
    owner_id     bigint,               -- the colleague's person; null for what belongs to nobody
    cursor       text,
    batch_seq    bigint not null,      -- how many batches were committed: the same batch twice counts once
    position     bigint not null,      -- how far it has been read, in the unit of `extent`
    extent       bigint,               -- how much there is to read in all, where the source can say so
    read         bigint not null,
    stored       bigint not null,
    duplicates   bigint not null,
    quarantined  bigint not null,
    read_until   bigint,               -- the newest interaction read
    unique (source, name)
);

create index mailbox_of_owner on mailbox (owner_id);

create table filtered (
    mailbox_id  bigint not null references mailbox,
    rule        text not null,
    count       bigint not null,
    primary key (mailbox_id, rule)
);

-- The first samples of what could not be read; the count is in `mailbox`.
create table quarantine (
    mailbox_id  bigint not null references mailbox,
    number      bigint not null,
    place       text not null,
    reason      text not null,
    primary key (mailbox_id, number)
);

-- How much of an address was left out by which rule, for the evidence shown of a pair.
create table left_out (
    address_id  bigint not null references address,
    rule        text not null,
    count       bigint not null,
    primary key (address_id, rule)
);
