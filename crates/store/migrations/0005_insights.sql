-- Insights are published as whole generations. Readers follow the one row of `published`; switching it is one
-- update, so nobody ever sees half a generation.
--
-- A pair holds for the generations [valid_from, valid_to) of its series. A full publication ends every pair of the
-- series and writes new ones; a narrow one does so for some contacts, and the others carry over untouched.

create table generation (
    generation_id   bigint primary key,
    series          bigint not null,   -- 0: what is published from day to day; else a past day asked for, its own id
    computed_for    text not null,     -- the day
    computed_at     bigint not null,
    history_months  bigint not null,   -- how far back the insights look
    pairs           bigint not null
);

create table published (
    one            bigint primary key check (one = 1),
    generation_id  bigint not null references generation
);

create table pair (
    series          bigint not null,
    contact_id      bigint not null,   -- no references: reads join the persons there are
    colleague_id    bigint not null,
    valid_from      bigint not null,
    valid_to        bigint not null,   -- 2^62 while it holds
    sent            double precision not null,
    received        double precision not null,
    replies         double precision not null,
    meetings        double precision not null,
    sent_count      bigint not null,
    received_count  bigint not null,
    reply_count     bigint not null,
    meeting_count   bigint not null,
    call_count      bigint not null,
    first_at        bigint not null,
    sent_at         bigint,
    received_at     bigint,
    reply_at        bigint,
    meeting_at      bigint,
    call_out_at     bigint,
    call_in_at      bigint,
    last_at         bigint not null,   -- the newest of all sorts
    raw             double precision not null,
    score           bigint not null,
    band            bigint not null,
    confidence      bigint not null,
    primary key (series, contact_id, colleague_id, valid_from)
);

create index pair_of_colleague on pair (series, colleague_id, contact_id);

-- What no generation to come will hold, so that removing it need not read what still holds.
create index pair_ended on pair (series, valid_to) where valid_to < 4611686018427387904;
