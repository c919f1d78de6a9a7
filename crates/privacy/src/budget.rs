//! The budget: what was released in each year, and whether there is enough left.

use jiff::civil::Date;

use crate::loss::Loss;
use crate::period::Period;
use crate::release::Refused;
use crate::settings::Settings;

/// A release that was made and paid for. Kept for ever: the figures cannot be called back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    /// What was released.
    pub period: Period,
    /// What it cost.
    pub loss: Loss,
}

/// Everything that was ever released: the list of charges, in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Budget {
    charges: Vec<Charge>,
}

impl Budget {
    /// Returns the budget after these charges.
    pub fn of(charges: Vec<Charge>) -> Budget {
        Budget { charges }
    }

    /// Returns the charges.
    pub fn charges(&self) -> &[Charge] {
        &self.charges
    }

    /// Returns what was spent on periods that begin in a year.
    pub fn spent(&self, year: i16) -> Loss {
        let of_year = self.charges.iter().filter(|it| it.period.year() == year);
        of_year.fold(Loss::NONE, |sum, it| sum.plus(it.loss))
    }

    /// Returns whether a period was released.
    pub fn has(&self, period: Period) -> bool {
        self.charges.iter().any(|it| it.period == period)
    }

    /// Returns the charge for a release, if it may be made. Nothing is noted: the store does that, with the release.
    ///
    /// # Errors
    /// [`Refused::AlreadyReleased`], and [`Refused::BudgetExhausted`] when the year's charges and this one exceed the year's budget.
    pub fn charge(&self, period: Period, loss: Loss, settings: &Settings) -> Result<Charge, Refused> {
        if self.has(period) {
            return Err(Refused::AlreadyReleased);
        }
        let spent = self.spent(period.year());
        // The parts of a budget, added up again, may differ from it in the last bits.
        let most = settings.loss_a_year().0 * (1.0 + 1e-9);
        if spent.plus(loss).0 > most {
            let year = period.year();
            return Err(Refused::BudgetExhausted { year, spent, renews_on: renews_on(year) });
        }
        Ok(Charge { period, loss })
    }

    /// Adds a charge.
    pub fn note(&mut self, charge: Charge) {
        self.charges.push(charge);
    }
}

/// Returns the day from which periods have a fresh budget: the first of the next year. The budget of a year itself never renews, because what
/// is known of that year stays known.
pub fn renews_on(year: i16) -> Date {
    Date::new(year.saturating_add(1), 1, 1).unwrap_or(Date::MAX)
}
