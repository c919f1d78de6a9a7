-- What a generation was computed of: `basic` of a CRM alone, which needs no consent, or `enhanced` of mailboxes.

alter table generation add column edition text not null default 'enhanced';

-- The audit trail: what was done and who looked at whose ties. Ids, counts and stable words alone, each line holding on
-- to the one before (see model::audit). Lines are added, never changed and never removed.

create table audit_event (
    seq       bigint primary key,
    at        bigint not null,
    actor     text not null,          -- account:7, token:3, operator, …
    action    text not null,
    subject   text not null,          -- person:12, record:O-1, …; empty
    people    text not null,          -- whose ties were shown: numbers of persons, between spaces
    detail    text not null,          -- a JSON object
    previous  text not null,          -- the hash of the line before
    hash      text not null
);

create index audit_event_by_action on audit_event (action, seq);
create index audit_event_by_actor on audit_event (actor, seq);
create index audit_event_by_subject on audit_event (subject, seq);

-- The same people, to find who looked at somebody's ties. No part of the chain: it goes with the person.
create table audit_person (
    person_id  bigint not null,
    seq        bigint not null,
    primary key (person_id, seq)
);

-- The last line. Whoever writes locks this row, so that two never follow the same line.
create table audit_head (
    one    bigint primary key check (one = 1),
    count  bigint not null,
    hash   text not null
);

insert into audit_head (one, count, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Who has which role. What ended stays, so that it can be told who could do what, and when.
create table role_assignment (
    assignment_id  bigint primary key,
    role           text not null,
    holder_kind    text not null,     -- colleague, group, account, claim
    holder         text not null,
    given_by       text not null,     -- as the audit trail names them
    given_at       bigint not null,
    ended_by       text,
    ended_at       bigint             -- null: it holds
);

create index role_assignment_by_holder on role_assignment (holder_kind, holder) where ended_at is null;

-- Which rights were granted beside the roles.
create table right_grant (
    grant_id     bigint primary key,
    what         text not null,
    holder_kind  text not null,       -- role, colleague, group, account, claim
    holder       text not null,
    given_by     text not null,
    given_at     bigint not null,
    ended_by     text,
    ended_at     bigint
);

create index right_grant_by_holder on right_grant (holder_kind, holder) where ended_at is null;

insert into counter (name, last) values ('role_assignment', 0), ('right_grant', 0);
