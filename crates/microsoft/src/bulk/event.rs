//! Events: a line of CalendarView_v0 or Event_v1 becomes an [`Observed`], as an ICS export of the same meeting would.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use relata_connectors::mail::MOST_PARTICIPANTS;
use relata_model::identity::{recurrence, series_uid};
use relata_model::{Folder, Identity, Kind, Marks, Observed, Participant, Response, Role, Side};

use super::line::{Attendee, EventLine, Moment};
use super::message::person;
use super::quirks::{Quoted, Text, word};

/// A meeting that lasts longer is a season, and no meeting.
const LONGEST_MINUTES: i64 = 31 * 24 * 60;

/// A meeting, and what its copy says of the mailbox's owner.
pub(super) struct Met {
    pub(super) observed: Observed,
    pub(super) own: Own,
}

/// What a copy of a meeting says of whoever's it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// What they answered.
    pub(super) answer: Response,
    /// Whether they called the meeting.
    pub(super) organises: bool,
}

/// Returns what a line says of a meeting.
///
/// # Errors
///
/// Why it cannot be used, without repeating anything of it.
pub(super) fn met(line: EventLine<'_>) -> Result<Met, &'static str> {
    if line.sort.word() == "seriesMaster" {
        return Err("it is a repeating meeting without its occurrences; extract CalendarView_v0 to have them");
    }
    let at = moment(line.start)?.ok_or("it has no start")?;
    let end = moment(line.end)?.unwrap_or(at);
    let uid = line.ical_uid.as_str();
    if uid.is_empty() {
        return Err("it has no iCalUId");
    }
    let series = series_uid(uid);
    let repeats = matches!(line.sort.word(), "occurrence" | "exception");
    // As calendars name the occurrences of a meeting that repeats: by when they were to be.
    let planned = line.original_start.moment().unwrap_or(at);
    let occurrence = if repeats { recurrence(planned) } else { String::new() };
    let minutes = (end.as_second() - at.as_second()) / 60;
    let has_length = !line.is_all_day.says_yes() && (0..=LONGEST_MINUTES).contains(&minutes);
    let mut people = People::default();
    if let Some(organiser) = line.organizer.take()? {
        people.add(Attendee { email_address: organiser.email_address, ..Attendee::default() }, Role::Organiser);
    }
    for it in line.attendees.take()?.unwrap_or_default() {
        let role = match word(it.sort.as_deref().unwrap_or_default()) {
            "resource" => Role::Resource,
            "optional" => Role::Optional,
            _ => Role::Required,
        };
        people.add(it, role);
    }
    let own = line.response_status.take()?.and_then(|it| it.response);
    let organises = line.is_organizer.says_yes() || word(own.as_deref().unwrap_or_default()) == "organizer";
    let observed = Observed {
        identity: Identity::of_meeting(&series, &occurrence),
        at,
        kind: Kind::Meeting,
        participants: people.participants,
        audience: people.audience,
        reply_to: None,
        conversation: Identity::of_meeting(&series, ""),
        minutes: if has_length { u32::try_from(minutes).unwrap_or(0) } else { 0 },
        marks: Marks {
            cancelled: line.is_cancelled.says_yes(),
            // Whatever is not normal was meant for few.
            private: !matches!(line.sensitivity.word(), "normal" | ""),
            ..Marks::default()
        },
        folder: Folder::Other,
        activity: None,
    };
    Ok(Met { observed, own: Own { answer: response(own.as_deref()), organises } })
}

fn moment(given: Quoted<Moment>) -> Result<Option<Timestamp>, &'static str> {
    let Some(Moment { date_time: Some(text), time_zone }) = given.take()? else { return Ok(None) };
    let text = Text(text.into());
    let zone = time_zone.unwrap_or_default();
    if matches!(zone.as_str(), "" | "UTC" | "Etc/UTC" | "Coordinated Universal Time") {
        return Ok(text.moment());
    }
    let zone = TimeZone::get(&zone).map_err(|_| "its time zone is not known; extract with times in UTC")?;
    let civil = text.as_str().parse::<DateTime>().map_err(|_| "its time is none")?;
    Ok(civil.to_zoned(zone).ok().map(|it| it.timestamp()))
}

#[derive(Default)]
struct People {
    participants: Vec<Participant>,
    /// Everybody the meeting names but rooms, with the organiser, also those without a valid address.
    audience: u32,
}

impl People {
    fn add(&mut self, given: Attendee, role: Role) {
        let response = response(given.status.and_then(|it| it.response).as_deref());
        let found = person(given.email_address);
        let organiser = self.participants.first_mut().filter(|it| it.role == Role::Organiser);
        if let (Some(organiser), Some((address, _))) = (organiser, &found)
            && organiser.address == *address
        {
            organiser.response = response;
            return;
        }
        self.audience = self.audience.saturating_add(u32::from(role != Role::Resource));
        if let Some((address, name)) = found.filter(|_| self.participants.len() < MOST_PARTICIPANTS) {
            self.participants.push(Participant { address, name, role, response, side: Side::Unknown });
        }
    }
}

fn response(given: Option<&str>) -> Response {
    match word(given.unwrap_or_default()) {
        "accepted" | "organizer" => Response::Accepted,
        "tentativelyAccepted" => Response::Tentative,
        "declined" => Response::Declined,
        _ => Response::None,
    }
}
