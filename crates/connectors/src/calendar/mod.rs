//! Calendars: meetings from iCalendar files, each occurrence once.
//!
//! ```text
//! .ics ──calcard──▶ components ──by UID──▶ series (series.rs) ──▶ occurrences ──▶ Observed
//!                                          overrides, EXDATE,     who (attendees.rs)
//!                                          time zones, DST
//! ```
//!
//! **Invariant:** subject, description, location and attachments of a meeting go nowhere.
//!
//! **Invariant:** a repeating meeting gives at most [`MOST_OCCURRENCES`] occurrences, all within the window; if it
//! has more, one place of the calendar says so.

mod attendees;
mod series;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarMethod, ICalendarProperty, ICalendarValue};
use calcard::{Entry, Parser};
use jiff::Timestamp;
use relata_model::Observed;

use crate::files::{Gathered, OnDisk, compressed, failed, shown};
use crate::{Batch, Cursor, FetchError, charset};

/// Occurrences of one series in a window: a daily meeting of two years.
pub const MOST_OCCURRENCES: usize = 500;
/// A calendar of this size has some twenty thousand meetings; a larger one is a mistake or an attack.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Calendars nest four deep (VCALENDAR, VEVENT, VALARM, PARTICIPANT).
const DEEPEST: usize = 16;

/// From when to when occurrences of repeating meetings are wanted. Single meetings count whenever they were.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The first moment.
    pub from: Timestamp,
    /// The moment after the last.
    pub to: Timestamp,
}

/// One meeting, or why it cannot be used.
pub(crate) struct Outcome {
    /// Which component of the file, counted from 1.
    pub(crate) item: usize,
    pub(crate) meeting: Result<Observed, String>,
}

/// Returns the meetings in the text of a calendar file.
///
/// # Errors
///
/// Why nothing of the text can be used.
pub(crate) fn meetings(text: &str, window: Window) -> Result<Vec<Outcome>, String> {
    if text.len() > MOST_BYTES {
        return Err("the calendar is larger than 16 MB".to_owned());
    }
    if nesting(text) > DEEPEST {
        return Err("its components are nested too deep for a calendar".to_owned());
    }
    catch_unwind(AssertUnwindSafe(|| parse(text, window)))
        .unwrap_or_else(|_| Err("the calendar parser gave up on it".to_owned()))
}

fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for line in text.lines() {
        let starts = |word: &str| line.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        if starts("BEGIN:") {
            depth += 1;
            deepest = deepest.max(depth);
        } else if starts("END:") {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

fn parse(text: &str, window: Window) -> Result<Vec<Outcome>, String> {
    let mut parser = Parser::new(text);
    let (mut outcomes, mut calendars) = (Vec::new(), 0);
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => {
                calendars += 1;
                let before = outcomes.last().map_or(0, |it: &Outcome| it.item);
                outcomes.extend(
                    meetings_of(&calendar, window).into_iter().map(|it| Outcome { item: before + it.item, ..it }),
                );
            }
            Entry::Eof => break,
            Entry::UnterminatedComponent(_) => {
                let item = outcomes.last().map_or(1, |it| it.item + 1);
                outcomes.push(Outcome { item, meeting: Err("it has no end".to_owned()) });
                break;
            }
            _ => {}
        }
    }
    if calendars == 0 && outcomes.is_empty() { Err("it is no calendar".to_owned()) } else { Ok(outcomes) }
}

fn meetings_of(calendar: &ICalendar, window: Window) -> Vec<Outcome> {
    let method = calendar.components.iter().flat_map(|it| it.property(&ICalendarProperty::Method)).find_map(|it| {
        match it.values.first() {
            Some(ICalendarValue::Method(method)) => Some(method.clone()),
            _ => None,
        }
    });
    let mut outcomes = Vec::new();
    let mut by_uid: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (id, component) in calendar.components.iter().enumerate() {
        if component.component_type != ICalendarComponentType::VEvent {
            continue;
        }
        let refused = match (component.uid(), &method) {
            (_, Some(ICalendarMethod::Reply | ICalendarMethod::Counter | ICalendarMethod::Declinecounter)) => {
                "it is an answer to an invitation, and shows one attendee of the meeting"
            }
            (Some(uid), _) if !uid.trim().is_empty() => {
                by_uid.entry(uid.trim().to_owned()).or_default().push(id);
                continue;
            }
            _ => "the meeting has no UID",
        };
        outcomes.push(Outcome { item: id, meeting: Err(refused.to_owned()) });
    }
    let cancelled = method == Some(ICalendarMethod::Cancel);
    for (uid, ids) in by_uid {
        outcomes.extend(series::occurrences(calendar, &uid, &ids, cancelled, window));
    }
    outcomes.sort_by_key(|it| it.item);
    outcomes
}

/// One calendar file.
pub(crate) struct Calendar {
    path: PathBuf,
    window: Window,
    /// What the file held when it was last parsed, and which content that was.
    parsed: Mutex<Option<(u64, Vec<Outcome>)>>,
}

impl Calendar {
    pub(crate) fn new(path: PathBuf, window: Window) -> Calendar {
        Calendar { path, window, parsed: Mutex::new(None) }
    }

    fn text(&self) -> Result<String, FetchError> {
        let mut bytes = Vec::new();
        let opened = compressed::open_at(&self.path, 0);
        let read = opened.and_then(|it| match it {
            // One byte more than is allowed, so that it shows.
            Some(it) => it.text.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes),
            None => Ok(0),
        });
        match read {
            Err(error) if !compressed::is_break(&error) => Err(failed(&self.path, &error)),
            // A compressed file that breaks off: the parser finds the component without an end.
            _ => Ok(charset::decode(&bytes).into_owned()),
        }
    }
}

impl OnDisk for Calendar {
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let (text, size) = (self.text()?, self.bytes()?);
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let content = hasher.finish();
        let mut parsed = self.parsed.lock().expect("no reader panics while it holds the calendar");
        if parsed.as_ref().is_none_or(|it| it.0 != content) {
            let whole = |reason| vec![Outcome { item: 0, meeting: Err(reason) }];
            *parsed = Some((content, meetings(&text, self.window).unwrap_or_else(whole)));
        }
        let outcomes = parsed.as_ref().map_or(&[][..], |it| &it.1);
        // A calendar changes in the middle: one with other content is read from the start.
        let start = cursor.and_then(parse_cursor).filter(|it| it.0 == content).map_or(0, |it| it.1.min(outcomes.len()));
        let (mut gathered, mut next) = (Gathered::default(), start);
        while next < outcomes.len() && !gathered.is_full() {
            let it = &outcomes[next];
            gathered.add(it.meeting.clone(), 0, || format!("{} item {}", shown(&self.path), it.item));
            next += 1;
        }
        let more = next < outcomes.len();
        let position = size * next as u64 / outcomes.len().max(1) as u64;
        let batch = gathered.into_batch(format!("{content:016x} {next}"), if more { position } else { size }, more);
        if !more {
            *parsed = None;
        }
        Ok(batch)
    }

    fn bytes(&self) -> Result<u64, FetchError> {
        std::fs::metadata(&self.path).map(|it| it.len()).map_err(|it| failed(&self.path, &it))
    }
}

fn parse_cursor(cursor: &Cursor) -> Option<(u64, usize)> {
    let (content, next) = cursor.0.split_once(' ')?;
    Some((u64::from_str_radix(content, 16).ok()?, next.parse().ok()?))
}

#[cfg(test)]
mod tests;
