//! What every step of the line holds in its hands.

use jiff::Timestamp;
use relata_analytics::Room;
use relata_interaction_log::InteractionLog;
use relata_store::Store;

/// The two places things are kept, and the present moment.
pub struct Line<'a> {
    /// The operational database.
    pub store: &'a Store,
    /// The history.
    pub log: &'a InteractionLog,
    /// What computing may take.
    pub room: &'a Room,
    /// When this is.
    pub now: Timestamp,
}

/// How far a long piece of work has come, for progress bars and logs. Numbers only, never a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A mailbox is being read.
    Reading {
        /// Which, as its source calls it.
        mailbox: String,
        /// How far, of how much, in the source's unit.
        position: u64,
        /// How much there is.
        extent: u64,
        /// Messages read so far.
        read: u64,
    },
    /// Mailboxes are being held against their source.
    Checking {
        /// Mailboxes done.
        done: u64,
        /// Mailboxes that are due.
        of: u64,
    },
    /// Months are being summed.
    Summing {
        /// Months done.
        done: u64,
        /// Months that changed.
        of: u64,
    },
    /// Records are being read, a month at a time.
    Records {
        /// Months done.
        done: u64,
        /// Months that changed.
        of: u64,
    },
    /// Figures of account engagement are being released, a period at a time.
    Releasing {
        /// Periods done.
        done: u64,
        /// Periods that are over.
        of: u64,
    },
    /// Pairs are being published.
    Publishing {
        /// How many.
        pairs: u64,
    },
}

/// Whom to tell how far it has come.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Sync);
