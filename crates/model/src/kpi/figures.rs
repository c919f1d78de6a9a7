//! The figures of a record in a window.

use std::collections::HashMap;

use super::{BusinessHours, ResponseTimes, Window};
use crate::Series;
use crate::series::{Counts, Followed, Turn, day_of};

const DAY_SECONDS: i64 = 86_400;
const HOUR_SECONDS: f64 = 3600.0;

/// What happened with a record in a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kpis {
    /// The days this speaks of.
    pub window: Window,
    /// What our side did.
    pub us: SideKpis,
    /// What their side did.
    pub them: SideKpis,
    /// Tasks of ours that were done.
    pub tasks: u32,
    /// What our people spent, in seconds: a meeting once for each of them.
    pub team_seconds: u64,
    /// What the customer spent, in seconds: a meeting once, however many took part.
    pub customer_seconds: u64,
    /// Emails a CRM followed, and what became of them.
    pub followed: Followed,
    /// Days since the last contact, as of the window's last day; `None` if there never was one.
    pub silent_days: Option<u32>,
    /// Who owes an answer to the newest email, as of the end of the window.
    pub waiting: Option<Waiting>,
}

/// What one side did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SideKpis {
    /// Emails it wrote.
    pub emails: u32,
    /// Meetings it called.
    pub meetings: u32,
    /// Calls it made.
    pub calls: u32,
    /// Turns of it in the window that answered the other side.
    pub replies: u32,
    /// How long these answers took.
    pub response: ResponseTimes,
    /// Turns of the other side that began in the window and asked this side.
    pub asked: u32,
    /// How many of these were answered, in the window or later, within 14 days.
    pub answered: u32,
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Ours.
    Us,
    /// The customer's.
    Them,
}

/// An answer that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Who has to answer.
    pub party: Party,
    /// For how many whole days they have been asked.
    pub days: u32,
}

/// What share of followed emails was seen to be …; approximate, as what a CRM can see is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// … opened.
    pub open: f64,
    /// … clicked in.
    pub click: f64,
    /// … read together with an attachment.
    pub attachment: f64,
}

impl Kpis {
    /// Returns what the series says of the window.
    ///
    /// The series may reach beyond the window on both sides, and its months may stand in any order.
    pub fn of(series: &Series, window: Window, hours: &BusinessHours) -> Kpis {
        let mut counts = Counts::default();
        let mut followed = Followed::default();
        let (mut team_seconds, mut customer_seconds) = (0, 0);
        for day in series.days.iter().filter(|it| window.has_day(it.day)) {
            counts += &day.counts;
            followed += &day.followed;
            team_seconds += u64::from(day.team_seconds);
            customer_seconds += u64::from(day.customer_seconds);
        }
        let us = SideKpis {
            emails: counts.emails_out,
            meetings: counts.meetings_out,
            calls: counts.calls_out,
            ..talk(series, window, hours, Party::Us)
        };
        let them = SideKpis {
            emails: counts.emails_in,
            meetings: counts.meetings_in,
            calls: counts.calls_in,
            ..talk(series, window, hours, Party::Them)
        };
        let until = day_of(window.until);
        let last_day = series.days.iter().map(|it| it.day).filter(|it| *it <= until).max();
        Kpis {
            window,
            us,
            them,
            tasks: counts.tasks,
            team_seconds,
            customer_seconds,
            followed,
            silent_days: last_day.map(|it| (until - it).unsigned_abs()),
            waiting: waiting(&series.turns, window.seconds().end),
        }
    }

    /// Returns one side's figures.
    pub fn side(&self, party: Party) -> &SideKpis {
        match party {
            Party::Us => &self.us,
            Party::Them => &self.them,
        }
    }

    /// Returns emails by a side for each email of the other; `None` if the other wrote none.
    pub fn ratio(&self, party: Party) -> Option<f64> {
        let (emails, others) = (self.side(party).emails, self.side(party.other()).emails);
        (others > 0).then(|| f64::from(emails) / f64::from(others))
    }

    /// Returns the hours our people spent in a week of the window, on average.
    pub fn team_hours_per_week(&self) -> f64 {
        self.per_week(self.team_seconds)
    }

    /// Returns the hours the customer spent in a week of the window, on average.
    pub fn customer_hours_per_week(&self) -> f64 {
        self.per_week(self.customer_seconds)
    }

    /// Returns interactions of all sorts, of both sides.
    pub fn activities(&self) -> u32 {
        self.tasks + self.us.started() + self.them.started()
    }

    /// Returns what became of followed emails; `None` if none was followed.
    pub fn rates(&self) -> Option<Rates> {
        let Followed { emails, opened, clicked, attachment_opened } = self.followed;
        let share = |of: u32| f64::from(of) / f64::from(emails);
        (emails > 0).then(|| Rates { open: share(opened), click: share(clicked), attachment: share(attachment_opened) })
    }

    fn per_week(&self, seconds: u64) -> f64 {
        match self.window.days() {
            0 => 0.0,
            _ => seconds as f64 / HOUR_SECONDS / self.window.weeks(),
        }
    }
}

impl SideKpis {
    /// Returns emails, meetings and calls.
    pub fn started(&self) -> u32 {
        self.emails + self.meetings + self.calls
    }

    /// Returns the share of what it was asked that it answered; `None` if it was asked nothing.
    ///
    /// What was asked yesterday counts as asked, and as answered once it is.
    pub fn response_rate(&self) -> Option<f64> {
        (self.asked > 0).then(|| f64::from(self.answered) / f64::from(self.asked))
    }
}

impl Party {
    /// Returns the other side.
    pub fn other(self) -> Party {
        match self {
            Party::Us => Party::Them,
            Party::Them => Party::Us,
        }
    }

    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Party::Us => "us",
            Party::Them => "them",
        }
    }

    fn has(self, turn: &Turn) -> bool {
        turn.ours == (self == Party::Us)
    }
}

/// A side's replies, their times, what it was asked and answered.
fn talk(series: &Series, window: Window, hours: &BusinessHours, party: Party) -> SideKpis {
    let moments = window.seconds();
    let own = || series.turns.iter().filter(|it| party.has(it));
    let inside = own().filter(|it| moments.contains(&it.at));
    let answers: Vec<(i64, i64)> = inside.filter_map(|it| Some((answered_at(it)?, it.at))).collect();
    // Two conversations may be asked in the same second: each answer is taken once.
    let mut answered: HashMap<i64, u32> = HashMap::new();
    for asked_at in own().filter_map(answered_at) {
        *answered.entry(asked_at).or_default() += 1;
    }
    let asking = series.turns.iter().filter(|it| !party.has(it) && it.asks && moments.contains(&it.at));
    let mut side = SideKpis { replies: answers.len() as u32, ..SideKpis::default() };
    for turn in asking {
        side.asked += 1;
        if let Some(left) = answered.get_mut(&turn.at).filter(|it| **it > 0) {
            *left -= 1;
            side.answered += 1;
        }
    }
    SideKpis { response: ResponseTimes::of(&answers, hours), ..side }
}

/// When the turn began that a turn answers.
fn answered_at(turn: &Turn) -> Option<i64> {
    turn.answers_after.map(|it| turn.at - i64::from(it))
}

/// The newest turn is the last word; if it asks, the other side has not answered.
fn waiting(turns: &[Turn], end: i64) -> Option<Waiting> {
    let newest = turns.iter().filter(|it| it.at < end).max_by_key(|it| (it.at, it.ours, it.asks))?;
    let party = if newest.ours { Party::Them } else { Party::Us };
    newest.asks.then_some(Waiting { party, days: ((end - 1 - newest.at) / DAY_SECONDS) as u32 })
}
