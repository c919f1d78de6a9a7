//! Measures: what is asked of the data, and how far one colleague can move each answer.

use crate::brackets;
use crate::period::Level;

/// Something that is asked of the data, with noise. Everything else that is released is computed from the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// How many of our people had an email with the account.
    OurPeopleEmails,
    /// How many of our people had a meeting with the account.
    OurPeopleMeetings,
    /// How many of our people had their last email with the account in each bracket of days.
    LastEmail,
    /// How many of our people had their last meeting with the account in each bracket of days.
    LastMeeting,
    /// Emails to the account.
    EmailsTo,
    /// Emails from the account.
    EmailsFrom,
    /// Meetings of our making.
    MeetingsByUs,
    /// Meetings of their making.
    MeetingsByThem,
    /// How many of their people had an email with ours.
    TheirPeopleEmails,
    /// How many of their people had a meeting with ours.
    TheirPeopleMeetings,
    /// By how much our people's own mean meetings are longer than 45 minutes, added up.
    MeetingMinutes,
    /// How many of our people were answered.
    Answered,
    /// By how much our people's own mean waiting times exceed 24 hours, added up.
    ReplyHours,
}

/// A colleague's own mean duration of meetings counts as 0 to twice this many minutes.
pub(crate) const MIDDLE_MINUTES: i64 = 45;
/// A colleague's own mean waiting time counts as 0 to twice this many hours.
pub(crate) const MIDDLE_HOURS: i64 = 24;

impl Measure {
    /// All measures.
    pub const ALL: [Measure; 13] = [
        Measure::OurPeopleEmails,
        Measure::OurPeopleMeetings,
        Measure::LastEmail,
        Measure::LastMeeting,
        Measure::EmailsTo,
        Measure::EmailsFrom,
        Measure::MeetingsByUs,
        Measure::MeetingsByThem,
        Measure::TheirPeopleEmails,
        Measure::TheirPeopleMeetings,
        Measure::MeetingMinutes,
        Measure::Answered,
        Measure::ReplyHours,
    ];

    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Measure::OurPeopleEmails => "our_people_emails",
            Measure::OurPeopleMeetings => "our_people_meetings",
            Measure::LastEmail => "days_since_email",
            Measure::LastMeeting => "days_since_meeting",
            Measure::EmailsTo => "emails_to",
            Measure::EmailsFrom => "emails_from",
            Measure::MeetingsByUs => "meetings_by_us",
            Measure::MeetingsByThem => "meetings_by_them",
            Measure::TheirPeopleEmails => "their_people_emails",
            Measure::TheirPeopleMeetings => "their_people_meetings",
            Measure::MeetingMinutes => "mean_meeting_minutes",
            Measure::Answered => "our_people_answered",
            Measure::ReplyHours => "mean_reply_hours",
        }
    }

    /// Returns how much of a release's privacy loss it gets, in hundredths. Most goes to the two counts that decide whether
    /// a row is shown at all, and to the emails.
    pub(crate) fn share(self) -> u32 {
        match self {
            Measure::OurPeopleEmails => 20,
            Measure::OurPeopleMeetings => 16,
            Measure::EmailsTo | Measure::EmailsFrom => 11,
            Measure::MeetingsByUs | Measure::MeetingsByThem => 7,
            Measure::LastEmail | Measure::LastMeeting | Measure::TheirPeopleEmails | Measure::TheirPeopleMeetings => 5,
            Measure::MeetingMinutes => 4,
            Measure::Answered | Measure::ReplyHours => 2,
        }
    }

    /// Returns how many numbers an account has in the answer.
    pub(crate) fn width(self, level: Level) -> usize {
        match self {
            Measure::LastEmail | Measure::LastMeeting => brackets::edges(level).len(),
            _ => 1,
        }
    }

    /// Returns the bound on one colleague: all accounts' numbers of the colleague, squared, added and rooted, are at most this.
    /// `None` where the number for each account is bounded by itself.
    pub(crate) fn bound(self, level: Level) -> Option<u32> {
        let by_level = match self {
            Measure::EmailsTo | Measure::EmailsFrom => [3, 6, 40],
            Measure::MeetingsByUs | Measure::MeetingsByThem => [1, 2, 12],
            Measure::TheirPeopleEmails | Measure::TheirPeopleMeetings => [2, 2, 4],
            _ => return None,
        };
        Some(by_level[level as usize])
    }

    /// Returns how far one colleague can move the whole answer, all accounts together, as a Euclidean distance (rounded up):
    /// the L2 sensitivity.
    pub(crate) fn reach(self, level: Level) -> f64 {
        if let Some(bound) = self.bound(level) {
            return f64::from(bound);
        }
        let at_one_account = match self {
            Measure::MeetingMinutes => MIDDLE_MINUTES as f64,
            Measure::ReplyHours => MIDDLE_HOURS as f64,
            _ => 1.0,
        };
        (at_one_account * f64::from(accounts_each(level)).sqrt()).next_up()
    }
}

/// Returns at how many accounts a colleague counts in one period: those they had most to do with.
pub(crate) fn accounts_each(level: Level) -> u32 {
    match level {
        Level::Week => 2,
        Level::Month => 3,
        Level::Year => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_the_whole() {
        assert_eq!(Measure::ALL.map(Measure::share).iter().sum::<u32>(), 100);
    }

    #[test]
    fn the_reach_is_never_rounded_down() {
        assert!(Measure::OurPeopleEmails.reach(Level::Month).powi(2) >= 3.0);
        assert!(Measure::MeetingMinutes.reach(Level::Year).powi(2) >= 45.0 * 45.0 * 5.0);
    }
}
