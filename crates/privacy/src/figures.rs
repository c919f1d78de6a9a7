//! Figures: what is shown of an account, computed from noisy answers alone.

use crate::brackets::at_most_days;
use crate::measure::{MIDDLE_HOURS, MIDDLE_MINUTES, Measure};
use crate::mechanism::Mechanism;
use crate::period::Level;
use crate::settings::MinimumGroup;

/// A number is plain when it exceeds so many standard deviations of its noise.
pub(crate) const PLAIN: f64 = 2.0;
/// A mean is told when it is accurate to a third of its middle: 15 minutes, 8 hours.
const MEAN_ACCURACY: f64 = 1.0 / 3.0;
/// Of a 95 % interval, half the width in standard deviations.
const HALF_WIDTH: f64 = 1.96;
/// Mean durations are rounded to so many minutes.
const MINUTES_STEP: f64 = 5.0;

/// The released figures of one account in one period. All of them carry noise; [`accuracy`](crate::accuracy()) says how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Engagement, 0–100: the account's place among those shown for the period.
    pub score: u8,
    /// Emails to the account.
    pub emails_to: u32,
    /// Emails from the account, once for each of our people they are addressed to.
    pub emails_from: u32,
    /// Meetings we organised, once for each of our people who attended.
    pub meetings_by_us: u32,
    /// Meetings they organised, once for each of our people who attended.
    pub meetings_by_them: u32,
    /// How many of our people took part in emails.
    pub our_people_emails: u32,
    /// How many of our people took part in meetings.
    pub our_people_meetings: u32,
    /// How many of their people took part in emails.
    pub their_people_emails: u32,
    /// How many of their people took part in meetings.
    pub their_people_meetings: u32,
    /// At most how many days before the period's end a group of our people last had an email; its last day is 1. A bracket's edge.
    /// `None` when noise does not allow to say.
    pub days_since_email: Option<u16>,
    /// The same of meetings.
    pub days_since_meeting: Option<u16>,
    /// The mean of our people's own mean durations of meetings, 0–90 minutes in steps of 5. `None` unless enough met to say it to
    /// about 15 minutes.
    pub mean_meeting_minutes: Option<u16>,
    /// The mean of our people's own mean times until the account answered, 0–48 hours. `None` unless enough were answered to say
    /// it to about 8 hours.
    pub mean_reply_hours: Option<u16>,
}

/// Returns the noisy count of people from which an account is shown. Of the minimum exactly, noise of this scale reaches it once in 44
/// times, and one of two counts less than once in 20. (Half a person: noise comes in whole numbers.)
pub(crate) fn shown_from(minimum: MinimumGroup, scale: f64) -> i64 {
    i64::from(minimum.people()) + (PLAIN * scale + 0.5).ceil() as i64
}

/// The noisy answers of one account, and how noisy they are.
pub(crate) struct Noisy<'a> {
    pub(crate) mechanism: &'a Mechanism,
    pub(crate) level: Level,
    /// The numbers of the account in the answer to each measure.
    pub(crate) numbers: &'a dyn Fn(Measure) -> &'a [i64],
}

impl Noisy<'_> {
    /// Returns whether the noisy counts say that a group was in touch: one of the two is at least what it takes.
    pub(crate) fn has_group(&self, minimum: MinimumGroup) -> bool {
        [Measure::OurPeopleEmails, Measure::OurPeopleMeetings]
            .into_iter()
            .any(|measure| self.number(measure) >= shown_from(minimum, self.scale(measure)))
    }

    /// Returns the figures, without the score: that takes all accounts.
    pub(crate) fn figures(&self) -> Figures {
        let count = |measure| u32::try_from(self.number(measure).max(0)).unwrap_or(u32::MAX);
        let days = |measure| at_most_days(self.level, (self.numbers)(measure), self.scale(measure));
        Figures {
            score: 0,
            emails_to: count(Measure::EmailsTo),
            emails_from: count(Measure::EmailsFrom),
            meetings_by_us: count(Measure::MeetingsByUs),
            meetings_by_them: count(Measure::MeetingsByThem),
            our_people_emails: count(Measure::OurPeopleEmails),
            our_people_meetings: count(Measure::OurPeopleMeetings),
            their_people_emails: count(Measure::TheirPeopleEmails),
            their_people_meetings: count(Measure::TheirPeopleMeetings),
            days_since_email: days(Measure::LastEmail),
            days_since_meeting: days(Measure::LastMeeting),
            mean_meeting_minutes: self.mean(
                Measure::MeetingMinutes,
                Measure::OurPeopleMeetings,
                MIDDLE_MINUTES,
                MINUTES_STEP,
            ),
            mean_reply_hours: self.mean(Measure::ReplyHours, Measure::Answered, MIDDLE_HOURS, 1.0),
        }
    }

    /// Returns a mean: the middle, and what people's own means exceed it by, over how many they are.
    fn mean(&self, excess: Measure, people: Measure, middle: i64, step: f64) -> Option<u16> {
        let of = self.number(people) as f64;
        let half_width = HALF_WIDTH * self.scale(excess) / of;
        if of <= PLAIN * self.scale(people) || half_width > MEAN_ACCURACY * middle as f64 {
            return None;
        }
        let mean = middle as f64 + self.number(excess) as f64 / of;
        let stepped = (mean / step).round() * step;
        Some(stepped.clamp(0.0, 2.0 * middle as f64) as u16)
    }

    fn number(&self, measure: Measure) -> i64 {
        (self.numbers)(measure).first().copied().unwrap_or(0)
    }

    fn scale(&self, measure: Measure) -> f64 {
        self.mechanism.scales[&measure]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Epsilon, Settings};

    fn check(people: i64, excess: i64, expected: Option<u16>) {
        let settings = Settings { epsilon_a_year: Epsilon::new(Epsilon::MOST).unwrap(), ..Settings::default() };
        let mechanism = Mechanism::of(&settings, Level::Year).unwrap();
        let answer = |measure| match measure {
            Measure::OurPeopleMeetings => vec![people],
            Measure::MeetingMinutes => vec![excess],
            measure => vec![-7; measure.width(Level::Year)],
        };
        let answers = Measure::ALL.map(answer);
        let numbers = |measure: Measure| &answers[measure as usize][..];
        let figures = Noisy { mechanism: &mechanism, level: Level::Year, numbers: &numbers }.figures();
        assert_eq!(figures.mean_meeting_minutes, expected, "{people} people, {excess} minutes");
        assert_eq!((figures.emails_to, figures.days_since_email), (0, None));
    }

    #[test]
    fn a_mean_is_told_when_enough_met_and_stays_within_its_range() {
        check(100, 1520, Some(60));
        check(100, -1480, Some(30));
        check(100, 90_000, Some(90));
        check(100, -90_000, Some(0));
        check(3, 45, None);
        check(-2, 45, None);
    }
}
