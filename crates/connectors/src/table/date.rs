//! Days and moments as programs write them: ISO 8601 with or without a time zone, `2026/03/02`, `13.02.2026`.
//!
//! **Invariant:** what could be two days is none: `02/03/2026` is reported, never guessed. A time without a zone is
//! UTC.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Longer than any moment with the name of its time zone.
const LONGEST: usize = 80;
/// CRMs write 1753, 1899 and 9999 for never.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Returns the day a text names; of a moment, the day it is in UTC.
///
/// # Errors
///
/// What is wrong with the text, without repeating it.
pub(crate) fn day(text: &str) -> Result<Date, &'static str> {
    moment(text).map(|it| it.to_zoned(TimeZone::UTC).date())
}

/// Returns the moment a text names; of a day, its first in UTC.
///
/// # Errors
///
/// What is wrong with the text, without repeating it.
pub(crate) fn moment(text: &str) -> Result<Timestamp, &'static str> {
    const NONE: &str = "it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z";
    const YEAR: &str = "its year is not between 1900 and 2200; an empty cell says never";
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(NONE);
    }
    // A zone may be named without its offset: `2026-03-02T10:30[Europe/Berlin]`.
    let in_zone = text.parse::<Timestamp>().or_else(|_| text.parse::<Zoned>().map(|it| it.timestamp()));
    let found = match in_zone {
        Ok(moment) => moment,
        Err(_) => {
            let civil = match text.parse::<DateTime>() {
                Ok(it) => it,
                Err(_) => milliseconds(text).map_or_else(|| written(text, NONE), Ok)?,
            };
            civil.to_zoned(TimeZone::UTC).map_err(|_| YEAR)?.timestamp()
        }
    };
    if YEARS.contains(&found.to_zoned(TimeZone::UTC).year()) { Ok(found) } else { Err(YEAR) }
}

/// Thirteen digits are milliseconds since 1970.
fn milliseconds(text: &str) -> Option<DateTime> {
    let digits = text.len() == 13 && text.bytes().all(|it| it.is_ascii_digit());
    let moment = Timestamp::from_millisecond(text.parse().ok().filter(|_| digits)?).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).datetime())
}

/// `2026/03/02 10:30`, `13.02.2026`, `2/13/2026 4:05 PM`.
fn written(text: &str, none: &'static str) -> Result<DateTime, &'static str> {
    let (day, time) = text.split_once([' ', 'T', ',']).unwrap_or((text, ""));
    let sign = day.chars().find(|it| !it.is_ascii_digit()).ok_or(none)?;
    let parts: Vec<&str> = day.split(sign).collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|it| it.parse().ok()).collect();
    let (&[first, second, third], true) = (&numbers[..], matches!(sign, '/' | '.' | '-') && parts.len() == 3) else {
        return Err(none);
    };
    let (year, month, day) = match (parts[0].len(), parts[2].len()) {
        (4, 1..=2) => (first, second, third),
        // With points it is always the day that comes first.
        (1..=2, 4) if sign == '.' || first > 12 || first == second => (third, second, first),
        (1..=2, 4) if second > 12 => (third, first, second),
        (1..=2, 4) => return Err("it can be read as two different days; write it as 2026-03-02"),
        _ => return Err(none),
    };
    let whole = |it: i16| i8::try_from(it).map_err(|_| none);
    let date = Date::new(year, whole(month)?, whole(day)?).map_err(|_| "there is no such day")?;
    Ok(date.to_datetime(clock(time.trim()).ok_or(none)?))
}

/// `16:05`, `4:05:00 PM`; nothing is midnight.
fn clock(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let upper = text.to_uppercase();
    let (digits, afternoon) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(it), _) => (it.trim(), Some(false)),
        (_, Some(it)) => (it.trim(), Some(true)),
        _ => (upper.as_str(), None),
    };
    let parts: Option<Vec<i8>> = digits.split(':').map(|it| it.parse().ok()).collect();
    let (hour, minute, second) = match parts?[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}
