//! Retry-After: how long a service wants to be left alone, in seconds or until a date.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Nobody is waited for longer than a day; such a header is a mistake.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Returns how long to wait. A date counts from the answer's own `Date`, so that clocks may differ; else from `now`.
pub(crate) fn retry_after(value: Option<&str>, date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let value = value?.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return (seconds >= 0.0).then(|| Duration::try_from_secs_f64(seconds).map_or(LONGEST, |it| it.min(LONGEST)));
    }
    let until = http_date(value)?;
    let from = date.and_then(http_date).unwrap_or(now);
    Some(Duration::try_from(until.duration_since(from)).unwrap_or_default().min(LONGEST))
}

/// `Mon, 02 Mar 2026 09:00:30 GMT`
fn http_date(text: &str) -> Option<Timestamp> {
    let zoned = rfc2822::DateTimeParser::new().parse_zoned(text.trim()).ok()?;
    Some(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_clocks_may_differ() {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let later = "Mon, 02 Mar 2026 09:00:30 GMT";
        for (value, date, seconds) in [
            (Some("0"), None, Some(0)),
            (Some(" 17 "), None, Some(17)),
            (Some("999999999999"), None, Some(86_400)),
            (Some("-3"), None, None),
            (Some("soon"), None, None),
            (None, None, None),
            (Some(later), None, Some(30)),
            (Some(later), Some("Mon, 02 Mar 2026 09:00:20 GMT"), Some(10)),
            (Some(later), Some("Mon, 02 Mar 2026 10:00:20 GMT"), Some(0)),
        ] {
            assert_eq!(retry_after(value, date, now).map(|it| it.as_secs()), seconds, "{value:?} {date:?}");
        }
    }
}
