//! The insight of one record, and the columns it is kept in.

use jiff::Timestamp;
use relata_model::figures::Movement;
use relata_model::health::{Grade, State, Trend};
use relata_model::{Direction, RecordNumber, Touch};

use crate::StoreError;
use crate::consent::moment;
use crate::database::{Bound, truth};
use crate::error::Result;
use crate::scheduled::kind_of;

/// What was computed of a record, as far as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordInsight {
    /// Which record.
    pub record: RecordNumber,
    /// What can be said of its health.
    pub state: State,
    /// Its health, 0–100, where it has one.
    pub score: Option<u8>,
    /// How good that is.
    pub grade: Option<Grade>,
    /// Where it is going.
    pub trend: Trend,
    /// The last contact there was.
    pub last: Option<Touch>,
    /// The next one planned.
    pub next: Option<Touch>,
    /// Emails of both sides.
    pub emails: u32,
    /// Meetings of both sides.
    pub meetings: u32,
    /// Calls of both sides.
    pub calls: u32,
    /// A fingerprint of the persons it was computed for: another one means it has to be computed anew.
    pub people_hash: String,
    /// The score 7 days earlier.
    pub score_week_ago: Option<u8>,
    /// The score 28 days earlier.
    pub score_month_ago: Option<u8>,
    /// Whether it hangs on one colleague.
    pub single_threaded: bool,
    /// What happened to it lately.
    pub moved: Option<Moved>,
    /// Emails in its first 30 days.
    pub early_emails: u32,
    /// Meetings in its first 30 days.
    pub early_meetings: u32,
}

/// Something that happened to a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What.
    pub what: Movement,
    /// When.
    pub at: Timestamp,
}

/// The computed columns of a row, in the order of [`bind`].
pub(crate) const COLUMNS: &str = "state, score, grade, trend, trend_rank, last_at, last_kind, last_direction, \
                                  next_at, next_kind, next_direction, emails, meetings, calls, people_hash, \
                                  score_week_ago, score_month_ago, single_threaded, moved, moved_at, early_emails, \
                                  early_meetings";

/// Returns the names of the computed columns.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    COLUMNS.split(", ")
}

pub(crate) fn bind(query: Bound, it: &RecordInsight) -> Bound {
    let score = |it: Option<u8>| it.map(i64::from);
    let query = query
        .bind(it.state.name())
        .bind(score(it.score))
        .bind(it.grade.map(Grade::name))
        .bind(it.trend.name())
        .bind(rank(it.trend));
    bind_touch(bind_touch(query, it.last), it.next)
        .bind(i64::from(it.emails))
        .bind(i64::from(it.meetings))
        .bind(i64::from(it.calls))
        .bind(it.people_hash.clone())
        .bind(score(it.score_week_ago))
        .bind(score(it.score_month_ago))
        .bind(truth(it.single_threaded))
        .bind(it.moved.map(|it| it.what.name()))
        .bind(it.moved.map(|it| it.at.as_second()))
        .bind(i64::from(it.early_emails))
        .bind(i64::from(it.early_meetings))
}

fn bind_touch(query: Bound, touch: Option<Touch>) -> Bound {
    query
        .bind(touch.map(|it| it.at.as_second()))
        .bind(touch.map(|it| it.kind as i64))
        .bind(touch.map(|it| it.direction as i64))
}

/// Returns where a trend stands in a list; `None` for what is no trend.
fn rank(trend: Trend) -> Option<i64> {
    match trend {
        Trend::Declining => Some(0),
        Trend::Steady => Some(1),
        Trend::Improving => Some(2),
        Trend::NotEnoughInformation | Trend::NotApplicable => None,
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct InsightRow {
    pub(crate) number: i64,
    state: Option<String>,
    score: Option<i64>,
    grade: Option<String>,
    trend: Option<String>,
    last_at: Option<i64>,
    last_kind: Option<i64>,
    last_direction: Option<i64>,
    next_at: Option<i64>,
    next_kind: Option<i64>,
    next_direction: Option<i64>,
    emails: Option<i64>,
    meetings: Option<i64>,
    calls: Option<i64>,
    people_hash: Option<String>,
    score_week_ago: Option<i64>,
    score_month_ago: Option<i64>,
    single_threaded: Option<i64>,
    moved: Option<String>,
    moved_at: Option<i64>,
    early_emails: Option<i64>,
    early_meetings: Option<i64>,
}

impl InsightRow {
    /// Returns the insight, or `None` if none was computed.
    pub(crate) fn into_insight(self) -> Result<Option<RecordInsight>> {
        let Some(state) = self.state else { return Ok(None) };
        let moved = match self.moved.zip(self.moved_at) {
            Some((what, at)) => Some(Moved { what: understood(Movement::named(&what), &what)?, at: moment(at) }),
            None => None,
        };
        let trend = self.trend.unwrap_or_default();
        Ok(Some(RecordInsight {
            record: RecordNumber(self.number),
            state: understood(State::named(&state), &state)?,
            score: score(self.score),
            grade: self.grade.map(|it| understood(Grade::named(&it), &it)).transpose()?,
            trend: understood(Trend::named(&trend), &trend)?,
            last: touch(self.last_at, self.last_kind, self.last_direction)?,
            next: touch(self.next_at, self.next_kind, self.next_direction)?,
            emails: count(self.emails),
            meetings: count(self.meetings),
            calls: count(self.calls),
            people_hash: self.people_hash.unwrap_or_default(),
            score_week_ago: score(self.score_week_ago),
            score_month_ago: score(self.score_month_ago),
            single_threaded: self.single_threaded == Some(1),
            moved,
            early_emails: count(self.early_emails),
            early_meetings: count(self.early_meetings),
        }))
    }
}

fn understood<T>(found: Option<T>, name: &str) -> Result<T> {
    found.ok_or_else(|| StoreError::NotUnderstood(format!("`{name}` of a record")))
}

pub(crate) fn score(number: Option<i64>) -> Option<u8> {
    number.and_then(|it| u8::try_from(it).ok())
}

pub(crate) fn count(number: Option<i64>) -> u32 {
    u32::try_from(number.unwrap_or(0).max(0)).unwrap_or(u32::MAX)
}

fn touch(at: Option<i64>, kind: Option<i64>, direction: Option<i64>) -> Result<Option<Touch>> {
    let (Some(at), Some(kind), Some(direction)) = (at, kind, direction) else { return Ok(None) };
    let direction = match direction {
        0 => Direction::Outbound,
        1 => Direction::Inbound,
        _ => Direction::Both,
    };
    Ok(Some(Touch { at: moment(at), kind: kind_of(kind)?, direction }))
}
