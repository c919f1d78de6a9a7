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
pub mod analytics_settings;
pub mod attribution;
pub mod audit;
pub mod classification;
pub mod company;
pub mod completeness;
pub mod consent;
mod digest;
pub mod directory;
pub mod enabling;
pub mod exchange;
pub mod explanation;
pub mod figures;
pub mod groups;
pub mod health;
mod hex;
pub mod holder;
pub mod hours;
mod id;
pub mod identity;
pub mod interaction;
pub mod introduced;
pub mod introduction;
pub mod kpi;
mod leaving;
pub mod ledger;
mod month;
pub mod name;
pub mod normalise;
pub mod notation;
pub mod policy;
pub mod record;
pub mod series;
pub mod silence;
pub mod similar;
pub mod strength;
pub mod suppression;
pub mod tie_trend;
pub mod visibility;
pub mod waiting;
pub mod walk;

pub use address::{Address, NotAnAddress};
pub use analytics_settings::AnalyticsSettings;
pub use attribution::Subject;
pub use classification::{Class, Classified};
pub use consent::{Admitted, Consent, Participation};
pub use digest::Digest;
pub use directory::{Directory, Standing};
pub use enabling::Enabling;
pub use exchange::Exchange;
pub use figures::Figures;
pub use hex::{from_hex, hex};
pub use holder::Holder;
pub use id::{AddressId, ColleagueId, GroupId, MailboxId, PersonId, RecordId, RecordNumber};
pub use identity::Identity;
pub use interaction::{
    Activity, Direction, Folder, Followed, Interaction, Kind, Marks, Observed, Participant, Response, Role, Side, Touch,
};
pub use leaving::Leaving;
pub use ledger::{Filter, Ledger, Quarantined};
pub use month::{Month, end_of_day_seconds};
pub use name::Name;
pub use normalise::{Normalised, normalise};
pub use record::{Record, RecordKind, Stakeholder, Status};
pub use series::Series;
pub use strength::{Band, Confidence, Strength, Sums};
pub use suppression::{Suppressed, Suppression, SuppressionKey};
pub use tie_trend::{Course, TieTrend, tie_trend};
pub use visibility::Visibility;
pub use waiting::{Waiting, WaitsFor, waiting};
