//! Months: the grain of the log's partitions and of the partials that merge.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A calendar month in UTC, written `2001-05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Date,
}

impl Month {
    /// Returns the month a moment falls in.
    pub fn of(at: Timestamp) -> Month {
        Month { first: at.to_zoned(TimeZone::UTC).date().first_of_month() }
    }

    /// Returns the month a day falls in.
    pub fn of_day(day: Date) -> Month {
        Month { first: day.first_of_month() }
    }

    /// Returns the month `months` later, or earlier when negative.
    pub fn plus(self, months: i32) -> Month {
        let span = jiff::Span::new().months(months);
        Month { first: self.first.saturating_add(span) }
    }

    /// Returns the first moment of the month, in seconds since 1970.
    pub fn start_seconds(self) -> i64 {
        seconds(self.first)
    }

    /// Returns the first moment after the month, in seconds since 1970: what partials refer to.
    pub fn end_seconds(self) -> i64 {
        self.plus(1).start_seconds()
    }
}

/// Returns the first second of a day in UTC.
fn seconds(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC).map_or(i64::MIN, |it| it.timestamp().as_second())
}

/// Returns the first moment after a day in UTC, in seconds since 1970: "as of" a day includes the day.
pub fn end_of_day_seconds(day: Date) -> i64 {
    seconds(day.saturating_add(jiff::Span::new().days(1)))
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Month, jiff::Error> {
        format!("{text}-01").parse().map(|first| Month { first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_ends_and_its_neighbours() {
        let december: Month = "2001-12".parse().unwrap();
        assert_eq!(december.plus(1).to_string(), "2002-01");
        assert_eq!(december.plus(-12).to_string(), "2000-12");
        assert_eq!(december.end_seconds() - december.start_seconds(), 31 * 86_400);
        assert_eq!(Month::of("2001-12-31T23:59:59Z".parse().unwrap()), december);
    }

    #[test]
    fn as_of_a_day_includes_the_day() {
        assert_eq!(end_of_day_seconds("2001-04-30".parse().unwrap()), 988_675_200);
    }
}
