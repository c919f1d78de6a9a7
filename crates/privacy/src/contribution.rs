//! Contributions: what goes in, one colleague at a time.

use jiff::civil::Date;
use relata_model::{PersonId, RecordNumber};

/// What one colleague did with one account in one period.
///
/// **It must be a function of what this colleague took part in, and of nothing that others did**: the stated ε rests on that. So nothing
/// is shared out between colleagues. An email has one sender and counts for that colleague; an email from the account counts for
/// every colleague it is addressed to (To; a copy does not count), a meeting for every colleague who attended. Two colleagues in
/// one meeting make it count twice, and the documentation says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The colleague: the unit of privacy.
    pub colleague: PersonId,
    /// The account.
    pub account: RecordNumber,
    /// Emails the colleague sent to people of the account.
    pub emails_to: u32,
    /// Emails people of the account sent that are addressed (To) to the colleague.
    pub emails_from: u32,
    /// Meetings with people of the account that the colleague attended and somebody of ours organised.
    pub meetings_by_us: u32,
    /// Meetings with people of the account that the colleague attended and somebody of theirs organised.
    pub meetings_by_them: u32,
    /// How long these meetings, by us and by them, were together, in minutes.
    pub meeting_minutes: u32,
    /// Emails of the colleague that the account answered in this period.
    pub replies: u32,
    /// How long these answers took together, in seconds.
    pub reply_seconds: u64,
    /// Their people in the emails counted above, without repetition, the one most written with first.
    pub their_people_emails: Vec<PersonId>,
    /// Their people in the meetings counted above, without repetition, the one most met first.
    pub their_people_meetings: Vec<PersonId>,
    /// The day of the last of these emails.
    pub last_email: Option<Date>,
    /// The day of the last of these meetings.
    pub last_meeting: Option<Date>,
}

impl Contribution {
    /// Returns the contribution of a colleague who did nothing with an account: a start to add to.
    pub fn none(colleague: PersonId, account: RecordNumber) -> Contribution {
        Contribution {
            colleague,
            account,
            emails_to: 0,
            emails_from: 0,
            meetings_by_us: 0,
            meetings_by_them: 0,
            meeting_minutes: 0,
            replies: 0,
            reply_seconds: 0,
            their_people_emails: Vec::new(),
            their_people_meetings: Vec::new(),
            last_email: None,
            last_meeting: None,
        }
    }

    /// Returns how many emails it has, either way.
    pub(crate) fn emails(&self) -> u64 {
        u64::from(self.emails_to) + u64::from(self.emails_from)
    }

    /// Returns how many meetings it has.
    pub(crate) fn meetings(&self) -> u64 {
        u64::from(self.meetings_by_us) + u64::from(self.meetings_by_them)
    }

    /// Adds another contribution of the same colleague to the same account. Twice in the list would count one person twice.
    pub(crate) fn add(&mut self, other: &Contribution) {
        self.emails_to = self.emails_to.saturating_add(other.emails_to);
        self.emails_from = self.emails_from.saturating_add(other.emails_from);
        self.meetings_by_us = self.meetings_by_us.saturating_add(other.meetings_by_us);
        self.meetings_by_them = self.meetings_by_them.saturating_add(other.meetings_by_them);
        self.meeting_minutes = self.meeting_minutes.saturating_add(other.meeting_minutes);
        self.replies = self.replies.saturating_add(other.replies);
        self.reply_seconds = self.reply_seconds.saturating_add(other.reply_seconds);
        self.their_people_emails.extend(&other.their_people_emails);
        self.their_people_meetings.extend(&other.their_people_meetings);
        self.last_email = self.last_email.max(other.last_email);
        self.last_meeting = self.last_meeting.max(other.last_meeting);
    }
}
