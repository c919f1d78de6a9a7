-- What the CRM says, mirrored.

create table record (
    record_id       text primary key,
    kind            text not null,
    name            text not null,
    sort_name       text not null,     -- the name without case and accents
    title           text,
    company         text,
    account_id      text,              -- no reference: an account may arrive after its contacts
    owner           text,
    state           text,
    do_not_analyse  bigint not null,
    invented        text not null,     -- a JSON array of field names
    search_stale    bigint not null
);

create index record_by_name on record (kind, sort_name, record_id);
create index record_of_account on record (account_id);
create index record_stale on record (record_id) where search_stale = 1;

-- The person behind a contact or lead is whoever its first address belongs to, now: nothing to keep in step.
create table record_address (
    record_id   text not null references record,
    position    bigint not null,
    address_id  bigint not null references address,
    primary key (record_id, position)
);

create index record_of_address on record_address (address_id);

create table record_domain (
    record_id  text not null references record,
    position   bigint not null,
    domain     text not null,
    primary key (record_id, position)
);

create index record_of_domain on record_domain (domain);

-- Whom a record stands for: a contact or lead for one person; an account for the persons of its contacts and
-- leads, and for everybody who writes from one of its domains.
create view record_person as
select own.record_id, address.person_id
from record_address as own
join address on address.address_id = own.address_id
where own.position = 0
union all
select member.account_id as record_id, address.person_id
from record as member
join record_address as own on own.record_id = member.record_id and own.position = 0
join address on address.address_id = own.address_id
where member.account_id is not null
union all
select record_domain.record_id, address.person_id
from record_domain
join address on address.company = record_domain.domain;

-- Who may be a target: persons outside who are no list, robot or role mailbox, who did not ask to be forgotten, and
-- whom no record says to leave alone.
create view contact as
select person.person_id
from person
where exists (select 1 from address where address.person_id = person.person_id and address.class = 0)
  and not exists (select 1 from entry where entry.person_id = person.person_id and entry.standing in (0, 1))
  and not exists (
      select 1 from address join suppressed on suppressed.address = address.address
      where address.person_id = person.person_id
  )
  and not exists (
      select 1
      from address
      join record_address on record_address.address_id = address.address_id and record_address.position = 0
      join record on record.record_id = record_address.record_id
      where address.person_id = person.person_id and record.do_not_analyse = 1
  );
