//! Active days: the days with contact that a moment looks back on, summed up.

use super::formula::{Features, HALF_LIFE_DAYS};

/// Days of history that are looked at.
pub const LOOK_BACK_DAYS: i64 = 730;
/// Fewer active days than this say nothing yet.
pub const LEAST_ACTIVE_DAYS: u32 = 3;
/// After a longer silence there is no going on to predict.
pub const DORMANT_AFTER_DAYS: f64 = 90.0;

const DAY_SECONDS: i64 = 86_400;

/// A UTC day with contact, in either direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActiveDay {
    /// The last contact of the day, in seconds since 1970.
    pub last_at: i64,
    /// What the day counts: 1, or more or less where kinds of contact are weighed. Above 0.
    pub weight: f64,
}

impl ActiveDay {
    /// Returns a day that counts 1.
    pub fn new(last_at: i64) -> ActiveDay {
        ActiveDay { last_at, weight: 1.0 }
    }
}

/// The active days of a relationship, as seen from a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActiveDays {
    at: i64,
    count: u32,
    weight: f64,
    faded: f64,
    /// When the first and the last were; `None` without any.
    span: Option<(i64, i64)>,
}

impl ActiveDays {
    /// Sums up the days in the 730 before `at` (seconds since 1970, itself included); others are passed over.
    ///
    /// In any order, but each UTC day once. Seen from within a day, its last contact must be one until then.
    pub fn at(at: i64, days: impl IntoIterator<Item = ActiveDay>) -> ActiveDays {
        let mut sum = ActiveDays { at, count: 0, weight: 0.0, faded: 0.0, span: None };
        let seen = |it: &ActiveDay| it.last_at > at - LOOK_BACK_DAYS * DAY_SECONDS && it.last_at <= at;
        for ActiveDay { last_at, weight } in days.into_iter().filter(seen) {
            sum.count += 1;
            sum.weight += weight;
            sum.faded += weight * (-sum.days_since(last_at) / HALF_LIFE_DAYS).exp2();
            let (first, last) = sum.span.unwrap_or((last_at, last_at));
            sum.span = Some((first.min(last_at), last.max(last_at)));
        }
        sum
    }

    /// How many there are, whatever they weigh.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The last contact of all, in seconds since 1970.
    pub fn last_at(&self) -> Option<i64> {
        self.span.map(|(_, last)| last)
    }

    /// Returns what the formula looks at; `None` without any active day.
    ///
    /// `expected_rate` is the number of contact days to expect in a day where somebody has said how often there should
    /// be contact; without it the pair's own habit counts.
    pub fn features(&self, expected_rate: Option<f64>) -> Option<Features> {
        let (first, last) = self.span?;
        let (first_days, gap_days) = (self.days_since(first), self.days_since(last));
        Some(Features::new(self.faded, self.weight, first_days, gap_days, expected_rate))
    }

    /// Returns why these days give no number; `None` when they do.
    pub fn why_no_score(&self) -> Option<NoScore> {
        match self.span {
            _ if self.count < LEAST_ACTIVE_DAYS => Some(NoScore::TooNew),
            Some((_, last)) if self.days_since(last) > DORMANT_AFTER_DAYS => Some(NoScore::Dormant),
            _ => None,
        }
    }

    fn days_since(&self, moment: i64) -> f64 {
        (self.at - moment) as f64 / DAY_SECONDS as f64
    }
}

/// Why a relationship has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoScore {
    /// Fewer than 3 active days in two years.
    TooNew,
    /// Silent for more than 90 days: what the formula predicts has already happened.
    Dormant,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days, each as how long ago it was, at midnight.
    fn seen(days_ago: &[i64]) -> ActiveDays {
        ActiveDays::at(0, days_ago.iter().map(|it| ActiveDay::new(-it * DAY_SECONDS)))
    }

    #[test]
    fn a_day_fades_by_half_in_ninety() {
        let features = seen(&[180, 0, 90]).features(None).unwrap();
        assert_eq!((features.d90, features.days), (1.75, 3.0));
        assert_eq!((features.first_days, features.gap_days), (180.0, 0.0));
    }

    #[test]
    fn a_weight_counts_in_both_sums_and_not_as_another_day() {
        let days = [0, 90].map(|it| ActiveDay { last_at: -it * DAY_SECONDS, weight: 1.5 });
        let days = ActiveDays::at(0, days);
        let features = days.features(None).unwrap();
        assert_eq!((days.count(), features.days, features.d90), (2, 3.0, 2.25));
        assert_eq!(days.why_no_score(), Some(NoScore::TooNew));
    }

    #[test]
    fn two_years_are_seen_and_nothing_to_come() {
        assert_eq!(seen(&[730, 729, 0, -1]).count(), 2);
        assert_eq!(seen(&[730]).features(None), None);
    }

    #[test]
    fn three_days_and_ninety_of_silence_are_the_limits() {
        assert_eq!(seen(&[]).why_no_score(), Some(NoScore::TooNew));
        assert_eq!(seen(&[200, 100]).why_no_score(), Some(NoScore::TooNew));
        assert_eq!(seen(&[200, 100, 90]).why_no_score(), None);
        assert_eq!(seen(&[200, 100, 91]).why_no_score(), Some(NoScore::Dormant));
    }
}
