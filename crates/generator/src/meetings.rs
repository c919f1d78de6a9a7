//! Meetings and calls: each made on the day it takes place. Series are told by the day of the week, for a quarter of a year
//! at a time.

use relata_model::{Response, Role};

use crate::calendar::{self, DAY};
use crate::days::Ahead;
use crate::dice::Dice;
use crate::event::{Day, Event, Part, SERIES, Sort};
use crate::world::{World, sorts};

/// How long a series goes on, in days.
const SERIES_DAYS: i64 = 91;
/// Of the meetings, those in series.
const IN_SERIES: f64 = 0.5;
/// Of the meetings, those with somebody outside.
const OUTSIDE: f64 = 0.6;
/// Days of the week with meetings in series, and the weeks of a month.
const SERIES_A_MONTH: f64 = 5.0 * 4.348;
/// How long meetings last, in minutes.
const MINUTES: [u16; 9] = [15, 30, 30, 30, 45, 60, 60, 90, 120];

/// Makes meetings and calls.
pub(crate) struct Meetings<'a> {
    world: &'a World,
    people: Vec<Part>,
}

impl<'a> Meetings<'a> {
    pub fn new(world: &'a World) -> Meetings<'a> {
        Meetings { world, people: Vec::new() }
    }

    /// Makes what takes place on a day.
    pub fn hold_on(&mut self, day: i64, ahead: &mut Ahead) {
        let (seed, shares) = (self.world.seed, self.world.shares);
        let mut dice = Dice::of(seed, sorts::SERIES, day as u64);
        let emails = self.world.emails_on(day);
        let mut count = |share: f64| {
            let (whole, rest) = ((emails * share) as u64, (emails * share).fract());
            whole + u64::from(dice.chance(rest))
        };
        let meetings = count(shares.meetings * (1.0 - IN_SERIES));
        let calls = count(shares.calls);
        let Some(into) = ahead.day(day) else { return };
        // Numbers below are those of mail of the day.
        for number in 0..meetings + calls {
            let thread = (day as u64) << 32 | 1 << 31 | number;
            let mut dice = Dice::of(seed, sorts::THREAD, thread);
            if number < meetings {
                let minutes = self.meet(day, &mut dice);
                let at = day * DAY + self.hour(&mut dice);
                self.respond(&mut dice);
                into.push(Event { minutes, ..event(at, thread, Sort::Meeting) }, &self.people);
            } else {
                let minutes = self.call(day, &mut dice);
                let at = calendar::moment(day, &mut dice);
                into.push(Event { minutes, ..event(at, thread, Sort::Call) }, &self.people);
            }
        }
        if !calendar::is_weekend(day) {
            let a_month = f64::from(self.world.size().emails_a_month) * shares.meetings * IN_SERIES;
            for slot in 0..(a_month / SERIES_A_MONTH) as u64 {
                self.occur(slot, day, into);
            }
        }
    }

    /// The occurrence of a series on a day.
    fn occur(&mut self, slot: u64, day: i64, into: &mut Day) {
        // Not all series begin at once.
        let phase = (slot as i64 * 7) % SERIES_DAYS;
        let since = (day + phase).rem_euclid(SERIES_DAYS);
        let turn = (day + phase).div_euclid(SERIES_DAYS) as u64;
        let thread = SERIES | u64::from(calendar::weekday(day)) << 56 | turn << 36 | slot;
        let mut dice = Dice::of(self.world.seed, sorts::SERIES, thread);
        let minutes = self.meet(day - since, &mut dice);
        let at = day * DAY + self.hour(&mut dice);
        self.people.retain(|it| !self.world.is_colleague(it.person()) || self.world.works(it.person(), day));
        let has_organiser = self.people.first().is_some_and(|it| it.role() == Role::Organiser);
        if self.people.len() < 2 || !has_organiser || !self.world.sees(&self.people) {
            return;
        }
        let mut today = Dice::of(self.world.seed, sorts::DAY, thread ^ day as u64);
        self.respond(&mut today);
        into.push(Event { minutes, ..event(at, thread, Sort::Meeting) }, &self.people);
    }

    /// Gathers who meets, and returns for how long.
    fn meet(&mut self, day: i64, dice: &mut Dice) -> u16 {
        self.people.clear();
        let world = self.world;
        let day = day.max(world.first_day());
        let colleague = world.colleague(dice, day);
        let contact = dice.chance(OUTSIDE).then(|| world.contact(colleague, dice, day));
        let mut invited = vec![colleague];
        invited.extend(contact);
        if contact.is_some() && dice.chance(0.25) {
            invited.swap(0, 1);
        }
        let fewest = if contact.is_some() { 0 } else { 1 };
        for _ in 0..fewest + dice.zipf(2.0) {
            let other = match contact {
                Some(contact) if dice.chance(0.4) => world.of_same_company(contact, dice),
                _ => world.mate(colleague, dice),
            };
            let is_there = !world.is_colleague(other) || world.works(other, day);
            if is_there && !invited.contains(&other) {
                invited.push(other);
            }
        }
        if invited.len() < 2 {
            invited.push(world.other_colleague(colleague, dice, day));
        }
        for (place, person) in invited.into_iter().enumerate() {
            let role = match place {
                0 => Role::Organiser,
                1 => Role::Required,
                _ if dice.chance(0.25) => Role::Optional,
                _ => Role::Required,
            };
            self.people.push(Part::new(person, role));
        }
        MINUTES[dice.below(MINUTES.len() as u32) as usize]
    }

    fn respond(&mut self, dice: &mut Dice) {
        for it in &mut self.people[1..] {
            let response = match dice.unit() {
                roll if roll < 0.75 => Response::Accepted,
                roll if roll < 0.85 => Response::Tentative,
                roll if roll < 0.90 => Response::Declined,
                _ => Response::None,
            };
            *it = it.answering(response);
        }
    }

    fn call(&mut self, day: i64, dice: &mut Dice) -> u16 {
        self.people.clear();
        let colleague = self.world.colleague(dice, day);
        let contact = self.world.contact(colleague, dice, day);
        let both = if dice.chance(0.5) { (colleague, contact) } else { (contact, colleague) };
        self.people.extend([Part::new(both.0, Role::Caller), Part::new(both.1, Role::Callee)]);
        1 + dice.log_normal(6.0, 1.0).min(240.0) as u16
    }

    /// Seconds into a day: from eight to half past five, on the half hour.
    fn hour(&self, dice: &mut Dice) -> i64 {
        8 * 3_600 + 1_800 * i64::from(dice.below(20))
    }
}

fn event(at: i64, thread: u64, sort: Sort) -> Event {
    Event { at, thread, number: 0, answers: None, sort, minutes: 0, people: 0, count: 0 }
}
