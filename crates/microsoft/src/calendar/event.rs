//! Events: from what Graph shows of one to an [`Observed`], with the same identity as an ICS export of the meeting.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use relata_model::identity::{recurrence, series_uid};
use relata_model::{Address, Folder, Identity, Kind, Marks, Observed, Participant, Response, Role, Side};
use serde::Deserialize;

use crate::graph::Graph;
use crate::lenient::{Flag, List, Object, Text};
use crate::people::{EmailAddress, People, Recipient};

/// What is asked for where a choice is allowed: never a body, a subject, a place or a link to the meeting.
pub(super) const FIELDS: &str = "id,iCalUId,type,seriesMasterId,originalStart,start,end,isAllDay,isCancelled,isOrganizer,\
                                 sensitivity,hideAttendees,responseStatus,organizer,attendees";
/// A meeting that lasts longer is a season, and no meeting.
const LONGEST_MINUTES: i64 = 31 * 24 * 60;

/// An event as it stands on the wire.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wire {
    pub(super) id: Text,
    #[serde(rename = "iCalUId")]
    ical_uid: Text,
    #[serde(rename = "type")]
    sort: Text,
    pub(super) series_master_id: Text,
    original_start: Text,
    start: Object<Moment>,
    end: Object<Moment>,
    is_all_day: Flag,
    is_cancelled: Flag,
    is_organizer: Flag,
    sensitivity: Text,
    response_status: Object<Status>,
    organizer: Object<Recipient>,
    attendees: List<Attendee>,
    #[serde(rename = "@removed")]
    pub(super) removed: Object<Removed>,
}

#[derive(Clone, Default, Deserialize)]
pub(super) struct Removed {}

/// `{"dateTime": "2026-03-02T09:00:00.0000000", "timeZone": "UTC"}`
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Moment {
    date_time: Text,
    time_zone: Text,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Status {
    response: Text,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Attendee {
    #[serde(rename = "type")]
    sort: Text,
    status: Object<Status>,
    email_address: Object<EmailAddress>,
}

impl Wire {
    /// Whether it stands for all occurrences and is none itself.
    pub(super) fn is_series(&self) -> bool {
        self.sort.0 == "seriesMaster"
    }

    /// Whether it is an occurrence that says no more than when it is: the rest stands at its series.
    pub(super) fn is_bare(&self) -> bool {
        self.series_master_id.some().is_some() && self.organizer.0.is_none() && self.attendees.total == 0
    }

    /// Whether it has a start: changes to other things may not name it.
    pub(super) fn is_partial(&self) -> bool {
        self.start.0.is_none()
    }

    /// Returns the occurrence with what its series says.
    pub(super) fn of_series(self, series: &Wire) -> Wire {
        let series = series.clone();
        let or = |own: Text, other: Text| if own.some().is_some() { own } else { other };
        Wire {
            ical_uid: or(self.ical_uid, series.ical_uid),
            is_all_day: Flag(self.is_all_day.0 || series.is_all_day.0),
            is_cancelled: Flag(self.is_cancelled.0 || series.is_cancelled.0),
            is_organizer: Flag(self.is_organizer.0 || series.is_organizer.0),
            sensitivity: or(self.sensitivity, series.sensitivity),
            response_status: if self.response_status.0.is_some() {
                self.response_status
            } else {
                series.response_status
            },
            organizer: series.organizer,
            attendees: series.attendees,
            id: self.id,
            sort: self.sort,
            series_master_id: self.series_master_id,
            original_start: self.original_start,
            start: self.start,
            end: self.end,
            removed: self.removed,
        }
    }

    /// Returns what the event says in the calendar of whoever has these addresses, or why it cannot be used.
    pub(super) fn observed(&self, graph: &Graph, own: &[Address]) -> Result<Observed, String> {
        let at = moment(&self.start)?.ok_or("it has no start")?;
        let uid = self.ical_uid.some().ok_or("it has no iCalUId")?;
        let series = series_uid(uid);
        let repeats = matches!(self.sort.0.as_str(), "occurrence" | "exception");
        // As calendars name the occurrences of a meeting that repeats: by when they were to be.
        let planned = self.original_start.moment().unwrap_or(at);
        let of_series = if repeats { recurrence(planned) } else { String::new() };
        let minutes = moment(&self.end)?.map_or(0, |end| (end.as_second() - at.as_second()) / 60);
        let has_length = !self.is_all_day.0 && (0..=LONGEST_MINUTES).contains(&minutes);
        let people = self.people(graph, own);
        Ok(Observed {
            identity: Identity::of_meeting(&series, &of_series),
            at,
            kind: Kind::Meeting,
            participants: people.participants,
            audience: people.audience,
            reply_to: None,
            conversation: Identity::of_meeting(&series, ""),
            minutes: if has_length { u32::try_from(minutes).unwrap_or(0) } else { 0 },
            marks: Marks {
                cancelled: self.is_cancelled.0,
                // Whatever is not normal was meant for few.
                private: !matches!(self.sensitivity.0.as_str(), "normal" | ""),
                ..Marks::default()
            },
            folder: Folder::Other,
            activity: None,
        })
    }

    fn people(&self, graph: &Graph, own: &[Address]) -> People {
        let mut people = People::default();
        let answer = self.response_status.0.as_ref().map_or(Response::None, |it| response(&it.response.0));
        if let Some(organiser) = &self.organizer.0 {
            people.audience += 1;
            if let Some(it) = organiser.person(graph) {
                people.add(it, Role::Organiser, Response::None);
            }
        }
        let mut rooms = 0;
        let mut calls_it_himself = false;
        for it in &self.attendees.items {
            let role = match it.sort.0.as_str() {
                "resource" => Role::Resource,
                "optional" => Role::Optional,
                _ => Role::Required,
            };
            let answered = it.status.0.as_ref().map_or(Response::None, |it| response(&it.response.0));
            let found = it.email_address.0.as_ref().and_then(|it| it.person(graph));
            let organiser = people.participants.first_mut().filter(|it| it.role == Role::Organiser);
            if let (Some(organiser), Some((address, _))) = (organiser, &found)
                && organiser.address == *address
            {
                organiser.response = answered;
                calls_it_himself = true;
                continue;
            }
            rooms += usize::from(role == Role::Resource);
            if let Some(it) = found {
                people.add(it, role, answered);
            }
        }
        let attendees = self.attendees.total - rooms - usize::from(calls_it_himself);
        people.audience = people.audience.saturating_add(u32::try_from(attendees).unwrap_or(u32::MAX));
        // Whose calendar it is, it says best what they answered; and who was invited through a group, or to a meeting that hides
        // who comes, stands in no list.
        match people.participants.iter_mut().find(|it| own.contains(&it.address)) {
            Some(it) => it.response = if answer == Response::None { it.response } else { answer },
            None if self.is_organizer.0 => {}
            None => {
                if let Some(address) = own.first().cloned() {
                    people.audience += 1;
                    let (role, side) = (Role::Required, Side::Unknown);
                    people.participants.push(Participant { address, name: None, role, response: answer, side });
                }
            }
        }
        people
    }
}

fn moment(given: &Object<Moment>) -> Result<Option<Timestamp>, String> {
    let Some(Moment { date_time, time_zone }) = &given.0 else { return Ok(None) };
    let Some(text) = date_time.some() else { return Ok(None) };
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Some(at).filter(|it| it.as_second() > 0));
    }
    let zone = match time_zone.0.as_str() {
        "" | "UTC" | "Etc/UTC" | "Coordinated Universal Time" => TimeZone::UTC,
        name => TimeZone::get(name).map_err(|_| "its times are not in UTC, though that was asked for")?,
    };
    let civil: DateTime = text.parse().map_err(|_| "its time is none")?;
    let at = civil.to_zoned(zone).ok().map(|it| it.timestamp());
    Ok(at.filter(|it| it.as_second() > 0))
}

fn response(given: &str) -> Response {
    match given {
        "accepted" | "organizer" => Response::Accepted,
        "tentativelyAccepted" => Response::Tentative,
        "declined" => Response::Declined,
        _ => Response::None,
    }
}
