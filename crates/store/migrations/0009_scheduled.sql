-- What lies ahead. The log holds what took place; this holds what may still be moved or called off.

create table scheduled (
    identity       text primary key,   -- in hexadecimal
    at             bigint not null,
    kind           bigint not null,
    minutes        bigint not null,
    started_by_us  bigint not null,
    regarding      bigint,             -- a record's number, where a CRM says so
    in_mailbox     bigint not null     -- 1 once a mailbox showed it
);

create index scheduled_by_time on scheduled (at);

create table scheduled_person (
    identity    text not null references scheduled on delete cascade,
    address_id  bigint not null references address,
    primary key (identity, address_id)
);

create index scheduled_of_address on scheduled_person (address_id);
