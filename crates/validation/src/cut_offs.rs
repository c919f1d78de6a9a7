//! Cut-offs: the days on which the past is cut from the future.
//!
//! ```text
//! dense from ├──┬──┬──┬──●──●──●──●──●──┤ dense until
//!              train    test       ▲     ╰ horizon ╯
//!                                  last one whose horizon is inside
//! ```
//!
//! The rule, for any log: take the calendar months (UTC) with at least a quarter of the messages of
//! a busy month (60 % of messages lie in smaller ones); step by about a twelfth of that span; begin
//! testing after four steps or 18 months of history, whichever is less; end when the horizon would
//! leave it. The steps before only train the calibration. Shorter horizons end where 90 days do, so
//! that horizons compare.
//!
//! The published days were picked by hand; the constants here were chosen to come near them.
//! Steps of two months or more stand on the first of a month, from a quarter on on the first of a
//! quarter. On the published sets this gives the published days but for one at the end: enron
//! 2000-09 .. 2001-11 (published to 2001-09), eu day 180 .. 405 (to 435), rdma 2020-10 .. 2026-04
//! (to 2025-10), w3c 1999-07 .. 2003-01 (the same).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::TooLittle;

/// In seconds.
pub(crate) const DAY: i64 = 86_400;

const DENSE_SHARE: f64 = 0.25;
const MESSAGES_BELOW_BUSY: f64 = 0.6;
const LONGEST_GAP_DAYS: i64 = 190;
const STEPS_IN_SPAN: f64 = 12.0;
const HISTORY_STEPS: usize = 4;
/// 18 months of any length.
const ENOUGH_HISTORY_DAYS: i64 = 540;
const LEAST_FUTURE_DAYS: i64 = 90;

/// When to test, and when only to train. Unix seconds, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CutOffs {
    pub training: Vec<i64>,
    pub tested: Vec<i64>,
}

/// From one cut-off to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Days(i64),
    Months(i64),
}

const STEPS: [Step; 8] = [
    Step::Days(7),
    Step::Days(15),
    Step::Days(30),
    Step::Days(45),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
];

impl CutOffs {
    /// Chooses by the rule above from the times of all messages, which are sorted.
    pub fn by_density(messages: &[i64], horizon_days: i64) -> Result<CutOffs, TooLittle> {
        let span = DenseSpan::of(messages);
        let step = Step::for_span(span);
        let mut cut_offs = CutOffs { training: Vec::new(), tested: Vec::new() };
        let start = step.start(span);
        let future_days = horizon_days.max(LEAST_FUTURE_DAYS);
        for index in 1.. {
            let at = step.after(start, index);
            if at + future_days * DAY > span.until {
                break;
            }
            if index >= HISTORY_STEPS || at - start >= ENOUGH_HISTORY_DAYS * DAY {
                cut_offs.tested.push(at);
            } else {
                cut_offs.training.push(at);
            }
        }
        if cut_offs.tested.is_empty() {
            return Err(TooLittle::Time { days: (span.until - span.from) / DAY, future_days });
        }
        Ok(cut_offs)
    }

    /// Takes these, and trains at the same distance before the first.
    pub fn given(chosen: &[Timestamp], messages: &[i64], horizon_days: i64) -> Result<CutOffs, TooLittle> {
        let mut tested: Vec<i64> = chosen.iter().map(|it| it.as_second()).collect();
        tested.sort_unstable();
        tested.dedup();
        let (Some(first), Some(last)) = (tested.first().copied(), tested.last()) else {
            return Err(TooLittle::NoCutOffs);
        };
        let open = *last + horizon_days * DAY > messages.last().copied().unwrap_or(i64::MIN);
        if open {
            let at = Timestamp::from_second(*last).expect("it was a timestamp above");
            return Err(TooLittle::Open { at, horizon_days });
        }
        let mut distances: Vec<i64> = tested.windows(2).map(|it| it[1] - it[0]).collect();
        distances.sort_unstable();
        let step = distances.get(distances.len() / 2).copied().unwrap_or(horizon_days * DAY);
        let begin = DenseSpan::of(messages).from.min(first) + step;
        let back = (1..).map(|it| first - it * step).take_while(|it| *it >= begin);
        let mut training: Vec<i64> = back.collect();
        training.reverse();
        Ok(CutOffs { training, tested })
    }

    /// Training and tested ones, in order, with whether they are tested.
    pub fn all(&self) -> impl Iterator<Item = (i64, bool)> {
        let training = self.training.iter().map(|it| (*it, false));
        training.chain(self.tested.iter().map(|it| (*it, true)))
    }
}

/// From the first to the last message of the months that are well filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DenseSpan {
    from: i64,
    until: i64,
}

impl DenseSpan {
    fn of(messages: &[i64]) -> DenseSpan {
        let mut months: Vec<&[i64]> = messages.chunk_by(|a, b| month_of(*a) == month_of(*b)).collect();
        let least = DENSE_SHARE * busy_month(&months) as f64;
        months.retain(|it| it.len() as f64 >= least);
        // A few messages with a wrong clock must not stretch the span over years.
        let runs = months.chunk_by(|a, b| b[0] - a[0] <= LONGEST_GAP_DAYS * DAY);
        let fullest = runs.max_by_key(|run| run.iter().map(|it| it.len()).sum::<usize>());
        let (first, last) = fullest.and_then(|it| Some((*it.first()?, *it.last()?))).unwrap_or_default();
        DenseSpan { from: first.first().copied().unwrap_or_default(), until: last.last().copied().unwrap_or_default() }
    }
}

/// The size of a busy month: about 60 % of messages lie in months of at most this size.
///
/// Counted by messages and not by months, so that years of almost nothing change nothing.
fn busy_month(months: &[&[i64]]) -> usize {
    let mut sizes: Vec<usize> = months.iter().map(|it| it.len()).collect();
    sizes.sort_unstable();
    let enough = MESSAGES_BELOW_BUSY * sizes.iter().sum::<usize>() as f64;
    let mut below = 0;
    let reaches_enough = |size: &&usize| {
        below += **size;
        below as f64 >= enough
    };
    sizes.iter().find(reaches_enough).copied().unwrap_or_default()
}

impl Step {
    /// The step nearest, as a ratio, to a twelfth of the span.
    fn for_span(span: DenseSpan) -> Step {
        let wanted = ((span.until - span.from).max(DAY) as f64) / (STEPS_IN_SPAN * DAY as f64);
        let off = |it: &Step| (it.days() / wanted).ln().abs();
        let nearest = STEPS.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)));
        nearest.expect("there are eight steps")
    }

    fn days(self) -> f64 {
        match self {
            Step::Days(days) => days as f64,
            Step::Months(months) => months as f64 * 365.25 / 12.0,
        }
    }

    /// Where the steps begin: the first message, or the first of its month or quarter.
    fn start(self, span: DenseSpan) -> i64 {
        match self {
            Step::Days(_) => span.from,
            Step::Months(months) => {
                let month = month_of(span.from);
                let quarter = (month.month() - 1) / 3 * 3 + 1;
                let first = if months >= 3 { quarter } else { month.month() };
                seconds(Date::new(month.year(), first, 1).expect("a month of the calendar"))
            }
        }
    }

    fn after(self, start: i64, steps: usize) -> i64 {
        let steps = i64::try_from(steps).expect("few steps");
        match self {
            Step::Days(days) => start + steps * days * DAY,
            Step::Months(months) => {
                let span = Span::new().months(steps * months);
                month_of(start).checked_add(span).map_or(i64::MAX / 2, seconds)
            }
        }
    }
}

/// The first day of the month (UTC) of a time in Unix seconds.
fn month_of(at: i64) -> Date {
    let at = Timestamp::from_second(at).expect("edges hold only times a timestamp can tell");
    at.to_zoned(TimeZone::UTC).date().first_of_month()
}

fn seconds(day: Date) -> i64 {
    let midnight = day.to_zoned(TimeZone::UTC).expect("every day begins in UTC");
    midnight.timestamp().as_second()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn day(text: &str) -> i64 {
        seconds(text.parse().unwrap())
    }

    fn show(cut_offs: &[i64]) -> String {
        let day = |at: &i64| Timestamp::from_second(*at).unwrap().to_zoned(TimeZone::UTC).date().to_string();
        cut_offs.iter().map(day).collect::<Vec<_>>().join(" ")
    }

    /// Ten messages a day between two days, and one a month outside.
    fn steady(from: &str, until: &str) -> Vec<i64> {
        let days = (day(from)..day(until)).step_by(DAY as usize);
        let outside = (1..40).flat_map(|it| [day(from) - it * 30 * DAY, day(until) + it * 30 * DAY]);
        let mut messages: Vec<i64> = days.flat_map(|it| (0..10).map(move |n| it + n * 3600)).chain(outside).collect();
        messages.sort_unstable();
        messages
    }

    #[track_caller]
    fn check(from: &str, until: &str, expected: Expect) {
        let text = match CutOffs::by_density(&steady(from, until), 90) {
            Ok(it) => format!("train {}\ntest {}", show(&it.training), show(&it.tested)),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn one_year_is_tested_monthly() {
        check(
            "2025-01-01",
            "2026-01-01",
            expect![[r#"
            train 2025-01-31 2025-03-02 2025-04-01
            test 2025-05-01 2025-05-31 2025-06-30 2025-07-30 2025-08-29 2025-09-28"#]],
        );
    }

    #[test]
    fn two_years_are_tested_on_the_first_of_every_second_month() {
        check(
            "2000-01-10",
            "2002-03-01",
            expect![[r#"
            train 2000-03-01 2000-05-01 2000-07-01
            test 2000-09-01 2000-11-01 2001-01-01 2001-03-01 2001-05-01 2001-07-01 2001-09-01 2001-11-01"#]],
        );
    }

    #[test]
    fn seven_years_are_tested_at_half_years_after_eighteen_months() {
        check(
            "2019-05-01",
            "2026-07-10",
            expect![[r#"
            train 2019-10-01 2020-04-01
            test 2020-10-01 2021-04-01 2021-10-01 2022-04-01 2022-10-01 2023-04-01 2023-10-01 2024-04-01 2024-10-01 2025-04-01 2025-10-01 2026-04-01"#]],
        );
    }

    #[test]
    fn a_quarter_is_not_enough() {
        check(
            "2025-01-01",
            "2025-04-01",
            expect![
                "the well-filled part of the log spans 89 days; that is not enough for some history and 90 days after it"
            ],
        );
    }

    #[test]
    fn given_days_train_at_the_same_distance_before() {
        let messages = steady("2000-01-01", "2002-01-01");
        let given: Vec<Timestamp> = ["2001-03-01T00Z", "2001-01-01T00Z"].map(|it| it.parse().unwrap()).to_vec();
        let cut_offs = CutOffs::given(&given, &messages, 90).unwrap();
        expect![[r#"
            train 2000-03-12 2000-05-10 2000-07-08 2000-09-05 2000-11-03
            test 2001-01-01 2001-03-01"#]]
        .assert_eq(&format!("train {}\ntest {}", show(&cut_offs.training), show(&cut_offs.tested)));
    }
}
