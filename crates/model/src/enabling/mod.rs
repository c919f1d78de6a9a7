//! Enabling: how an organisation turns relationship intelligence on, consents to it, and takes the consent back.
//!
//! ```text
//!         Enabled            ConsentGiven             Withdrawn, of every kind
//!  off ───────────▶ awaiting ────────────▶ consented ──────────────────────────▶ withdrawn
//!                      │ after 14 days         ▲                                     │
//!                      ▼                       └──────────── ConsentGiven ───────────┘
//!                   lapsed ──Enabled──▶ awaiting          Disabled leads from anywhere to off
//! ```
//!
//! What happened is kept as [`Happened`], one line of text each, and never changed. Everything else is a function of
//! these lines and a moment.
//!
//! **Invariant:** an event that was not possible when it happened changes nothing, whoever wrote it down.
//!
//! **Invariant:** what was withdrawn is in force at no later moment, unless it was given again.
//!
//! Start at [`Enabling`].

use jiff::SignedDuration;

mod event;
mod history;
mod state;
#[cfg(test)]
mod tests;
mod text;

pub use event::{Contributors, Event, Features, Given, Happened, Mode};
pub use history::{Told, history};
pub use state::{Deadlines, Enabling, Kind, NotPossible, Stage, Stamp, Withdrawal};
pub use text::NoEvent;

/// Which text people read when they consent. It grows whenever the text says something else.
pub const CONSENT_TEXT_VERSION: u32 = 1;

/// How long consent is awaited before everything turns itself off.
pub const AWAITED_DAYS: i64 = 14;
/// Within how many hours of a withdrawal nothing of it is left in the database and the log. It takes minutes.
pub const ROWS_WITHIN_HOURS: i64 = 24;
/// Within how many days of a withdrawal nothing of it is left in files.
pub const FILES_WITHIN_DAYS: i64 = 30;
/// The same for whatever is erased: its files are due so long after it was asked for.
pub const FILES_DUE: SignedDuration = SignedDuration::from_hours(24 * FILES_WITHIN_DAYS);
/// For how many days the log keeps files whose rows are gone.
pub const FILES_KEPT_DAYS: i64 = 7;
