//! The connector contract: one question, answered alike by every source.
//!
//! ```text
//! fetch(cursor) ──▶ Batch { observed, skipped, cursor, more }
//! ```
//!
//! **Invariant:** a connector fetches and translates. It stores, filters, retries and schedules nothing.
//!
//! **Invariant:** `batch.read() == observed + skipped`: whatever a source gave is in one of the two.

use std::fmt;
use std::path::PathBuf;

use async_trait::async_trait;
use jiff::Timestamp;
use relata_model::completeness::{Gone, Placed};
use relata_model::{Observed, Quarantined};

use crate::census::Census;

/// One source of interactions: a mailbox, a calendar, a folder of files.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Returns what comes after `cursor`, or the oldest there is, with the cursor to go on from.
    ///
    /// Asking twice with the same cursor is harmless: the log keeps one copy.
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError>;

    /// Returns how much there is to read in all, for progress bars: bytes for files.
    async fn extent(&self) -> Result<u64, FetchError>;

    /// Returns what can be asked of its folders, if it has any.
    fn census(&self) -> Option<&dyn Census> {
        None
    }
}

/// What one fetch returns.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What could be read.
    pub observed: Vec<Observed>,
    /// What could not. One bad message never stops a mailbox.
    pub skipped: Vec<Quarantined>,
    /// Where it lies, in a source that has folders.
    pub places: Places,
    /// Where to go on from, now or tomorrow.
    pub cursor: Cursor,
    /// How far the source has been read, in the unit of [`Connector::extent`].
    pub position: u64,
    /// Whether the source has more right now.
    pub more: bool,
}

/// Where the messages of a batch lie, and what left.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Of each of [`Batch::observed`]; empty in a source without folders.
    pub observed: Vec<Option<Placed>>,
    /// Of each of [`Batch::skipped`].
    pub skipped: Vec<Option<Placed>>,
    /// What is no longer where it was.
    pub gone: Vec<Gone>,
}

impl Batch {
    /// Returns how many messages the source gave.
    pub fn read(&self) -> u64 {
        (self.observed.len() + self.skipped.len()) as u64
    }
}

/// A place in a source, opaque to everybody but the connector that made it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Logs never show where a source goes on: a service's links are capabilities.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cursor(… {} bytes)", self.0.len())
    }
}

/// Why a fetch failed, told apart by what the pipeline should do about it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FetchError {
    /// Nothing is there. Say so; trying again will not help until somebody acts.
    #[error("{path} does not exist; check the path, or whether the disk is mounted")]
    Missing {
        /// What was looked for.
        path: PathBuf,
    },
    /// It is there and may not be read.
    #[error("{path} may not be read by this user; grant read permission to it")]
    Forbidden {
        /// What was looked for.
        path: PathBuf,
    },
    /// The cursor no longer fits the source (a file was replaced by a shorter one): start over.
    #[error("the source has changed under its cursor; it is read again from the start")]
    CursorExpired,
    /// Reading failed in the middle. What came before is kept; try again later.
    #[error("{path} could not be read to the end: {reason}")]
    Unreadable {
        /// What was read.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A service said no to this one mailbox or resource. Trying again helps once somebody there has granted it.
    #[error("{why}")]
    Refused {
        /// What was refused, and whom to ask.
        why: String,
    },
    /// A service does not know us any more: every source of it stands still until somebody renews what we show.
    #[error("{why}; nothing has been read since {since}")]
    Unauthorised {
        /// Since when data are missing.
        since: Timestamp,
        /// What is wrong with what we show, and what to do.
        why: String,
    },
    /// A service asked to be left alone for a while. No failure: go on from the same cursor then.
    #[error("the service is busy and asked to be left alone until {until}; reading goes on by itself then")]
    Throttled {
        /// From when it may be asked again.
        until: Timestamp,
    },
    /// A service broke off, or what it says leads nowhere. Go on from the same cursor later.
    #[error("{why}; reading goes on from the same place later")]
    Interrupted {
        /// What happened.
        why: String,
    },
}
