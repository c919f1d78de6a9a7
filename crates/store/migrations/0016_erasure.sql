-- Forgetting: who asked for it, how far it has come, and what must be known so that nobody comes back.

drop view contact;
drop view left_alone;
drop table suppressed;

-- Hashes under a secret key, never addresses: of addresses, of entries of the directory, and of mailboxes.
create table suppressed (
    hash      bytea primary key,
    entry     bytea,                   -- of an address of the directory: the hash of its entry, and how that stood,
    standing  bigint                   --   so that mail that names it is read as before
);

-- Contacts and leads of the CRM that stand for somebody forgotten: their names are not taken over again.
create table forgotten_record (
    record_id  text primary key
);

create table erasure (
    erasure_id     bigint primary key,
    kind           text not null,      -- person, mailbox, everything, insights
    source         text not null,      -- forget, opt_out, group, withdrawal
    subject        text not null,      -- the hash of whom or what, in hexadecimal; never an address
    state          text not null,      -- requested, log_gone, store_gone, rows_gone, files_gone
    all_mail       bigint not null,    -- 1: everything any mailbox showed
    requested_at   bigint not null,
    requested_by   text not null,      -- as in the audit: account:7, operator
    reason         text not null,
    hidden_at      bigint not null,
    rows_gone_at   bigint,
    files_due      bigint not null,
    files_gone_at  bigint,
    counts         text not null,      -- JSON: rows by table
    receipt        text,               -- JSON, signed
    detail         text                -- why the last try failed
);

insert into counter (name, last) values ('erasure', 0), ('evidence', 0), ('scheduled', 0), ('access_request', 0);

-- Out of sight on every path from the moment of the request.
create table erasing (
    person_id   bigint not null,
    erasure_id  bigint not null references erasure,
    primary key (person_id, erasure_id)
);

-- What an erasure takes out of the log: addresses within a span of time, mailboxes as if never read in one.
create table erasing_address (
    erasure_id  bigint not null references erasure,
    address_id  bigint not null,
    from_at     bigint not null,
    to_at       bigint,
    primary key (erasure_id, address_id, from_at)
);

create table erasing_mailbox (
    erasure_id  bigint not null references erasure,
    mailbox_id  bigint not null,
    from_at     bigint not null,
    to_at       bigint,
    primary key (erasure_id, mailbox_id, from_at)
);

create table access_request (
    access_request_id  bigint primary key,
    person_id          bigint not null,
    state              text not null,  -- requested, ready, expired, failed
    requested_at       bigint not null,
    requested_by       text not null,
    ready_at           bigint,
    expires_at         bigint,
    json               text,
    html               text,
    detail             text
);

create index access_request_of_person on access_request (person_id);

-- What a mailbox showed of an address beyond its being there: a name, a class. Without the mailbox, the others say.
create table evidence (
    address_id    bigint not null,     -- no references: checking them would slow every batch
    mailbox_id    bigint not null,
    name          text,
    name_rank     bigint not null,
    name_seq      bigint not null,     -- of two equally good the earlier holds
    class         bigint not null,
    class_reason  text not null,
    class_seq     bigint not null,
    primary key (address_id, mailbox_id)
);

create index evidence_of_mailbox on evidence (mailbox_id);

alter table left_out rename to left_out_before;

create table left_out (
    address_id  bigint not null references address,
    mailbox_id  bigint not null,       -- 0: counted before it was kept by mailbox
    rule        text not null,
    count       bigint not null,
    primary key (address_id, mailbox_id, rule)
);

insert into left_out (address_id, mailbox_id, rule, count)
select address_id, 0, rule, count from left_out_before;

drop table left_out_before;

-- What each mailbox last showed of something ahead. `scheduled` is made of these: the newest says when and who, and
-- whether it was called off.
create table scheduled_copy (
    identity    text not null,
    mailbox_id  bigint not null,
    arrived     bigint not null,
    called_off  bigint not null,       -- 1: it will not take place, and the rest says nothing
    at          bigint not null,
    kind        bigint not null,
    minutes     bigint not null,
    regarding   bigint,
    in_mailbox  bigint not null,
    primary key (identity, mailbox_id)
);

create index scheduled_copy_of_mailbox on scheduled_copy (mailbox_id);

create table scheduled_copy_person (
    identity    text not null,
    mailbox_id  bigint not null,
    address_id  bigint not null,
    role        bigint not null,
    colleague   bigint not null,
    place       bigint not null,       -- in the order of the copy
    primary key (identity, mailbox_id, address_id)
);

create index scheduled_copy_of_address on scheduled_copy_person (address_id);

-- Who is being forgotten, and whom a record says to leave alone.
create view left_alone as
select erasing.person_id
from erasing
union all
select address.person_id
from record
join record_address on record_address.record_id = record.record_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.do_not_analyse = 1;

-- Who may be a target: persons outside who are no list, robot or role mailbox, who are not being forgotten, and whom
-- no record says to leave alone.
create view contact as
select person.person_id
from person
where exists (select 1 from address where address.person_id = person.person_id and address.class = 0)
  and not exists (select 1 from entry where entry.person_id = person.person_id and entry.standing in (0, 1))
  and not exists (select 1 from erasing where erasing.person_id = person.person_id)
  and not exists (
      select 1
      from address
      join record_address on record_address.address_id = address.address_id and record_address.position = 0
      join record on record.record_id = record_address.record_id
      where address.person_id = person.person_id and record.do_not_analyse = 1
  );
