//! Mail: one mailbox, its past by months and then what changes, a page at a time.
//!
//! ```text
//! list folders ──▶ each folder's changes from today on ──▶ 12 months, newest first ──▶ rounds of changes
//!                  (so that nothing falls between)          folder by folder            list, each folder
//! ```
//!
//! * A message that is gone, or lies elsewhere now, did happen: removals take nothing back. With immutable ids a message that was
//!   moved is the same message, and its Message-ID makes it the same interaction anyway.
//! * A folder whose place in the changes is lost is read again from a day before its last whole round. Nothing is wiped.
//! * The same page again and again begins the round anew, too; if that does not help, reading stops there and says so.
//!
//! **Invariant:** every page read is followed by a cursor that goes on behind it, and by no other.

mod census;
mod cursor;
pub(crate) mod folders;
mod message;
pub(crate) mod place;

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use relata_connectors::{Batch, Census, Connector, Cursor, FetchError, Places};
use relata_model::completeness::Placed;
use relata_model::{Observed, Quarantined};
use tokio::sync::Mutex;

use crate::graph::{Graph, IMMUTABLE, LOW_PRIORITY, part, query};
use crate::link::Link;
use crate::loop_guard::Seen;
use crate::page::Onward;
use crate::service::{Place, Question};
use crate::trouble::Trouble;
use cursor::{Span, State};
use message::{Wire, fields};

const WHAT: &str = "the mailbox";
/// A round that had to begin anew more often than this is stopped.
const MOST_RESETS: u32 = 2;
/// Folders are not listed again within this.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Pages that one fetch puts together at most: whoever wants something else to be read waits for it.
const MOST_PAGES: u32 = 20;
/// With so many messages a batch is worth its commits, which cost little more for each beyond. A folder's month has few, or none.
const ENOUGH: usize = 500;

/// Messages, or what stood in their place, and where reading goes on.
type Page = (Vec<Option<Wire>>, Onward);

/// The mail of one user.
pub struct Mail {
    graph: Graph,
    user: String,
    /// Whether the service gives headers; some permissions do not.
    headers: AtomicBool,
    /// The items of the round that is being read.
    seen: Mutex<Seen>,
    /// The folders as last listed, for whoever needs them next.
    listed: Mutex<Option<(Timestamp, Vec<folders::Wire>)>>,
}

impl Mail {
    /// Returns the mail of a user, by the directory's id.
    pub fn new(graph: &Graph, user: &str) -> Mail {
        let (graph, user) = (graph.clone(), user.to_owned());
        Mail { graph, user, headers: AtomicBool::new(true), seen: Mutex::default(), listed: Mutex::default() }
    }

    fn failed(&self, trouble: Trouble) -> FetchError {
        trouble.into_fetch_error(self.graph.service.pace().now())
    }

    /// Asks with headers, or without them where the service does not give them: what they tell of lists must not be missed.
    async fn with_headers<T, F>(&self, ask: impl Fn(String) -> F) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, Trouble>>,
    {
        if !self.headers.load(Ordering::Relaxed) {
            return ask(fields(false)).await;
        }
        match ask(fields(true)).await {
            Err(Trouble::Refused { .. }) => {}
            answer => return answer,
        }
        // Refused for the headers alone? It is if the same is answered without them and, since a refusal may pass, still not with them.
        let without = ask(fields(false)).await?;
        match ask(fields(true)).await {
            Err(Trouble::Refused { .. }) => {
                self.headers.store(false, Ordering::Relaxed);
                Ok(without)
            }
            answer => answer,
        }
    }

    /// Asks for one page of messages.
    async fn page(&self, at: Where<'_>) -> Result<Page, Trouble> {
        let (folder, filter, changes) = match at {
            Where::Link(link) => return self.page_at(Place::Link(link)).await,
            Where::Begin { folder, filter, changes } => (part(folder), filter, changes),
        };
        let (user, delta) = (part(&self.user), if changes { "/delta" } else { "" });
        let size = self.graph.service.limits().page.to_string();
        self.with_headers(|fields| {
            let mut options = vec![("$select", fields.as_str()), ("$filter", filter)];
            if !changes {
                options.extend([("$orderby", "receivedDateTime"), ("$top", size.as_str())]);
            }
            let path = format!("/v1.0/users/{user}/mailFolders/{folder}/messages{delta}?{}", query(&options));
            async move { self.page_at(Place::Path(&path)).await }
        })
        .await
    }

    async fn page_at(&self, place: Place<'_>) -> Result<Page, Trouble> {
        let prefer = format!("{}, odata.maxpagesize={}", IMMUTABLE.1, self.graph.service.limits().page);
        let headers = [("prefer", prefer.as_str()), LOW_PRIORITY];
        self.graph.service.page(&Question { headers: &headers, ..Question::get(place, &self.user, WHAT) }).await
    }

    /// Asks for one message of which only little was told.
    async fn full(&self, id: &str) -> Result<Option<Wire>, Trouble> {
        let headers = &[IMMUTABLE, LOW_PRIORITY];
        let asked = self.with_headers(|fields| {
            let path = format!("/v1.0/users/{}/messages/{}?$select={fields}", part(&self.user), part(id));
            async move {
                let question = Question { headers, ..Question::get(Place::Path(&path), &self.user, "a message") };
                self.graph.service.ask(&question).await
            }
        });
        match asked.await {
            Ok(it) => Ok(Some(it)),
            Err(trouble) if trouble.is_gone() => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Turns a page into what is kept of it.
    async fn translate(
        &self,
        items: Vec<Option<Wire>>,
        (folder, sent, told_since): (&str, bool, Timestamp),
        read: &mut Read,
    ) -> Result<(), Trouble> {
        let now = self.graph.service.pace().now();
        for item in items {
            let Some(mut item) = item else {
                read.skip(place::quarantined("", "it is no message at all".to_owned()), None);
                continue;
            };
            if item.removed.0.is_some() {
                read.places.gone.push(place::gone(folder, &item.id.0, told_since));
                continue;
            }
            if item.is_partial() && item.id.some().is_some() {
                match self.full(&item.id.0).await? {
                    Some(it) => item = it,
                    None => {
                        read.places.gone.push(place::gone(folder, &item.id.0, told_since));
                        continue;
                    }
                }
            }
            let placed = place::placed(folder, &item.id.0, item.received());
            match item.observed(&self.graph, sent, now) {
                Ok(it) => {
                    read.observed.push(it);
                    read.places.observed.push(placed);
                }
                Err(reason) => read.skip(place::quarantined(&item.id.0, reason), placed),
            }
        }
        Ok(())
    }

    /// Reads one page of one folder's changes.
    async fn changes(&self, state: &mut State, place: usize, read: &mut Read) -> Result<(), FetchError> {
        let (began, now) = (state.listed, self.graph.service.pace().now());
        let folder = &mut state.folders[place];
        let filter = format!("receivedDateTime ge {}", folder.since);
        let at = match &folder.link {
            Some(link) => Where::Link(link),
            None => Where::Begin { folder: &folder.id, filter: &filter, changes: true },
        };
        let (items, onward) = match self.page(at).await {
            Ok(page) => page,
            Err(Trouble::Reset) if folder.resets < MOST_RESETS => {
                state.anchor(place, now);
                return Ok(());
            }
            Err(trouble) if trouble.is_gone() => {
                folder.done = true;
                return Ok(());
            }
            Err(trouble) => return Err(self.failed(trouble)),
        };
        let ids = items.iter().flatten().map(|it| it.id.0.as_str());
        let circle = matches!(onward, Onward::Next(_)) && folder.watch.note(&mut *self.seen.lock().await, ids);
        self.translate(items, (&folder.id, folder.sent, folder.since), read).await.map_err(|it| self.failed(it))?;
        match onward {
            Onward::Next(_) if circle && folder.resets < MOST_RESETS => state.anchor(place, now),
            Onward::Next(_) if circle => return Err(endless()),
            Onward::Next(link) => folder.link = Some(link),
            Onward::Delta(link) => folder.arrive(link, began),
            Onward::End => return Err(self.failed(Trouble::passing("the changes end without saying where they go on"))),
        }
        if state.folders[place].done || circle {
            *self.seen.lock().await = Seen::default();
        }
        Ok(())
    }

    /// Reads one page of one folder's past; what is left of it is in `rest`.
    async fn past(&self, rest: &mut Option<Span>, mut span: Span, read: &mut Read) -> Result<(), FetchError> {
        let filter = format!("receivedDateTime ge {} and receivedDateTime lt {}", span.from, span.to);
        let at = match &span.link {
            Some(link) => Where::Link(link),
            None => Where::Begin { folder: &span.folder, filter: &filter, changes: false },
        };
        let (items, onward) = match self.page(at).await {
            Ok(page) => page,
            Err(Trouble::Reset) if span.restarts < MOST_RESETS => {
                span.restart();
                *rest = Some(span);
                return Ok(());
            }
            Err(trouble) if trouble.is_gone() => return Ok(()),
            Err(trouble) => return Err(self.failed(trouble)),
        };
        let ids = items.iter().flatten().map(|it| it.id.0.as_str());
        let circle = matches!(onward, Onward::Next(_)) && span.watch.note(&mut *self.seen.lock().await, ids);
        let last = items.iter().flatten().filter_map(Wire::received).max();
        self.translate(items, (&span.folder, span.sent, Timestamp::MAX), read).await.map_err(|it| self.failed(it))?;
        match onward {
            Onward::Next(_) if circle && span.restarts < MOST_RESETS => {
                span.restart();
                *rest = Some(span);
            }
            Onward::Next(_) if circle => return Err(endless()),
            Onward::Next(link) => {
                span.onward(last, link);
                *rest = Some(span);
            }
            Onward::Delta(_) | Onward::End => {}
        }
        if circle || rest.is_none() {
            *self.seen.lock().await = Seen::default();
        }
        Ok(())
    }

    /// Begins a round with the folders there are now.
    async fn list(&self, state: &mut State) -> Result<(), FetchError> {
        let now = self.graph.service.pace().now();
        let known = match state.known(now) {
            Some(it) => it,
            None => folders::known(&self.graph, &self.user).await.map_err(|it| self.failed(it))?,
        };
        // Whoever asked for the extent just now has them already.
        let listed = self.listed.lock().await.take().filter(|it| now.duration_since(it.0) < FRESH);
        let all = match listed {
            Some((_, it)) => it,
            None => folders::all(&self.graph, &self.user).await.map_err(|it| self.failed(it))?,
        };
        let read = folders::read(&all, &known).into_iter().map(|it| (it.id, it.sent)).collect();
        state.list(known, read, now);
        Ok(())
    }
}

/// What the pages of one fetch gave.
#[derive(Default)]
struct Read {
    observed: Vec<Observed>,
    skipped: Vec<Quarantined>,
    places: Places,
}

impl Read {
    fn skip(&mut self, why: Quarantined, placed: Option<Placed>) {
        self.skipped.push(why);
        self.places.skipped.push(placed);
    }

    /// How much there is to take over.
    fn amount(&self) -> usize {
        self.observed.len() + self.skipped.len() + self.places.gone.len()
    }

    /// How far it is, to come back to.
    fn lengths(&self) -> [usize; 3] {
        [self.observed.len(), self.skipped.len(), self.places.gone.len()]
    }

    /// Comes back to what it was.
    fn cut(&mut self, [observed, skipped, gone]: [usize; 3]) {
        self.observed.truncate(observed);
        self.places.observed.truncate(observed);
        self.skipped.truncate(skipped);
        self.places.skipped.truncate(skipped);
        self.places.gone.truncate(gone);
    }
}

/// Where a page of messages is.
#[derive(Clone, Copy)]
enum Where<'a> {
    Link(&'a Link),
    Begin { folder: &'a str, filter: &'a str, changes: bool },
}

fn endless() -> FetchError {
    FetchError::Interrupted { why: "the service gives the same page again and again".to_owned() }
}

#[async_trait]
impl Connector for Mail {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let begin = || Ok(State::begin(self.graph.service.pace().now()));
        let mut state = cursor.map_or_else(begin, State::parse)?;
        // The last round arrived everywhere, or there was none: a new one begins.
        if !state.has_past() && state.folders.iter().all(|it| it.done) {
            self.list(&mut state).await?;
        }
        let mut read = Read::default();
        for step in 0..MOST_PAGES {
            let before = (state.clone(), read.lengths());
            let changing = state.folders.iter().position(|it| !it.done);
            let done = match changing {
                Some(place) => self.changes(&mut state, place, &mut read).await,
                None => match state.next_past() {
                    Some(span) => self.past(&mut state.past, span, &mut read).await,
                    None => break,
                },
            };
            match done {
                // What went before is not asked for again. Whoever comes next meets the error.
                Err(_) if step > 0 => {
                    read.cut(before.1);
                    state = before.0;
                    break;
                }
                done => done?,
            }
            // Changes come in an order, which batches keep and one batch does not; the past has none.
            let enough = if changing.is_some() { 1 } else { ENOUGH };
            if read.amount() >= enough {
                break;
            }
        }
        state.read += (read.observed.len() + read.skipped.len()) as u64;
        let more = state.has_past() || state.folders.iter().any(|it| !it.done);
        let cursor = state.cursor();
        let Read { observed, skipped, places } = read;
        Ok(Batch { observed, skipped, places, cursor, position: state.read, more })
    }

    /// Messages in all folders, of whatever age: more than what is read of them.
    async fn extent(&self) -> Result<u64, FetchError> {
        let all = folders::all(&self.graph, &self.user).await.map_err(|it| self.failed(it))?;
        let messages = folders::messages(&all);
        *self.listed.lock().await = Some((self.graph.service.pace().now(), all));
        Ok(messages)
    }

    fn census(&self) -> Option<&dyn Census> {
        Some(self)
    }
}
