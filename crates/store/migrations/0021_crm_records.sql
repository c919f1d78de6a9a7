-- Records that are read over the network: which connection told each, and how far each kind is read.

create table record_origin (
    record_id      text primary key references record,
    connection_id  bigint not null references connection,
    kind           text not null,
    met_in         bigint not null     -- when the walk through all of them began that met it last, in milliseconds; 0: none did
);

create index record_origin_by_walk on record_origin (connection_id, kind, met_in);

create table record_reading (
    connection_id  bigint not null references connection,
    kind           text not null,      -- account, contact, lead, opportunity
    place          text,               -- where to go on; null: at the beginning
    read           bigint not null,    -- rows met so far, changes included
    unreadable     bigint not null,    -- cells and rows among them that could not be used
    removed        bigint not null,    -- records removed because they were deleted there
    believed       bigint not null,    -- 1: what the next walk does not meet is gone, however much that is
    read_at        bigint,             -- when it was last read to its end
    failing_since  bigint,             -- since when it could not be; null: it can
    reason         text,               -- in words for a person
    primary key (connection_id, kind)
);
