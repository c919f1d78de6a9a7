-- What is computed of records: a series of months, and the row each record has in lists.
--
-- `bytea` is PostgreSQL's name for bytes. SQLite takes any name for a type and keeps bytes as they are. Both order
-- bytes by value, which no collation changes.

create table record_month (
    number  bigint not null,           -- no reference: a series may be of a record that never arrives
    month   text not null,             -- 2001-05
    blob    bytea not null,            -- encoded by model::series; the store does not look inside
    primary key (number, month)
);

create index record_month_by_month on record_month (month, number);

-- What each month's series were computed of.
create table record_month_made (
    month    text primary key,
    made_of  text not null
);

-- One row for each record there is. The upper part repeats what lists are filtered and sorted by, and is written with
-- the record; the lower part is computed, and null until it is.
create table record_row (
    number           bigint primary key references record_number,
    record_id        text not null unique references record,
    kind             text not null,
    status           text not null,
    sort_key         bytea not null,   -- the beginning of the name without case and accents: the same order on both
    revenue          double precision,
    close_on         text,

    state            text,             -- null until computed
    score            bigint,
    grade            text,
    trend            text,
    trend_rank       bigint,           -- 0 declining, 1 steady, 2 improving; null where there is none
    last_at          bigint,
    last_kind        bigint,
    last_direction   bigint,
    next_at          bigint,
    next_kind        bigint,
    next_direction   bigint,
    emails           bigint,
    meetings         bigint,
    calls            bigint,
    people_hash      text,
    score_week_ago   bigint,
    score_month_ago  bigint,
    single_threaded  bigint,
    moved            text,             -- warmed, cooled, went_quiet, replied_after_silence, single_threaded
    moved_at         bigint,
    early_emails     bigint,           -- in the first 30 days
    early_meetings   bigint
);

-- An index for each order a list may have; the number after it breaks ties, and status is tested without the row.
create index row_by_name on record_row (kind, sort_key, number, status);
create index row_by_score on record_row (kind, score, number, status, grade, trend);
create index row_by_trend on record_row (kind, trend_rank, number, status);
create index row_by_last on record_row (kind, last_at, number, status);
create index row_by_next on record_row (kind, next_at, number, status);
create index row_by_emails on record_row (kind, emails, number, status);
create index row_by_meetings on record_row (kind, meetings, number, status);
create index row_by_calls on record_row (kind, calls, number, status);
create index row_by_revenue on record_row (kind, revenue, number, status);
create index row_by_close on record_row (kind, close_on, number, status);
create index row_moved on record_row (moved_at) where moved is not null;

-- The last computation of the list rows.
create table insight_run (
    one           bigint primary key check (one = 1),
    computed_for  text not null,
    computed_at   bigint not null,
    edition       text not null,        -- basic, enhanced
    intercept     double precision     -- of health, fitted on what became of the organisation's own contacts
);
