//! Privacy: how engaged an account is, in figures that cannot single a colleague out.
//!
//! ```text
//! Contribution ──Totals::of──▶ bounded totals ──Mechanism::draw──▶ noisy totals ──▶ Figures or Suppressed ──▶ Release
//! one colleague,                what one person                     OpenDP's noise    arithmetic on noisy       kept for
//! account, period               can move is limited                                   figures only              ever
//! ```
//!
//! The unit of privacy is **one colleague**: all that one colleague did with all accounts in a period. Whether it is in the data or
//! not changes the chance of any outcome by little, and the [`Budget`] adds up how little over a year.
//! docs/engagement.md says it in plain words, docs/decisions/0013-privacy-of-engagement.md says why this way.
//!
//! **Invariants:** nothing here reads a file, a socket, a database or a clock; chance comes from OpenDP alone; after the noise
//! is drawn, only one question is put to the true data: are fewer than the minimum group involved?
//!
//! Start at [`release()`].

mod accuracy;
mod brackets;
mod budget;
mod contribution;
mod figures;
mod known;
mod loss;
mod measure;
mod mechanism;
mod period;
mod release;
mod score;
mod settings;
mod totals;

pub use accuracy::{ACCURACY_GROUP, accuracy};
pub use budget::{Budget, Charge, renews_on};
pub use contribution::Contribution;
pub use figures::Figures;
pub use known::{Known, known};
pub use loss::{DELTA, Loss};
pub use measure::Measure;
pub use period::{Level, Period};
pub use release::{Outcome, Refused, Release, Row, Suppressed, release};
pub use settings::{Epsilon, Levels, MinimumGroup, NotASetting, Settings};

#[cfg(test)]
mod tests;
