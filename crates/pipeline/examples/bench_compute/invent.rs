//! Invented interactions: 2,000 colleagues and 50,000 contacts over a year, the same ones every time.
//!
//! A few write most of the mail, everybody has favourites, and four messages in ten answer an earlier one.

use std::collections::VecDeque;

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::{
    Address, Class, Classified, ColleagueId, Identity, Interaction, Kind, Participant, Response, Role, Side, Standing,
};
use relata_store::Seen;

use crate::dice::Dice;

pub const COLLEAGUES: usize = 2_000;
pub const CONTACTS: usize = 50_000;
/// How many contacts a colleague may have; most have met only a few of them.
const CIRCLE: f64 = 300.0;
/// Colleagues who are copied sit in one team.
const TEAM: usize = 20;
/// Answers are to one of so many latest messages: some days' worth.
const ANSWERABLE: usize = 8_000;

/// 2024-12-16, and a year of seconds.
const FIRST_SECOND: i64 = 1_734_307_200;
const SPAN_SECONDS: i64 = 365 * 86_400 - 1;

/// Everybody there is, and what was said last.
pub struct World {
    dice: Dice,
    people: Vec<Address>,
    recent: VecDeque<Interaction>,
}

impl World {
    /// Makes the people; nobody has spoken yet.
    pub fn new() -> World {
        let people = (0..COLLEAGUES + CONTACTS).map(address).collect();
        World { dice: Dice(20_251_215), people, recent: VecDeque::new() }
    }

    /// Returns the directory of the colleagues.
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |(number, address): (usize, &Address)| Entry {
            id: ColleagueId(format!("e{number}")),
            name: None,
            primary: address.clone(),
            aliases: Vec::new(),
            title: None,
            department: None,
            standing: Standing::Active,
        };
        self.people[..COLLEAGUES].iter().enumerate().map(entry).collect()
    }

    /// Returns everybody, as the store wants to be told of them.
    pub fn seen(&self) -> Vec<Seen> {
        let person = || Classified { class: Class::Person, reason: "invented".to_owned() };
        self.people.iter().map(|it| Seen { address: it.clone(), name: None, classified: person() }).collect()
    }

    /// Returns the next interaction of a year in which there are `total`.
    pub fn next(&mut self, number: u64, total: u64) -> Interaction {
        let seconds = FIRST_SECOND + (number as i128 * i128::from(SPAN_SECONDS) / i128::from(total)) as i64;
        let at = Timestamp::from_second(seconds).expect("a moment of 2025");
        let mut identity = [0; 16];
        identity[..8].copy_from_slice(&self.dice.roll().to_be_bytes());
        identity[8..].copy_from_slice(&number.to_be_bytes());
        let interaction = match self.dice.unit() {
            it if it < 0.40 && !self.recent.is_empty() => self.answer(),
            it if it < 0.92 => self.message(Kind::Email),
            it if it < 0.94 => self.message(Kind::Call),
            _ => self.meeting(),
        };
        let identity = Identity(identity);
        let conversation = interaction.reply_to.map_or(identity, |_| interaction.conversation);
        let interaction = Interaction { identity, at, conversation, ..interaction };
        if interaction.kind == Kind::Email {
            self.recent.push_back(interaction.clone());
            if self.recent.len() > ANSWERABLE {
                self.recent.pop_front();
            }
        }
        interaction
    }

    /// Returns one more message, of the last second of the year: told apart by its number, always of the same two.
    pub fn one_more(number: i64) -> Interaction {
        let mut identity = [0xff; 16];
        identity[8..].copy_from_slice(&number.to_be_bytes());
        let identity = Identity(identity);
        let at = Timestamp::from_second(FIRST_SECOND + SPAN_SECONDS).expect("a moment of 2025");
        Interaction { identity, at, conversation: identity, ..World::new().message(Kind::Email) }
    }

    /// One of the recipients writes back to the sender; every third time, all others get a copy.
    fn answer(&mut self) -> Interaction {
        let question = self.recent[self.dice.below(self.recent.len())].clone();
        let who = 1 + self.dice.below(question.participants.len() - 1);
        let to_all = self.dice.unit() < 0.33;
        let mut participants = vec![as_role(&question.participants[who], Role::From)];
        participants.push(as_role(&question.participants[0], Role::To));
        let others = question.participants.iter().enumerate().filter(|(at, _)| to_all && *at != 0 && *at != who);
        participants.extend(others.map(|it| as_role(it.1, Role::Cc)));
        let reply_to = Some(question.identity);
        Interaction { reply_to, conversation: question.conversation, ..interaction(Kind::Email, participants, 0) }
    }

    /// A colleague and a contact, either way, with others in To and Cc, more often few than many.
    fn message(&mut self, kind: Kind) -> Interaction {
        let (starts, takes) = if kind == Kind::Call { (Role::Caller, Role::Callee) } else { (Role::From, Role::To) };
        let colleague = self.colleague();
        let contact = self.contact_of(colleague);
        let (from, to) = if self.dice.unit() < 0.5 { (colleague, contact) } else { (contact, colleague) };
        let mut participants = vec![self.participant(from, starts), self.participant(to, takes)];
        if kind == Kind::Email {
            self.add_others(&mut participants, colleague, [Role::To, Role::Cc]);
        }
        interaction(kind, participants, 0)
    }

    fn meeting(&mut self) -> Interaction {
        let colleague = self.colleague();
        let contact = self.contact_of(colleague);
        let mut participants =
            vec![self.participant(colleague, Role::Organiser), self.participant(contact, Role::Required)];
        self.add_others(&mut participants, colleague, [Role::Required, Role::Optional]);
        interaction(Kind::Meeting, participants, 30)
    }

    fn add_others(&mut self, participants: &mut Vec<Participant>, colleague: usize, roles: [Role; 2]) {
        let others = (self.dice.unit().max(1e-3).powf(-0.7) - 1.0) as usize;
        for _ in 0..others.min(30) {
            let mate = colleague / TEAM * TEAM + self.dice.below(TEAM);
            let other = if self.dice.unit() < 0.5 { mate } else { self.contact_of(colleague) };
            let role = roles[self.dice.below(2)];
            if participants.iter().all(|it| it.address != self.people[other]) {
                participants.push(self.participant(other, role));
            }
        }
    }

    fn colleague(&mut self) -> usize {
        (self.dice.unit().powi(2) * COLLEAGUES as f64) as usize
    }

    /// The favourites of a colleague are always the same; some contacts are many colleagues' favourites.
    fn contact_of(&mut self, colleague: usize) -> usize {
        let rank = (self.dice.unit().powi(4) * CIRCLE) as u64;
        let fame = Dice(colleague as u64 * 1_000_003 + rank).unit().powi(2);
        COLLEAGUES + (fame * CONTACTS as f64) as usize
    }

    fn participant(&self, number: usize, role: Role) -> Participant {
        let side = if number < COLLEAGUES { Side::Colleague } else { Side::Outside };
        Participant { address: self.people[number].clone(), name: None, role, response: Response::None, side }
    }
}

fn as_role(participant: &Participant, role: Role) -> Participant {
    Participant { role, ..participant.clone() }
}

fn interaction(kind: Kind, participants: Vec<Participant>, minutes: u32) -> Interaction {
    let present = if kind == Kind::Meeting { 0 } else { 1 };
    let audience = (participants.len() - present) as u32;
    let nobody = Identity([0; 16]);
    let at = Timestamp::UNIX_EPOCH;
    Interaction {
        identity: nobody,
        at,
        kind,
        participants,
        audience,
        reply_to: None,
        conversation: nobody,
        minutes,
        activity: None,
    }
}

fn address(number: usize) -> Address {
    let text = if number < COLLEAGUES {
        format!("colleague{number}@ours.com")
    } else {
        format!("contact{number}@firm{}.com", number % 5_000)
    };
    Address::parse(&text).expect("an address")
}
