-- Who is who. Only these tables know names and addresses; the lake knows their numbers.
--
-- Both databases read every file here, so the types are the three they spell alike: text, bigint and
-- double precision. Times are seconds since 1970, days are ISO text, truth is 0 or 1.

-- The last number given out in each sequence. Sequences of the database leave gaps and differ between the two;
-- one row locked in the writing transaction does not.
create table counter (
    name  text primary key,
    last  bigint not null
);

insert into counter (name, last)
values ('person', 0), ('address', 0), ('mailbox', 0), ('generation', 0), ('introduction', 0),
       ('search_entry', 0), ('search_word', 0);

create table person (
    person_id     bigint primary key,
    name          text,
    name_rank     bigint not null,     -- where the name comes from; a better source replaces it (see name.rs)
    search_stale  bigint not null      -- 1 until the search index has caught up
);

create index person_stale on person (person_id) where search_stale = 1;

create table address (
    address_id    bigint primary key,
    address       text not null unique,
    company       text,                -- the registrable domain; null where the domain names no company
    person_id     bigint not null references person,
    class         bigint not null,
    class_reason  text not null
);

create index address_of_person on address (person_id);
create index address_of_company on address (company);

-- The directory as last read. Whoever leaves it stays here, as one who has left.
create table entry (
    entry_id    text primary key,      -- the directory's own identifier
    person_id   bigint not null unique references person,
    position    bigint not null,       -- of two entries that claim an address, the first keeps it
    name        text,
    sort_name   text not null,         -- the name without case and accents
    email       text not null,         -- the address mail is sent from
    title       text,
    department  text,
    standing    bigint not null,
    visibility  bigint not null default 0
);

create index entry_by_name on entry (sort_name, person_id);

create table entry_alias (
    entry_id  text not null references entry,
    position  bigint not null,
    address   text not null,
    primary key (entry_id, position)
);
