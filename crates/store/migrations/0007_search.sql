-- The search index, in plain tables because full-text search differs between the two databases.
--
-- A word is found by the pieces it holds: its beginnings (`^jo`) and, for what is misspelt, its pairs of letters.
-- Pieces are compared for equality only, so no collation of either database has a say. Then the word's postings name
-- the entries. Everything here can be dropped and made again from persons and records.

create table search_entry (
    search_entry_id  bigint primary key,
    subject          text not null,          -- 'person' or 'record'
    reference        text not null,          -- the person's or record's id
    kind             text not null,          -- what it is called in results
    rank             bigint not null,        -- records before colleagues before bare persons
    name             text not null,
    detail           text not null,
    email            text,
    words            text not null,          -- folded, separated by spaces
    unique (subject, reference)
);

create table search_word (
    word_id  bigint primary key,
    word     text not null unique,
    length   bigint not null                 -- in characters
);

create table search_piece (
    piece    text not null,
    word_id  bigint not null,                -- no reference: checking it would need one more index
    primary key (piece, word_id)
);

create table search_posting (
    word_id          bigint not null references search_word,
    rank             bigint not null,
    search_entry_id  bigint not null references search_entry,
    primary key (word_id, rank, search_entry_id)
);

create index search_posting_of_entry on search_posting (search_entry_id);
