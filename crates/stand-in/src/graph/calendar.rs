//! Calendars. Sources: "List calendarView", "List events", "List instances", "event resource type".

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::messages::time;
use super::{Call, ids, sees_event_bodies};
use crate::answer::{Answer, item_not_found};
use crate::chance::mix;
use crate::odata::select;
use crate::page::Page;
use crate::tenant::Tenant;
use crate::tenant::meetings::{Meeting, Occurrence, Unit, iana};

/// What `Calendars.ReadBasic` leaves out.
const CONTENT: [&str; 4] = ["body", "bodyPreview", "attachments", "onlineMeeting"];
/// The longest window of a calendar view: 1,825 days.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(1825 * 24);
const NONE: &str = "0001-01-01T00:00:00Z";

/// Which of an event's faces is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Face<'a> {
    /// A single event, or the master of a series with its first occurrence's times.
    Whole,
    /// One occurrence.
    Of(&'a Occurrence),
}

/// Returns an event as the owner of a calendar sees it, all fields.
pub(crate) fn row(tenant: &Tenant, call: &Call<'_>, user: usize, id: u64, face: Face<'_>) -> Option<Value> {
    let meeting = tenant.mailboxes[user].calendar.contains(&id).then(|| tenant.meetings.get(&id)).flatten()?;
    let event = &meeting.event;
    let first = Occurrence { exception: None, ..meeting.occurrence(event.start).unwrap_or_else(|| untouched(meeting)) };
    let (occurrence, kind) = match face {
        Face::Whole if event.repeats.is_some() => (&first, "seriesMaster"),
        Face::Whole => (&first, "singleInstance"),
        Face::Of(it) if it.planned.is_none() => (it, "singleInstance"),
        Face::Of(it) if it.exception.is_some() => (it, "exception"),
        Face::Of(it) => (it, "occurrence"),
    };
    let planned = if kind == "seriesMaster" { None } else { occurrence.planned };
    let immutable = call.asked.wants_immutable_ids();
    let owner = &tenant.users[user];
    let is_organizer = owner.is(&meeting.organizer);
    let own = event.attendees.iter().find(|it| owner.is(&it.address));
    let response = if is_organizer { "organizer" } else { own.map_or("notResponded", |it| it.answer) };
    let sees_others = is_organizer || !event.hide_attendees;
    let attendees: Vec<Value> = event
        .attendees
        .iter()
        .filter(|_| sees_others)
        // Only the organiser's copy knows what the others answered.
        .map(|it| attendee(&it.address, it.kind, if is_organizer || Some(it) == own { it.answer } else { "none" }))
        .collect();
    let change = STANDARD.encode(meeting.modified.as_nanosecond().to_be_bytes());
    let cancelled = meeting.cancelled || occurrence.exception.as_ref().is_some_and(|it| it.cancelled);
    let zone = call.asked.preference("outlook.timezone").unwrap_or("UTC");
    let subject = if cancelled { format!("Canceled: {}", event.subject) } else { event.subject.clone() };
    let mut row = json!({
        "@odata.etag": format!("W/\"{change}\""),
        "id": ids::of_event(tenant, user, (id, planned), immutable),
        "changeKey": change,
        "iCalUId": event.uid.clone().unwrap_or_else(|| ical_uid(tenant, id, planned)),
        "createdDateTime": time(meeting.created),
        "lastModifiedDateTime": time(meeting.modified),
        "type": kind,
        "seriesMasterId": planned.map(|_| ids::of_event(tenant, user, (id, None), immutable)),
        "start": wall(occurrence.start, zone),
        "end": wall(occurrence.end, zone),
        "originalStartTimeZone": event.zone,
        "originalEndTimeZone": event.zone,
        "isAllDay": event.all_day,
        "isCancelled": cancelled,
        "isOrganizer": is_organizer,
        "isDraft": false,
        "sensitivity": event.sensitivity,
        "showAs": event.show_as,
        "hideAttendees": event.hide_attendees,
        "responseRequested": true,
        "responseStatus": {"response": response, "time": NONE},
        "organizer": {"emailAddress": {"name": meeting.organizer, "address": meeting.organizer}},
        "attendees": attendees,
        "recurrence": if kind == "seriesMaster" { recurrence(meeting) } else { Value::Null },
        "hasAttachments": false,
        "importance": "normal",
        "categories": [],
        "subject": subject,
        "body": {"contentType": "html", "content": event.body},
        "bodyPreview": event.body.chars().take(255).collect::<String>(),
        "location": {"displayName": event.location, "locationType": "default"},
        "isOnlineMeeting": false,
        "onlineMeeting": null,
        "webLink": "https://outlook.office365.com/owa/?itemid=event",
    });
    for (name, value) in &event.instead {
        row[name] = value.clone();
    }
    if !sees_event_bodies(tenant, call.claims, user) && !call.bend.bodies {
        row.as_object_mut()?.retain(|name, _| !CONTENT.contains(&name.as_str()));
    }
    Some(row)
}

/// The first occurrence as the rule has it, where that one was deleted.
fn untouched(meeting: &Meeting) -> Occurrence {
    let plain = Meeting { exceptions: Default::default(), ..meeting.clone() };
    plain.occurrence(plain.event.start).expect("without exceptions nothing is deleted")
}

fn attendee(address: &str, kind: &str, answer: &str) -> Value {
    json!({
        "type": kind,
        "status": {"response": answer, "time": NONE},
        "emailAddress": {"name": address, "address": address},
    })
}

/// Seven decimals, no offset, the zone beside it.
fn wall(at: Timestamp, zone: &str) -> Value {
    let local = at.to_zoned(iana(zone)).datetime();
    json!({"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string(), "timeZone": zone})
}

/// Outlook's UID: the day of an occurrence stands in bytes 16 to 19, zero for a whole series ([MS-OXOCAL] §2.2.1.27).
fn ical_uid(tenant: &Tenant, id: u64, planned: Option<Date>) -> String {
    let date = planned.map_or([0; 4], |it| {
        let [high, low] = it.year().unsigned_abs().to_be_bytes();
        [high, low, it.month().unsigned_abs(), it.day().unsigned_abs()]
    });
    let unique = [mix(tenant.seed, &[20, id]).to_be_bytes(), mix(tenant.seed, &[21, id]).to_be_bytes()].concat();
    let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02X}")).collect::<String>();
    let created = mix(tenant.seed, &[22, id]).to_be_bytes();
    format!(
        "040000008200E00074C5B7101A82E008{}{}0000000000000000{}{}",
        hex(&date),
        hex(&created),
        "10000000",
        hex(&unique)
    )
}

fn recurrence(meeting: &Meeting) -> Value {
    let Some(rule) = meeting.event.repeats else { return Value::Null };
    let first = meeting.event.start;
    let mut pattern =
        json!({"interval": rule.every, "month": 0, "dayOfMonth": 0, "firstDayOfWeek": "sunday", "index": "first"});
    match rule.unit {
        Unit::Day => pattern["type"] = "daily".into(),
        Unit::Week => {
            pattern["type"] = "weekly".into();
            pattern["daysOfWeek"] = json!([first.strftime("%A").to_string().to_lowercase()]);
        }
        Unit::Month => {
            pattern["type"] = "absoluteMonthly".into();
            pattern["dayOfMonth"] = first.day().into();
        }
    }
    let range = json!({
        "type": if rule.until.is_some() { "endDate" } else { "noEnd" },
        "startDate": first.date().to_string(),
        "endDate": rule.until.map_or_else(|| "0001-01-01".to_owned(), |it| it.to_string()),
        "recurrenceTimeZone": meeting.event.zone,
        "numberOfOccurrences": 0,
    });
    json!({"pattern": pattern, "range": range})
}

/// Returns the window of a calendar view.
pub(crate) fn window(start: Option<&str>, end: Option<&str>, now: Timestamp) -> Result<(Timestamp, Timestamp), Answer> {
    // Without offset it is UTC.
    let read = |it: &str| {
        let local = || it.parse::<jiff::civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|it| it.timestamp());
        it.parse::<Timestamp>().ok().or_else(local)
    };
    let words =
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.";
    let (Some(start), Some(end)) = (start.and_then(read), end.and_then(read)) else {
        return Err(Answer::error(400, "ErrorInvalidParameter", words, now));
    };
    match start < end && end.duration_since(start) <= LONGEST_WINDOW {
        true => Ok((start, end)),
        false => Err(Answer::error(400, "ErrorInvalidParameter", "The window is empty or too long.", now)),
    }
}

fn occurrences(tenant: &Tenant, user: usize, from: Timestamp, to: Timestamp) -> Vec<(u64, Occurrence)> {
    let meetings = tenant.mailboxes[user].calendar.iter().filter_map(|it| Some((*it, tenant.meetings.get(it)?)));
    let mut found: Vec<_> =
        meetings.flat_map(|(id, it)| it.within(from, to).into_iter().map(move |it| (id, it))).collect();
    found.sort_by_key(|it| (it.1.start, it.0));
    found
}

/// Answers a list of events: `$select`, `$top`, `$skip`, `$count`.
fn listed(call: &Call<'_>, rows: Vec<Value>) -> Answer {
    let asked = call.asked;
    let top = call.bend.page_size.or(asked.number("$top")).or(asked.page_size()).unwrap_or(10).clamp(1, 1000);
    let skipped = asked.number("$skip").unwrap_or(0);
    let count = (asked.option("$count") == Some("true")).then_some(rows.len());
    let next = rows.len() > skipped + top;
    let next = next.then(|| asked.link(&["$skip"], &[("$skip", (skipped + top).to_string())]));
    let show = |it: Value| {
        asked.option("$select").filter(|_| !call.bend.bodies).map_or_else(|| it.clone(), |of| select(&it, of))
    };
    let rows = rows.into_iter().skip(skipped).take(top).map(show).collect();
    Answer::ok(Page { context: call.context("users/calendarView"), rows, count, next, delta: None }.into())
}

/// Answers `/calendarView`: series expanded, masters left out, all fields.
pub(crate) fn view(tenant: &Tenant, call: &Call<'_>, user: usize) -> Answer {
    let (start, end) = (call.asked.option("startdatetime"), call.asked.option("enddatetime"));
    let (from, to) = match window(start, end, call.asked.now) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let found = occurrences(tenant, user, from, to);
    listed(call, found.iter().filter_map(|it| row(tenant, call, user, it.0, Face::Of(&it.1))).collect())
}

/// Answers `/events`: single events and masters.
pub(crate) fn list(tenant: &Tenant, call: &Call<'_>, user: usize) -> Answer {
    let events = tenant.mailboxes[user].calendar.iter();
    listed(call, events.filter_map(|it| row(tenant, call, user, *it, Face::Whole)).collect())
}

fn shown(call: &Call<'_>, row: Value) -> Answer {
    Answer::ok(
        call.asked.option("$select").filter(|_| !call.bend.bodies).map_or_else(|| row.clone(), |of| select(&row, of)),
    )
}

/// Answers `/events/{id}`, of a master, a single event or an occurrence.
pub(crate) fn one(tenant: &Tenant, call: &Call<'_>, user: usize, id: &str) -> Answer {
    let found = ids::event(tenant, user, id).and_then(|(id, day)| {
        let meeting = tenant.meetings.get(&id)?;
        match day {
            None => row(tenant, call, user, id, Face::Whole),
            Some(day) if meeting.is_planned(day) => {
                let occurrence = meeting.occurrence(day.to_datetime(meeting.event.start.time()))?;
                row(tenant, call, user, id, Face::Of(&occurrence))
            }
            Some(_) => None,
        }
    });
    found.map_or_else(|| item_not_found(call.asked.now), |it| shown(call, it))
}

/// Answers `/events/{id}/instances`.
pub(crate) fn instances(tenant: &Tenant, call: &Call<'_>, user: usize, id: &str) -> Answer {
    let (start, end) = (call.asked.option("startdatetime"), call.asked.option("enddatetime"));
    let (from, to) = match window(start, end, call.asked.now) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let Some((id, None)) = ids::event(tenant, user, id) else { return item_not_found(call.asked.now) };
    let Some(meeting) = tenant.meetings.get(&id) else { return item_not_found(call.asked.now) };
    let rows = meeting.within(from, to);
    listed(call, rows.iter().filter_map(|it| row(tenant, call, user, id, Face::Of(it))).collect())
}

/// Answers `/calendars`: the one that every mailbox has.
pub(crate) fn calendars(tenant: &Tenant, call: &Call<'_>, user: usize) -> Answer {
    let owner = &tenant.users[user];
    let row = json!({
        "id": ids::of_folder(tenant, user, u32::MAX),
        "name": "Calendar",
        "isDefaultCalendar": true,
        "canEdit": true,
        "owner": {"name": owner.name, "address": owner.principal},
    });
    Answer::ok(Page { context: call.context("calendars"), rows: vec![row], ..Page::default() }.into())
}
