//! Analytics: from the log to insights. SQL in files, run by DataFusion.
//!
//! ```text
//! exchange ──fold──▶ partials (a month) ──pair.sql──▶ sums of a pair on a day ──model──▶ strength
//! ```
//!
//! **Invariant:** one definition, two scopes. Everything and a few contacts run the same SQL, and sums are whole
//! numbers, so the results are equal to the byte.
//!
//! **Invariant:** time is an argument; nothing here asks a clock.
//!
//! Start at [`pairs`]; `sql/` holds the questions.

mod edges;
mod engagement;
mod engine;
mod fold;
mod months;
mod pairs;
mod records;
mod room;

pub use edges::{Edge, edges};
pub use engagement::{Involvement, Involvements, involvements};
pub use engine::{AnalyticsError, Engine};
pub use months::{HISTORY_DAYS, REPLY_REACH_MONTHS, Window, kept, live, partials};
pub use pairs::{Known, PairSums, pairs};
pub use records::{Edition, RecordTables, month_of_records, record_engine};
pub use room::Room;

/// Contacts to compute for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    Everything,
    /// These addresses only.
    Contacts(Vec<relata_model::AddressId>),
}
