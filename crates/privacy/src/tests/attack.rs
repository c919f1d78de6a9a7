//! Attacks: what somebody learns who knows everything about everybody else.
//!
//! Many accounts with the same contributions are many draws of the same release. Tolerances are more than six standard deviations, so a
//! test fails by chance less than once in 10⁹ runs.

use std::collections::BTreeMap;

use super::*;
use crate::mechanism::{Mechanism, scales};
use crate::{DELTA, Loss, Measure};

const DRAWS: i64 = 2000;
/// More than six standard deviations of a share of `DRAWS`.
const TOLERANCE: f64 = 0.07;

/// Returns contributions of so many busy colleagues to each account, everybody at one account only.
fn groups(people: i64, accounts: RangeInclusive<i64>) -> Vec<Contribution> {
    accounts.flat_map(|account| group(account * 100..=account * 100 + people - 1, account)).collect()
}

/// What tells best whether one busy colleague more is there: what each figure exceeds its expected value by, weighed by how far the
/// colleague moves it and how little noise it has. `None` for a suppressed row.
fn evidence(figures: Option<&Figures>, people: i64, scales: &BTreeMap<Measure, f64>) -> Option<f64> {
    let it = figures?;
    let moved = [
        (Measure::OurPeopleEmails, it.our_people_emails, 1),
        (Measure::OurPeopleMeetings, it.our_people_meetings, 1),
        (Measure::EmailsTo, it.emails_to, 6),
        (Measure::EmailsFrom, it.emails_from, 6),
        (Measure::MeetingsByUs, it.meetings_by_us, 2),
        (Measure::MeetingsByThem, it.meetings_by_them, 2),
    ];
    let each = moved.map(|(measure, figure, by)| {
        let middle = by as f64 * (people as f64 + 0.5);
        by as f64 * (f64::from(figure) - middle) / scales[&measure].powi(2)
    });
    Some(each.iter().sum())
}

/// Compares accounts of 40 colleagues with accounts of 41, and returns how often the best guess is right.
fn differencing(settings: &Settings) -> f64 {
    let loss = Mechanism::of(settings, Level::Month).unwrap().loss().unwrap();
    let mut contributions = groups(40, 0..=DRAWS - 1);
    contributions.extend(groups(41, DRAWS..=2 * DRAWS - 1));
    let accounts: Vec<i64> = (0..2 * DRAWS).collect();
    let release = released(&accounts, &contributions, settings);
    let scales = scales(settings, Level::Month);
    let seen: Vec<Option<f64>> =
        accounts.iter().map(|account| evidence(figures(&release, *account), 40, &scales)).collect();
    let (without, with) = seen.split_at(DRAWS as usize);

    let share = |seen: &[Option<f64>], from: f64, to: f64| {
        let inside = seen.iter().filter(|it| it.is_some_and(|it| from <= it && it < to)).count();
        inside as f64 / DRAWS as f64
    };
    let most = loss.epsilon().exp();
    let width = (2.0 * loss.0).sqrt();
    for bin in -8..8 {
        let [from, to] = [bin, bin + 1].map(|edge| f64::from(edge) * width / 2.0);
        let (a, b) = (share(without, from, to), share(with, from, to));
        assert!(a <= most * (b + TOLERANCE) + DELTA && b <= most * (a + TOLERANCE) + DELTA, "bin {bin}: {a}, {b}");
    }

    let right = share(with, 0.0, f64::INFINITY) + 1.0 - share(without, 0.0, f64::INFINITY);
    let right = right / 2.0;
    let by_epsilon = most / (1.0 + most);
    assert!(right <= loss.best_guess() + TOLERANCE, "guessed {right}, at best {}", loss.best_guess());
    assert!(right <= by_epsilon + DELTA + TOLERANCE, "guessed {right}, at best {by_epsilon}");
    right
}

#[test]
fn who_compares_with_and_without_a_colleague_can_hardly_tell() {
    differencing(&Settings::default());
}

/// The attack is a good one: with little noise it finds the colleague, as often as the loss allows.
#[test]
fn the_same_attack_finds_a_colleague_when_the_budget_is_large() {
    assert!(differencing(&monthly(Epsilon::MOST)) > 0.6);
}

/// One to four colleagues: always suppressed, and the row is the same as of an account nobody ever wrote to.
#[test]
fn nobody_stands_alone() {
    for settings in [Settings::default(), monthly(Epsilon::MOST)] {
        let accounts: Vec<i64> = (0..5000).collect();
        let contributions: Vec<Contribution> = accounts.iter().flat_map(|it| groups(it % 5, *it..=*it)).collect();
        let release = released(&accounts, &contributions, &settings);
        let nobody = &release.rows[0].outcome;
        for row in &release.rows {
            assert_eq!(&row.outcome, nobody, "{:?}", row.account);
        }
    }
}

/// What the true minimum reveals: a row is there, so the fifth colleague was. It happens less than once in twenty.
#[test]
fn an_account_of_just_the_minimum_is_seldom_shown() {
    for settings in [Settings::default(), monthly(Epsilon::MOST)] {
        let accounts: Vec<i64> = (0..2 * DRAWS).collect();
        let release = released(&accounts, &groups(5, 0..=2 * DRAWS - 1), &settings);
        let shown = accounts.iter().filter(|it| figures(&release, **it).is_some()).count() as f64;
        let tolerance = 6.5 * (0.05 * 0.95 / accounts.len() as f64).sqrt();
        assert!(shown / accounts.len() as f64 <= 0.05 + tolerance, "{shown} of {}", accounts.len());
    }
}

/// Asking again does not wear the noise off: there is one draw, and the budget refuses another.
#[test]
fn asking_again_tells_nothing_new() {
    let accounts = [RecordNumber(1)];
    let contributions = group(1..=40, 1);
    let settings = Settings::default();
    let mut budget = Budget::default();
    let ask = |budget: &Budget| release(&accounts, &contributions, may(), day("2001-06-01"), budget, &settings);
    let (_, charge) = ask(&budget).unwrap();
    budget.note(charge);
    for _ in 0..3 {
        assert_eq!(ask(&budget), Err(crate::Refused::AlreadyReleased));
    }
    assert_eq!(budget.spent(2001), charge.loss);
    assert!(budget.spent(2002) == Loss::NONE);
}
