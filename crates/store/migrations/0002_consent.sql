-- What was granted, and every opt-out from it. The rules are in model::consent.

create table consent_grant (
    insights  bigint primary key
);

create table opt_out (
    entry_id  text not null,           -- no reference: an opt-out outlives the directory's entry
    from_at   bigint not null,
    to_at     bigint,                  -- null while it lasts
    primary key (entry_id, from_at)
);

create table suppressed (
    address  text primary key
);
