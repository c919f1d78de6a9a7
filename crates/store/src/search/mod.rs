//! Search: records, colleagues and persons by name, address, company or domain, also misspelt.
//!
//! ```text
//! "Smiht, Jon" ─fold─▶ smiht jon ─▶ words of the index that equal, begin with or resemble them ─▶ entries ─rank─▶ hits
//! ```
//!
//! The index is plain tables of our own, because full-text search differs between the two databases. Whatever changes
//! a name marks its person or record as stale; [`Store::refresh_search`] catches up in batches.
//!
//! Start at [`query`]; [`index`] keeps the tables.

mod distance;
mod index;
mod query;

use relata_model::RecordKind;

pub(crate) use index::{forget, forget_records};

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// What it is.
    pub kind: HitKind,
    /// The record's id, or the person's.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the same name.
    pub detail: String,
    /// Its first address.
    pub email: Option<String>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// A record.
    Record(RecordKind),
    /// Somebody of ours.
    Colleague,
    /// Somebody outside, without a record.
    Person,
}

impl HitKind {
    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            HitKind::Record(kind) => kind.name(),
            HitKind::Colleague => "colleague",
            HitKind::Person => "person",
        }
    }

    fn named(name: &str) -> HitKind {
        match name {
            "colleague" => HitKind::Colleague,
            "person" => HitKind::Person,
            _ => RecordKind::named(name).map_or(HitKind::Person, HitKind::Record),
        }
    }
}
