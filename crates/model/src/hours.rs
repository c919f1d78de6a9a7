//! Hours: about how many messages each hour of a week brought, a byte an hour.
//!
//! Each message of an hour falls into one of eight drawers, by the number that stands for it; kept is which of them are not empty. So a
//! message that is moved, or read again, changes nothing, and which messages came is not kept. How many those were follows from how many
//! drawers they filled (linear counting: Whang, Vander-Zanden, Taylor, *ACM Trans. Database Syst.* 15, 1990).
//!
//! ```text
//! drawers filled   0  1  2  3  4  5   6   7   8
//! messages         0  1  2  3  5  7  11  16  22      −8·ln(1 − filled/8), rounded down; the last: of 7.5
//! ```
//!
//! Weeks begin on Monday, days at midnight, both in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Hours of a week.
const HOURS: usize = 168;
/// How many messages fill so many drawers.
const MESSAGES: [u8; 9] = [0, 1, 2, 3, 5, 7, 11, 16, 22];

/// The hours of one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours([u8; HOURS]);

impl Default for Hours {
    fn default() -> Hours {
        Hours([0; HOURS])
    }
}

impl Hours {
    /// Notes a message of an hour.
    pub fn note(&mut self, hour: HourOfWeek, message: u64) {
        self.0[hour.hour] |= 1 << (message % 8);
    }

    /// Returns about how many messages each hour brought, the first of Monday first.
    pub fn messages(&self) -> impl Iterator<Item = u8> {
        self.0.iter().map(|it| MESSAGES[it.count_ones() as usize])
    }

    /// Returns the week as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Returns what bytes say; `None` if they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Hours> {
        bytes.try_into().ok().map(Hours)
    }
}

/// An hour of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HourOfWeek {
    /// The day on which its week begins.
    pub monday: Date,
    hour: usize,
}

impl HourOfWeek {
    /// Returns the hour in which a moment lies.
    pub fn of(at: Timestamp) -> HourOfWeek {
        let at = at.to_zoned(TimeZone::UTC);
        let weekday = at.weekday().to_monday_zero_offset();
        let monday = at.date().saturating_sub(jiff::Span::new().days(weekday));
        HourOfWeek { monday, hour: weekday as usize * 24 + at.hour() as usize }
    }

    /// Returns how many hours of its week were over when it began.
    pub fn hour(self) -> usize {
        self.hour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> HourOfWeek {
        HourOfWeek::of(text.parse().unwrap())
    }

    fn told(hours: &Hours) -> Vec<(usize, u8)> {
        hours.messages().enumerate().filter(|it| it.1 > 0).collect()
    }

    #[test]
    fn a_message_counts_once_in_its_hour_however_often_it_comes() {
        let mut hours = Hours::default();
        for message in [7, 8, 7, 8] {
            hours.note(at("2026-03-03T05:59:59Z"), message);
        }
        hours.note(at("2026-03-08T23:00:00Z"), 1);
        assert_eq!(told(&hours), [(29, 2), (167, 1)]);
        assert_eq!(Hours::from_bytes(&hours.to_bytes()), Some(hours));
        assert_eq!(Hours::from_bytes(&[1; 8]), None);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let of = |text: &str| (at(text).monday.to_string(), at(text).hour);
        assert_eq!(of("2026-03-02T00:00:00Z"), ("2026-03-02".to_owned(), 0));
        assert_eq!(of("2026-03-01T23:59:59Z"), ("2026-02-23".to_owned(), 167));
    }

    #[test]
    fn many_messages_are_told_as_many() {
        let mut hours = Hours::default();
        (0..1_000).for_each(|it| hours.note(at("2026-03-02T00:00:00Z"), it));
        assert_eq!(told(&hours), [(0, 22)]);
    }
}
