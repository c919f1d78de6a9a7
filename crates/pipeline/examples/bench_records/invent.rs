//! Invented interactions of a year: most of them with people of the CRM, some of them written down there.

use std::collections::VecDeque;

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::{
    Activity, Address, Class, Classified, ColleagueId, Followed, Identity, Interaction, Kind, Participant, RecordId,
    Response, Role, Side, Standing,
};
use relata_store::Seen;

use crate::crm::{Crm, Size, account_id, contact, is_lead};
use crate::dice::Dice;

/// 2024-12-16, and a year of seconds.
const FIRST_SECOND: i64 = 1_734_307_200;
const SPAN_SECONDS: i64 = 365 * 86_400 - 1;
/// Answers are to one of the emails of so many days.
const ANSWERABLE_DAYS: u64 = 3;

/// Everybody there is, and what was said last.
pub struct World {
    pub crm: Crm,
    size: Size,
    dice: Dice,
    /// Colleagues, then everybody else.
    people: Vec<Address>,
    recent: VecDeque<Interaction>,
}

impl World {
    /// Makes an organisation with so many records; nobody has spoken yet.
    pub fn new(records: usize) -> World {
        let size = Size::of(records);
        let people: Vec<Address> = (0..size.colleagues + size.outside).map(|it| address(size, it)).collect();
        let crm = Crm::of(size, |it| people[it].clone());
        World { crm, size, dice: Dice(20_251_215), people, recent: VecDeque::new() }
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
        self.people[..self.size.colleagues].iter().enumerate().map(entry).collect()
    }

    /// Returns everybody, as the store wants to be told of them.
    pub fn seen(&self) -> Vec<Seen> {
        let person = || Classified { class: Class::Person, reason: "invented".to_owned() };
        self.people.iter().map(|it| Seen { address: it.clone(), name: None, classified: person() }).collect()
    }

    /// Returns the next interaction of a year in which there are `total`, and its copy in the CRM if it has one.
    pub fn next(&mut self, number: u64, total: u64) -> (Interaction, Option<Interaction>) {
        let seconds = FIRST_SECOND + (number as i128 * i128::from(SPAN_SECONDS) / i128::from(total)) as i64;
        let interaction = match self.dice.unit() {
            it if it < 0.40 && !self.recent.is_empty() => self.answer(),
            it if it < 0.85 => self.message(Kind::Email),
            it if it < 0.88 => self.message(Kind::Call),
            it if it < 0.97 => self.meeting(),
            _ => self.written_down(),
        };
        let at = Timestamp::from_second(seconds).expect("a moment of 2025");
        let identity = identity(&mut self.dice, number);
        let conversation = interaction.reply_to.map_or(identity, |_| interaction.conversation);
        let interaction = Interaction { identity, at, conversation, ..interaction };
        if interaction.kind == Kind::Email && interaction.activity.is_none() {
            self.remember(&interaction, total);
        }
        let copied = interaction.activity.is_none() && self.dice.unit() < 0.01;
        let copy = copied.then(|| Interaction { activity: Some(self.followed(&interaction)), ..interaction.clone() });
        (interaction, copy)
    }

    /// Returns one more message, of the last second of the year: told apart by its number, always of the same two.
    pub fn one_more(&mut self, number: u64) -> Interaction {
        let identity = identity(&mut Dice(u64::MAX), number);
        let at = Timestamp::from_second(FIRST_SECOND + SPAN_SECONDS).expect("a moment of 2025");
        let participants = vec![self.colleague(self.size.colleague_of(0, 0), Role::From), self.outside(0, Role::To)];
        Interaction { identity, at, conversation: identity, ..interaction(Kind::Email, participants, 0) }
    }

    fn remember(&mut self, interaction: &Interaction, total: u64) {
        self.recent.push_front(interaction.clone());
        self.recent.truncate((total * ANSWERABLE_DAYS / 365).max(1) as usize);
    }

    /// One of the recipients writes back to the sender; every third time, all others get a copy.
    fn answer(&mut self) -> Interaction {
        let which = (self.dice.unit().powi(2) * self.recent.len() as f64) as usize;
        let question = self.recent[which].clone();
        let who = 1 + self.dice.below(question.participants.len() - 1);
        let to_all = self.dice.unit() < 0.33;
        let mut participants = vec![as_role(&question.participants[who], Role::From)];
        participants.push(as_role(&question.participants[0], Role::To));
        let others = question.participants.iter().enumerate().filter(|(at, _)| to_all && *at != 0 && *at != who);
        participants.extend(others.map(|it| as_role(it.1, Role::Cc)));
        let reply_to = Some(question.identity);
        Interaction { reply_to, conversation: question.conversation, ..interaction(Kind::Email, participants, 0) }
    }

    /// A colleague and somebody outside, either way, with others in To and Cc, more often few than many.
    fn message(&mut self, kind: Kind) -> Interaction {
        let (starts, takes) = if kind == Kind::Call { (Role::Caller, Role::Callee) } else { (Role::From, Role::To) };
        let (person, colleague) = self.two();
        let mut participants = vec![self.colleague(colleague, starts), self.outside(person, takes)];
        if self.dice.unit() < 0.5 {
            participants = vec![self.outside(person, starts), self.colleague(colleague, takes)];
        }
        if kind == Kind::Email {
            self.add_others(&mut participants, person, [Role::To, Role::Cc]);
        }
        let minutes = if kind == Kind::Call { self.minutes() } else { 0 };
        interaction(kind, participants, minutes)
    }

    fn meeting(&mut self) -> Interaction {
        let (person, colleague) = self.two();
        let mut participants = vec![self.colleague(colleague, Role::Organiser), self.outside(person, Role::Required)];
        self.add_others(&mut participants, person, [Role::Required, Role::Optional]);
        let minutes = 30 * (1 + self.minutes() / 20);
        interaction(Kind::Meeting, participants, minutes)
    }

    /// A call, a meeting, an email or a task that the CRM alone knows.
    fn written_down(&mut self) -> Interaction {
        let it = match self.dice.unit() {
            it if it < 0.35 => self.message(Kind::Call),
            it if it < 0.50 => self.meeting(),
            it if it < 0.65 => self.message(Kind::Email),
            _ => {
                let (person, colleague) = self.two();
                let both = vec![self.colleague(colleague, Role::Owner), self.outside(person, Role::Concerned)];
                interaction(Kind::Task, both, 0)
            }
        };
        Interaction { activity: Some(self.followed(&it)), ..it }
    }

    /// What the CRM says of it: seven in ten regard a record; half of the emails are followed.
    fn followed(&mut self, it: &Interaction) -> Activity {
        let person = it.participants.iter().find_map(|it| self.number_outside(it));
        let regarding = person.filter(|_| self.dice.unit() < 0.7).and_then(|it| self.record_about(it));
        let followed = it.kind == Kind::Email && self.dice.unit() < 0.5;
        let mut some = |chance: f64| if self.dice.unit() < chance { 1 } else { 0 };
        let followed = followed.then(|| Followed { opens: some(0.6), clicks: some(0.2), attachment_opens: some(0.1) });
        Activity { regarding, completed: true, followed }
    }

    /// The person, their company, or one of its deals.
    fn record_about(&mut self, person: usize) -> Option<RecordId> {
        if person >= self.size.persons {
            return None;
        }
        let account = self.size.company(person);
        let deals = &self.crm.deals_of_account[account];
        match self.dice.below(4) {
            _ if is_lead(person) => Some(contact(person)),
            0 => Some(contact(person)),
            1 => Some(account_id(account)),
            _ if deals.is_empty() => None,
            _ => Some(deals[self.dice.below(deals.len())].clone()),
        }
    }

    fn number_outside(&self, it: &Participant) -> Option<usize> {
        let number = it.address.as_str().strip_prefix("contact")?.split('@').next()?;
        number.parse().ok()
    }

    fn add_others(&mut self, participants: &mut Vec<Participant>, person: usize, roles: [Role; 2]) {
        let company = self.size.company(person);
        let others = (self.dice.unit().max(1e-3).powf(-0.7) - 1.0) as usize;
        for _ in 0..others.min(30) {
            let role = roles[self.dice.below(2)];
            let other = if self.dice.unit() < 0.6 {
                let mate = self.size.any_colleague_of(company, &mut self.dice);
                self.colleague(mate, role)
            } else {
                let other = self.person();
                self.outside(other, role)
            };
            if participants.iter().all(|it| it.address != other.address) {
                participants.push(other);
            }
        }
    }

    /// Somebody outside, and a colleague who talks to their company.
    fn two(&mut self) -> (usize, usize) {
        let person = self.person();
        (person, self.size.any_colleague_of(self.size.company(person), &mut self.dice))
    }

    /// Six in ten are people of the CRM; few are talked to most.
    fn person(&mut self) -> usize {
        let (first, count) = match self.dice.unit() {
            it if it < 0.6 => (0, self.size.persons),
            _ => (self.size.persons, self.size.outside - self.size.persons),
        };
        first + (self.dice.unit().powi(2) * count as f64) as usize
    }

    /// Most are short.
    fn minutes(&mut self) -> u32 {
        (5.0 * self.dice.unit().max(1e-3).powf(-0.5)) as u32
    }

    fn colleague(&self, number: usize, role: Role) -> Participant {
        participant(&self.people[number], role, Side::Colleague)
    }

    fn outside(&self, person: usize, role: Role) -> Participant {
        participant(&self.people[self.size.colleagues + person], role, Side::Outside)
    }
}

fn participant(address: &Address, role: Role, side: Side) -> Participant {
    Participant { address: address.clone(), name: None, role, response: Response::None, side }
}

fn as_role(participant: &Participant, role: Role) -> Participant {
    Participant { role, ..participant.clone() }
}

fn identity(dice: &mut Dice, number: u64) -> Identity {
    let mut identity = [0; 16];
    identity[..8].copy_from_slice(&dice.roll().to_be_bytes());
    identity[8..].copy_from_slice(&number.to_be_bytes());
    Identity(identity)
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

fn address(size: Size, number: usize) -> Address {
    let text = match number.checked_sub(size.colleagues) {
        None => format!("colleague{number}@ours.com"),
        Some(person) => format!("contact{person}@firm{}.com", size.company(person)),
    };
    Address::parse(&text).expect("an address")
}
