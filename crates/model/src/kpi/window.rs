//! Windows: the days a figure speaks of.

use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;

use crate::series::day_of;

const DAY_SECONDS: i64 = 86_400;

/// A run of UTC days; the first and the last are both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Window {
    /// Returns the window of so many days of which `until` is the last; at least one.
    pub fn last(days: u16, until: Date) -> Window {
        Window { from: until.saturating_sub(Span::new().days(i64::from(days.max(1)) - 1)), until }
    }

    /// Returns how many days are inside.
    pub fn days(self) -> u32 {
        u32::try_from(day_of(self.until) - day_of(self.from) + 1).unwrap_or(0)
    }

    /// Returns how many weeks that is, in fractions.
    pub fn weeks(self) -> f64 {
        f64::from(self.days()) / 7.0
    }

    /// Returns whether a day, counted since 1970, is inside.
    pub fn has_day(self, day: i32) -> bool {
        (day_of(self.from)..=day_of(self.until)).contains(&day)
    }

    /// Returns the moments inside, in seconds since 1970.
    pub fn seconds(self) -> Range<i64> {
        i64::from(day_of(self.from)) * DAY_SECONDS..(i64::from(day_of(self.until)) + 1) * DAY_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_inside() {
        let window = Window::last(7, "2026-03-08".parse().unwrap());
        assert_eq!(window.from.to_string(), "2026-03-02");
        assert_eq!((window.days(), window.weeks()), (7, 1.0));
        let day = day_of(window.from);
        let inside = [day - 1, day, day + 6, day + 7].map(|it| window.has_day(it));
        assert_eq!(inside, [false, true, true, false]);
        assert_eq!(window.seconds().end - window.seconds().start, 7 * DAY_SECONDS);
    }

    #[test]
    fn a_window_has_at_least_a_day_unless_it_is_turned_round() {
        let day = "2026-03-08".parse().unwrap();
        assert_eq!(Window::last(0, day), Window { from: day, until: day });
        assert_eq!(Window { from: "2026-03-10".parse().unwrap(), until: day }.days(), 0);
    }
}
