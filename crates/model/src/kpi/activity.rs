//! Activity: what happened when, for charts: by day, and by week and side.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Window;
use crate::Series;
use crate::series::{Counts, date_of};

/// One week of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday, which may lie before the window.
    pub from: Date,
    /// What our side started, tasks included.
    pub us: u32,
    /// What their side started.
    pub them: u32,
}

/// Returns the days of the window on which something happened, oldest first.
pub fn days(series: &Series, window: Window) -> Vec<(Date, Counts)> {
    let mut days: BTreeMap<i32, Counts> = BTreeMap::new();
    for day in series.days.iter().filter(|it| window.has_day(it.day) && it.counts.all() > 0) {
        *days.entry(day.day).or_default() += &day.counts;
    }
    days.into_iter().map(|(day, counts)| (date_of(day), counts)).collect()
}

/// Returns every week the window touches, oldest first, the silent ones too; what lies outside the window is not
/// counted.
pub fn weeks(series: &Series, window: Window) -> Vec<Week> {
    let mut weeks = BTreeMap::new();
    let mut monday = monday_of(window.from);
    while monday <= window.until {
        weeks.insert(monday, Week { from: monday, us: 0, them: 0 });
        let Ok(next) = monday.checked_add(1.week()) else { break };
        monday = next;
    }
    for (day, counts) in days(series, window) {
        if let Some(week) = weeks.get_mut(&monday_of(day)) {
            week.us += counts.emails_out + counts.meetings_out + counts.calls_out + counts.tasks;
            week.them += counts.emails_in + counts.meetings_in + counts.calls_in;
        }
    }
    weeks.into_values().collect()
}

fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::kpi::notation::{UNTIL, series};

    #[track_caller]
    fn check(days_long: u16, text: &str, expected: Expect) {
        let (series, window) = (series(text), Window::last(days_long, UNTIL.parse().unwrap()));
        let mut found = String::new();
        for (day, it) in days(&series, window) {
            let pairs = [(it.emails_out, it.emails_in), (it.meetings_out, it.meetings_in), (it.calls_out, it.calls_in)];
            found += &format!("{day} {pairs:?} {}\n", it.tasks);
        }
        for week in weeks(&series, window) {
            found += &format!("week of {}: {} {}\n", week.from, week.us, week.them);
        }
        expected.assert_eq(&found);
    }

    #[test]
    fn days_and_weeks_of_a_window() {
        // 31 March 2026 is a Tuesday; the window begins on Wednesday the 18th.
        check(
            14,
            "2026-03-17 emails 5/5
             2026-03-18 emails 2/1 tasks 1
             2026-03-22 meetings 0/1
             2026-03-31 calls 1/0 emails 0/3",
            expect![[r#"
                2026-03-18 [(2, 1), (0, 0), (0, 0)] 1
                2026-03-22 [(0, 0), (0, 1), (0, 0)] 0
                2026-03-31 [(0, 3), (0, 0), (1, 0)] 0
                week of 2026-03-16: 3 2
                week of 2026-03-23: 0 0
                week of 2026-03-30: 1 3
            "#]],
        );
    }

    #[test]
    fn a_silent_window_has_weeks_and_no_days() {
        check(
            7,
            "",
            expect![[r#"
                week of 2026-03-23: 0 0
                week of 2026-03-30: 0 0
            "#]],
        );
    }
}
