//! Business hours: how much working time lies between two moments.
//!
//! A working day is a civil day of a time zone, so on the days the clocks change it is as long as it was: a shift from
//! midnight to midnight has 23 hours in spring and 25 in autumn, one from nine to five has eight on every day.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

/// When an organisation works, the same on every working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessHours {
    zone: TimeZone,
    from: Time,
    to: Time,
    /// Monday first.
    days: [bool; 7],
}

/// Why hours are no business hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotBusinessHours {
    /// No day of the week is a working day.
    #[error("at least one day of the week must be a working day")]
    NoDays,
    /// Work would end before it begins.
    #[error("work must end after it begins, on the same day; 00:00 as the end is midnight")]
    EndsBeforeItBegins,
}

impl BusinessHours {
    /// Returns business hours from one time of day to another on some days of the week.
    ///
    /// Midnight as the end is the end of the day: 00:00 to 00:00 is around the clock.
    ///
    /// # Errors
    ///
    /// [`NotBusinessHours`] without a working day, or if work would end before it begins.
    pub fn new(zone: TimeZone, from: Time, to: Time, days: &[Weekday]) -> Result<BusinessHours, NotBusinessHours> {
        if days.is_empty() {
            return Err(NotBusinessHours::NoDays);
        }
        if to <= from && to != Time::midnight() {
            return Err(NotBusinessHours::EndsBeforeItBegins);
        }
        let mut works = [false; 7];
        for day in days {
            works[index(*day)] = true;
        }
        Ok(BusinessHours { zone, from, to, days: works })
    }

    /// Returns the working seconds between two moments, both in seconds since 1970; 0 if the second is the earlier.
    ///
    /// Cost: a step for each day between them.
    pub fn seconds(&self, from: i64, until: i64) -> i64 {
        let (Some(first), Some(last)) = (self.date(from), self.date(until)) else { return 0 };
        let mut sum = 0;
        let mut day = first;
        while day <= last {
            if let Some((begins, ends)) = self.shift(day) {
                sum += (ends.min(until) - begins.max(from)).max(0);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        sum
    }

    fn date(&self, moment: i64) -> Option<Date> {
        Timestamp::from_second(moment).ok().map(|it| self.zone.to_datetime(it).date())
    }

    /// When work begins and ends on a day; `None` on a day off.
    fn shift(&self, day: Date) -> Option<(i64, i64)> {
        if !self.days[index(day.weekday())] {
            return None;
        }
        let last_day = if self.to == Time::midnight() { day.tomorrow().ok()? } else { day };
        let moment = |date: Date, time| self.zone.to_timestamp(date.to_datetime(time)).ok();
        Some((moment(day, self.from)?.as_second(), moment(last_day, self.to)?.as_second()))
    }
}

fn index(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;
    use proptest::prelude::*;

    use super::*;

    /// Rules as zones have had them since 2007; named zones would have to be read from files.
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const CHICAGO: &str = "CST6CDT,M3.2.0,M11.1.0";

    const WEEK: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    fn hours(zone: &str, shift: &str, days: usize) -> Result<BusinessHours, NotBusinessHours> {
        let (from, to) = shift.split_once('-').unwrap();
        let zone = TimeZone::posix(zone).unwrap();
        BusinessHours::new(zone, from.parse().unwrap(), to.parse().unwrap(), &WEEK[..days])
    }

    /// Working minutes between two local times, with the first `days` days of the week as working days.
    #[track_caller]
    fn check(zone: &str, shift: &str, days: usize, between: &str, expected: i64) {
        let zone_itself = TimeZone::posix(zone).unwrap();
        let moment = |text: &str| {
            let local: DateTime = text.trim().parse().unwrap();
            zone_itself.to_timestamp(local).unwrap().as_second()
        };
        let (from, until) = between.split_once(" to ").unwrap();
        let found = hours(zone, shift, days).unwrap().seconds(moment(from), moment(until));
        assert_eq!(found, expected * 60, "{shift} in {between}");
    }

    #[test]
    fn only_working_time_counts() {
        // 2 March 2026 is a Monday.
        check(BERLIN, "09:00-17:00", 5, "2026-03-02T10:00 to 2026-03-02T11:30", 90);
        check(BERLIN, "09:00-17:00", 5, "2026-03-02T08:00 to 2026-03-02T18:00", 480);
        check(BERLIN, "09:00-17:00", 5, "2026-03-02T16:00 to 2026-03-03T10:00", 120);
        check(BERLIN, "09:00-17:00", 5, "2026-03-02T18:00 to 2026-03-03T08:00", 0);
        check(CHICAGO, "08:30-12:00", 5, "2026-03-02T00:00 to 2026-03-03T00:00", 210);
    }

    #[test]
    fn weekends_are_free() {
        // From Friday, four o'clock, to Monday, ten o'clock.
        check(BERLIN, "09:00-17:00", 5, "2026-03-06T16:00 to 2026-03-09T10:00", 120);
        check(BERLIN, "09:00-17:00", 5, "2026-03-07T09:00 to 2026-03-08T17:00", 0);
        check(BERLIN, "09:00-17:00", 6, "2026-03-06T16:00 to 2026-03-09T10:00", 600);
    }

    #[test]
    fn the_clocks_change_and_the_hours_do_not() {
        // Berlin: the last Sundays of March and October. Chicago: 8 March and 1 November.
        check(BERLIN, "09:00-17:00", 7, "2026-03-29T00:00 to 2026-03-30T00:00", 480);
        check(BERLIN, "00:00-00:00", 7, "2026-03-29T00:00 to 2026-03-30T00:00", 23 * 60);
        check(BERLIN, "00:00-00:00", 7, "2026-10-25T00:00 to 2026-10-26T00:00", 25 * 60);
        check(BERLIN, "09:00-17:00", 5, "2026-03-27T16:00 to 2026-03-30T10:00", 120);
        check(BERLIN, "09:00-17:00", 5, "2026-10-23T16:00 to 2026-10-26T10:00", 120);
        check(CHICAGO, "00:00-00:00", 7, "2026-03-08T00:00 to 2026-03-09T00:00", 23 * 60);
        check(CHICAGO, "00:00-00:00", 7, "2026-11-01T00:00 to 2026-11-02T00:00", 25 * 60);
        // What the clocks pass over is no working time: 01:00 to 03:00 lasted an hour.
        check(BERLIN, "01:00-03:00", 7, "2026-03-29T00:00 to 2026-03-29T12:00", 60);
        check(BERLIN, "01:00-04:00", 7, "2026-10-25T00:00 to 2026-10-25T12:00", 240);
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        assert_eq!(hours(BERLIN, "09:00-17:00", 0), Err(NotBusinessHours::NoDays));
        assert_eq!(hours(BERLIN, "17:00-09:00", 5), Err(NotBusinessHours::EndsBeforeItBegins));
        assert_eq!(hours(BERLIN, "09:00-09:00", 5), Err(NotBusinessHours::EndsBeforeItBegins));
        assert!(hours(BERLIN, "09:00-00:00", 5).is_ok());
    }

    proptest! {
        #[test]
        fn time_adds_up_and_is_never_more_than_there_was(
            from in 1_770_000_000..1_800_000_000_i64, first in 0..3_000_000_i64, second in 0..3_000_000_i64, days in 1..8_usize,
        ) {
            let hours = hours(BERLIN, "09:00-17:30", days).unwrap();
            let whole = hours.seconds(from, from + first + second);
            prop_assert_eq!(whole, hours.seconds(from, from + first) + hours.seconds(from + first, from + first + second));
            prop_assert!(whole <= first + second);
            prop_assert_eq!(hours.seconds(from + first, from), if first == 0 { hours.seconds(from, from) } else { 0 });
        }
    }
}
