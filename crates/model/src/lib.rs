//! The words of Relata's domain as types, and every rule that needs only values.
//!
//! ```text
//! Observed ──normalise──▶ Interaction ──Consent::admit──▶ Admitted ──exchanges──▶ Exchange
//! what a source showed     who, when, which way            may be kept              one line of a pair
//! ```
//!
//! **Invariant:** nothing here reads a file, a socket, a database or a clock; time is an argument.
//!
//! Start at [`Observed`] and [`normalise()`], then [`consent`], [`exchange`] and [`strength`].

pub mod address;
pub mod classification;
pub mod company;
pub mod consent;
pub mod directory;
pub mod exchange;
pub mod explanation;
mod id;
pub mod identity;
pub mod interaction;
pub mod introduction;
pub mod ledger;
mod month;
pub mod name;
pub mod normalise;
pub mod notation;
pub mod record;
pub mod strength;
pub mod visibility;

pub use address::{Address, NotAnAddress};
pub use classification::{Class, Classified};
pub use consent::{Admitted, Consent};
pub use directory::{Directory, Standing};
pub use exchange::Exchange;
pub use id::{AddressId, ColleagueId, MailboxId, PersonId, RecordId};
pub use identity::Identity;
pub use interaction::{Direction, Folder, Interaction, Kind, Marks, Observed, Participant, Response, Role, Side};
pub use ledger::{Filter, Ledger, Quarantined};
pub use month::{Month, end_of_day_seconds};
pub use name::Name;
pub use normalise::{Normalised, normalise};
pub use record::{Record, RecordKind};
pub use strength::{Band, Confidence, Strength, Sums};
pub use visibility::Visibility;
