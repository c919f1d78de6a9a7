//! Periods: the weeks, months and years that figures are released for. All of them in UTC.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A calendar week, from Monday.
    Week = 0,
    /// A calendar month.
    Month = 1,
    /// A calendar year.
    Year = 2,
}

impl Level {
    /// All levels, the shortest first.
    pub const ALL: [Level; 3] = [Level::Week, Level::Month, Level::Year];

    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Level::Week => "week",
            Level::Month => "month",
            Level::Year => "year",
        }
    }

    /// Returns the level of that name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns how many periods of this level can begin in one year.
    pub fn a_year(self) -> u32 {
        match self {
            Level::Week => 53,
            Level::Month => 12,
            Level::Year => 1,
        }
    }
}

/// One week, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    level: Level,
    start: Date,
}

impl Period {
    /// Returns the period of that level a day lies in.
    pub fn of(level: Level, day: Date) -> Period {
        let start = match level {
            Level::Week => {
                let since_monday = i64::from(day.weekday().since(Weekday::Monday));
                day.saturating_sub(Span::new().days(since_monday))
            }
            Level::Month => day.first_of_month(),
            Level::Year => day.first_of_year(),
        };
        Period { level, start }
    }

    /// Returns how long it is.
    pub fn level(self) -> Level {
        self.level
    }

    /// Returns its first day.
    pub fn start(self) -> Date {
        self.start
    }

    /// Returns the first day after it.
    pub fn end(self) -> Date {
        let span = match self.level {
            Level::Week => Span::new().days(7),
            Level::Month => Span::new().months(1),
            Level::Year => Span::new().years(1),
        };
        self.start.saturating_add(span)
    }

    /// Returns whether it is over on a day: that day comes after its last one.
    pub fn is_closed_on(self, day: Date) -> bool {
        day >= self.end()
    }

    /// Returns the year whose budget pays for it: the one it begins in.
    pub fn year(self) -> i16 {
        self.start.year()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lies_in_one_period_of_each_level() {
        for (level, day, start, end) in [
            (Level::Week, "2001-10-17", "2001-10-15", "2001-10-22"),
            (Level::Week, "2001-10-15", "2001-10-15", "2001-10-22"),
            (Level::Week, "2002-01-01", "2001-12-31", "2002-01-07"),
            (Level::Month, "2000-02-29", "2000-02-01", "2000-03-01"),
            (Level::Year, "2000-02-29", "2000-01-01", "2001-01-01"),
        ] {
            let period = Period::of(level, day.parse().unwrap());
            assert_eq!((period.start().to_string(), period.end().to_string()), (start.into(), end.into()));
        }
    }

    #[test]
    fn a_period_is_closed_from_the_day_after_its_last() {
        let may = Period::of(Level::Month, "2001-05-09".parse().unwrap());
        assert!(!may.is_closed_on("2001-05-31".parse().unwrap()));
        assert!(may.is_closed_on("2001-06-01".parse().unwrap()));
    }

    #[test]
    fn levels_are_found_by_their_names() {
        for level in Level::ALL {
            assert_eq!(Level::named(level.name()), Some(level));
        }
    }
}
