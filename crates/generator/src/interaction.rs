//! From an event to the interaction that Relata makes of it, whichever way it comes: out of a mailbox file, out of an
//! extract, or straight.

use std::fmt::Write as _;

use jiff::Timestamp;
use relata_model::identity::recurrence;
use relata_model::{Address, Identity, Interaction, Kind, Participant, Response, Side};

use crate::dice::Dice;
use crate::event::{Event, Part, Sort};
use crate::world::{World, sorts};

impl World {
    /// Writes the Message-ID of a mail, without angle brackets.
    pub fn write_message_id(&self, thread: u64, number: u16, into: &mut String) {
        let _ = write!(into, "{:08x}.{thread:x}.{number:x}@mail{}.example", self.tag(), thread % 97);
    }

    /// Writes the iCalUID of a meeting, the same for all of a series.
    pub fn write_meeting_uid(&self, thread: u64, into: &mut String) {
        let _ = write!(into, "{:08x}-{thread:x}@calendar.example", self.tag());
    }

    /// Returns the interaction in an event: what import makes of it, as far as it keeps it. Mail of lists and machines is
    /// left out, who declined did not come, and with nobody left there was no meeting.
    ///
    /// `addresses` are those of everybody, by number.
    pub fn interaction(&self, event: &Event, people: &[Part], addresses: &[Address]) -> Option<Interaction> {
        let kind = match event.sort {
            Sort::Newsletter | Sort::Machine => return None,
            Sort::Email => Kind::Email,
            Sort::Meeting => Kind::Meeting,
            Sort::Call => Kind::Call,
        };
        let there = people.iter().filter(|it| it.response() != Response::Declined);
        let participants: Vec<Participant> = there
            .map(|it| Participant {
                address: addresses[it.person().0 as usize].clone(),
                name: None,
                role: it.role(),
                response: it.response(),
                side: if self.is_colleague(it.person()) { Side::Colleague } else { Side::Outside },
            })
            .collect();
        if participants.len() < 2 || participants.iter().all(|it| it.side == Side::Outside) {
            return None;
        }
        let audience = participants.len() as u32 - u32::from(kind != Kind::Meeting);
        let (identity, reply_to, conversation) = self.identities(event);
        Some(Interaction {
            identity,
            at: Timestamp::from_second(event.at).ok()?,
            kind,
            participants,
            audience,
            reply_to,
            conversation,
            minutes: u32::from(event.minutes),
            activity: None,
        })
    }

    /// The event itself, what it answers, and its conversation.
    fn identities(&self, event: &Event) -> (Identity, Option<Identity>, Identity) {
        let mut text = String::with_capacity(64);
        match event.sort {
            Sort::Meeting => {
                self.write_meeting_uid(event.thread, &mut text);
                let at = Timestamp::from_second(event.at).unwrap_or(Timestamp::UNIX_EPOCH);
                let occurrence = if event.is_in_series() { recurrence(at) } else { String::new() };
                (Identity::of_meeting(&text, &occurrence), None, Identity::of_meeting(&text, ""))
            }
            Sort::Call => {
                self.write_meeting_uid(event.thread, &mut text);
                let it = Identity::of_activity("generated", &text);
                (it, None, it)
            }
            Sort::Email | Sort::Newsletter | Sort::Machine => {
                let mut of = |number: u16| {
                    text.clear();
                    self.write_message_id(event.thread, number, &mut text);
                    Identity::of_message_id(&text).expect("a Message-ID is made to be one")
                };
                let own = of(event.number);
                let answered = event.answered().map(&mut of);
                let first = if event.number == 0 { own } else { of(0) };
                (own, answered, first)
            }
        }
    }

    /// Keeps the ids of two organisations apart.
    fn tag(&self) -> u32 {
        let size = u64::from(self.size.colleagues) << 32 | u64::from(self.size.contacts);
        Dice::of(self.seed, sorts::TAG, size).roll() as u32
    }
}
