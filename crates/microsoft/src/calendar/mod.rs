//! The calendar: one mailbox's meetings, a window a month, from a year back to two months ahead.
//!
//! ```text
//! a round ──▶ each month: what changed since its link ──▶ Observed; removed and ahead ──▶ Observed, cancelled
//!             no link, or it is forgotten: everything ──▶ what was ahead and is not shown ──▶ Observed, cancelled
//!             the changes keep failing: the plain view, compared in the same way
//! ```
//!
//! Links to changes are bound to their window, so windows stay where they are. The server expands what repeats.
//!
//! **Invariant:** what already took place is never called off: removals count only for what lies ahead and was seen before.

mod cursor;
mod event;

use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;
use relata_connectors::{Batch, Connector, Cursor, FetchError, Places};
use relata_model::{Address, Folder, Identity, Kind, Marks, Observed, Quarantined};
use tokio::sync::Mutex;

use crate::graph::{Graph, LOW_PRIORITY, part, query};
use crate::loop_guard::Seen;
use crate::mail::place::short;
use crate::page::Onward;
use crate::service::{Place, Question};
use crate::trouble::Trouble;
use cursor::State;
use event::{FIELDS, Wire};

const WHAT: &str = "the calendar";
/// Times in UTC, as ids and pages are asked for in one header.
const PREFER: &str = "outlook.timezone=\"UTC\", IdType=\"ImmutableId\", odata.maxpagesize=100";
/// A round that had to begin anew more often than this is read plainly.
const MOST_RESETS: u32 = 2;
/// Failures in a row after which a month is read plainly.
const MOST_FAILURES: u32 = 3;
/// Pages that one fetch puts together at most: whoever wants something else to be read waits for it.
const MOST_PAGES: u32 = 20;
/// With so many meetings a batch is worth its commits. A month has few, or none.
const ENOUGH: usize = 500;
/// Occurrences that are asked for in one round of a month.
const MOST_DOUBTFUL: usize = 40;
/// Series that are remembered for their occurrences.
const MOST_SERIES: usize = 500;

/// The calendar of one user.
pub struct Calendar {
    graph: Graph,
    user: String,
    own: Vec<Address>,
    memory: Mutex<Memory>,
}

/// What is remembered as long as the connector lives.
#[derive(Default)]
struct Memory {
    seen: Seen,
    /// How often in a row the changes of a month failed.
    failures: HashMap<String, u32>,
}

/// What the pages of one fetch gave.
#[derive(Default)]
struct Read {
    observed: Vec<Observed>,
    skipped: Vec<Quarantined>,
}

impl Calendar {
    /// Returns the calendar of a user, by the directory's id; `own` are their addresses, the primary one first.
    pub fn new(graph: &Graph, user: &str, own: Vec<Address>) -> Calendar {
        Calendar { graph: graph.clone(), user: user.to_owned(), own, memory: Mutex::default() }
    }

    fn failed(&self, trouble: Trouble) -> FetchError {
        trouble.into_fetch_error(self.graph.service.pace().now())
    }

    fn headers() -> [(&'static str, &'static str); 2] {
        [("prefer", PREFER), LOW_PRIORITY]
    }

    /// Asks for one page of a month.
    async fn page(&self, state: &State, place: usize) -> Result<(Vec<Option<Wire>>, Onward), Trouble> {
        let window = &state.windows[place];
        let headers = Self::headers();
        let path;
        let place = match &window.link {
            Some(link) => Place::Link(link),
            None => {
                let (from, to) = window.seconds();
                let moment = |it: i64| Timestamp::from_second(it).unwrap_or_default().to_string();
                let (from, to) = (moment(from), moment(to));
                let mut options = vec![("startDateTime", from.as_str()), ("endDateTime", to.as_str())];
                // Where changes are asked for, nothing may be chosen.
                let way = if window.plain { "calendarView" } else { "calendarView/delta" };
                if window.plain {
                    options.extend([("$select", FIELDS), ("$top", "100")]);
                }
                path = format!("/v1.0/users/{}/{way}?{}", part(&self.user), query(&options));
                Place::Path(&path)
            }
        };
        self.graph.service.page(&Question { headers: &headers, ..Question::get(place, &self.user, WHAT) }).await
    }

    async fn event(&self, id: &str) -> Result<Option<Wire>, Trouble> {
        let headers = Self::headers();
        let path = format!("/v1.0/users/{}/events/{}?$select={FIELDS}", part(&self.user), part(id));
        let question = Question { headers: &headers, ..Question::get(Place::Path(&path), &self.user, "a meeting") };
        match self.graph.service.ask(&question).await {
            Ok(it) => Ok(Some(it)),
            Err(trouble) if trouble.is_gone() => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Reads one page of one month.
    async fn month(&self, state: &mut State, place: usize, read: &mut Read) -> Result<(), FetchError> {
        state.open(place);
        let page = self.page(state, place).await;
        let (month, resets) = (state.windows[place].month.clone(), state.windows[place].resets);
        let (items, onward) = match page {
            Ok(page) => page,
            Err(Trouble::Reset) if resets < MOST_RESETS => {
                state.windows[place].anchor();
                return Ok(());
            }
            Err(trouble @ (Trouble::Retry { after: None, .. } | Trouble::Reset)) if !state.windows[place].plain => {
                return self.fall_back(state, place, trouble).await;
            }
            Err(trouble) => return Err(self.failed(trouble)),
        };
        let mut memory = self.memory.lock().await;
        memory.failures.remove(&month);
        let ids = items.iter().flatten().map(|it| it.id.0.as_str());
        let circle = matches!(onward, Onward::Next(_)) && state.windows[place].watch.note(&mut memory.seen, ids);
        drop(memory);
        self.translate(items, state, place, read).await.map_err(|it| self.failed(it))?;
        let began = state.began;
        match onward {
            Onward::Next(_) if circle && resets < MOST_RESETS => state.windows[place].anchor(),
            Onward::Next(_) if circle => {
                let why = "the service gives the same page again and again".to_owned();
                if state.windows[place].plain {
                    return Err(FetchError::Interrupted { why });
                }
                state.windows[place].plain = true;
                state.windows[place].anchor();
            }
            Onward::Next(link) => state.windows[place].link = Some(link),
            Onward::End if !state.windows[place].plain => {
                return Err(self.failed(Trouble::passing("the changes end without saying where they go on")));
            }
            onward @ (Onward::Delta(_) | Onward::End) => {
                if state.windows[place].whole {
                    read.observed.extend(state.vanished(place).into_iter().map(called_off));
                }
                // Occurrences that were taken out of a series are simply not told of: whether they are there is asked.
                for id in state.doubtful(place).into_iter().take(MOST_DOUBTFUL) {
                    if self.event(&id).await.map_err(|it| self.failed(it))?.is_none() {
                        read.observed.extend(state.removed(place, &id).map(called_off));
                    }
                }
                let link = if let Onward::Delta(link) = onward { Some(link) } else { None };
                let window = &mut state.windows[place];
                // The next round tries again whether changes can be had.
                window.plain = false;
                window.arrive(link, began);
            }
        }
        if circle || state.windows[place].done {
            self.memory.lock().await.seen = Seen::default();
        }
        Ok(())
    }

    /// After a few failures in a row the month is read plainly.
    async fn fall_back(&self, state: &mut State, place: usize, trouble: Trouble) -> Result<(), FetchError> {
        let mut memory = self.memory.lock().await;
        let failures = memory.failures.entry(state.windows[place].month.clone()).or_default();
        *failures += 1;
        if *failures < MOST_FAILURES {
            return Err(self.failed(trouble));
        }
        // One more failure is enough the next time.
        *failures = MOST_FAILURES - 1;
        state.windows[place].plain = true;
        state.windows[place].anchor();
        Ok(())
    }

    /// Turns a page into what is kept of it.
    async fn translate(
        &self,
        items: Vec<Option<Wire>>,
        state: &mut State,
        place: usize,
        read: &mut Read,
    ) -> Result<(), Trouble> {
        // Series stand beside their occurrences where they began in the same month; else they are asked for.
        let is_series = |it: &&Wire| it.is_series() && it.removed.0.is_none();
        let beside = items.iter().flatten().filter(is_series).map(|it| (it.id.0.clone(), Some(it.clone())));
        let mut series: HashMap<String, Option<Wire>> = beside.collect();
        let quarantined = |id: &str, reason| Quarantined { place: format!("calendar, event {}", short(id)), reason };
        for item in items {
            let Some(mut item) = item else {
                read.skipped.push(quarantined("", "it is no event at all".to_owned()));
                continue;
            };
            if item.removed.0.is_some() {
                read.observed.extend(state.removed(place, &item.id.0).map(called_off));
                continue;
            }
            if item.is_series() {
                continue;
            }
            if item.is_partial() && item.id.some().is_some() {
                match self.event(&item.id.0).await? {
                    Some(it) => item = it,
                    None => continue,
                }
            }
            if item.is_bare() {
                let id = item.series_master_id.0.clone();
                if !series.contains_key(&id) && series.len() < MOST_SERIES {
                    let found = self.event(&id).await?;
                    series.insert(id.clone(), found);
                }
                if let Some(Some(found)) = series.get(&id) {
                    item = item.of_series(found);
                }
            }
            match item.observed(&self.graph, &self.own) {
                Ok(it) => {
                    let off = it.marks.cancelled;
                    let series = item.series_master_id.some().map(short);
                    let before = state.note(place, (&item.id.0, series), (it.identity, it.at));
                    if off {
                        state.forget(&item.id.0);
                    }
                    read.observed.extend(before.map(called_off));
                    read.observed.push(it);
                }
                Err(reason) => read.skipped.push(quarantined(&item.id.0, reason)),
            }
        }
        Ok(())
    }
}

/// A meeting ahead that will not take place. Who was to come is no longer said.
fn called_off((identity, at): (Identity, Timestamp)) -> Observed {
    Observed {
        identity,
        at,
        kind: Kind::Meeting,
        participants: Vec::new(),
        audience: 0,
        reply_to: None,
        conversation: identity,
        minutes: 0,
        marks: Marks { cancelled: true, ..Marks::default() },
        folder: Folder::Other,
        activity: None,
    }
}

#[async_trait]
impl Connector for Calendar {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let mut state = cursor.map_or_else(|| Ok(State::begin()), State::parse)?;
        if state.windows.iter().all(|it| it.done) {
            state.round(self.graph.service.pace().now());
        }
        let mut read = Read::default();
        for step in 0..MOST_PAGES {
            let Some(place) = state.windows.iter().position(|it| !it.done) else { break };
            let before = (state.clone(), read.observed.len(), read.skipped.len());
            match self.month(&mut state, place, &mut read).await {
                // What went before is not asked for again. Whoever comes next meets the error.
                Err(_) if step > 0 => {
                    read.observed.truncate(before.1);
                    read.skipped.truncate(before.2);
                    state = before.0;
                    break;
                }
                done => done?,
            }
            // The changes of a month come in an order, which batches keep and one batch does not; months have none.
            let enough = if state.windows[place].done { ENOUGH } else { 1 };
            if read.observed.len() + read.skipped.len() >= enough {
                break;
            }
        }
        state.read += (read.observed.len() + read.skipped.len()) as u64;
        let more = state.windows.iter().any(|it| !it.done);
        let cursor = state.cursor();
        let places = Places::default();
        Ok(Batch { observed: read.observed, skipped: read.skipped, places, cursor, position: state.read, more })
    }

    /// Calendars do not say how much there is.
    async fn extent(&self) -> Result<u64, FetchError> {
        Ok(0)
    }
}
