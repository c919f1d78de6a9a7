//! The cursor of a mailbox: how far its past is read, and where each folder's changes go on.
//!
//! What lies in the past is read by when it was received, each page from the last moment of the one before: what is deleted or moved
//! in between shifts no page, and there is no link that could be forgotten.
//!
//! **Invariant:** it names what it read by ids and links alone: no address, no subject. It is to be kept sealed, as its links are
//! capabilities.

use jiff::{SignedDuration, Timestamp};
use relata_connectors::{Cursor, FetchError};
use serde::{Deserialize, Serialize};

use super::folders::Known;
use crate::link::Link;
use crate::loop_guard::Watch;

/// Grows when the shape changes; a cursor of another version is read anew.
const VERSION: u32 = 1;
/// Months of the past that are read.
const MONTHS: i32 = 12;
/// What is read again when a folder's changes are lost: a day before the last round, for clocks and slow deliveries.
const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    /// The start of the day on which reading began: what is older comes by months, what is newer by changes.
    #[serde(with = "crate::stamp")]
    day: Timestamp,
    /// When the folders were last listed.
    #[serde(with = "crate::stamp")]
    pub(super) listed: Timestamp,
    pub(super) folders: Vec<Folder>,
    /// The folders with well-known names, as asked for on the day of the listing.
    known: Option<Known>,
    /// What of the past is being read.
    pub(super) past: Option<Span>,
    /// What is to be read again, because the changes of a folder were lost.
    gaps: Vec<Span>,
    /// The months that are still to be read.
    months: Option<Months>,
    /// Messages the source gave so far, for progress.
    pub(super) read: u64,
}

/// A folder that is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Folder {
    pub(super) id: String,
    pub(super) sent: bool,
    /// Whether this round has arrived at its end.
    pub(super) done: bool,
    /// Where its changes go on; nothing: they begin with what was received since `since`.
    pub(super) link: Option<Link>,
    #[serde(with = "crate::stamp")]
    pub(super) since: Timestamp,
    /// When its last whole round began.
    #[serde(with = "crate::stamp::option")]
    round: Option<Timestamp>,
    /// How often this round was begun anew.
    pub(super) resets: u32,
    pub(super) watch: Watch,
}

/// A stretch of a folder's past.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Span {
    pub(super) folder: String,
    pub(super) sent: bool,
    /// The next message to read was received then or later.
    #[serde(with = "crate::stamp")]
    pub(super) from: Timestamp,
    #[serde(with = "crate::stamp")]
    pub(super) to: Timestamp,
    /// The next page, where more messages were received in one second than a page holds.
    pub(super) link: Option<Link>,
    pub(super) restarts: u32,
    pub(super) watch: Watch,
}

/// The months of the past: each month of each folder, newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Months {
    /// 0 for the newest.
    month: i32,
    /// The folder's place in the list of those there were at the beginning.
    folder: usize,
    folders: Vec<(String, bool)>,
}

impl State {
    pub(super) fn begin(now: Timestamp) -> State {
        State {
            version: VERSION,
            day: start_of_day(now),
            listed: Timestamp::MIN,
            folders: Vec::new(),
            known: None,
            past: None,
            gaps: Vec::new(),
            months: None,
            read: 0,
        }
    }

    pub(super) fn parse(cursor: &Cursor) -> Result<State, FetchError> {
        let state: State = serde_json::from_str(&cursor.0).map_err(|_| FetchError::CursorExpired)?;
        if state.version == VERSION { Ok(state) } else { Err(FetchError::CursorExpired) }
    }

    /// Returns from when on the past is read.
    pub(super) fn reads_since(&self) -> Timestamp {
        months_before(self.day, MONTHS)
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("a cursor is plain data"))
    }

    /// Returns the folders with well-known names, unless that is to be asked again today.
    pub(super) fn known(&mut self, now: Timestamp) -> Option<Known> {
        self.known.take().filter(|_| start_of_day(self.listed) == start_of_day(now))
    }

    /// Takes over the folders there are now, and begins a round. Those that are gone are forgotten; of new ones the last days are
    /// read, at the very beginning the past of all.
    pub(super) fn list(&mut self, known: Known, folders: Vec<(String, bool)>, now: Timestamp) {
        self.known = Some(known);
        let first = self.listed == Timestamp::MIN;
        let before = if first { self.day } else { start_of_day(self.listed) - OVERLAP };
        if first && !folders.is_empty() {
            self.months = Some(Months { month: 0, folder: 0, folders: folders.clone() });
        }
        let mut known = std::mem::take(&mut self.folders);
        for (id, sent) in folders {
            let place = known.iter().position(|it| it.id == id);
            let folder = place.map(|it| known.swap_remove(it)).unwrap_or_else(|| {
                let folder = Folder::new(id, sent, start_of_day(now));
                self.gaps.extend(folder.missed(before));
                folder
            });
            self.folders.push(Folder { done: false, ..folder });
        }
        self.listed = now;
    }

    /// Begins the round of a folder anew: its changes from today on, and what lies between its last whole round and today. Nothing
    /// that was read is taken back.
    pub(super) fn anchor(&mut self, place: usize, now: Timestamp) {
        let folder = &mut self.folders[place];
        let before = folder.round.map_or(folder.since, |it| start_of_day(it) - OVERLAP);
        (folder.since, folder.link, folder.resets) = (start_of_day(now), None, folder.resets + 1);
        folder.watch = Watch::default();
        let missed = folder.missed(before);
        self.gaps.extend(missed);
    }

    /// Returns the stretch of the past to read next, and takes it out of the cursor.
    pub(super) fn next_past(&mut self) -> Option<Span> {
        self.past.take().or_else(|| self.gaps.pop()).or_else(|| {
            let months = self.months.take()?;
            let (span, rest) = months.next(self.day);
            self.months = rest;
            span
        })
    }

    /// Whether there is anything left of the past.
    pub(super) fn has_past(&self) -> bool {
        self.past.is_some() || !self.gaps.is_empty() || self.months.is_some()
    }
}

impl Folder {
    fn new(id: String, sent: bool, since: Timestamp) -> Folder {
        let watch = Watch::default();
        Folder { id, sent, done: false, link: None, since, round: None, resets: 0, watch }
    }

    /// The round has arrived at its end.
    pub(super) fn arrive(&mut self, link: Link, began: Timestamp) {
        (self.link, self.done, self.round, self.resets) = (Some(link), true, Some(began), 0);
        self.watch = Watch::default();
    }

    /// Returns what its changes do not tell of, from `before` on.
    fn missed(&self, before: Timestamp) -> Option<Span> {
        (before < self.since).then(|| Span::new(&self.id, self.sent, before, self.since))
    }
}

impl Span {
    pub(super) fn new(folder: &str, sent: bool, from: Timestamp, to: Timestamp) -> Span {
        let watch = Watch::default();
        Span { folder: folder.to_owned(), sent, from, to, link: None, restarts: 0, watch }
    }

    /// Goes on behind a page whose last message was received at `last`; `link` is the service's own next page.
    pub(super) fn onward(&mut self, last: Option<Timestamp>, link: Link) {
        match last.filter(|it| *it > self.from) {
            Some(last) => (self.from, self.link) = (last, None),
            None => self.link = Some(link),
        }
    }

    /// Reads from its present moment on anew.
    pub(super) fn restart(&mut self) {
        (self.link, self.restarts, self.watch) = (None, self.restarts + 1, Watch::default());
    }
}

impl Months {
    /// Returns the present folder's month, and what comes after.
    fn next(mut self, day: Timestamp) -> (Option<Span>, Option<Months>) {
        let (from, to) = (months_before(day, self.month + 1), months_before(day, self.month));
        let span = self.folders.get(self.folder).map(|(id, sent)| Span::new(id, *sent, from, to));
        self.folder += 1;
        if self.folder >= self.folders.len() {
            (self.folder, self.month) = (0, self.month + 1);
        }
        let more = self.month < MONTHS;
        (span, more.then_some(self))
    }
}

fn start_of_day(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(86_400) * 86_400).unwrap_or(Timestamp::MIN)
}

fn months_before(day: Timestamp, months: i32) -> Timestamp {
    let zoned = day.to_zoned(jiff::tz::TimeZone::UTC);
    zoned.checked_sub(jiff::Span::new().months(months)).map_or(Timestamp::MIN, |it| it.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn twelve_months_meet_without_a_gap_and_end_at_the_day() {
        let mut state = State::begin(at("2026-03-31T17:00:00Z"));
        state.list(Known::default(), vec![("inbox".to_owned(), false)], at("2026-03-31T17:00:00Z"));
        let spans: Vec<Span> = std::iter::from_fn(|| state.next_past()).collect();
        assert_eq!(spans.len(), 12);
        assert_eq!(spans[0].to, state.folders[0].since);
        assert_eq!(spans[11].from.to_string(), "2025-03-31T00:00:00Z");
        assert!(spans.windows(2).all(|it| it[0].from == it[1].to && it[0].from < it[0].to));
        assert!(!state.has_past());
    }

    #[test]
    fn a_folder_whose_changes_are_lost_misses_nothing_between_its_last_round_and_today() {
        let link = || Link::pinned("https://graph/x".to_owned(), &"https://graph/".parse().unwrap()).unwrap();
        let mut state = State::begin(at("2026-03-02T09:00:00Z"));
        state.list(Known::default(), vec![("inbox".to_owned(), false)], at("2026-03-02T09:00:00Z"));
        while state.next_past().is_some() {}
        // On the day it began, today's changes are everything there is to miss.
        state.anchor(0, at("2026-03-02T10:00:00Z"));
        assert!(!state.has_past());
        state.folders[0].arrive(link(), at("2026-03-05T09:00:00Z"));
        state.anchor(0, at("2026-03-20T10:00:00Z"));
        let gap = state.next_past().unwrap();
        assert_eq!((gap.from, gap.to), (at("2026-03-04T00:00:00Z"), at("2026-03-20T00:00:00Z")));
        assert_eq!((state.folders[0].since, state.folders[0].link.is_none()), (gap.to, true));
        // A folder that was made since the last listing begins a day before that.
        state.list(
            Known::default(),
            vec![("inbox".to_owned(), false), ("new".to_owned(), false)],
            at("2026-03-21T10:00:00Z"),
        );
        let gap = state.next_past().unwrap();
        assert_eq!((gap.folder.as_str(), gap.from), ("new", at("2026-03-01T00:00:00Z")));
    }

    #[test]
    fn a_cursor_of_another_version_begins_anew() {
        let cursor = State::begin(at("2026-03-02T09:00:00Z")).cursor();
        assert!(State::parse(&cursor).is_ok());
        let older = Cursor(cursor.0.replace("\"version\":1", "\"version\":0"));
        assert!(matches!(State::parse(&older), Err(FetchError::CursorExpired)));
        assert!(matches!(State::parse(&Cursor("17".to_owned())), Err(FetchError::CursorExpired)));
    }
}
