//! The operational database: directory, records, consent, cursors, ledger, published insights, introductions.
//!
//! ```text
//! compute ──▶ Store::publish ──▶ a generation, whole ──▶ Store::introducers, pair, … ──▶ api
//! ```
//!
//! SQLite by default, PostgreSQL by URL; one set of migrations and queries for both
//! (docs/decisions/0003-one-set-of-queries.md). This is the only crate that knows so.
//!
//! **Invariant:** the lake knows numbers, only the store knows names.
//!
//! **Invariant:** readers see one published generation, whole.
//!
//! Start at [`Store`]; its functions are grouped by subject, one file each, the SQL in sight.

mod acquaintances;
mod batch;
mod consent;
mod database;
mod dictionary;
mod directory;
mod error;
mod fold;
mod generation;
mod introducers;
mod introduction;
mod left_out;
mod mailbox;
mod overview;
mod pair;
mod person;
mod records;
mod search;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use acquaintances::{Acquaintance, Acquaintances};
pub use batch::{BatchCommit, Committed};
pub use database::Store;
pub use dictionary::{PersonOfAddress, Seen};
pub use directory::Colleague;
pub use error::StoreError;
pub use generation::{Generation, GenerationId, NewGeneration, Scope};
pub use introducers::{Introducer, Introducers, QUIET_AFTER_DAYS, Quiet, Target};
pub use introduction::{Introduction, IntroductionId, IntroductionState, NewIntroduction, Started};
pub use mailbox::{Mailbox, NewMailbox, Source, SourceState};
pub use overview::Counts;
pub use pair::PairInsight;
pub use person::Person;
pub use records::{RecordPage, RecordSummary};
pub use search::{HitKind, SearchHit};
