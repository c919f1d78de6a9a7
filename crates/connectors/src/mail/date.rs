//! Dates: when a message was sent, as far as anybody can be believed.
//!
//! The sender's `Date` counts if it lies within a week of what a server noted (`Received`, the mbox's `From `
//! line, a maildir's file name); else the server's does. What lies in the future of the reader, or before there
//! was mail, is a wrong stamp.

use jiff::{SignedDuration, Timestamp};
use mail_parser::{DateTime, HeaderName, HeaderValue};

use super::{Headers, Place};

/// Mail is slow, clocks are wrong, but not by more than this.
const TRUSTED: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Time zones, and clocks that run ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// 1982-01-01, the year of RFC 822. Programs without a clock stamp 1970-01-01 and 1980-01-01.
const FIRST_MAIL_SECONDS: i64 = 378_691_200;

pub(super) fn of(headers: &Headers<'_>, place: &Place) -> Result<Timestamp, String> {
    let noted = received(headers).filter(|it| is_possible(*it, place.now)).or(place.delivered);
    believed(written(headers), noted, place.now)
}

/// Returns when a message was sent, by what its sender wrote and what a server noted.
///
/// # Errors
///
/// If neither can be.
pub fn believed(written: Option<Timestamp>, noted: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, String> {
    let possible = |it: &Timestamp| is_possible(*it, now);
    match (written.filter(possible), noted.filter(possible)) {
        (Some(written), Some(noted)) if written.duration_since(noted).abs() > TRUSTED => Ok(noted),
        (Some(it), _) | (None, Some(it)) => Ok(it),
        (None, None) => Err("its date is missing or impossible, and no server noted one".to_owned()),
    }
}

fn is_possible(it: Timestamp, now: Timestamp) -> bool {
    it.as_second() >= FIRST_MAIL_SECONDS && it <= now + AHEAD
}

fn written(headers: &Headers<'_>) -> Option<Timestamp> {
    let header = headers.message.headers().iter().find(|it| it.name == HeaderName::Date)?;
    match &header.value {
        HeaderValue::DateTime(date) => timestamp(date),
        _ => None,
    }
}

/// The date of the topmost `Received`: the last server, the one nearest to the mailbox.
fn received(headers: &Headers<'_>) -> Option<Timestamp> {
    let (_, date) = headers.text(HeaderName::Received)?.rsplit_once(';').map(|it| (it.0.len(), it.1.to_owned()))?;
    timestamp(&DateTime::parse_rfc822(date.trim())?)
}

fn timestamp(date: &DateTime) -> Option<Timestamp> {
    // The parser lets -99:99 pass as a time zone.
    let sound = date.is_valid() && date.tz_hour <= 14 && date.tz_minute <= 59;
    sound.then(|| Timestamp::from_second(date.to_timestamp()).ok()).flatten()
}

/// Returns the moment on an mbox's `From ` line, such as `From lea@acme Fri Jul  8 12:08:34 2011`, taken as UTC.
pub fn parse_postmark(line: &str) -> Option<Timestamp> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let time = words.iter().position(|it| is_time(it))?;
    let year = words[time + 1..].iter().find(|it| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit()))?;
    let (month, day) = (words.get(time.checked_sub(2)?)?, words.get(time - 1)?);
    let seconds = if words[time].len() > 5 { "" } else { ":00" };
    timestamp(&DateTime::parse_rfc822(&format!("{day} {month} {year} {}{seconds} +0000", words[time]))?)
}

fn is_time(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|it| (1..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postmark_is_read_in_the_forms_programs_write() {
        for (given, expected) in [
            ("From lea@acme.com Fri Jul  8 12:08:34 2011", Some("2011-07-08T12:08:34Z")),
            ("From - Tue Jan 01 00:00:00 2002", Some("2002-01-01T00:00:00Z")),
            ("From 1762@xxx Sat Jan 01 10:11:12 +0000 2022", Some("2022-01-01T10:11:12Z")),
            ("From lea Fri Jul  8 12:08 CET 2011", Some("2011-07-08T12:08:00Z")),
            ("From what I heard at 10:30 it is late", None),
            ("From here on", None),
            ("From 12:30", None),
        ] {
            assert_eq!(parse_postmark(given).map(|it| it.to_string()).as_deref(), expected, "{given}");
        }
    }
}
