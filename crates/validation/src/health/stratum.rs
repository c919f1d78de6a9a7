//! Strata: relationships of one rhythm and silence, in which what is foretold should be what comes.
//!
//! The published table names its strata and does not say where they begin. The borders here were picked among some
//! hundreds as those that come near its counts, its share of silence and its forecasts at once.

use relata_model::health::formula::DORMANT_AFTER_DAYS;

use super::case::Case;

/// Active days at most so far apart, in the mean, are weekly.
const WEEKLY_GAP_DAYS: f64 = 8.0;
/// So far apart they are monthly.
const MONTHLY_GAP_DAYS: (f64, f64) = (14.0, 45.0);
/// From the first active day to the last, before one speaks of a rhythm.
const RHYTHM_SPAN_DAYS: f64 = 60.0;
/// All active days within this are a burst.
const BURST_SPAN_DAYS: f64 = 30.0;

/// How active days lie in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rhythm {
    /// At most 8 days apart in the mean, over 60 days or more.
    Weekly,
    /// 14 to 45 days apart in the mean, over 60 days or more.
    Monthly,
    /// All within 30 days.
    Burst,
}

impl Rhythm {
    /// The name in reports.
    pub fn key(self) -> &'static str {
        match self {
            Rhythm::Weekly => "weekly",
            Rhythm::Monthly => "monthly",
            Rhythm::Burst => "burst",
        }
    }

    fn holds(self, case: &Case) -> bool {
        let (gap, span) = (case.usual_gap_days(), case.span_days());
        let (least, most) = MONTHLY_GAP_DAYS;
        match self {
            Rhythm::Weekly => gap <= WEEKLY_GAP_DAYS && span >= RHYTHM_SPAN_DAYS,
            Rhythm::Monthly => gap > least && gap <= most && span >= RHYTHM_SPAN_DAYS,
            Rhythm::Burst => span < BURST_SPAN_DAYS,
        }
    }
}

/// A rhythm, and for how long there has been silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// How active days lie in time.
    pub rhythm: Rhythm,
    /// Days of silence, from and before; 90 is included in the last.
    pub quiet_days: (u8, u8),
}

impl Stratum {
    /// All of them; most relationships are in none.
    pub const ALL: [Stratum; 9] = [
        Stratum { rhythm: Rhythm::Weekly, quiet_days: (0, 10) },
        Stratum { rhythm: Rhythm::Weekly, quiet_days: (10, 30) },
        Stratum { rhythm: Rhythm::Weekly, quiet_days: (30, 60) },
        Stratum { rhythm: Rhythm::Weekly, quiet_days: (60, 90) },
        Stratum { rhythm: Rhythm::Monthly, quiet_days: (0, 30) },
        Stratum { rhythm: Rhythm::Monthly, quiet_days: (30, 60) },
        Stratum { rhythm: Rhythm::Monthly, quiet_days: (60, 90) },
        Stratum { rhythm: Rhythm::Burst, quiet_days: (0, 30) },
        Stratum { rhythm: Rhythm::Burst, quiet_days: (30, 90) },
    ];

    pub(crate) fn holds(self, case: &Case) -> bool {
        let (from, until) = (f64::from(self.quiet_days.0), f64::from(self.quiet_days.1));
        let gap = case.features.gap_days;
        self.rhythm.holds(case) && gap >= from && (gap < until || until >= DORMANT_AFTER_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use relata_model::health::formula::Features;

    use super::*;

    /// A contact every so many days, so often, and then silence.
    #[track_caller]
    fn check(every: f64, times: f64, silent: f64, expected: &str) {
        let features = Features::new(1.0, times, every * (times - 1.0) + silent, silent, None);
        let case = Case { features, messages: times, messages_90d: 1.0, silent: false };
        let strata = Stratum::ALL.into_iter().filter(|it| it.holds(&case));
        let names = strata.map(|it| format!("{} {:?}", it.rhythm.key(), it.quiet_days)).collect::<Vec<_>>();
        assert_eq!(names.join(", "), expected);
    }

    #[test]
    fn a_rhythm_takes_sixty_days_and_a_burst_fewer_than_thirty() {
        check(7.0, 20.0, 3.0, "weekly (0, 10)");
        check(7.0, 20.0, 10.0, "weekly (10, 30)");
        check(7.0, 5.0, 3.0, "burst (0, 30)");
        check(7.0, 7.0, 3.0, "");
        check(30.0, 12.0, 45.0, "monthly (30, 60)");
        check(10.0, 40.0, 3.0, "");
    }

    #[test]
    fn ninety_days_are_still_in() {
        check(30.0, 12.0, 90.0, "monthly (60, 90)");
        check(7.0, 3.0, 90.0, "burst (30, 90)");
    }
}
