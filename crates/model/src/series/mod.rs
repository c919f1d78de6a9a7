//! Series: what happened with a record, day by day; what every figure of a record is made of.
//!
//! ```text
//! log ──SQL──▶ Series of a month (bytes) ──merge──▶ Series ──▶ kpi, health, similar (any window, any day)
//! ```
//!
//! A series names nobody: people are numbers of addresses, and what was said is not there to be kept.

mod encoding;

use jiff::Timestamp;
use jiff::civil::Date;

pub use encoding::Damaged;

use crate::{AddressId, Direction, Kind, Touch};

/// Everything that counts for one record, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The days on which something happened.
    pub days: Vec<Day>,
    /// Who had the word in the record's conversations, and who answered.
    pub turns: Vec<Turn>,
    /// Who was contacted, and by whom, a line per month.
    pub people: Vec<Contacted>,
}

/// One day on which something happened. Days are UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970.
    pub day: i32,
    /// The last moment of the day on which something happened, in seconds since its midnight.
    pub last_second: u32,
    /// As what, at that moment.
    pub last_kind: Kind,
    /// Who started it, at that moment.
    pub last_direction: Direction,
    /// How much of what.
    pub counts: Counts,
    /// What our people spent, in seconds: each of them counts.
    pub team_seconds: u32,
    /// What the customer spent, in seconds: once, however many took part.
    pub customer_seconds: u32,
    /// Emails of the day that a CRM followed, and what became of them.
    pub followed: Followed,
}

/// How much of what. *Out*: started by our side, *in*: by theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Emails we wrote.
    pub emails_out: u32,
    /// Emails they wrote.
    pub emails_in: u32,
    /// Meetings we called.
    pub meetings_out: u32,
    /// Meetings they called.
    pub meetings_in: u32,
    /// Calls we made.
    pub calls_out: u32,
    /// Calls they made.
    pub calls_in: u32,
    /// Tasks of ours that were done.
    pub tasks: u32,
}

/// Followed emails: how many, and how many of them were seen opened, clicked in, their attachments opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Emails that were followed.
    pub emails: u32,
    /// Of these, opened.
    pub opened: u32,
    /// Of these, with a link clicked.
    pub clicked: u32,
    /// Of these, with an attachment opened.
    pub attachment_opened: u32,
}

/// A run of emails of one side in one of the record's conversations. A silence of 14 days ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When it began, in seconds since 1970.
    pub at: i64,
    /// Whether it is ours.
    pub ours: bool,
    /// Whether its first email was addressed (To) to somebody of the other side.
    pub asks: bool,
    /// How long after the turn of the other side it answers, in seconds, if it answers one within 14 days.
    pub answers_after: Option<u32>,
}

/// What one address has to do with the record in a month, as far as our side started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contacted {
    /// Who: somebody outside who was contacted, or a colleague who contacted.
    pub address: AddressId,
    /// Emails of ours that they got, or wrote.
    pub emails: u32,
    /// Meetings both sides were in.
    pub meetings: u32,
    /// Calls both sides were in.
    pub calls: u32,
    /// The newest of these, in seconds since 1970.
    pub last_at: i64,
}

/// A silence this long ends a turn, and an answer after it answers nothing.
pub const TURN_DAYS: i64 = 14;

/// What it takes to write an email, in seconds (reference: five minutes).
pub const WRITING_SECONDS: i64 = 300;

/// What it takes to read one, in seconds (reference: two and a half minutes).
pub const READING_SECONDS: i64 = 150;

impl Series {
    /// Adds what a later month holds.
    pub fn extend(&mut self, later: Series) {
        self.days.extend(later.days);
        self.turns.extend(later.turns);
        self.people.extend(later.people);
    }

    /// Returns the newest contact before a moment, in seconds since 1970.
    ///
    /// A day remembers its last contact alone, so a moment within a day has the contacts of that day before it only
    /// if all of them are.
    pub fn last_before(&self, moment: i64) -> Option<Touch> {
        self.days.iter().rev().map(Day::last).find(|it| it.at.as_second() < moment)
    }
}

impl Day {
    /// Returns the day as a date.
    pub fn date(&self) -> Date {
        date_of(self.day)
    }

    /// Returns the last contact of the day.
    pub fn last(&self) -> Touch {
        Touch {
            at: Timestamp::from_second(self.last_at()).unwrap_or_default(),
            kind: self.last_kind,
            direction: self.last_direction,
        }
    }

    /// Returns the last moment on which something happened, in seconds since 1970.
    pub fn last_at(&self) -> i64 {
        i64::from(self.day) * 86_400 + i64::from(self.last_second)
    }
}

impl Counts {
    /// Returns emails of both sides.
    pub fn emails(&self) -> u32 {
        self.emails_out + self.emails_in
    }

    /// Returns meetings of both sides.
    pub fn meetings(&self) -> u32 {
        self.meetings_out + self.meetings_in
    }

    /// Returns calls of both sides.
    pub fn calls(&self) -> u32 {
        self.calls_out + self.calls_in
    }

    /// Returns interactions of all sorts.
    pub fn all(&self) -> u32 {
        self.emails() + self.meetings() + self.calls() + self.tasks
    }
}

impl std::ops::AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.emails_out += other.emails_out;
        self.emails_in += other.emails_in;
        self.meetings_out += other.meetings_out;
        self.meetings_in += other.meetings_in;
        self.calls_out += other.calls_out;
        self.calls_in += other.calls_in;
        self.tasks += other.tasks;
    }
}

impl std::ops::AddAssign<&Followed> for Followed {
    fn add_assign(&mut self, other: &Followed) {
        self.emails += other.emails;
        self.opened += other.opened;
        self.clicked += other.clicked;
        self.attachment_opened += other.attachment_opened;
    }
}

/// Returns a number of days since 1970 as a date.
pub fn date_of(day: i32) -> Date {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(day))
}

/// Returns a date as days since 1970.
pub fn day_of(date: Date) -> i32 {
    let span = jiff::civil::date(1970, 1, 1).until((jiff::Unit::Day, date));
    span.map_or(0, |it| it.get_days())
}
