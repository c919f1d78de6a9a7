-- The rest of what the CRM says of a record, and the number it has in the log.

alter table record add column primary_contact_id text;   -- no reference: it may arrive later
alter table record add column status text not null default 'open';   -- open, won, lost, closed: what `state` comes to
alter table record add column stage text;
alter table record add column revenue double precision;
alter table record add column currency text;
alter table record add column created_on text;
alter table record add column close_on text;              -- when it is expected to close
alter table record add column closed_on text;             -- when it did

create index record_of_owner on record (owner);

-- A number may be given out before the record arrives: an activity regards it, or a series was computed of it.
create table record_number (
    number     bigint primary key,
    record_id  text not null unique
);

insert into counter (name, last) values ('record_number', 0);

-- The sales team, without the owner. Addresses as text: they need not have been met in any mail.
create table record_team (
    record_id  text not null references record,
    position   bigint not null,
    address    text not null,
    primary key (record_id, position)
);

create index record_of_team on record_team (address);

-- Who else outside has a say: a contact of the CRM, or an address it has no contact for. One of the two is set.
create table record_stakeholder (
    record_id   text not null references record,
    position    bigint not null,
    contact_id  text,
    address     text,
    primary key (record_id, position)
);

-- Who outside a record is about, by the CRM: the person a contact or lead stands for; an account's primary contact and
-- contacts; an opportunity's customer contact, its stakeholders and the primary contact of its account; a lead's
-- stakeholders. One definition for all records at once and for one.
create view record_party as
select record.record_id, address.person_id
from record
join record_address on record_address.record_id = record.record_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.kind in ('contact', 'lead')
union all
select member.account_id as record_id, address.person_id
from record as member
join record_address on record_address.record_id = member.record_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where member.kind = 'contact' and member.account_id is not null
union all
select record.record_id, address.person_id
from record
join record_address on record_address.record_id = record.primary_contact_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.kind in ('account', 'opportunity')
union all
select record.record_id, address.person_id
from record
join record as account on account.record_id = record.account_id
join record_address on record_address.record_id = account.primary_contact_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.kind = 'opportunity'
union all
select record.record_id, address.person_id
from record
join record_stakeholder on record_stakeholder.record_id = record.record_id
join record_address on record_address.record_id = record_stakeholder.contact_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.kind in ('opportunity', 'lead')
union all
select record.record_id, address.person_id
from record
join record_stakeholder on record_stakeholder.record_id = record.record_id
join address on address.address = record_stakeholder.address
where record.kind in ('opportunity', 'lead');

-- Whom a record stands for, as who knows whom asks: opportunities, too.
drop view record_person;

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
join address on address.company = record_domain.domain
union all
select record_party.record_id, record_party.person_id
from record_party
join record on record.record_id = record_party.record_id
where record.kind = 'opportunity';

-- Who asked to be forgotten, and whom a record says to leave alone.
create view left_alone as
select address.person_id
from suppressed
join address on address.address = suppressed.address
union all
select address.person_id
from record
join record_address on record_address.record_id = record.record_id and record_address.position = 0
join address on address.address_id = record_address.address_id
where record.do_not_analyse = 1;

-- The deals that were won or lost last.
create index record_closed on record (kind, status, (coalesce(closed_on, '')));

-- The contacts of an account, without reading every contact there is.
create index record_of_account_by_kind on record (account_id, kind);
