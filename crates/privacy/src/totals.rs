//! Totals: contributions added up by account, after what one colleague can move is limited.
//!
//! Each colleague is limited by what this colleague did and nothing else. So leaving one colleague out changes no other's share, and
//! each answer by at most [`Measure::reach`].

use std::collections::{BTreeMap, BTreeSet};

use relata_model::{PersonId, RecordNumber};

use crate::brackets::bracket;
use crate::contribution::Contribution;
use crate::measure::{MIDDLE_HOURS, MIDDLE_MINUTES, Measure, accounts_each};
use crate::period::Period;

/// The bounded totals of a period: the true answers, to which noise must be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Totals {
    /// How many colleagues count at each account.
    pub(crate) people: Vec<u32>,
    answers: BTreeMap<Measure, Vec<i64>>,
}

impl Totals {
    /// Adds up contributions for accounts. What belongs to other accounts is left out.
    pub(crate) fn of(accounts: &[RecordNumber], contributions: &[Contribution], period: Period) -> Totals {
        let places: BTreeMap<RecordNumber, usize> = accounts.iter().copied().zip(0..).collect();
        let mut colleagues: BTreeMap<PersonId, BTreeMap<RecordNumber, Contribution>> = BTreeMap::new();
        for it in contributions.iter().filter(|it| places.contains_key(&it.account)) {
            let nothing = || Contribution::none(it.colleague, it.account);
            colleagues.entry(it.colleague).or_default().entry(it.account).or_insert_with(nothing).add(it);
        }
        let mut adding = Adding::new(accounts.len(), period);
        for theirs in colleagues.into_values() {
            adding.colleague(&places, most_engaged(theirs, accounts_each(period.level()) as usize));
        }
        adding.done()
    }

    /// Returns the answer to a question: for every account, in their order, [`Measure::width`] numbers.
    pub(crate) fn answer(&self, measure: Measure) -> &Vec<i64> {
        &self.answers[&measure]
    }
}

/// Returns the accounts a colleague had most emails and meetings with, at most so many; of equals the one with the smaller number.
fn most_engaged(theirs: BTreeMap<RecordNumber, Contribution>, at_most: usize) -> Vec<Contribution> {
    let mut theirs: Vec<Contribution> =
        theirs.into_values().filter(|it| it.emails() > 0 || it.meetings() > 0).collect();
    theirs.sort_by_key(|it| (std::cmp::Reverse(it.emails() + it.meetings()), it.account));
    theirs.truncate(at_most);
    theirs
}

struct Adding {
    period: Period,
    totals: Totals,
    their_people: BTreeMap<Measure, Vec<BTreeSet<PersonId>>>,
}

impl Adding {
    fn new(accounts: usize, period: Period) -> Adding {
        let zeros = |measure: Measure| (measure, vec![0; accounts * measure.width(period.level())]);
        let answers = Measure::ALL.into_iter().map(zeros).collect();
        let nobody = |measure| (measure, vec![BTreeSet::new(); accounts]);
        let their_people = [Measure::TheirPeopleEmails, Measure::TheirPeopleMeetings].map(nobody).into();
        Adding { period, totals: Totals { people: vec![0; accounts], answers }, their_people }
    }

    fn colleague(&mut self, places: &BTreeMap<RecordNumber, usize>, theirs: Vec<Contribution>) {
        let places: Vec<usize> = theirs.iter().map(|it| places[&it.account]).collect();
        for (place, it) in places.iter().zip(&theirs) {
            self.totals.people[*place] += 1;
            self.at_one_account(*place, it);
        }
        for (measure, number) in [
            (Measure::EmailsTo, (|it| it.emails_to) as fn(&Contribution) -> u32),
            (Measure::EmailsFrom, |it| it.emails_from),
            (Measure::MeetingsByUs, |it| it.meetings_by_us),
            (Measure::MeetingsByThem, |it| it.meetings_by_them),
        ] {
            let numbers: Vec<u32> = theirs.iter().map(number).collect();
            for (place, number) in places.iter().zip(self.limited(measure, &numbers)) {
                self.add(measure, *place, i64::from(number));
            }
        }
        for (measure, people) in [
            (Measure::TheirPeopleEmails, (|it| &it.their_people_emails) as fn(&Contribution) -> &Vec<PersonId>),
            (Measure::TheirPeopleMeetings, |it| &it.their_people_meetings),
        ] {
            let lists: Vec<Vec<PersonId>> = theirs.iter().map(|it| once_each(people(it))).collect();
            let lengths: Vec<u32> = lists.iter().map(|it| it.len() as u32).collect();
            let limited = self.limited(measure, &lengths);
            let seen = self.their_people.entry(measure).or_default();
            for ((place, list), length) in places.iter().zip(lists).zip(limited) {
                seen[*place].extend(list.into_iter().take(length as usize));
            }
        }
    }

    /// Adds what counts at most once for a colleague and an account: involvement, and means around their middle.
    fn at_one_account(&mut self, place: usize, it: &Contribution) {
        if it.emails() > 0 {
            self.add(Measure::OurPeopleEmails, place, 1);
            self.add_in_bracket(Measure::LastEmail, place, it.last_email);
        }
        if it.meetings() > 0 {
            self.add(Measure::OurPeopleMeetings, place, 1);
            self.add_in_bracket(Measure::LastMeeting, place, it.last_meeting);
            let mean = (u64::from(it.meeting_minutes) / it.meetings()).min(2 * MIDDLE_MINUTES as u64);
            self.add(Measure::MeetingMinutes, place, mean as i64 - MIDDLE_MINUTES);
        }
        if it.replies > 0 {
            self.add(Measure::Answered, place, 1);
            let mean = (it.reply_seconds / u64::from(it.replies) / 3600).min(2 * MIDDLE_HOURS as u64);
            self.add(Measure::ReplyHours, place, mean as i64 - MIDDLE_HOURS);
        }
    }

    fn add(&mut self, measure: Measure, at: usize, number: i64) {
        if let Some(answer) = self.totals.answers.get_mut(&measure) {
            answer[at] += number;
        }
    }

    fn add_in_bracket(&mut self, measure: Measure, place: usize, day: Option<jiff::civil::Date>) {
        let width = measure.width(self.period.level());
        self.add(measure, place * width + bracket(self.period, day), 1);
    }

    fn limited(&self, measure: Measure, numbers: &[u32]) -> Vec<u32> {
        measure.bound(self.period.level()).map_or_else(|| numbers.to_vec(), |bound| limited(numbers, bound))
    }

    fn done(mut self) -> Totals {
        for (measure, seen) in std::mem::take(&mut self.their_people) {
            for (place, people) in seen.iter().enumerate() {
                self.add(measure, place, people.len() as i64);
            }
        }
        self.totals
    }
}

fn once_each(people: &[PersonId]) -> Vec<PersonId> {
    let mut seen = BTreeSet::new();
    people.iter().copied().filter(|it| seen.insert(*it)).collect()
}

/// Scales numbers down until the root of their squares is at most `bound`; in whole numbers, so that it holds exactly.
pub(crate) fn limited(numbers: &[u32], bound: u32) -> Vec<u32> {
    let square = |number: u32| u128::from(number) * u128::from(number);
    let sum: u128 = numbers.iter().map(|it| square(*it)).sum();
    if sum <= square(bound) {
        return numbers.to_vec();
    }
    numbers.iter().map(|it| (square(*it) * square(bound) / sum).isqrt() as u32).collect()
}
