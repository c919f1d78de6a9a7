//! The world: an organisation, who is in it, and who writes with whom. Nearly nothing of it is stored: whom somebody knows is
//! a function of the seed.

use jiff::civil::Date;
use relata_model::Month;

use crate::alias::Alias;
use crate::calendar;
use crate::companies::Companies;
use crate::days::Days;
use crate::dice::{Dice, exp, mixed};
use crate::event::{Part, Person};
use crate::size::{Shares, Size};

/// What dice are rolled for.
pub(crate) mod sorts {
    pub const COLLEAGUE: u64 = 1;
    pub const SLOT: u64 = 2;
    pub const COMPANY: u64 = 3;
    pub const OCCUPANT: u64 = 4;
    pub const DAY: u64 = 5;
    pub const THREAD: u64 = 6;
    pub const SERIES: u64 = 7;
    pub const PAIR: u64 = 8;
    pub const NAME: u64 = 9;
    pub const TAG: u64 = 10;
    pub const TEXT: u64 = 11;
}

/// How unevenly colleagues are active: the deviation of the logarithm.
const ACTIVITY: f64 = 1.1;
/// How unevenly many contacts they have.
const CIRCLE: f64 = 0.7;
/// By how many colleagues a contact is known, if all were known equally well.
const KNOWN_BY: f64 = 4.0;
/// Fewer contacts than that has nobody, as a middle.
const SMALLEST_CIRCLE: f64 = 20.0;
/// Contacts of a colleague that lie next to each other in rank work for one company.
const RANKS_A_COMPANY: u32 = 4;
/// Colleagues who sit together.
pub(crate) const TEAM: u32 = 12;
/// Contacts for each robot.
const CONTACTS_A_ROBOT: u32 = 200;

/// Why an organisation cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit(pub &'static str);

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unfit {}

/// An invented organisation and its history: whole calendar months, the last of which ends with a day that was named.
///
/// It takes 16 bytes for each colleague and 8 for each day; contacts take none.
pub struct World {
    pub(crate) size: Size,
    pub(crate) shares: Shares,
    pub(crate) seed: u64,
    pub(crate) companies: Companies,
    first_month: Month,
    /// The first day, and the first after the last; days are counted since 1970.
    span: (i64, i64),
    /// Emails of every day.
    emails: Vec<f64>,
    activity: Alias,
    /// The first day of every colleague, and the first after the last, counted from the first there is.
    employed: Vec<(u16, u16)>,
    /// The logarithm of how many contacts a colleague has, and one.
    circles: Vec<f32>,
}

impl World {
    /// Makes an organisation whose history ends with the day given.
    ///
    /// # Errors
    ///
    /// [`Unfit`] if there is no such organisation.
    pub fn new(size: Size, shares: Shares, seed: u64, until: Date) -> Result<World, Unfit> {
        if let Some(refusal) = size.refusal() {
            return Err(Unfit(refusal));
        }
        if !(1980..=2100).contains(&until.year()) {
            return Err(Unfit("a history ends between 1980 and 2100"));
        }
        let first_month = Month::of_day(until).plus(1 - size.months as i32);
        let first = first_month.start_seconds() / calendar::DAY;
        let end = relata_model::end_of_day_seconds(until) / calendar::DAY;
        let mut world = World {
            size,
            shares,
            seed,
            companies: Companies::of(size.contacts),
            first_month,
            span: (first, end),
            emails: Vec::new(),
            activity: Alias::of(&[]),
            employed: Vec::new(),
            circles: Vec::new(),
        };
        world.emails = (0..size.months).flat_map(|it| world.emails_of(it)).collect();
        world.employ();
        Ok(world)
    }

    /// How large it is.
    pub fn size(&self) -> Size {
        self.size
    }

    /// What its traffic is made of.
    pub fn shares(&self) -> Shares {
        self.shares
    }

    /// Returns a month of the history, counted from 0.
    pub fn month(&self, number: u32) -> Month {
        self.first_month.plus(number as i32)
    }

    /// Returns what happens in a month: the same whether it is asked for alone or after the others. Months may be asked for
    /// from several threads at once.
    ///
    /// Beginning costs as much as some days, for conversations of the days before go on. Memory is what lies ahead in
    /// conversations that were begun: 32 bytes for each email and 4 for each of its people, of about three days.
    pub fn days_of(&self, month: u32) -> Days<'_> {
        let first = self.month(month).start_seconds() / calendar::DAY;
        Days::new(self, first, (self.month(month).end_seconds() / calendar::DAY).min(self.span.1))
    }

    /// Returns everything that happens, in order of time.
    pub fn days(&self) -> Days<'_> {
        Days::new(self, self.span.0, self.span.1)
    }

    /// Everybody, robots too: their numbers are below.
    pub fn people(&self) -> u32 {
        self.size.colleagues + self.size.contacts + self.robots()
    }

    /// Returns whether somebody is a colleague.
    pub fn is_colleague(&self, person: Person) -> bool {
        person.0 < self.size.colleagues
    }

    /// Returns whether a colleague is among those who take part.
    pub(crate) fn sees(&self, people: &[Part]) -> bool {
        people.iter().any(|it| self.is_colleague(it.person()))
    }

    /// Returns whether a colleague works here on a day, counted since 1970.
    pub fn works(&self, colleague: Person, day: i64) -> bool {
        let (joined, left) = self.employed[colleague.0 as usize];
        let day = day - self.span.0;
        i64::from(joined) <= day && (left == u16::MAX || day < i64::from(left))
    }

    /// Returns whether a colleague has left by the end.
    pub fn has_left(&self, colleague: Person) -> bool {
        !self.works(colleague, self.span.1 - 1)
    }

    pub(crate) fn robots(&self) -> u32 {
        self.size.contacts / CONTACTS_A_ROBOT + 1
    }

    pub(crate) fn robot(&self, dice: &mut Dice) -> Person {
        let which = dice.unit() * dice.unit() * f64::from(self.robots());
        Person(self.size.colleagues + self.size.contacts + which as u32)
    }

    pub(crate) fn first_day(&self) -> i64 {
        self.span.0
    }

    pub(crate) fn emails_on(&self, day: i64) -> f64 {
        usize::try_from(day - self.span.0).ok().and_then(|it| self.emails.get(it)).copied().unwrap_or(0.0)
    }

    /// Somebody who works here on a day: the active ones often.
    pub(crate) fn colleague(&self, dice: &mut Dice, day: i64) -> Person {
        let mut found = Person(self.activity.pick(dice));
        while !self.works(found, day) {
            // The first colleague never leaves, so this ends.
            found = Person((found.0 + 1) % self.size.colleagues);
        }
        found
    }

    /// Somebody else who works here; alone in the house, the neighbour who left.
    pub(crate) fn other_colleague(&self, than: Person, dice: &mut Dice, day: i64) -> Person {
        let tries = (0..20).map(|_| self.colleague(dice, day)).find(|it| *it != than);
        tries.unwrap_or(Person((than.0 + 1) % self.size.colleagues))
    }

    /// Somebody a colleague sits with.
    pub(crate) fn mate(&self, colleague: Person, dice: &mut Dice) -> Person {
        let first = colleague.0 / TEAM * TEAM;
        Person(first + dice.below(TEAM.min(self.size.colleagues - first)))
    }

    /// Somebody outside whom a colleague writes with on a day: the close ones often.
    pub(crate) fn contact(&self, colleague: Person, dice: &mut Dice, day: i64) -> Person {
        let rank = dice.zipf(f64::from(self.circles[colleague.0 as usize]));
        self.ranked(colleague, rank, day)
    }

    /// Somebody of the company a contact works for.
    pub(crate) fn of_same_company(&self, contact: Person, dice: &mut Dice) -> Person {
        let company = self.companies.of_contact(contact.0 - self.size.colleagues);
        let (first, count) = self.companies.contacts(company);
        Person(self.size.colleagues + first + dice.below(count))
    }

    /// How readily two people answer each other, from -1 to 1.
    pub(crate) fn readiness(&self, one: Person, other: Person) -> f64 {
        let pair = u64::from(one.0.min(other.0)) << 32 | u64::from(one.0.max(other.0));
        2.0 * Dice::of(self.seed, sorts::PAIR, pair).unit() - 1.0
    }

    /// The contact a colleague has at a rank on a day. Every place is filled anew from time to time.
    fn ranked(&self, colleague: Person, rank: u32, day: i64) -> Person {
        let place = |rank: u32| u64::from(colleague.0) << 32 | u64::from(rank);
        let mut slot = Dice::of(self.seed, sorts::SLOT, place(rank));
        let stays = 365.0 / self.shares.churn.max(1e-3) * (0.5 + slot.unit());
        let since = slot.unit() * stays + (day - self.span.0) as f64;
        let turn = (since / stays) as u64;
        let mut chosen = Dice::of(self.seed, sorts::COMPANY, place(rank / RANKS_A_COMPANY));
        // Large companies have the low numbers, and many know somebody there.
        let near = chosen.unit() * chosen.unit() * f64::from(self.size.contacts);
        let (first, count) = self.companies.contacts(self.companies.of_contact(near as u32));
        let mut occupant = Dice::of(self.seed, sorts::OCCUPANT, mixed(place(rank)) ^ turn);
        let which = occupant.unit() * occupant.unit() * f64::from(count);
        Person(self.size.colleagues + first + which as u32)
    }

    fn emails_of(&self, month: u32) -> Vec<f64> {
        let month = self.month(month);
        let days = month.start_seconds() / calendar::DAY..month.end_seconds() / calendar::DAY;
        let all: f64 = days.clone().map(calendar::weight).sum();
        let a_day = |day: i64| f64::from(self.size.emails_a_month) * calendar::weight(day) / all;
        days.filter(|it| *it < self.span.1).map(a_day).collect()
    }

    fn employ(&mut self) {
        let days = (self.span.1 - self.span.0) as f64;
        let often = (self.shares.turnover * days / 365.0).min(0.9);
        let circle = (f64::from(self.size.contacts) * KNOWN_BY / f64::from(self.size.colleagues)).max(SMALLEST_CIRCLE);
        let mut weights = Vec::with_capacity(self.size.colleagues as usize);
        for number in 0..self.size.colleagues {
            let mut dice = Dice::of(self.seed, sorts::COLLEAGUE, u64::from(number));
            weights.push(exp(ACTIVITY * dice.normal()));
            self.circles.push(ln_1p(circle * exp(CIRCLE * dice.normal())) as f32);
            let moved = |dice: &mut Dice| (number > 0 && dice.chance(often)).then(|| (dice.unit() * days) as u16);
            let (joined, left) = (moved(&mut dice).unwrap_or(0), moved(&mut dice));
            self.employed.push((joined, left.filter(|it| *it > joined).unwrap_or(u16::MAX)));
        }
        self.activity = Alias::of(&weights);
    }
}

/// Returns about the logarithm of a number and one: the inverse of [`exp`], so that ranks end where they should.
fn ln_1p(number: f64) -> f64 {
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if exp(middle) < number + 1.0 { low = middle } else { high = middle }
    }
    low
}
