-- What came of requests for introductions: who asked, through what, what was said, and what headers showed.

alter table introduction add column requester_id bigint;      -- who asked, if they are of the directory
alter table introduction add column transport text not null default 'smtp';   -- graph, smtp, mailto
alter table introduction add column message text;             -- the identity of the message, as the log knows it
alter table introduction add column knew bigint not null default 0;   -- 1: requester and contact had met before
alter table introduction add column said text;                -- accepted, declined, closed
alter table introduction add column said_at bigint;

create index introduction_of_requester on introduction (requester_id);
create index introduction_of_colleague on introduction (colleague_id);

create table introduction_sign (
    introduction_id  bigint not null references introduction on delete cascade,
    sign             text not null,          -- arrived, answered, wrote, introduced, exchanged
    at               bigint not null,
    primary key (introduction_id, sign, at)
);

-- What lets Relata send one person's requests from their own mailbox: within one session, for an hour at most.
create table mailbox_grant (
    session_id  bigint primary key references session (session_id) on delete cascade,
    sealed      bytea not null,              -- the access token, under the root keys
    granted_at  bigint not null,
    expires_at  bigint not null
);

-- A way to the provider that asks for that, and nothing else.
alter table sign_in_attempt add column session_id bigint;
