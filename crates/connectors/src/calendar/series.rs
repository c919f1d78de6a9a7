//! Series: a meeting with all its occurrences, moved ones and cancelled ones included.
//!
//! calcard expands the rule; three things it leaves to us. It matches overrides over all meetings of a file and by
//! their SEQUENCE, so each series is expanded alone and without it. It counts steps from the first occurrence, not
//! from the window. And it returns cancelled occurrences like any other.

use calcard::common::timezone::Tz;
use calcard::icalendar::{ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType};
use calcard::icalendar::{ICalendarProperty, ICalendarStatus, ICalendarValue};
use jiff::Timestamp;
use relata_model::{Folder, Identity, Kind, Marks, Observed, identity};

use super::{MOST_OCCURRENCES, Outcome, Window, attendees};

/// Steps through a rule: a daily meeting of fifty years, or a rule by the second, cut short.
const MOST_STEPS: usize = 20_000;
/// So many events mean that the steps ran out; exceptions to the rule are steps, too.
const ENOUGH_STEPS: usize = MOST_STEPS - 1_000;

/// Returns the occurrences of the meeting with that UID, whose components are `ids`.
pub(super) fn occurrences(
    calendar: &ICalendar,
    uid: &str,
    ids: &[usize],
    cancelled: bool,
    window: Window,
) -> Vec<Outcome> {
    let series = Series::new(calendar, uid, ids, cancelled);
    let expanded = series.alone.expand_dates(series.zone, MOST_STEPS);
    let repeats = ids.iter().any(|id| calendar.components[*id].is_recurrent_or_override());
    let item = |component: u32| ids.get(component as usize).copied().unwrap_or_default();
    let mut outcomes: Vec<Outcome> = expanded
        .errors
        .iter()
        .map(|it| Outcome {
            item: item(it.comp_id),
            meeting: Err("the meeting has no usable start, end or rule".to_owned()),
        })
        .collect();
    let last = expanded.events.iter().map(|it| it.timestamps().0).max().unwrap_or(i64::MAX);
    let mut left_out = expanded.events.len() >= ENOUGH_STEPS && last < window.to.as_second();
    let mut wanted = 0;
    for event in &expanded.events {
        let (start, end) = event.timestamps();
        let Ok(at) = Timestamp::from_second(start) else { continue };
        if repeats && !(window.from <= at && at < window.to) {
            continue;
        }
        wanted += 1;
        if wanted > MOST_OCCURRENCES {
            left_out = true;
            break;
        }
        let meeting = series.occurrence(event.comp_id, at, end - start, repeats);
        outcomes.push(Outcome { item: item(event.comp_id), meeting: Ok(meeting) });
    }
    if expanded.events.is_empty() && expanded.errors.is_empty() {
        let reason = "the meeting's rule names no day there is".to_owned();
        outcomes.push(Outcome { item: item(0), meeting: Err(reason) });
    }
    if left_out {
        let reason = format!("the meeting repeats too often; {MOST_OCCURRENCES} occurrences were read at most");
        outcomes.push(Outcome { item: item(0), meeting: Err(reason) });
    }
    outcomes
}

struct Series<'a> {
    uid: &'a str,
    /// The meeting's components first, then the calendar's time zones.
    alone: ICalendar,
    /// What times without a zone are in.
    zone: Tz,
    cancelled: bool,
}

impl<'a> Series<'a> {
    fn new(calendar: &ICalendar, uid: &'a str, ids: &[usize], cancelled: bool) -> Series<'a> {
        let own = ids.iter().map(|id| {
            let mut component = calendar.components[*id].clone();
            component.entries.retain(|it| it.name != ICalendarProperty::Sequence);
            component
        });
        let zones = calendar.components.iter().filter(|it| {
            use ICalendarComponentType::{Daylight, Standard, VTimezone};
            matches!(it.component_type, VTimezone | Standard | Daylight)
        });
        let components = own.chain(zones.cloned()).collect();
        let named = ICalendarProperty::Other("X-WR-TIMEZONE".to_owned());
        let zone =
            calendar.components.iter().find_map(|it| it.property(&named)?.values.first()?.as_text()?.parse().ok());
        Series { uid, alone: ICalendar { components }, zone: zone.unwrap_or(Tz::UTC), cancelled }
    }

    fn occurrence(&self, component: u32, at: Timestamp, seconds: i64, repeats: bool) -> Observed {
        let component = &self.alone.components[component as usize];
        let recurrence = if repeats { self.recurrence_id(component, at) } else { String::new() };
        let people = attendees::of(component);
        Observed {
            identity: Identity::of_meeting(self.uid, &recurrence),
            at,
            kind: Kind::Meeting,
            participants: people.participants,
            audience: people.audience,
            reply_to: None,
            conversation: Identity::of_meeting(self.uid, ""),
            minutes: if has_length(component) { u32::try_from(seconds / 60).unwrap_or(0) } else { 0 },
            marks: Marks {
                cancelled: self.cancelled || component.status() == Some(&ICalendarStatus::Cancelled),
                private: is_private(component),
                ..Marks::default()
            },
            folder: Folder::Other,
            activity: None,
        }
    }

    /// When the occurrence was to be by the rule, in UTC: what stays when it is moved.
    fn recurrence_id(&self, component: &ICalendarComponent, at: Timestamp) -> String {
        let moved_from = component.property(&ICalendarProperty::RecurrenceId).and_then(|it| {
            let zone = self.alone.build_tz_resolver().with_default(self.zone).resolve_or_default(it.tz_id());
            match it.values.first()? {
                ICalendarValue::PartialDateTime(date) => {
                    Timestamp::from_second(date.to_date_time_with_tz(zone)?.timestamp()).ok()
                }
                _ => None,
            }
        });
        identity::recurrence(moved_from.unwrap_or(at))
    }
}

/// All-day meetings, and those that name no end, take no time.
fn has_length(component: &ICalendarComponent) -> bool {
    let start = component.property(&ICalendarProperty::Dtstart).and_then(|it| it.values.first());
    let has_time = matches!(start, Some(ICalendarValue::PartialDateTime(date)) if date.has_time());
    has_time && [ICalendarProperty::Dtend, ICalendarProperty::Duration].iter().any(|it| component.has_property(it))
}

fn is_private(component: &ICalendarComponent) -> bool {
    let class = component.property(&ICalendarProperty::Class).and_then(|it| it.values.first());
    let kept = |it: &ICalendarClassification| *it != ICalendarClassification::Public;
    matches!(class, Some(ICalendarValue::Classification(class)) if kept(class))
}
