-- Who can sign in, what is open, and what stands for a right. Of every token its SHA-256 alone is kept.

insert into counter (name, last) values ('account', 0), ('session', 0), ('api_token', 0);

-- Somebody who signed in. The key is issuer and subject: an address can be given to somebody else tomorrow.
create table account (
    account_id  bigint primary key,
    issuer      text not null,         -- `local` for the local administrators
    subject     text not null,
    name        text not null,
    email       text,
    entry_id    text,                  -- the colleague of the directory they are, if the provider vouched for it
    created_at  bigint not null,
    seen_at     bigint not null,       -- when they signed in last
    unique (issuer, subject)
);

create index account_of_entry on account (entry_id);

-- The groups the provider named when they signed in last.
create table account_group (
    account_id  bigint not null references account,
    claim       text not null,
    primary key (account_id, claim)
);

create table session (
    token_hash        text primary key,
    session_id        bigint not null unique,
    account_id        bigint not null references account,
    created_at        bigint not null,
    authenticated_at  bigint not null, -- when the provider last saw them prove who they are
    seen_at           bigint not null, -- written at most once a minute
    expires_at        bigint not null,
    idp_session       text,            -- the provider's own name of it (sid), by which it can be ended
    client            text not null    -- the browser, in a few words
);

create index session_of_account on session (account_id);
create index session_of_idp on session (idp_session);

-- A way to the provider and back that was begun: used once, soon, by the browser that began it.
create table sign_in_attempt (
    state_hash    text primary key,
    browser_hash  text not null,
    nonce         text not null,
    verifier      text not null,
    back          text not null,
    again         bigint not null,     -- 1 where the person has to prove anew who they are
    created_at    bigint not null
);

-- Logout tokens that were taken, so that none is taken twice.
create table logout_taken (
    jti         text primary key,
    expires_at  bigint not null
);

create table api_token (
    token_id    bigint primary key,
    token_hash  text not null unique,
    name        text not null,
    rights      text not null,         -- names of rights, a space between
    created_by  text not null,
    created_at  bigint not null,
    expires_at  bigint,
    used_at     bigint,                -- written at most once a minute
    revoked_at  bigint
);

-- Who can sign in when the provider cannot be reached.
create table local_administrator (
    name           text primary key,
    password_hash  text not null,      -- argon2id, with how it was made
    changed_at     bigint not null
);

-- Sites that may show widgets.
create table embed_origin (
    origin    text primary key,
    label     text not null,
    added_by  text not null,
    added_at  bigint not null
);

-- A widget on one record, for one colleague, on one site. The token is exchanged once, for a session that ends with it.
create table embed_session (
    token_hash    text primary key,
    session_hash  text unique,         -- null until the token was exchanged
    record_id     text not null,
    entry_id      text not null,
    origin        text not null,
    token_id      bigint not null references api_token,   -- whose right it rests on
    created_at    bigint not null,
    expires_at    bigint not null
);

-- What is sealed under the root keys (see relata-keys): the database alone opens none of it.
create table secret (
    name        text primary key,
    sealed      bytea not null,
    version     bigint not null,       -- of the root key
    changed_at  bigint not null
);
