//! Changes in a calendar view. Sources: "event: delta", "Get incremental changes to events in a calendar view".
//!
//! What the pages do not say and clients met: an occurrence of a series comes with `id`, `type`, `seriesMasterId`, `start` and `end`
//! alone, beside its master, if the series began inside the window; a deleted occurrence is simply not told; a series is not split
//! over two pages; events outside the window that change are told as `@removed` (microsoft-graph-docs #7632, #22197, PR #4501).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::calendar::{Face, row, window};
use super::users::ended;
use super::{Call, ids, mail_delta};
use crate::answer::Answer;
use crate::delta::{Place, Round};
use crate::journal::last_of_each;
use crate::tenant::Tenant;

/// Query options that this delta refuses.
const REFUSED: [&str; 5] = ["$select", "$expand", "$filter", "$orderby", "$search"];

pub(crate) fn delta(tenant: &mut Tenant, call: &Call<'_>, user: usize) -> Answer {
    let asked = call.asked;
    let mailbox = &tenant.mailboxes[user];
    let of = format!("calendar of {user}");
    let round = match Round::<u64>::of(tenant, asked, of, mailbox.calendar_changes.head(), call.bend.replay) {
        Ok(it) if it.mint < mailbox.forgotten_before => return mail_delta::forgotten(call),
        Ok(it) => it,
        Err(answer) => return answer,
    };
    if let Some(option) = round.options.keys().find(|it| REFUSED.contains(&it.as_str())) {
        let words = format!("The query parameter '{option}' is not supported with change tracking over calendarView.");
        return Answer::error(400, "ErrorInvalidUrlQuery", &words, asked.now);
    }
    let (from, to) = match window(round.option("startdatetime"), round.option("enddatetime"), asked.now) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let size = call.bend.page_size.or(asked.page_size()).unwrap_or(10);
    let (rows, next): (Vec<Value>, _) = match round.place {
        Place::Walk { behind, until } => {
            let mut rows = Vec::new();
            let mut last = None;
            let rest = mailbox.calendar.iter().filter(|it| behind.is_none_or(|behind| **it > behind));
            for meeting in rest {
                if rows.len() >= size {
                    last = Some(Place::Walk { behind: Some(meeting - 1), until });
                    break;
                }
                rows.extend(rows_of(tenant, call, user, *meeting, from, to));
            }
            (rows, last)
        }
        Place::Changes { from: since, until, told } => {
            let changed = last_of_each(mailbox.calendar_changes.between(since, until), |it| *it);
            let mut rows = Vec::new();
            let mut next = None;
            for (nth, meeting) in changed.iter().enumerate().skip(told) {
                if rows.len() >= size {
                    next = Some(Place::Changes { from: since, until, told: nth });
                    break;
                }
                let here = rows_of(tenant, call, user, **meeting, from, to);
                let id = || ids::of_event(tenant, user, (**meeting, None), asked.wants_immutable_ids());
                match here.is_empty() {
                    true => rows.push(json!({"id": id(), "@removed": {"reason": "deleted"}})),
                    false => rows.extend(here),
                }
            }
            (rows, next)
        }
        Place::Since(_) => (Vec::new(), None),
    };
    Answer::ok(ended(tenant, call, &round, "Collection(event)", rows, next))
}

/// Returns how a meeting is told: alone, or a master with its occurrences in the window.
fn rows_of(tenant: &Tenant, call: &Call<'_>, user: usize, id: u64, from: Timestamp, to: Timestamp) -> Vec<Value> {
    let Some(meeting) = tenant.meetings.get(&id).filter(|_| tenant.mailboxes[user].calendar.contains(&id)) else {
        return Vec::new();
    };
    let occurrences = meeting.within(from, to);
    let whole = || row(tenant, call, user, id, Face::Whole);
    if meeting.event.repeats.is_none() {
        return occurrences.first().and_then(|_| whole()).into_iter().collect();
    }
    let begins_inside = meeting.within(Timestamp::MIN, to).first().is_some_and(|it| it.start >= from);
    let master = whole().filter(|_| begins_inside && !occurrences.is_empty());
    let told = occurrences.iter().filter_map(|it| {
        let row = row(tenant, call, user, id, Face::Of(it))?;
        Some(if row["type"] == "occurrence" { bare(&row) } else { row })
    });
    master.into_iter().chain(told).collect()
}

/// What is told of an occurrence that is like its master.
fn bare(row: &Value) -> Value {
    let mut bare = json!({"@odata.type": "#microsoft.graph.event"});
    for name in ["@odata.etag", "id", "type", "seriesMasterId", "start", "end"] {
        bare[name] = row[name].clone();
    }
    bare
}
