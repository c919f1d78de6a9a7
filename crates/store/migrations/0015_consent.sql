-- Enabling and consent as events, groups with the intervals of their members, and what was chosen for each colleague.
-- The rules are in model::enabling, model::groups and model::consent.

-- What was granted, until now: a setting, which says neither who nor when. It is given again, with both.
drop table consent_grant;

-- Append-only: nothing in this program changes or removes a row. (A trigger that forbids it would be written
-- differently for each database.)
create table consent_event (
    number  bigint primary key,        -- from 1, without gaps
    at      bigint not null,
    actor   text not null,             -- as the audit trail names them: account:7, operator, relata
    event   text not null              -- a line, as model::enabling writes it
);

create table directory_group (
    group_id    text primary key,      -- the directory's own identifier
    name        text not null,
    sort_name   text not null,         -- the name without case and accents
    first_seen  bigint not null
);

create index directory_group_by_name on directory_group (sort_name, group_id);

create table group_member (
    group_id  text not null references directory_group,
    entry_id  text not null,           -- no reference: having been a member outlives the directory's entry
    from_at   bigint not null,
    to_at     bigint,                  -- null while they are a member
    primary key (group_id, entry_id, from_at)
);

create index group_member_by_entry on group_member (entry_id);

alter table opt_out rename to opt_out_before;

create table opt_out (
    opt_out_id  bigint primary key,
    entry_id    text not null,         -- no reference: an opt-out outlives the directory's entry
    from_at     bigint not null,
    to_at       bigint,                -- null while it lasts
    at          bigint not null,       -- when it was asked for, which may be later than from_at
    actor       text not null,
    reason      text not null,
    ended_by    text
);

insert into opt_out (opt_out_id, entry_id, from_at, to_at, at, actor, reason, ended_by)
select row_number() over (order by entry_id, from_at), entry_id, from_at, to_at, from_at, 'relata',
       'recorded before reasons were', case when to_at is null then null else 'relata' end
from opt_out_before;

drop table opt_out_before;

create index opt_out_of_entry on opt_out (entry_id);

create table opt_in (
    opt_in_id  bigint primary key,
    entry_id   text not null,
    from_at    bigint not null,
    to_at      bigint,                 -- null while it lasts
    actor      text not null,
    ended_by   text
);

create index opt_in_of_entry on opt_in (entry_id);

-- Colleagues about whom nothing is analysed, at any time.
create table flagged (
    entry_id  text primary key,
    at        bigint not null,
    actor     text not null
);

insert into counter (name, last) values ('consent_event', 0), ('opt_in', 0);
insert into counter (name, last) select 'opt_out', count(*) from opt_out;
