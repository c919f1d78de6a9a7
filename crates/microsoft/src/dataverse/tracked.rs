//! Tracking: where reading a table has come to, and what its next page means.
//!
//! ```text
//! Begin ──▶ Walking, page by page ──▶ Changes ──▶ Changes ──▶ …      a delta link lives for seven days
//!             ▲ all rows, once                       │
//!             └────────────── expired ───────────────┘               then all rows are told again
//! ```
//!
//! A row that is missing is gone only if a whole walk was done without meeting it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::link::Link;

/// Where reading a table has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tracked {
    /// Nowhere yet, or to where everything has to be told again.
    #[default]
    Begin,
    /// Into a walk through all rows.
    Walking {
        /// When the walk began.
        #[serde(with = "crate::stamp")]
        began: Timestamp,
        /// How many rows it met so far.
        met: u64,
        /// The next page.
        next: Link,
        /// What stood on the last page, as a number.
        page: u64,
    },
    /// Behind a walk: only changes are told.
    Changes {
        /// The next page, or the next round.
        link: Link,
        /// What stood on the last page of this round, as a number.
        page: Option<u64>,
    },
}

/// What a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// A walk through all rows: mark what it tells with its beginning.
    Walk {
        /// When the walk began.
        began: Timestamp,
        /// If this was its last page, how many rows it met. Whatever was not told since `began` is gone then; a walk that
        /// met far fewer rows than there were before tells of lost rights rather than of lost rows.
        ended: Option<u64>,
    },
    /// Changes since the last page.
    Changes,
}
