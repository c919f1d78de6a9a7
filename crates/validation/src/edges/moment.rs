//! Moments: the spellings of a point in time that an edge file may use.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Reads Unix seconds, RFC 3339, or an ISO day or time without zone (taken as UTC), as Unix seconds.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<i64>() {
        return Timestamp::from_second(seconds).is_ok().then_some(seconds);
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_second());
    }
    if let Ok(seconds) = text.parse::<f64>() {
        let whole = seconds.floor();
        // Exact: the range of `Timestamp` is far within the integers of an f64.
        return (whole.abs() < 1e11).then_some(whole as i64).filter(|it| Timestamp::from_second(*it).is_ok());
    }
    let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from)).ok()?;
    let moment = TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(moment.as_second())
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(super::parse(text), expected, "{text}");
    }

    #[test]
    fn four_spellings_are_understood() {
        check("988675200", Some(988_675_200));
        check("988675200.75", Some(988_675_200));
        check("2001-05-01T00:00:00Z", Some(988_675_200));
        check("2001-05-01T02:00:00+02:00", Some(988_675_200));
        check("2001-05-01", Some(988_675_200));
        check(" 2001-05-01T00:00:00 ", Some(988_675_200));
    }

    #[test]
    fn anything_else_is_not_a_moment() {
        for text in ["", "timestamp", "01.05.2001", "NaN", "inf", "99999999999999999"] {
            check(text, None);
        }
    }
}
