//! Too little: why a log says nothing.

use jiff::Timestamp;

/// Why nothing can be said, told apart by what is lacking.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLittle {
    /// The log is too short.
    #[error(
        "the well-filled part of the log spans {days} days; that is not enough for some history \
         and {future_days} days after it"
    )]
    Time {
        /// How long it is.
        days: i64,
        /// How long the future must be.
        future_days: i64,
    },
    /// The list of cut-offs is empty.
    #[error("no cut-off is given; leave the list out to have them chosen")]
    NoCutOffs,
    /// A given cut-off is too late.
    #[error("the log ends before the {horizon_days} days after {at} are over; choose an earlier day")]
    Open {
        /// The cut-off.
        at: Timestamp,
        /// How long the future must be.
        horizon_days: i64,
    },
    /// There was nobody to rank.
    #[error(
        "at none of {cut_offs} cut-offs does a contact have {least} colleagues who wrote before, \
         some of them right and some wrong"
    )]
    Queries {
        /// How many were tried.
        cut_offs: usize,
        /// Fewest candidates of a query.
        least: usize,
    },
    /// There was no relationship to foretell.
    #[error("at none of {cut_offs} cut-offs are there relationships that fell silent and others that did not")]
    Relationships {
        /// How many were tried.
        cut_offs: usize,
    },
}
