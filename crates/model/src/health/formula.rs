//! Formula: the chance that a relationship falls silent, from the days on which there was contact.
//!
//! ```text
//! D90    = Σ over active days of w · 2^(−age/90 d)             how often lately
//! days   = Σ over active days of w                             how established
//! τ      = (90/ln 2) · (1 − 2^(−first/90 d))                   D90 of somebody met daily since the first
//! rate   = (D90 + 0.3) / (τ + 30)                              contact days to expect in a day, shrunken
//! missed = rate · min(gap, 130)                                contact days missed in the present silence
//! logit P(silent) = a0 + a1·ln(D90 + 0.03) + a2·ln(days) + a3·ln(1 + missed)
//! health = round(100 · (1 − P(silent for 90 d)))
//! ```
//!
//! An active day is a UTC day with contact in either direction, and stands at its last moment; w is 1 unless an
//! administrator weighs kinds of contact. `first` and `gap` are the days since the first and the last active day, in
//! fractions. The look-back is 730 days. With fewer than 3 active days, or after 90 days of silence, there is no number.
//!
//! The coefficients are published in docs/health.md with what was measured; nobody tunes them. Only a0 is fitted, by
//! [`fit_intercept`], on what became of an organisation's own relationships.

use std::f64::consts::LN_2;

pub use super::active_days::{ActiveDay, ActiveDays, DORMANT_AFTER_DAYS, LEAST_ACTIVE_DAYS, LOOK_BACK_DAYS, NoScore};
pub use super::intercept::{LEAST_OF_EACH, fit_intercept};

/// After this many days an active day counts half.
pub const HALF_LIFE_DAYS: f64 = 90.0;

/// What every pair is given for free, so that one lively week is not yet a rhythm.
const FREE_CONTACT_DAYS: f64 = 0.3;
/// How long that would have taken.
const FREE_DAYS: f64 = 30.0;
/// A longer silence does not count as more missed.
const LONGEST_GAP_DAYS: f64 = 130.0;
/// Keeps the logarithm of nothing finite.
const FLOOR: f64 = 0.03;

/// What the formula looks at. All times in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// Active days, faded with a half-life of 90 days.
    pub d90: f64,
    /// Active days.
    pub days: f64,
    /// Since the first active day.
    pub first_days: f64,
    /// Since the last one.
    pub gap_days: f64,
    /// Contact days to expect in a day.
    pub rate: f64,
    /// Contact days missed in the present silence.
    pub missed: f64,
}

impl Features {
    /// Completes what was counted by what follows from it; `expected_rate` as in [`ActiveDays::features`].
    pub fn new(d90: f64, days: f64, first_days: f64, gap_days: f64, expected_rate: Option<f64>) -> Features {
        let tau = HALF_LIFE_DAYS / LN_2 * (1.0 - (-first_days / HALF_LIFE_DAYS).exp2());
        let rate = expected_rate.unwrap_or((d90 + FREE_CONTACT_DAYS) / (tau + FREE_DAYS));
        Features { d90, days, first_days, gap_days, rate, missed: rate * gap_days.min(LONGEST_GAP_DAYS) }
    }
}

/// The coefficients of the logit, for one horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    /// a0: how readily relationships fall silent at all.
    pub start: f64,
    /// a1, of how often lately; below 0.
    pub frequency: f64,
    /// a2, of how established; below 0.
    pub history: f64,
    /// a3, of contact days missed; above 0.
    pub silence: f64,
}

impl Coefficients {
    /// For silence in the next 90 days: what health is made of.
    pub const IN_90_DAYS: Coefficients =
        Coefficients { start: 0.855, frequency: -1.26, history: -0.2722, silence: 1.4575 };
    /// For silence in the next 30 days: an early warning.
    pub const IN_30_DAYS: Coefficients =
        Coefficients { start: 1.680, frequency: -1.453, history: -0.064, silence: 1.375 };

    /// Returns these with another a0, as [`fit_intercept`] gives it.
    pub fn starting_at(self, start: f64) -> Coefficients {
        Coefficients { start, ..self }
    }
}

/// The terms whose sum is the logit of the probability of silence: what is above 0 speaks for silence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// a0.
    pub start: f64,
    /// a1·ln(D90 + 0.03).
    pub frequency: f64,
    /// a2·ln(days).
    pub history: f64,
    /// a3·ln(1 + missed).
    pub silence: f64,
}

impl Terms {
    /// Returns the terms of a relationship.
    pub fn of(features: &Features, by: &Coefficients) -> Terms {
        Terms {
            start: by.start,
            frequency: by.frequency * (features.d90 + FLOOR).ln(),
            history: by.history * features.days.ln(),
            silence: by.silence * features.missed.ln_1p(),
        }
    }

    /// Returns the logit.
    pub fn logit(self) -> f64 {
        self.start + self.without_start()
    }

    /// Returns the logit without a0: what [`fit_intercept`] takes.
    pub fn without_start(self) -> f64 {
        self.frequency + self.history + self.silence
    }
}

/// Returns the probability that belongs to a logit.
pub fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Returns the probability that there is no contact within the horizon of the coefficients.
pub fn probability_of_silence(features: &Features, by: &Coefficients) -> f64 {
    probability(Terms::of(features, by).logit())
}

/// Returns what is shown of a probability of silence: 0 (surely silent) to 100.
pub fn shown(silent: f64) -> u8 {
    (100.0 * (1.0 - silent)).round().clamp(0.0, 100.0) as u8
}

/// Returns the health of a relationship, 0 to 100.
///
/// # Errors
///
/// When there is no number, with the reason. `expected_rate` as in [`ActiveDays::features`].
pub fn score(days: &ActiveDays, expected_rate: Option<f64>, by: &Coefficients) -> Result<u8, NoScore> {
    if let Some(reason) = days.why_no_score() {
        return Err(reason);
    }
    let features = days.features(expected_rate).ok_or(NoScore::TooNew)?;
    Ok(shown(probability_of_silence(&features, by)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Counted (D90, days, first, gap), and what an independent program made of it: (missed, P, health).
    type Golden = ((f64, f64, f64, f64), (f64, f64, u8));

    /// Some of fixtures/enron/golden/2001-05-01.json; relata-validation checks all 44, from the mails.
    const GOLDEN: [Golden; 8] = [
        ((53.115343, 306.0, 726.8, 3.5986), (1.206197, 0.010398, 99)),
        ((15.78013, 49.0, 319.8681, 38.9), (4.204074, 0.21777, 78)),
        ((2.19367, 25.0, 728.5861, 12.8236), (0.200654, 0.318301, 68)),
        ((1.257178, 22.0, 641.5944, 83.7229), (0.820386, 0.63845, 36)),
        ((12.341438, 19.0, 433.6632, 0.2201), (0.017926, 0.043523, 96)),
        ((2.416785, 12.0, 321.666, 68.7993), (1.254952, 0.558808, 44)),
        ((5.75991, 7.0, 55.9896, 5.2181), (0.418926, 0.201426, 80)),
        ((1.245119, 5.0, 410.7437, 6.2736), (0.062801, 0.549699, 45)),
    ];

    #[test]
    fn an_independent_program_computes_the_same() {
        for ((d90, days, first_days, gap_days), (missed, silent, health)) in GOLDEN {
            let features = Features::new(d90, days, first_days, gap_days, None);
            assert!((features.missed - missed).abs() < 1e-5, "{features:?}, expected {missed}");
            let found = probability_of_silence(&features, &Coefficients::IN_90_DAYS);
            assert!((found - silent).abs() < 1e-6, "{found}, expected {silent}");
            assert_eq!(shown(found), health);
        }
    }

    /// A year of contact every so many days, 52 times weekly and 12 times monthly, and then silence for some.
    fn every(days: i64, silent: i64) -> ActiveDays {
        let contacts = (0..365 / days).map(|it| ActiveDay::new(-(silent + it * days) * 86_400));
        ActiveDays::at(0, contacts)
    }

    fn health(days: &ActiveDays, expected_rate: Option<f64>) -> Result<u8, NoScore> {
        score(days, expected_rate, &Coefficients::IN_90_DAYS)
    }

    #[test]
    fn the_examples_of_the_page_hold() {
        for (days, silent, expected) in [(7, 3, 97), (7, 45, 76), (7, 75, 63), (30, 15, 74)] {
            assert_eq!(health(&every(days, silent), None), Ok(expected), "every {days}, silent for {silent}");
        }
    }

    #[test]
    fn what_should_be_often_misses_more_by_the_same_silence() {
        let monthly = every(30, 15);
        let expecting = |days: f64| health(&monthly, Some(1.0 / days)).unwrap();
        assert!(expecting(7.0) < expecting(30.0) && expecting(30.0) < expecting(91.0));
    }

    #[test]
    fn terms_add_up_to_the_logit() {
        let features = every(7, 20).features(None).unwrap();
        let terms = Terms::of(&features, &Coefficients::IN_30_DAYS.starting_at(0.5));
        let silent = probability_of_silence(&features, &Coefficients::IN_30_DAYS.starting_at(0.5));
        assert!((probability(terms.start + terms.frequency + terms.history + terms.silence) - silent).abs() < 1e-12);
        assert_eq!(terms.logit() - terms.without_start(), 0.5);
    }

    /// Any active days of two years, as how many days ago they were.
    fn any_days() -> impl Strategy<Value = Vec<i64>> {
        prop_oneof![prop::collection::btree_set(0_i64..730, 1..60), prop::collection::btree_set(0_i64..90, 1..60)]
            .prop_map(|it| it.into_iter().collect())
    }

    /// Those days as seen so many days later.
    fn later(days_ago: &[i64], later: i64) -> ActiveDays {
        ActiveDays::at(later * 86_400, days_ago.iter().map(|it| ActiveDay::new(-it * 86_400)))
    }

    proptest! {
        #[test]
        fn health_falls_while_nothing_happens(days in any_days(), from in 0_i64..90) {
            if let (Ok(now), Ok(then)) = (health(&later(&days, from), None), health(&later(&days, from + 1), None)) {
                prop_assert!(then <= now, "{now} became {then}");
            }
        }

        #[test]
        fn another_contact_today_never_hurts(days in any_days(), from in 1_i64..90) {
            let before = health(&later(&days, from), None);
            let with_today: Vec<i64> = days.iter().copied().chain([-from]).collect();
            if let (Ok(before), Ok(after)) = (before, health(&later(&with_today, from), None)) {
                prop_assert!(after >= before, "{before} became {after}");
            }
        }
    }
}
