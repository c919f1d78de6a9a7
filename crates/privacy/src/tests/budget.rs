//! The budget: what fits a year, and that nothing more is ever released.

use proptest::prelude::*;

use super::*;
use crate::mechanism::Mechanism;
use crate::{Charge, Loss, Refused, renews_on};

/// Charges every closed period that begins in a year, and returns how many were granted and what that costs.
fn a_year(settings: &Settings, year: i16) -> (u32, f64) {
    let mut budget = Budget::default();
    let mut granted = 0;
    for level in Level::ALL.into_iter().filter(|it| settings.levels.has(*it)) {
        let loss = Mechanism::of(settings, level).unwrap().loss().unwrap();
        let mut period = Period::of(level, Date::constant(year, 1, 1));
        while period.year() <= year {
            if period.year() == year {
                budget.note(budget.charge(period, loss, settings).unwrap());
                granted += 1;
            }
            period = Period::of(level, period.end());
        }
    }
    (granted, budget.spent(year).epsilon())
}

#[test]
fn a_whole_year_of_everything_fits() {
    let all = Settings { levels: Levels { week: true, month: true, year: true }, ..Settings::default() };
    for (settings, year, releases) in
        [(Settings::default(), 2001, 13), (monthly(12.0), 2001, 12), (all, 2001, 66), (all, 2024, 53 + 13)]
    {
        let (granted, epsilon) = a_year(&settings, year);
        assert_eq!(granted, releases, "{year}");
        assert!(epsilon <= 12.0 + 1e-6 && epsilon > 11.0, "{epsilon}");
    }
}

#[test]
fn a_used_up_budget_says_when_it_renews() {
    let settings = monthly(12.0);
    let spent = Charge { period: Period::of(Level::Year, day("2001-01-01")), loss: settings.loss_a_year() };
    let budget = Budget::of(vec![spent]);
    let loss = settings.loss_of(Level::Month);
    let refused = budget.charge(may(), loss, &settings).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the privacy budget of 2001 is used up (ε 12.0); periods from 2002-01-01 on have a new one"
    );
    let next = Period::of(Level::Month, renews_on(2001));
    assert_eq!(budget.charge(next, loss, &settings), Ok(Charge { period: next, loss }));
}

#[test]
fn lowering_the_budget_holds_at_once() {
    let mut budget = Budget::default();
    for month in 1..=6 {
        let period = Period::of(Level::Month, Date::constant(2001, month, 1));
        budget.note(budget.charge(period, monthly(12.0).loss_of(Level::Month), &monthly(12.0)).unwrap());
    }
    let july = Period::of(Level::Month, day("2001-07-01"));
    let refused = budget.charge(july, monthly(5.0).loss_of(Level::Month), &monthly(5.0));
    assert!(matches!(refused, Err(Refused::BudgetExhausted { year: 2001, .. })), "{refused:?}");
}

proptest! {
    /// Whatever is asked for in whatever order, a year's charges stay within its budget and no period is charged twice.
    #[test]
    fn charges_never_exceed_the_budget(asked in prop::collection::vec((0usize..3, 0i32..1000, 0.0f64..0.6), 0..80)) {
        let settings = Settings::default();
        let most = settings.loss_a_year().0 * (1.0 + 1e-9);
        let mut budget = Budget::default();
        for (level, days, rho) in asked {
            let day = day("2001-01-01").saturating_add(jiff::Span::new().days(days));
            let period = Period::of(Level::ALL[level], day);
            match budget.charge(period, Loss(rho), &settings) {
                Ok(charge) => budget.note(charge),
                Err(Refused::AlreadyReleased) => prop_assert!(budget.has(period)),
                Err(_) => prop_assert!(budget.spent(period.year()).0 + rho > most),
            }
        }
        for charge in budget.charges() {
            prop_assert!(budget.spent(charge.period.year()).0 <= most);
            prop_assert_eq!(budget.charges().iter().filter(|it| it.period == charge.period).count(), 1);
        }
    }
}
