//! The interaction log: everything that was admitted, in order, for as long as consent lasts.
//!
//! Delta tables, partitioned by month of occurrence. This is the only crate that knows so.
//!
//! | table | one row per | read by |
//! |---|---|---|
//! | `interaction` | interaction | record figures, erasure |
//! | `sighting` | copy of an interaction in a mailbox | erasure of a mailbox, the ledger |
//! | `activity` | copy of an interaction in a CRM: what it regards, whether it was opened | record figures |
//! | `exchange` | interaction × colleague × contact | all pair questions |
//! | `pair_month` | pair × month: sums that merge | insights of any day |
//!
//! **Invariant:** the tables hold numbers: ids, times, weights. Who an id is, only the store knows.
//!
//! **Invariant:** [`InteractionLog::append`] takes [`relata_model::Admitted`], and a batch appended twice counts once.
//!
//! Start at [`InteractionLog`]; `append.rs` shows how a batch becomes one commit a table, `again.rs` what happens when it
//! comes again.

mod about;
mod again;
mod append;
mod canonical;
mod concerned;
mod content;
mod counts;
mod erase;
mod known;
mod partials;
mod rows;
mod schema;
mod table;
mod upkeep;

pub use about::TookPart;
pub use append::{Appended, BatchId, InteractionLog};
pub use canonical::Naming;
pub use counts::Counted;
pub use erase::{Doing, Erased};
pub use partials::Fingerprint;
pub use rows::Numbers;
pub use table::LogError;
pub use upkeep::Freed;
