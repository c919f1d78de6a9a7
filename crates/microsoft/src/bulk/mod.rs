//! Bulk: Graph Data Connect extracts, which hold many mailboxes in files of JSON lines or Parquet.
//!
//! ```text
//! extract ──split.rs──▶ spool, a file for each mailbox ──spool.rs──▶ Source (the connector contract)
//!         ──people.rs─▶ entries of the directory, groups
//! ```
//!
//! Which columns an extract has is chosen where it is made, and approved: a file with columns that hold what people
//! wrote is refused whole, with words for whoever chose them.
//!
//! Start at [`Split`]; when it has no more, [`Spool::sources`].

mod dataset;
mod event;
mod line;
mod lines;
mod manifest;
mod message;
mod people;
mod quirks;
mod split;
mod spool;

pub use manifest::{FileRead, Manifest, Stamp};
pub use people::{People, read_people};
pub use split::{ExtractOptions, Sorted, Split};
pub use spool::Spool;

#[cfg(test)]
mod tests;
