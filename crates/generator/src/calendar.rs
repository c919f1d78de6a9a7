//! The calendar: which days and hours work is done in. Days are counted since 1970, seconds too, in UTC.

use crate::dice::Dice;

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// How much is written on a day of the weekend, for one of the week.
const WEEKEND: f64 = 0.08;
/// How much is written in each hour of a day.
const HOURS: [u8; 24] = [1, 0, 0, 0, 0, 1, 3, 8, 14, 16, 15, 12, 9, 13, 15, 14, 12, 9, 5, 3, 3, 2, 2, 1];
/// The sum of [`HOURS`].
const ALL_HOURS: u32 = 158;
/// The first and the last hour in which an answer is written without being put off.
const OFFICE: std::ops::Range<i64> = 7..20;
/// So often whatever is due out of hours is put off.
const PUT_OFF: f64 = 0.85;

/// Returns the day of the week, Monday 0. 1970 began with a Thursday.
pub(crate) fn weekday(day: i64) -> u32 {
    (day + 3).rem_euclid(7) as u32
}

/// Returns whether nobody has to work.
pub(crate) fn is_weekend(day: i64) -> bool {
    weekday(day) >= 5
}

/// Returns how much is written on a day.
pub(crate) fn weight(day: i64) -> f64 {
    if is_weekend(day) { WEEKEND } else { 1.0 }
}

/// Returns a second of a day, in working hours most likely.
pub(crate) fn moment(day: i64, dice: &mut Dice) -> i64 {
    let mut left = dice.below(ALL_HOURS);
    let mut hour = 0;
    while left >= u32::from(HOURS[hour]) {
        left -= u32::from(HOURS[hour]);
        hour += 1;
    }
    day * DAY + hour as i64 * 3600 + i64::from(dice.below(3600))
}

/// Returns when somebody gets to what is due at a moment: mostly not at night, and not on the weekend.
pub(crate) fn put_off(due: i64, dice: &mut Dice) -> i64 {
    let (mut day, hour) = (due.div_euclid(DAY), due.rem_euclid(DAY) / 3600);
    if (OFFICE.contains(&hour) && !is_weekend(day)) || !dice.chance(PUT_OFF) {
        return due;
    }
    if hour >= OFFICE.end {
        day += 1;
    }
    while is_weekend(day) {
        day += 1;
    }
    let morning = day * DAY + OFFICE.start * 3600 + i64::from(dice.below(3 * 3600));
    due.max(morning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hours_add_up() {
        assert_eq!(HOURS.iter().map(|it| u32::from(*it)).sum::<u32>(), ALL_HOURS);
    }

    #[test]
    fn weeks_begin_on_monday() {
        // 2026-11-22 was a Sunday.
        let sunday = 1_795_305_600 / DAY;
        assert_eq!((weekday(sunday), is_weekend(sunday), is_weekend(sunday + 1)), (6, true, false));
    }

    #[test]
    fn nothing_is_put_off_to_before_it_was_due() {
        let mut dice = Dice::of(1, 1, 1);
        for due in (0..14 * DAY).step_by(1_000) {
            let done = put_off(due, &mut dice);
            assert!(done >= due && done < due + 4 * DAY, "{due} {done}");
        }
    }
}
