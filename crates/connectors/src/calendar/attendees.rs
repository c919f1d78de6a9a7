//! Attendees: who called a meeting, who was asked, and what they answered.

use crate::mail::MOST_PARTICIPANTS;
use calcard::icalendar::ICalendarUserTypes;
use calcard::icalendar::{ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarParameterValue};
use calcard::icalendar::{ICalendarParticipationRole, ICalendarParticipationStatus, ICalendarProperty};
use relata_model::{Address, Name, Participant, Response, Role, Side};

pub(super) struct People {
    pub(super) participants: Vec<Participant>,
    /// Everybody the meeting names but rooms, with the organiser, also those without a valid address.
    pub(super) audience: u32,
}

pub(super) fn of(component: &ICalendarComponent) -> People {
    let mut people = People { participants: Vec::new(), audience: 0 };
    if let Some(organiser) = component.property(&ICalendarProperty::Organizer) {
        people.add(organiser, Role::Organiser);
    }
    for attendee in component.properties(&ICalendarProperty::Attendee) {
        if let Some(role) = role(attendee) {
            people.add(attendee, role);
        }
    }
    people
}

impl People {
    fn add(&mut self, entry: &ICalendarEntry, role: Role) {
        let address = address(entry);
        let organiser = self.participants.first_mut().filter(|it| it.role == Role::Organiser);
        if let (Some(organiser), Some(address)) = (organiser, &address)
            && organiser.address == *address
        {
            organiser.response = response(entry);
            return;
        }
        self.audience += u32::from(role != Role::Resource);
        if let Some(address) = address.filter(|_| self.participants.len() < MOST_PARTICIPANTS) {
            let name = parameter(entry, &ICalendarParameterName::Cn).and_then(|it| Name::new(it.as_text()?));
            let response = response(entry);
            self.participants.push(Participant { address, name, role, response, side: Side::Unknown });
        }
    }
}

/// `mailto:lea@acme.com`; the parameter EMAIL where the value is some other URI (RFC 7986).
fn address(entry: &ICalendarEntry) -> Option<Address> {
    let email = parameter(entry, &ICalendarParameterName::Email).and_then(|it| it.as_text());
    let value = entry.values.first().and_then(|it| it.as_text());
    email.into_iter().chain(value).find_map(|it| {
        let bare = it.trim();
        let bare = match bare.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &bare[7..],
            _ => bare,
        };
        Address::parse(bare).ok()
    })
}

/// `None` for those who only get a copy.
fn role(entry: &ICalendarEntry) -> Option<Role> {
    if let Some(ICalendarParameterValue::Cutype(ICalendarUserTypes::Room | ICalendarUserTypes::Resource)) =
        parameter(entry, &ICalendarParameterName::Cutype)
    {
        return Some(Role::Resource);
    }
    match parameter(entry, &ICalendarParameterName::Role) {
        Some(ICalendarParameterValue::Role(ICalendarParticipationRole::NonParticipant)) => None,
        Some(ICalendarParameterValue::Role(ICalendarParticipationRole::OptParticipant)) => Some(Role::Optional),
        _ => Some(Role::Required),
    }
}

/// Who sent somebody else has declined.
fn response(entry: &ICalendarEntry) -> Response {
    use ICalendarParticipationStatus::{Accepted, Declined, Delegated, Tentative};
    match parameter(entry, &ICalendarParameterName::Partstat) {
        Some(ICalendarParameterValue::Partstat(Accepted)) => Response::Accepted,
        Some(ICalendarParameterValue::Partstat(Tentative)) => Response::Tentative,
        Some(ICalendarParameterValue::Partstat(Declined | Delegated)) => Response::Declined,
        _ => Response::None,
    }
}

fn parameter<'a>(entry: &'a ICalendarEntry, name: &ICalendarParameterName) -> Option<&'a ICalendarParameterValue> {
    entry.params.iter().find(|it| it.name == *name).map(|it| &it.value)
}
