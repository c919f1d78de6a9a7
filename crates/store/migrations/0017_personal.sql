-- What colleagues decide about their own ties, and what they are asked about them.

-- A colleague hides a contact: for everybody else there is no tie between the two. Addresses and not persons, so that it
-- holds whoever the address turns out to belong to.
create table hidden_tie (
    colleague_id  bigint not null references person on delete cascade,
    address_id    bigint not null references address on delete cascade,
    hidden_at     bigint not null,
    primary key (colleague_id, address_id)
);

create index hidden_tie_of_address on hidden_tie (address_id);

-- Which pairs that comes to, now.
create view hidden_pair as
select hidden_tie.colleague_id, address.person_id as contact_id, hidden_tie.hidden_at
from hidden_tie
join address on address.address_id = hidden_tie.address_id;

-- Somebody asks who knows a contact and is named after a yes. Whom it is put to is not kept: it follows from the ties there
-- are when a colleague looks, so asking tells nothing.
create table naming_request (
    request_id  bigint primary key,
    asker_id    bigint not null references person on delete cascade,
    person_id   bigint references person on delete cascade,   -- one of the two is set
    record_id   text,                                         -- no reference: it may be removed and come back
    reason      text not null,
    asked_at    bigint not null
);

create index naming_request_of_asker on naming_request (asker_id, asked_at);
create index naming_request_by_time on naming_request (asked_at);

create table naming_answer (
    request_id    bigint not null references naming_request on delete cascade,
    colleague_id  bigint not null references person on delete cascade,
    yes           bigint not null,
    answered_at   bigint not null,
    primary key (request_id, colleague_id)
);

create index naming_answer_of_colleague on naming_answer (colleague_id);

-- What a yes comes to: the colleague is named to the asker as knowing the contact, for a while.
create table named_to (
    asker_id      bigint not null references person on delete cascade,
    contact_id    bigint not null references person on delete cascade,
    colleague_id  bigint not null references person on delete cascade,
    until_at      bigint not null,
    primary key (asker_id, contact_id, colleague_id)
);

create index named_to_of_colleague on named_to (colleague_id, contact_id);
create index named_to_of_contact on named_to (contact_id);

insert into counter (name, last) values ('naming_request', 0);
