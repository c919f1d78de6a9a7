//! The data map: of every column of the database and of the log what it holds, about whom, and how it goes.
//!
//! Access requests collect by it, erasures are checked by it, `docs/privacy.md` is drawn from it. A table or column that
//! is not in it fails a test that reads the schema (`tests/data_map.rs`): nobody can add one without saying what becomes of
//! it.

mod tables;

pub use tables::TABLES;

/// What a column says, and with that whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// A fact: about the subject of its row, if the row has one.
    Fact,
    /// A name or text about the subject of its row.
    Text,
    /// A number that was given out; it says nothing outside this database.
    Number,
    /// When something of ours ran; other runs, other times.
    Run,
    /// A number of the dictionary.
    Address,
    /// An address as text.
    AddressText,
    /// A person.
    Person,
    /// An entry of the directory.
    Entry,
    /// A mailbox; whose, the mailbox says.
    Mailbox,
    /// A record of the CRM, by its id there.
    Record,
    /// A record of the CRM, by our number.
    RecordNumber,
    /// An account, somebody who signs in.
    Account,
    /// Addresses of several people, as numbers.
    Addresses,
    /// A secret, or the hash of one: never shown, not even to whoever it is about.
    Secret,
}

/// How rows go when somebody is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// With the person: the rows that are about them go.
    WithPerson,
    /// With the mailbox that showed it.
    WithMailbox,
    /// Computed anew without them.
    Anew,
    /// Stays: the text says why.
    Stays(&'static str),
    /// Holds nobody's data.
    Nobodys,
}

/// A table, by what the law asks of it.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name; tables of the log begin with `log.`.
    pub name: &'static str,
    /// What it holds, for whoever asks what is kept of them.
    pub holds: &'static str,
    /// Where that comes from.
    pub from: &'static str,
    /// How long it is kept.
    pub kept: &'static str,
    /// How it goes.
    pub goes: Goes,
    /// Every column.
    pub columns: &'static [(&'static str, Is)],
}
