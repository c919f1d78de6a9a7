-- Figures on accounts that were released: de-identified, with noise. A period is released once, because every release
-- costs a part of the year's budget, and a second one with other noise would tell more than either.

create table engagement_release (
    level          text not null,      -- week, month, year
    start          text not null,      -- the period's first day
    released_at    bigint not null,
    epsilon        double precision not null,
    loss           double precision not null,
    minimum_group  bigint not null,
    notes          text not null,      -- JSON: what is said of the whole release
    primary key (level, start)
);

create table engagement_row (
    level      text not null,
    start      text not null,
    record_id  text not null,          -- the account; no reference: what was released stays released
    figures    text not null,          -- JSON
    primary key (level, start, record_id),
    foreign key (level, start) references engagement_release (level, start) on delete cascade
);

create index engagement_of_account on engagement_row (record_id, level, start);

-- What was spent of each year's budget. Charges outlive their releases: what was told cannot be untold.
create table engagement_charge (
    charge_id   bigint primary key,
    year        bigint not null,
    level       text not null,
    start       text not null,
    loss        double precision not null,   -- privacy loss: losses add up, their epsilon does not
    charged_at  bigint not null
);

create index engagement_charge_of_year on engagement_charge (year);

insert into counter (name, last) values ('engagement_charge', 0);
