//! Health: whether a relationship goes on.
//!
//! [`formula`] turns the days on which there was contact into the chance of silence; [`Health::of`] says of a record
//! how it stands, what that is made of, and where it is going.

mod active_days;
pub mod formula;
mod intercept;
mod of_record;
pub mod settings;
mod state;
mod trend;

pub use of_record::{Health, Part, Rhythm};
pub use settings::Settings;
pub use state::{Grade, State, Trend};
pub use trend::{Mover, Signal};
