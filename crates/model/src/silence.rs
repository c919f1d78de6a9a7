//! Silence: whether a mailbox whose mail normally flows has been quiet for too long.
//!
//! How many messages a day should have brought is what the same weekdays of the last eight weeks brought, the two lowest left aside but
//! the higher of them: a holiday in these weeks neither hides a silence nor makes one. The days of a silence together have an expected
//! count, and if none at all is less likely than 1 in 1,000 (Poisson: `exp(−expected)`), the mailbox is silent.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// Weeks that say how much mail a weekday brings.
const WEEKS: i32 = 8;
/// Fewer weeks say nothing.
const FEWEST_WEEKS: usize = 4;
/// No mail at all is less likely than this.
const UNLIKELY: f64 = 1e-3;
/// A longer silence is told as of this length.
const LONGEST_DAYS: i32 = 28;

/// Returns since which day a mailbox is silent; `None` if it is not, or nothing can be said. `days` has how many messages came on which
/// day, days without any left out; `today` is not over and says nothing. `first` is the first day that was read.
pub fn silent_since(days: &BTreeMap<Date, u64>, first: Date, today: Date) -> Option<Date> {
    if days.get(&today).is_some_and(|it| *it > 0) {
        return None;
    }
    let silent: Vec<Date> = (1..=LONGEST_DAYS)
        .map(|ago| before(today, ago))
        .take_while(|day| days.get(day).copied().unwrap_or(0) == 0 && *day >= first)
        .collect();
    let began = *silent.last()?;
    let usual: Vec<(Date, f64)> = silent.into_iter().map(|day| (day, usual(days, first, began, day))).collect();
    let expected: f64 = usual.iter().map(|it| it.1).sum();
    // A quiet weekend before it is no part of it.
    let since = usual.into_iter().filter(|it| it.1 > 0.0).map(|it| it.0).min()?;
    ((-expected).exp() < UNLIKELY).then_some(since)
}

/// Returns how many messages a day usually brings, from the same weekdays before the silence.
fn usual(days: &BTreeMap<Date, u64>, first: Date, since: Date, day: Date) -> f64 {
    let weekday = (1..=WEEKS + LONGEST_DAYS / 7).map(|weeks| before(day, weeks * 7));
    let earlier = weekday.filter(|it| *it < since && *it >= first).take(WEEKS as usize);
    let mut counts: Vec<u64> = earlier.map(|it| days.get(&it).copied().unwrap_or(0)).collect();
    counts.sort_unstable();
    match counts.len() {
        0..FEWEST_WEEKS => 0.0,
        _ => counts[1] as f64,
    }
}

fn before(day: Date, days: i32) -> Date {
    day.saturating_sub(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Ten weeks up to Sunday, 8 March 2026, with so many messages on Monday, Tuesday, …; then what the last days brought.
    fn check(a_week: [u64; 7], last: &[u64], expected: Option<&str>) {
        let (first, end) = (date(2025, 12, 29), date(2026, 3, 8));
        let mut days = BTreeMap::new();
        let mut day = first;
        while day <= end {
            days.insert(day, a_week[day.weekday().to_monday_zero_offset() as usize]);
            day = before(day, -1);
        }
        for count in last {
            days.insert(day, *count);
            day = before(day, -1);
        }
        assert_eq!(silent_since(&days, first, day).map(|it| it.to_string()).as_deref(), expected);
    }

    #[test]
    fn a_busy_mailbox_is_silent_after_a_working_day_and_no_sooner() {
        let office = [20, 20, 20, 20, 20, 0, 0];
        check(office, &[20, 20], None);
        check(office, &[0], Some("2026-03-09"));
        check(office, &[20, 0, 0], Some("2026-03-10"));
    }

    #[test]
    fn a_weekend_is_quiet_where_it_always_is() {
        check([20, 20, 20, 20, 20, 0, 0], &[20, 20, 20, 20, 20, 0, 0], None);
        check([20, 20, 20, 20, 20, 9, 9], &[20, 20, 20, 20, 20, 0, 0], Some("2026-03-14"));
    }

    #[test]
    fn a_mailbox_with_little_mail_may_be_quiet_for_long() {
        check([1, 0, 1, 0, 0, 0, 0], &[0, 0, 0, 0, 0, 0, 0], None);
        check([1, 0, 1, 0, 1, 0, 0], &[0; 21], Some("2026-03-09"));
        check([0; 7], &[0; 21], None);
    }

    #[test]
    fn a_holiday_among_the_weeks_neither_hides_nor_makes_a_silence() {
        let (first, today) = (date(2026, 1, 5), date(2026, 3, 3));
        let mut days: BTreeMap<Date, u64> =
            (0..60).map(|it| (before(first, -it), 20)).filter(|it| it.0 < today).collect();
        days.insert(date(2026, 2, 16), 0);
        days.insert(date(2026, 3, 2), 0);
        assert_eq!(silent_since(&days, first, today), Some(date(2026, 3, 2)));
        // Read for less than a month: nothing is usual yet.
        assert_eq!(silent_since(&days, date(2026, 2, 10), today), None);
    }
}
