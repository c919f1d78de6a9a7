//! Threads: mail, conversation by conversation.

use std::num::NonZeroU16;

use relata_model::Role;

use crate::calendar::{self, DAY};
use crate::days::{Ahead, LONGEST};
use crate::dice::Dice;
use crate::event::{Event, Part, Person, Sort};
use crate::size::Shares;
use crate::world::{World, sorts};

/// More than so many mails has no conversation.
const LONGEST_THREAD: usize = 60;
/// More people than that take part in none.
const MOST_PEOPLE: usize = 60;
/// How long an answer takes: the median, in seconds, and the deviation of the logarithm.
const DELAY: (f64, f64) = (5_400.0, 1.6);
/// Nobody answers within less.
const QUICKEST: i64 = 20;
/// How much the readiness of two to answer changes how often they do.
const READINESS: f64 = 0.15;

/// Makes conversations.
pub(crate) struct Threads<'a> {
    world: &'a World,
    /// How often a mail is followed by another one of its conversation.
    goes_on: f64,
    mails: Vec<Mail>,
    people: Vec<Part>,
}

/// A mail of the conversation in the making; its people are a stretch of those gathered.
#[derive(Clone, Copy)]
struct Mail {
    at: i64,
    /// Which of the conversation, in the order they were made.
    answers: Option<usize>,
    people: (usize, usize),
}

impl<'a> Threads<'a> {
    pub fn new(world: &'a World) -> Threads<'a> {
        let Shares { replies, newsletters, machines, .. } = world.shares;
        let goes_on = replies / (1.0 - newsletters - machines).max(replies + 1e-3);
        Threads { world, goes_on, mails: Vec::new(), people: Vec::new() }
    }

    /// Makes the conversations that begin on a day, and puts their mails into the days they are written on.
    pub fn begin_on(&mut self, day: i64, ahead: &mut Ahead) {
        let Shares { replies, newsletters, machines, .. } = self.world.shares;
        let mut dice = Dice::of(self.world.seed, sorts::DAY, day as u64);
        let emails = self.world.emails_on(day);
        let mut count = |share: f64| {
            let (whole, rest) = ((emails * share) as u64, (emails * share).fract());
            whole + u64::from(dice.chance(rest))
        };
        let conversations = count((1.0 - replies - newsletters - machines).max(0.0));
        let [newsletters, machines] = [newsletters, machines].map(&mut count);
        for number in 0..conversations {
            self.converse(thread(day, number), day, ahead);
        }
        for number in 0..newsletters + machines {
            let sort = if number < newsletters { Sort::Newsletter } else { Sort::Machine };
            self.robot_writes(thread(day, conversations + number), day, sort, ahead);
        }
    }

    fn robot_writes(&mut self, thread: u64, day: i64, sort: Sort, ahead: &mut Ahead) {
        let Some(into) = ahead.day(day) else { return };
        let mut dice = Dice::of(self.world.seed, sorts::THREAD, thread);
        let to = self.world.colleague(&mut dice, day);
        let people = [Part::new(self.world.robot(&mut dice), Role::From), Part::new(to, Role::To)];
        into.push(Event { at: calendar::moment(day, &mut dice), sort, ..mail(thread) }, &people);
    }

    fn converse(&mut self, thread: u64, day: i64, ahead: &mut Ahead) {
        let mut dice = Dice::of(self.world.seed, sorts::THREAD, thread);
        self.mails.clear();
        self.people.clear();
        self.first_mail(day, &mut dice);
        let ready = self.world.readiness(self.people[0].person(), self.people[1].person());
        while self.mails.len() < LONGEST_THREAD && dice.chance(self.goes_on + READINESS * ready) {
            if !self.answer(day, &mut dice) {
                break;
            }
        }
        for (number, it) in self.mails.iter().enumerate() {
            let Some(into) = ahead.day(it.at.div_euclid(DAY)) else { continue };
            let answers = it.answers.and_then(|it| NonZeroU16::new(it as u16 + 1));
            let event = Event { at: it.at, number: number as u16, answers, ..mail(thread) };
            into.push(event, &self.people[it.people.0..it.people.1]);
        }
    }

    /// A colleague and somebody outside, either way, or two colleagues; with others in To and Cc, more often few than many.
    fn first_mail(&mut self, day: i64, dice: &mut Dice) {
        let world = self.world;
        let colleague = world.colleague(dice, day);
        let contact = (!dice.chance(world.shares.internal)).then(|| world.contact(colleague, dice, day));
        match contact {
            None => {
                self.add(0, colleague, Role::From);
                let mate = dice.chance(0.6).then(|| world.mate(colleague, dice));
                let mate = mate.filter(|it| *it != colleague && world.works(*it, day));
                let other = mate.unwrap_or_else(|| world.other_colleague(colleague, dice, day));
                self.add(0, other, Role::To);
            }
            Some(contact) if dice.chance(0.5) => {
                self.add(0, colleague, Role::From);
                self.add(0, contact, Role::To);
            }
            Some(contact) => {
                self.add(0, contact, Role::From);
                self.add(0, colleague, Role::To);
            }
        }
        for (often, role, size) in [(0.2, Role::To, 1.1), (world.shares.copied, Role::Cc, 1.8)] {
            if dice.chance(often) {
                // Now and then a whole team gets it.
                let many = if dice.chance(0.02) { 30 } else { 1 + dice.zipf(size) };
                self.add_others(0, many, (colleague, contact), role, day, dice);
            }
        }
        self.mails.push(Mail { at: calendar::moment(day, dice), answers: None, people: (0, self.people.len()) });
    }

    /// Adds people who belong to the one side or the other.
    fn add_others(
        &mut self,
        begin: usize,
        many: u32,
        (colleague, contact): (Person, Option<Person>),
        role: Role,
        day: i64,
        dice: &mut Dice,
    ) {
        for _ in 0..many {
            let other = match contact {
                Some(contact) if dice.chance(0.4) => self.world.of_same_company(contact, dice),
                Some(_) if dice.chance(0.2) => self.world.contact(colleague, dice, day),
                _ => self.world.mate(colleague, dice),
            };
            if !self.world.is_colleague(other) || self.world.works(other, day) {
                self.add(begin, other, role);
            }
        }
    }

    /// One of the recipients answers the sender, mostly of the last mail; every other time all others get a copy.
    /// Returns whether somebody did.
    fn answer(&mut self, begun: i64, dice: &mut Dice) -> bool {
        let last = self.mails.len() - 1;
        let which = if dice.chance(0.8) { last } else { dice.below(self.mails.len() as u32) as usize };
        let question = self.mails[which];
        let asked = question.people.0..question.people.1;
        let who = if dice.chance(0.75) { 1 } else { 1 + dice.below(asked.len() as u32 - 1) as usize };
        let answering = self.people[asked.start + who].person();
        let due = question.at + (dice.log_normal(DELAY.0, DELAY.1) as i64).max(QUICKEST);
        let at = calendar::put_off(due, dice);
        let day = at.div_euclid(DAY);
        let is_there = !self.world.is_colleague(answering) || self.world.works(answering, day);
        if day >= begun + LONGEST || !is_there {
            return false;
        }
        let begin = self.people.len();
        self.add(begin, answering, Role::From);
        self.add(begin, self.people[asked.start].person(), Role::To);
        if dice.chance(0.5) {
            for it in asked {
                self.add(begin, self.people[it].person(), Role::Cc);
            }
        }
        if dice.chance(0.05) && self.world.is_colleague(answering) {
            self.add_others(begin, 1, (answering, None), Role::Cc, day, dice);
        }
        // What goes on among others, nobody at home sees.
        if !self.world.sees(&self.people[begin..]) {
            self.people.truncate(begin);
            return false;
        }
        self.mails.push(Mail { at, answers: Some(which), people: (begin, self.people.len()) });
        true
    }

    /// Adds somebody to the mail whose people begin there, unless they are in it.
    fn add(&mut self, begin: usize, person: Person, role: Role) {
        let there = &self.people[begin..];
        if there.len() < MOST_PEOPLE && there.iter().all(|it| it.person() != person) {
            self.people.push(Part::new(person, role));
        }
    }
}

fn thread(day: i64, number: u64) -> u64 {
    (day as u64) << 32 | number
}

fn mail(thread: u64) -> Event {
    Event { at: 0, thread, number: 0, answers: None, sort: Sort::Email, minutes: 0, people: 0, count: 0 }
}
