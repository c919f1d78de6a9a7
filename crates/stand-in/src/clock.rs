//! Clock: what time it is in the tenant.
//!
//! A tenant starts at a time it is told and stands still, so that a test says when something happens. `ticking` lets it run along
//! with the real time, for measurements and rehearsals.
//!
//! **Invariant:** the machine's clock is never asked for a date.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// The time of a tenant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    at: Timestamp,
    running_since: Option<Instant>,
}

impl Clock {
    /// Returns a clock that stands at `at`.
    pub fn standing(at: Timestamp) -> Clock {
        Clock { at, running_since: None }
    }

    /// Returns the time in the tenant.
    pub fn now(&self) -> Timestamp {
        let ran = self.running_since.map_or(SignedDuration::ZERO, |it| {
            SignedDuration::try_from(it.elapsed()).expect("a process does not run for 292 billion years")
        });
        self.at + ran
    }

    /// Lets the time run from here on.
    pub fn tick(&mut self) {
        *self = Clock { at: self.now(), running_since: Some(Instant::now()) };
    }

    /// Moves the time on.
    pub fn advance(&mut self, by: SignedDuration) {
        self.at += by;
    }
}
