//! Brackets of days: "how long ago" as released. A day would often be one person's; a bracket is many people's.

use jiff::civil::Date;

use crate::period::{Level, Period};

/// Returns the last day of each bracket, counted back from the end of the period: the period's last day is 1.
pub(crate) fn edges(level: Level) -> &'static [u16] {
    match level {
        Level::Week => &[3, 7],
        Level::Month => &[7, 14, 31],
        Level::Year => &[30, 60, 90, 180, 366],
    }
}

/// Returns which bracket a day lies in. What lies outside the period, or is unknown, is in the oldest.
pub(crate) fn bracket(period: Period, day: Option<Date>) -> usize {
    let edges = edges(period.level());
    let oldest = edges.len() - 1;
    let Some(day) = day.filter(|it| (period.start()..period.end()).contains(it)) else { return oldest };
    let ago = (period.end() - day).get_days();
    edges.iter().position(|edge| ago <= i32::from(*edge)).unwrap_or(oldest)
}

/// Returns at most how many days ago a group of our people was last in touch: the edge of the newest bracket up to which the noisy counts,
/// added up, exceed what noise alone explains. `None` if they never do.
pub(crate) fn at_most_days(level: Level, counts: &[i64], scale: f64) -> Option<u16> {
    let mut sum = 0;
    for (newest, (edge, count)) in (1u8..).zip(edges(level).iter().zip(counts)) {
        sum += count;
        if sum as f64 > crate::figures::PLAIN * scale * f64::from(newest).sqrt() {
            return Some(*edge);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lies_in_one_bracket() {
        for (level, day, expected) in [
            (Level::Month, Some("2001-05-31"), 0),
            (Level::Month, Some("2001-05-25"), 0),
            (Level::Month, Some("2001-05-24"), 1),
            (Level::Month, Some("2001-05-01"), 2),
            (Level::Month, Some("2001-06-01"), 2),
            (Level::Month, None, 2),
            (Level::Year, Some("2001-12-02"), 0),
            (Level::Year, Some("2001-12-01"), 1),
            (Level::Year, Some("2001-01-01"), 4),
        ] {
            let period = Period::of(level, "2001-05-09".parse().unwrap());
            assert_eq!(bracket(period, day.map(|it| it.parse().unwrap())), expected, "{level:?} {day:?}");
        }
    }

    #[test]
    fn the_newest_bracket_that_noise_does_not_explain_is_told() {
        for (counts, expected) in
            [([9, 0, 0], Some(7)), ([4, 4, 0], Some(14)), ([1, 1, 9], Some(31)), ([-3, 2, 3], None), ([4, 1, 1], None)]
        {
            assert_eq!(at_most_days(Level::Month, &counts, 2.0), expected, "{counts:?}");
        }
    }
}
