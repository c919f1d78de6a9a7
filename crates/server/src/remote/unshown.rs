//! Unshown: whoever took part in something that is in the log, and not yet in what people see.
//!
//! A look shows what it found at once, and with it what rounds and checks found that were cut short for it: nobody else would
//! show that soon. While years of mail are read for the first time that is too much for every look, and waits.
//!
//! What a server before this one had not shown when it was killed, nobody knows: the first round of a server shows everything.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use relata_model::AddressId;
use relata_pipeline::FEW_ADDRESSES;

/// While much is read for the first time, what it comes to is shown so often: computing it takes as much as there is.
const SHOWN_EVERY: SignedDuration = SignedDuration::from_mins(15);

/// What is not shown yet, and when all of it last was.
#[derive(Default)]
pub struct Unshown {
    touched: BTreeSet<AddressId>,
    shown_at: Option<Timestamp>,
    /// Whether there may be more, of a process before this one.
    is_unknown: bool,
}

impl Unshown {
    /// Returns what is not shown, where that is not known.
    pub fn unknown() -> Unshown {
        Unshown { is_unknown: true, ..Unshown::default() }
    }

    /// Adds whoever took part in something.
    pub fn add(&mut self, touched: &BTreeSet<AddressId>) {
        self.touched.extend(touched);
    }

    /// Returns what to show after a look that found this: all of it, as long as that is little.
    pub fn after_look(&self, mut found: BTreeSet<AddressId>) -> BTreeSet<AddressId> {
        if self.touched.len() + found.len() <= FEW_ADDRESSES {
            found.extend(&self.touched);
        }
        found
    }

    /// Returns what to show after a round or a check; `None`: not now.
    pub fn after_round(&self, is_unfinished: bool, now: Timestamp) -> Option<BTreeSet<AddressId>> {
        let is_due = !is_unfinished || self.shown_at.is_none_or(|it| it + SHOWN_EVERY <= now);
        is_due.then(|| self.touched.clone())
    }

    /// Whether everything is to be shown: nobody knows what was.
    pub fn is_unknown(&self) -> bool {
        self.is_unknown
    }

    /// Notes that everything was shown.
    pub fn note_all_shown(&mut self, now: Timestamp) {
        *self = Unshown { shown_at: Some(now), ..Unshown::default() };
    }

    /// Notes what was shown.
    pub fn note_shown(&mut self, shown: &BTreeSet<AddressId>, now: Timestamp) {
        self.touched.retain(|it| !shown.contains(it));
        if self.touched.is_empty() {
            self.shown_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(of: std::ops::Range<i64>) -> BTreeSet<AddressId> {
        of.map(AddressId).collect()
    }

    fn now() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_look_shows_what_a_round_found_that_was_cut_short() {
        let mut unshown = Unshown::unknown();
        assert!(unshown.is_unknown() && unshown.after_round(true, now()).is_some());
        unshown.note_all_shown(now());
        assert!(!unshown.is_unknown());
        unshown.add(&people(1..3));
        assert_eq!(unshown.after_round(true, now()), None);
        let shown = unshown.after_look(people(7..8));
        assert_eq!(shown, people(1..3).into_iter().chain(people(7..8)).collect());
        unshown.note_shown(&shown, now());
        assert_eq!(unshown.after_look(people(0..0)), people(0..0));
    }

    #[test]
    fn what_a_first_reading_found_waits_a_quarter_of_an_hour() {
        let mut unshown = Unshown::default();
        unshown.note_all_shown(now());
        unshown.add(&people(10..5_000));
        let shown = unshown.after_look(people(7..8));
        assert_eq!(shown, people(7..8));
        unshown.note_shown(&shown, now() + SignedDuration::from_mins(14));
        assert_eq!(unshown.after_round(true, now() + SignedDuration::from_mins(14)), None);
        assert_eq!(unshown.after_round(true, now() + SHOWN_EVERY), Some(people(10..5_000)));
        assert_eq!(unshown.after_round(false, now()), Some(people(10..5_000)));
    }
}
