-- Requests for an introduction that were sent, or are being sent.

create table introduction (
    introduction_id  bigint primary key,
    idempotency_key  text not null unique,   -- the same request sent twice is sent once
    contact_id       bigint not null,
    colleague_id     bigint not null,
    requested_by     text not null,
    requested_at     bigint not null,
    state            text not null,          -- sending, sent, failed
    sent_at          bigint,
    detail           text                    -- why it failed
);
