//! Events: one email, meeting or call as a few numbers.

use relata_model::{Response, Role};

/// Somebody of an organisation: colleagues first, then contacts, then robots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u32);

/// A person in the role they play: 27 bits for the person, 3 for the role, 2 for the answer to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part(u32);

const PERSON_BITS: u32 = 27;
const ROLES: [Role; 8] =
    [Role::From, Role::To, Role::Cc, Role::Organiser, Role::Required, Role::Optional, Role::Caller, Role::Callee];
const RESPONSES: [Response; 4] = [Response::None, Response::Accepted, Response::Tentative, Response::Declined];

impl Part {
    /// Puts a person in one of the roles of email, meetings and calls; any other counts as Cc.
    pub(crate) fn new(person: Person, role: Role) -> Part {
        let role = ROLES.iter().position(|it| *it == role).unwrap_or(2) as u32;
        Part(person.0 | role << PERSON_BITS)
    }

    pub(crate) fn answering(self, response: Response) -> Part {
        Part((self.0 & !(3 << 30)) | (response as u32) << 30)
    }

    /// Who.
    pub fn person(self) -> Person {
        Person(self.0 & ((1 << PERSON_BITS) - 1))
    }

    /// As what.
    pub fn role(self) -> Role {
        ROLES[(self.0 >> PERSON_BITS & 7) as usize]
    }

    /// What they answered to an invitation.
    pub fn response(self) -> Response {
        RESPONSES[(self.0 >> 30) as usize]
    }
}

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Mail that somebody wrote.
    Email,
    /// Mail of a list, which somebody subscribed to.
    Newsletter,
    /// Mail that a program wrote.
    Machine,
    /// A meeting.
    Meeting,
    /// A call.
    Call,
}

impl Sort {
    /// Returns whether it is mail.
    pub fn is_mail(self) -> bool {
        matches!(self, Sort::Email | Sort::Newsletter | Sort::Machine)
    }
}

/// Marks the threads that are series of meetings.
pub(crate) const SERIES: u64 = 1 << 63;

/// An event without its people: 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, in seconds since 1970.
    pub at: i64,
    /// The conversation or series it belongs to.
    pub thread: u64,
    /// Which of the conversation, from 0 on; an answer has a higher number than what it answers.
    pub number: u16,
    /// Which of the conversation it answers, counted from 1.
    pub(crate) answers: Option<std::num::NonZeroU16>,
    /// What it is.
    pub sort: Sort,
    /// How long it lasts; 0 for mail.
    pub minutes: u16,
    pub(crate) people: u32,
    pub(crate) count: u16,
}

impl Event {
    /// Returns the number of the mail of the conversation that it answers.
    pub fn answered(&self) -> Option<u16> {
        self.answers.map(|it| it.get() - 1)
    }

    /// Returns whether it is one of a series of meetings.
    pub fn is_in_series(&self) -> bool {
        self.thread & SERIES != 0
    }
}

/// What happens on one day, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Which, counted since 1970.
    pub day: i64,
    pub(crate) events: Vec<Event>,
    pub(crate) people: Vec<Part>,
}

impl Day {
    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing happens.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Returns every event with its people, who started it first.
    pub fn iter(&self) -> impl Iterator<Item = (&Event, &[Part])> {
        self.events.iter().map(|it| (it, &self.people[it.people as usize..][..usize::from(it.count)]))
    }

    pub(crate) fn push(&mut self, event: Event, people: &[Part]) {
        let event = Event { people: self.people.len() as u32, count: people.len() as u16, ..event };
        self.people.extend_from_slice(people);
        self.events.push(event);
    }

    pub(crate) fn sort(&mut self) {
        self.events.sort_unstable_by_key(|it| (it.at, it.thread, it.number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_gives_back_what_was_put_in() {
        for role in ROLES {
            for response in RESPONSES {
                let part = Part::new(Person(100_000_007), role).answering(response);
                assert_eq!((part.person(), part.role(), part.response()), (Person(100_000_007), role, response));
            }
        }
    }

    #[test]
    fn an_event_takes_32_bytes_and_each_of_its_people_four() {
        assert_eq!((size_of::<Event>(), size_of::<Part>()), (32, 4));
    }
}
