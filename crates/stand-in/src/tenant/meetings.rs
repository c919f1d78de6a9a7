//! Meetings: events, series of them, and each invited person's copy.
//!
//! A meeting is held once; what lies in a calendar is a copy that knows its owner's answer. A series is a rule in the organiser's
//! time zone and a list of exceptions; it is expanded whenever somebody looks.
//!
//! Sources: "event resource type", "recurrencePattern resource type", "Get incremental changes to events in a calendar view".

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{EventId, Happened, Happening, Tenant};
use crate::tenant::mail::Change;

/// An event as a test writes it, in the organiser's calendar.
#[derive(Clone, Debug)]
pub struct Event {
    /// When it begins, in its time zone.
    pub start: DateTime,
    /// How long it lasts.
    pub minutes: i64,
    /// The time zone in Windows' name, such as `W. Europe Standard Time` or `UTC`.
    pub zone: &'static str,
    /// Who is invited.
    pub attendees: Vec<Attendee>,
    /// Who invites, where that is not the calendar's owner: somebody outside.
    pub organizer: Option<String>,
    /// How it repeats.
    pub repeats: Option<Repeats>,
    /// From midnight to midnight.
    pub all_day: bool,
    /// `normal`, `personal`, `private` or `confidential`.
    pub sensitivity: &'static str,
    /// Whether attendees see each other.
    pub hide_attendees: bool,
    /// `busy`, `free`, `tentative`, `oof`, `workingElsewhere`.
    pub show_as: &'static str,
    /// The subject. Content: a client must not keep it.
    pub subject: String,
    /// The body. Content as well.
    pub body: String,
    /// The place. Content as well.
    pub location: String,
    /// The UID of an invitation that came from elsewhere. `None`: one of Outlook's own.
    pub uid: Option<String>,
    /// Fields that replace those of the answer, for events that are wrong.
    pub instead: serde_json::Map<String, serde_json::Value>,
}

impl Event {
    /// Returns an event in UTC, such as at `2026-03-02T10:00`.
    ///
    /// # Panics
    ///
    /// If that is no time.
    pub fn new(start: &str, minutes: i64, attendees: &[&str]) -> Event {
        Event {
            start: start.parse().expect("a time such as 2026-03-02T10:00"),
            minutes,
            zone: "UTC",
            attendees: attendees.iter().map(|it| Attendee::required(it)).collect(),
            organizer: None,
            repeats: None,
            all_day: false,
            sensitivity: "normal",
            hide_attendees: false,
            show_as: "busy",
            subject: String::new(),
            body: String::new(),
            location: String::new(),
            uid: None,
            instead: serde_json::Map::new(),
        }
    }

    /// Sets the time zone, in Windows' name.
    pub fn zone(mut self, zone: &'static str) -> Event {
        self.zone = zone;
        self
    }

    /// Makes it a series.
    pub fn repeats(mut self, repeats: Repeats) -> Event {
        self.repeats = Some(repeats);
        self
    }

    /// Sets who is in what role.
    pub fn attendee(mut self, attendee: Attendee) -> Event {
        self.attendees.push(attendee);
        self
    }
}

/// Somebody invited.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendee {
    /// The address.
    pub address: String,
    /// `required`, `optional` or `resource`.
    pub kind: &'static str,
    /// `none`, `tentativelyAccepted`, `accepted`, `declined` or `notResponded`.
    pub answer: &'static str,
}

impl Attendee {
    /// Returns somebody who has to come and has accepted.
    pub fn required(address: &str) -> Attendee {
        Attendee { address: address.to_owned(), kind: "required", answer: "accepted" }
    }

    /// Returns somebody who may come and has not answered.
    pub fn optional(address: &str) -> Attendee {
        Attendee { address: address.to_owned(), kind: "optional", answer: "notResponded" }
    }

    /// Returns a room.
    pub fn room(address: &str) -> Attendee {
        Attendee { address: address.to_owned(), kind: "resource", answer: "accepted" }
    }

    /// Sets the answer.
    pub fn answering(mut self, answer: &'static str) -> Attendee {
        self.answer = answer;
        self
    }
}

/// How a series repeats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeats {
    /// Every so many of the unit.
    pub every: i64,
    /// Of what.
    pub unit: Unit,
    /// The last day it may fall on; `None`: no end.
    pub until: Option<Date>,
}

/// The unit of a repetition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks, on the weekday of the first.
    Week,
    /// Months, on the day of the first; months without it are left out.
    Month,
}

/// What is different about one occurrence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exception {
    /// When it begins instead, in the series' time zone.
    pub start: Option<DateTime>,
    /// How long it lasts instead.
    pub minutes: Option<i64>,
    /// Whether it was cancelled and still lies there crossed out.
    pub cancelled: bool,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// A meeting as it is held.
#[derive(Clone, Debug)]
pub(crate) struct Meeting {
    pub event: Event,
    /// The address of whoever invited.
    pub organizer: String,
    /// What differs, by the day it was planned for.
    pub exceptions: BTreeMap<Date, Exception>,
    pub cancelled: bool,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// One meeting on one day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Occurrence {
    /// The day the rule says; nothing for an event that does not repeat.
    pub planned: Option<Date>,
    pub start: Timestamp,
    pub end: Timestamp,
    pub exception: Option<Exception>,
}

impl Meeting {
    pub fn time_zone(&self) -> TimeZone {
        iana(self.event.zone)
    }

    fn at(&self, start: DateTime) -> Timestamp {
        let zoned = self.time_zone().to_ambiguous_timestamp(start).compatible();
        zoned.expect("events lie within the years that a timestamp knows")
    }

    /// Returns what of the meeting lies in a window, in order of time; deleted occurrences are not there.
    pub fn within(&self, from: Timestamp, to: Timestamp) -> Vec<Occurrence> {
        let mut found: Vec<Occurrence> = self.planned(to).filter_map(|it| self.occurrence(it)).collect();
        found.retain(|it| it.start < to && (it.end > from || it.start >= from));
        found.sort_by_key(|it| it.start);
        found
    }

    /// Returns the occurrence planned for a day, or the whole event if it does not repeat.
    pub fn occurrence(&self, start: DateTime) -> Option<Occurrence> {
        let planned = self.event.repeats.map(|_| start.date());
        let exception = planned.and_then(|it| self.exceptions.get(&it)).cloned();
        let is = exception.clone().unwrap_or_default();
        let begins = self.at(is.start.unwrap_or(start));
        let lasts = is.minutes.unwrap_or(self.event.minutes);
        let end = match self.event.all_day {
            // Midnight to midnight, whatever the clocks do that night.
            true => self.at(is.start.unwrap_or(start).saturating_add(lasts.minutes())),
            false => begins + SignedDuration::from_mins(lasts),
        };
        (!is.deleted).then_some(Occurrence { planned, start: begins, end, exception })
    }

    /// Returns whether the rule names a day.
    pub fn is_planned(&self, day: Date) -> bool {
        let after = self.at(day.at(23, 59, 59, 0)) + SignedDuration::from_secs(1);
        self.planned(after).any(|it| it.date() == day)
    }

    /// Returns when the rule says it begins, up to a time. An exception may bring a later one forward by a month.
    fn planned(&self, to: Timestamp) -> impl Iterator<Item = DateTime> {
        let last = (to + SignedDuration::from_hours(31 * 24)).to_zoned(TimeZone::UTC).datetime();
        let first = self.event.start;
        let repeats = self.event.repeats;
        let nth = move |n: i64| match repeats {
            None => (n == 0).then_some(Some(first)),
            Some(rule) => {
                let step = match rule.unit {
                    Unit::Day => (n * rule.every).days(),
                    Unit::Week => (n * rule.every).weeks(),
                    Unit::Month => (n * rule.every).months(),
                };
                let at = first.checked_add(step).ok()?;
                let is_over = at > last || rule.until.is_some_and(|it| at.date() > it);
                // The 31st of a shorter month falls out.
                let is_there = rule.unit != Unit::Month || at.day() == first.day();
                (!is_over).then_some(is_there.then_some(at))
            }
        };
        (0..).map_while(nth).flatten()
    }

    /// Returns the addresses in whose calendars it lies.
    fn invited(&self) -> impl Iterator<Item = &str> {
        self.event.attendees.iter().map(|it| it.address.as_str()).chain([self.organizer.as_str()])
    }
}

/// Returns the time zone behind one of Windows' names (Unicode CLDR, windowsZones), UTC for others.
pub(crate) fn iana(windows: &str) -> TimeZone {
    let name = match windows {
        "W. Europe Standard Time" => "Europe/Berlin",
        "Romance Standard Time" => "Europe/Paris",
        "Central Europe Standard Time" => "Europe/Budapest",
        "GMT Standard Time" => "Europe/London",
        "FLE Standard Time" => "Europe/Kiev",
        "Eastern Standard Time" => "America/New_York",
        "Central Standard Time" => "America/Chicago",
        "Mountain Standard Time" => "America/Denver",
        "Pacific Standard Time" => "America/Los_Angeles",
        "India Standard Time" => "Asia/Kolkata",
        "Tokyo Standard Time" => "Asia/Tokyo",
        "China Standard Time" => "Asia/Shanghai",
        "Singapore Standard Time" => "Asia/Singapore",
        "AUS Eastern Standard Time" => "Australia/Sydney",
        _ => return TimeZone::UTC,
    };
    TimeZone::get(name).expect("the zones go along")
}

impl Tenant {
    /// Puts an event into somebody's calendar and into those of everybody invited who has a mailbox here.
    pub fn event(&mut self, owner: &str, event: Event) -> EventId {
        self.user_if_new(owner);
        let id = self.number();
        let now = self.now();
        let organizer = event.organizer.clone().unwrap_or_else(|| owner.to_owned());
        let meeting =
            Meeting { event, organizer, exceptions: BTreeMap::new(), cancelled: false, created: now, modified: now };
        let invited: Vec<usize> = meeting.invited().chain([owner]).filter_map(|it| self.place_of(it)).collect();
        self.meetings.insert(id, meeting);
        for user in invited {
            if self.mailboxes[user].calendar.insert(id) {
                self.told_of_event(user, id, Change::Created);
            }
        }
        EventId(id)
    }

    /// Changes an event in all calendars.
    pub fn change_event(&mut self, id: EventId, change: impl FnOnce(&mut Event)) {
        self.changed(id, |it| change(&mut it.event));
    }

    /// Cancels an event, or one occurrence of a series: it stays in the calendars, marked.
    pub fn cancel(&mut self, id: EventId, day: Option<Date>) {
        self.changed(id, |it| match day {
            Some(day) => it.exceptions.entry(day).or_default().cancelled = true,
            None => it.cancelled = true,
        });
    }

    /// Makes one occurrence of a series different.
    pub fn except(&mut self, id: EventId, day: Date, exception: Exception) {
        self.changed(id, |it| {
            it.exceptions.insert(day, exception);
        });
    }

    /// Records somebody's answer.
    pub fn answer(&mut self, id: EventId, address: &str, answer: &'static str) {
        self.change_event(id, |it| {
            for attendee in it.attendees.iter_mut().filter(|it| it.address.eq_ignore_ascii_case(address)) {
                attendee.answer = answer;
            }
        });
    }

    /// Deletes an event from one calendar.
    pub fn remove_event(&mut self, user: &str, id: EventId) {
        let Some(user) = self.place_of(user) else { return };
        if self.mailboxes[user].calendar.remove(&id.0) {
            self.told_of_event(user, id.0, Change::Deleted);
        }
    }

    fn changed(&mut self, id: EventId, change: impl FnOnce(&mut Meeting)) {
        let now = self.now();
        let Some(meeting) = self.meetings.get_mut(&id.0) else { return };
        change(meeting);
        meeting.modified = now;
        let holders = (0..self.mailboxes.len()).filter(|it| self.mailboxes[*it].calendar.contains(&id.0));
        for user in holders.collect::<Vec<_>>() {
            self.told_of_event(user, id.0, Change::Updated);
        }
    }

    fn told_of_event(&mut self, user: usize, meeting: u64, change: Change) {
        self.mailboxes[user].calendar_changes.record(meeting);
        self.happenings.push(Happening { user, change, what: Happened::Event { meeting } });
    }

    fn user_if_new(&mut self, address: &str) {
        if self.place_of(address).is_none() {
            self.user(address);
        }
    }
}
