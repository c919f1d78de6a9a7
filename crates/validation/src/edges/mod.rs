//! Edges: who wrote to whom and when, one row per message and recipient.
//!
//! Read from CSV ([`Edges::read`]), then kept sorted by pair and time, which is the order in which
//! every cut-off wants them.
//!
//! **Invariant:** a message counts once per recipient. Rows of one message (the same id, or without
//! ids the same second and sender) share its number of recipients; repeated rows are dropped.
//!
//! **Invariant:** people are numbered by name, so the order of the file leaves no trace.

mod columns;
mod kind;
mod moment;
mod read;
mod skipped;

use std::collections::HashMap;

pub use kind::Kind;
pub use read::{ReadError, Reading};
pub use skipped::{Skipped, SkippedLine};

pub(crate) use read::csv_reader;

/// A person's number within one [`Edges`].
pub(crate) type PersonId = u32;

/// One message to one of its recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub source: PersonId,
    pub target: PersonId,
    /// Unix seconds.
    pub at: i64,
    /// How many people received the message, this one included.
    pub recipients: u32,
    pub kind: Kind,
}

impl Edge {
    /// The two people, the smaller number first.
    pub fn pair(&self) -> (PersonId, PersonId) {
        (self.source.min(self.target), self.source.max(self.target))
    }
}

/// Who wrote to whom: everything one validation looks at.
#[derive(Debug)]
pub struct Edges {
    people: Vec<String>,
    /// Sorted by pair, then time.
    rows: Vec<Edge>,
    messages: Vec<i64>,
    reading: Reading,
}

/// A row as it was read: people and message are still numbered by first appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RawRow {
    pub message: u32,
    pub target: PersonId,
    pub source: PersonId,
    pub at: i64,
    pub kind: Kind,
    /// As stated; 0 where the file does not say.
    pub recipients: u32,
}

impl Edges {
    /// Everybody who wrote or received, by name.
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// How many rows remain: messages times recipients, without repetitions.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing remains.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many messages the rows belong to.
    pub fn message_count(&self) -> usize {
        self.messages.len()
    }

    /// What was read, skipped and dropped on the way.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Whether any row says that it answers; without, replies are unknown rather than absent.
    pub fn know_replies(&self) -> bool {
        self.rows.iter().any(|it| it.kind.is_reply())
    }

    pub(crate) fn person(&self, name: &str) -> Option<PersonId> {
        let found = self.people.binary_search_by(|it| it.as_str().cmp(name));
        found.ok().map(as_id)
    }

    /// The times of all messages, in order, in Unix seconds.
    pub(crate) fn message_times(&self) -> &[i64] {
        &self.messages
    }

    /// The rows of each pair of people, in order of time.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = &[Edge]> {
        self.rows.chunk_by(|a, b| a.pair() == b.pair())
    }

    pub(crate) fn from_rows(mut raw: Vec<RawRow>, names: Vec<String>, mut reading: Reading) -> Edges {
        let read = raw.len();
        raw.retain(|it| it.source != it.target);
        reading.to_oneself = read - raw.len();

        // Of two rows of one message to one person the more telling survives: see `Kind`'s order.
        raw.sort_unstable();
        let before = raw.len();
        raw.dedup_by_key(|it| (it.message, it.target));
        reading.repeated = before - raw.len();

        let (people, new_id) = by_name(names);
        let mut rows = Vec::with_capacity(raw.len());
        let mut messages = Vec::new();
        for message in raw.chunk_by(|a, b| a.message == b.message) {
            messages.push(message[0].at);
            let stated = message.iter().map(|it| it.recipients).max().unwrap_or_default();
            let recipients = as_id(message.len()).max(stated);
            rows.extend(message.iter().map(|it| Edge {
                source: new_id[it.source as usize],
                target: new_id[it.target as usize],
                at: it.at,
                recipients,
                kind: it.kind,
            }));
        }
        rows.sort_unstable_by_key(|it| (it.pair(), it.at, *it));
        messages.sort_unstable();
        Edges { people, rows, messages, reading }
    }
}

/// Sorts names, and says which number each old number became.
fn by_name(names: Vec<String>) -> (Vec<String>, Vec<PersonId>) {
    let mut order: Vec<PersonId> = (0..as_id(names.len())).collect();
    order.sort_unstable_by(|a, b| names[*a as usize].cmp(&names[*b as usize]));
    let mut new_id = vec![0; names.len()];
    for (new, old) in order.iter().enumerate() {
        new_id[*old as usize] = as_id(new);
    }
    let mut names = names;
    names.sort_unstable();
    (names, new_id)
}

/// Numbers strings in order of first appearance.
#[derive(Debug, Default)]
pub(crate) struct Names {
    id_by_name: HashMap<String, PersonId>,
    names: Vec<String>,
}

impl Names {
    pub fn id(&mut self, name: &str) -> PersonId {
        if let Some(id) = self.id_by_name.get(name) {
            return *id;
        }
        let id = as_id(self.names.len());
        self.id_by_name.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        id
    }

    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}

fn as_id(index: usize) -> PersonId {
    PersonId::try_from(index).expect("fewer than four billion people, messages and recipients")
}
