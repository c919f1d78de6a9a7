//! The cursor of a calendar: where the changes of each month go on, and which meetings lie ahead.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use relata_connectors::{Cursor, FetchError};
use relata_model::{Identity, Month};
use serde::{Deserialize, Serialize};

use crate::link::Link;
use crate::loop_guard::Watch;

/// Grows when the shape changes; a cursor of another version is read anew.
const VERSION: u32 = 1;
/// Months before and after this one.
const BACK: i32 = 12;
const AHEAD: i32 = 2;
/// Months that are over are asked for this often.
const OLD_AFTER: SignedDuration = SignedDuration::from_hours(20);
/// Meetings ahead that are remembered; whoever has more learns of those called off when the day has come.
const MOST_AHEAD: usize = 2_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    pub(super) windows: Vec<Window>,
    /// Meetings that lie ahead, by the service's id.
    pub(super) ahead: BTreeMap<String, Ahead>,
    #[serde(with = "crate::stamp")]
    pub(super) began: Timestamp,
    /// Events the source gave so far, for progress.
    pub(super) read: u64,
}

/// One month.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Window {
    pub(super) month: String,
    pub(super) link: Option<Link>,
    /// Whether this round has arrived at its end.
    pub(super) done: bool,
    /// Whether a page of this round was read.
    begun: bool,
    /// Whether this round shows everything there is, so that what it does not show is not there.
    pub(super) whole: bool,
    /// Series of which this round has told something.
    told: BTreeSet<String>,
    /// Whether the month is read without the service's help to find changes.
    pub(super) plain: bool,
    /// When its last whole round began.
    #[serde(with = "crate::stamp::option")]
    pub(super) round: Option<Timestamp>,
    pub(super) resets: u32,
    pub(super) watch: Watch,
}

/// A meeting that lies ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ahead {
    identity: [u8; 16],
    at: i64,
    /// Whether this round has shown it.
    fresh: bool,
    /// The series it is of, as a number that stands for its id.
    series: Option<String>,
}

impl State {
    pub(super) fn begin() -> State {
        State { version: VERSION, windows: Vec::new(), ahead: BTreeMap::new(), began: Timestamp::MIN, read: 0 }
    }

    pub(super) fn parse(cursor: &Cursor) -> Result<State, FetchError> {
        let state: State = serde_json::from_str(&cursor.0).map_err(|_| FetchError::CursorExpired)?;
        if state.version == VERSION { Ok(state) } else { Err(FetchError::CursorExpired) }
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("a cursor is plain data"))
    }

    /// Begins a round: this month first, then what lies ahead, then the past, newest first.
    pub(super) fn round(&mut self, now: Timestamp) {
        let this = Month::of(now);
        let months = [0].into_iter().chain(1..=AHEAD).chain((1..=BACK).map(|it| -it)).map(|it| this.plus(it));
        let mut known = std::mem::take(&mut self.windows);
        for month in months {
            let place = known.iter().position(|it| it.month == month.to_string());
            let mut window = place.map(|it| known.swap_remove(it)).unwrap_or_else(|| Window::new(month));
            let over = month < this.plus(-1);
            window.done = over && window.round.is_some_and(|it| now.duration_since(it) < OLD_AFTER);
            self.windows.push(window);
        }
        self.ahead.retain(|_, it| it.at > now.as_second());
        self.began = now;
    }

    /// Notes a meeting of the source. Returns what stood under its id before, if that was another.
    pub(super) fn note(
        &mut self,
        place: usize,
        (id, series): (&str, Option<String>),
        (identity, at): (Identity, Timestamp),
    ) -> Option<(Identity, Timestamp)> {
        let before = self.ahead.remove(id).and_then(|it| it.meeting()).filter(|it| it.0 != identity);
        self.windows[place].told.extend(series.clone());
        if at > self.began && self.ahead.len() < MOST_AHEAD {
            let ahead = Ahead { identity: identity.0, at: at.as_second(), fresh: true, series };
            self.ahead.insert(id.to_owned(), ahead);
        }
        before
    }

    /// Returns the meeting ahead that the source removed from a month, if it is known and was to be in that month. Months also tell
    /// of the removal of what lies in others and merely changed there.
    pub(super) fn removed(&mut self, place: usize, id: &str) -> Option<(Identity, Timestamp)> {
        let (from, to) = self.windows[place].seconds();
        self.ahead.get(id).filter(|it| (from..to).contains(&it.at))?;
        self.ahead.remove(id)?.meeting()
    }

    /// Forgets a meeting that the source itself shows as called off.
    pub(super) fn forget(&mut self, id: &str) {
        self.ahead.remove(id);
    }

    /// Before a page of a month is read: with the first one of a round, begins to watch which meetings are still there.
    pub(super) fn open(&mut self, place: usize) {
        let window = &mut self.windows[place];
        if window.begun {
            return;
        }
        (window.begun, window.whole) = (true, window.link.is_none());
        window.told.clear();
        let (from, to) = window.seconds();
        self.ahead.values_mut().filter(|it| (from..to).contains(&it.at)).for_each(|it| it.fresh = false);
    }

    /// Returns the ids of meetings whose series a round of changes told of without showing them: they may be gone.
    pub(super) fn doubtful(&self, place: usize) -> Vec<String> {
        let window = &self.windows[place];
        let (from, to) = window.seconds();
        let doubtful = |it: &Ahead| {
            !it.fresh && (from..to).contains(&it.at) && it.series.as_ref().is_some_and(|it| window.told.contains(it))
        };
        self.ahead.iter().filter(|it| doubtful(it.1)).map(|it| it.0.clone()).collect()
    }

    /// Returns the meetings of a month that a whole round did not show: they are no longer there.
    pub(super) fn vanished(&mut self, place: usize) -> Vec<(Identity, Timestamp)> {
        let (from, to) = self.windows[place].seconds();
        let gone = |it: &Ahead| !it.fresh && (from..to).contains(&it.at);
        let found = self.ahead.values().filter(|it| gone(it)).filter_map(Ahead::meeting).collect();
        self.ahead.retain(|_, it| !gone(it));
        found
    }
}

impl Ahead {
    fn meeting(&self) -> Option<(Identity, Timestamp)> {
        Some((Identity(self.identity), Timestamp::from_second(self.at).ok()?))
    }
}

impl Window {
    fn new(month: Month) -> Window {
        Window {
            month: month.to_string(),
            link: None,
            done: false,
            begun: false,
            whole: false,
            told: BTreeSet::new(),
            plain: false,
            round: None,
            resets: 0,
            watch: Watch::default(),
        }
    }

    /// From when to when, in seconds.
    pub(super) fn seconds(&self) -> (i64, i64) {
        self.month.parse::<Month>().map_or((0, 0), |it| (it.start_seconds(), it.end_seconds()))
    }

    /// The round has arrived at its end; the next one goes on from the link, or reads everything again.
    pub(super) fn arrive(&mut self, link: Option<Link>, began: Timestamp) {
        (self.link, self.done, self.round, self.resets) = (link, true, Some(began), 0);
        (self.begun, self.watch) = (false, Watch::default());
    }

    /// Begins the round anew, from everything there is.
    pub(super) fn anchor(&mut self) {
        (self.link, self.begun, self.resets) = (None, false, self.resets + 1);
        self.watch = Watch::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_goes_from_this_month_to_what_is_ahead_and_then_back_a_year() {
        let mut state = State::begin();
        state.round("2026-03-02T09:00:00Z".parse().unwrap());
        let months: Vec<&str> = state.windows.iter().map(|it| it.month.as_str()).collect();
        assert_eq!(months[..4], ["2026-03", "2026-04", "2026-05", "2026-02"]);
        assert_eq!((months.len(), months[14]), (15, "2025-03"));
        for it in &mut state.windows {
            it.arrive(None, state.began);
        }
        // An hour later nobody asks for months that are long over; a month later one has gone and one has come.
        state.round("2026-03-02T10:00:00Z".parse().unwrap());
        assert_eq!(state.windows.iter().filter(|it| !it.done).count(), 4);
        state.round("2026-04-01T00:00:00Z".parse().unwrap());
        assert_eq!((state.windows[0].month.as_str(), state.windows[14].month.as_str()), ("2026-04", "2025-04"));
        assert!(state.windows[2].round.is_none() && state.windows[3].round.is_some());
    }

    #[test]
    fn a_meeting_that_a_whole_round_does_not_show_is_gone() {
        let (now, then) = ("2026-03-02T09:00:00Z".parse().unwrap(), "2026-03-09T09:00:00Z".parse().unwrap());
        let mut state = State::begin();
        state.round(now);
        let [a, b, c] = ["a", "b", "c"].map(|it| Identity::of_meeting(it, ""));
        for (id, identity) in [("1", a), ("2", b)] {
            assert_eq!(state.note(0, (id, Some("s".to_owned())), (identity, then)), None);
        }
        state.open(0);
        assert_eq!(state.doubtful(0), [""; 0], "nothing was told of the series");
        assert_eq!(state.note(0, ("2", Some("s".to_owned())), (c, then)), Some((b, then)));
        assert_eq!(state.doubtful(0), ["1"]);
        assert_eq!(state.vanished(0), [(a, then)]);
        assert_eq!(state.vanished(0), []);
        assert_eq!(state.removed(1, "2"), None, "another month knows nothing of it");
        assert_eq!(state.removed(0, "2"), Some((c, then)));
        assert_eq!(state.removed(0, "2"), None);
    }
}
