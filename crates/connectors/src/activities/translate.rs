//! One activity, from a row to an [`Observed`]: what it is, when it was, how long, and what it answers.

use jiff::Timestamp;
use relata_model::{Activity, Folder, Followed, Kind, Marks, Observed, Quarantined, RecordId};

use super::names::Names;
use super::parties;
use super::words::{self, State};
use crate::table::{Row, date, identifier, number};

/// A meeting that lasts longer is a season, and no meeting.
const LONGEST_MINUTES: f64 = 31.0 * 24.0 * 60.0;

/// Returns what a row says; what of it cannot be read is added to the problems.
///
/// # Errors
///
/// Why nothing of it can be used.
pub(super) fn observed(
    row: &Row<'_>,
    names: &Names,
    now: Timestamp,
    problems: &mut Vec<Quarantined>,
) -> Result<Observed, Quarantined> {
    let refused = |column: &'static str| move |reason: &'static str| row.problem(column, reason);
    let kind = words::kind(row.get("type")).map_err(refused("type"))?;
    let state = words::state(row.get("state")).map_err(refused("state"))?;
    let times = Times::of(row, problems);
    let at = times.of_kind(kind, state).ok_or_else(|| {
        // If there was a date nobody can read, that is the reason.
        problems.pop().unwrap_or_else(|| row.problem("start", "it has no date, so it was at no time"))
    })?;
    let way = row.parsed("direction", words::way, problems).flatten();
    let regarding = row.parsed("regarding", |it| identifier(it).map(RecordId), problems);
    let parties = parties::of(row, kind, way, problems);
    if parties.participants.is_empty() {
        return Err(row.problem("from", "it names nobody by a valid address"));
    }
    let identity = names.identity(row, kind, at).map_err(refused("id"))?;
    let reply_to = Some(row.get("in_reply_to")).filter(|it| !it.is_empty()).map(|it| names.named(it));
    let conversation = Some(row.get("conversation")).filter(|it| !it.is_empty()).map(|it| names.conversation(it));
    Ok(Observed {
        identity,
        at,
        kind,
        participants: parties.participants,
        audience: parties.audience,
        reply_to: reply_to.filter(|it| *it != identity),
        conversation: conversation.or(reply_to).unwrap_or(identity),
        minutes: minutes(row, kind, &times, problems),
        marks: Marks { cancelled: state == Some(State::Cancelled), ..Marks::default() },
        folder: Folder::Other,
        activity: Some(Activity {
            regarding,
            // A CRM without states means what is past.
            completed: state.map_or(at <= now, |it| it == State::Completed),
            followed: if kind == Kind::Email { followed(row, problems) } else { None },
        }),
    })
}

/// The moments a row names.
struct Times {
    sent: Option<Timestamp>,
    start: Option<Timestamp>,
    actual_start: Option<Timestamp>,
    end: Option<Timestamp>,
    actual_end: Option<Timestamp>,
}

impl Times {
    fn of(row: &Row<'_>, problems: &mut Vec<Quarantined>) -> Times {
        let mut moment = |column| row.parsed(column, date::moment, problems);
        Times {
            sent: moment("sent"),
            start: moment("start"),
            actual_start: moment("actual_start"),
            end: moment("end"),
            actual_end: moment("actual_end"),
        }
    }

    /// When it took place or is to: a meeting at its hour, a task when it was done or is due.
    fn of_kind(&self, kind: Kind, state: Option<State>) -> Option<Timestamp> {
        let &Times { sent, start, actual_start, end, actual_end } = self;
        match (kind, state) {
            (Kind::Email, _) => sent.or(start).or(actual_end).or(actual_start).or(end),
            (Kind::Meeting, _) => start.or(actual_start).or(end).or(actual_end),
            (Kind::Call, Some(State::Open)) => start.or(end),
            (Kind::Call, _) => actual_start.or(start).or(actual_end).or(end),
            (Kind::Task, Some(State::Open)) => end.or(start),
            (Kind::Task, _) => actual_end.or(start).or(actual_start).or(end),
        }
    }

    fn length_minutes(&self) -> Option<f64> {
        let actual = self.actual_start.zip(self.actual_end);
        let (begin, end) = actual.or(self.start.zip(self.end))?;
        Some(end.duration_since(begin).as_secs_f64() / 60.0)
    }
}

/// What the CRM says of its length; for a meeting or call else from its beginning to its end.
fn minutes(row: &Row<'_>, kind: Kind, times: &Times, problems: &mut Vec<Quarantined>) -> u32 {
    if kind == Kind::Email {
        return 0;
    }
    let said = ["duration", "duration_seconds"].into_iter().find(|it| !row.get(it).is_empty());
    let (column, length) = match said {
        Some(column) => (column, row.parsed(column, number::number, problems)),
        // A task's days are those it may be done in.
        None => ("end", times.length_minutes().filter(|_| kind != Kind::Task)),
    };
    let minutes = length.unwrap_or(0.0) / if column == "duration_seconds" { 60.0 } else { 1.0 };
    if minutes < 0.0 {
        problems.push(row.problem(column, "kept with 0 minutes: nothing is shorter than that"));
    } else if minutes > LONGEST_MINUTES {
        problems.push(row.problem(column, "kept with 0 minutes: it lasts longer than a month"));
    } else {
        return minutes.round() as u32;
    }
    0
}

/// What became of a followed email: where a CRM says it was followed, or says how often it was opened.
fn followed(row: &Row<'_>, problems: &mut Vec<Quarantined>) -> Option<Followed> {
    if row.says_no("followed") {
        return None;
    }
    let mut count = |column| row.parsed(column, |it| it.parse().map_err(|_| "it is no whole number"), problems);
    let (opens, clicks, attachment_opens) = (count("opens"), count("clicks"), count("attachment_opens"));
    let is_counted = [opens, clicks, attachment_opens].iter().any(|it: &Option<u32>| it.is_some());
    (is_counted || row.says_yes("followed")).then(|| Followed {
        opens: opens.unwrap_or(0),
        clicks: clicks.unwrap_or(0),
        attachment_opens: attachment_opens.unwrap_or(0),
    })
}
