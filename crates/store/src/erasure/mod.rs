//! Erasures: from the request to the last byte, in steps that may each be repeated.
//!
//! ```text
//! request ──▶ log_gone ──▶ store_gone ──▶ rows_gone ──▶ files_gone
//! out of      the log,     dictionary,    computed      vacuumed, with a
//! sight       by month     ledgers        without       receipt
//! ```
//!
//! What is left equals what a build would hold in which whoever was forgotten had been suppressed from the start and
//! their mailboxes had never been read (docs/decisions/0019-erasure-equivalence.md).
//!
//! Start at [`Store::request_erasure`]; `rows.rs` takes out what the store holds.

mod about;
mod request;
mod rows;
mod state;
mod withdrawal;

pub use rows::{Brought, Left};
pub(crate) use rows::{class_anew, name_anew};

use jiff::Timestamp;
use relata_model::consent::Interval;
use relata_model::{Address, MailboxId, PersonId};

/// From the first moment there is: what is forgotten wholly.
const EVER: Interval = Interval { from: Timestamp::MIN, to: None };

/// An erasure's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErasureId(pub i64);

/// Whom or what to forget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forget {
    /// Somebody inside or outside, with every address and mailbox they have.
    Person(PersonId),
    /// Whoever has an address, also one that was never met.
    Address(Address),
    /// What one mailbox showed.
    Mailbox(MailboxId),
    /// A colleague, for as long as they stay opted out; they remain in the directory.
    OptOut(PersonId),
    /// What falls within spans of time, of a colleague: who belonged to a group that is left out.
    Within(PersonId, Vec<Interval>),
    /// Everything any mailbox showed: the consent to identifiable insights was withdrawn.
    Mail,
    /// Figures of accounts that were released: the consent to aggregated insights was withdrawn. What they cost of the
    /// year's budget stays spent: what was told cannot be untold.
    Released,
    /// Everything there is about anybody.
    Everything,
}

/// A request to forget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewErasure {
    /// Whom or what.
    pub forget: Forget,
    /// When it is asked for.
    pub at: Timestamp,
    /// By when the last file is to be gone.
    pub files_due: Timestamp,
    /// Who asks, as in the audit.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// How far an erasure has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErasureState {
    /// Out of sight; every row is still there.
    Requested,
    /// The log holds nothing of it.
    LogGone,
    /// Nor does the dictionary, and the ledgers are as if it had never been.
    StoreGone,
    /// Insights were computed without it: no row is left.
    RowsGone,
    /// No file is left.
    FilesGone,
}

impl ErasureState {
    const ALL: [(ErasureState, &'static str); 5] = [
        (ErasureState::Requested, "requested"),
        (ErasureState::LogGone, "log_gone"),
        (ErasureState::StoreGone, "store_gone"),
        (ErasureState::RowsGone, "rows_gone"),
        (ErasureState::FilesGone, "files_gone"),
    ];

    /// Returns the state's name in tables.
    pub fn name(self) -> &'static str {
        ErasureState::ALL[self as usize].1
    }

    fn named(name: &str) -> Option<ErasureState> {
        ErasureState::ALL.into_iter().find(|it| it.1 == name).map(|it| it.0)
    }
}

/// An erasure, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Which.
    pub id: ErasureId,
    /// `person`, `mailbox`, `everything`, `insights`.
    pub kind: String,
    /// `forget`, `opt_out`, `group`, `withdrawal`.
    pub source: String,
    /// The hash of whom or what, in hexadecimal.
    pub subject: String,
    /// How far it has come.
    pub state: ErasureState,
    /// When it was asked for; from that moment it is out of sight.
    pub requested_at: Timestamp,
    /// Who asked.
    pub requested_by: String,
    /// Why.
    pub reason: String,
    /// When the last row was gone.
    pub rows_gone_at: Option<Timestamp>,
    /// By when the last file is to be gone.
    pub files_due: Timestamp,
    /// When it was.
    pub files_gone_at: Option<Timestamp>,
    /// JSON: how many rows of which table.
    pub counts: String,
    /// The signed statement of it, once it is done.
    pub receipt: Option<String>,
    /// Why the last try failed.
    pub detail: Option<String>,
}
