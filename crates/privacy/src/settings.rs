//! Settings: what an administrator may choose.

use crate::loss::Loss;
use crate::period::Level;

/// A value that cannot be a setting.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NotASetting {
    /// The minimum group can be raised, never lowered.
    #[error("the minimum group is at least {least} people, {0} is too few", least = MinimumGroup::LEAST)]
    GroupTooSmall(u32),
    /// ε must be above 0 and at most 50.
    #[error("the privacy budget ε must be above 0 and at most {most}, not {0}", most = Epsilon::MOST)]
    Epsilon(f64),
}

/// How many of our people must have been in touch with an account in a period for its figures to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinimumGroup(u32);

impl MinimumGroup {
    /// The least there can be, and the default.
    pub const LEAST: u32 = 5;

    /// Returns the minimum of so many people.
    ///
    /// # Errors
    /// Fewer than 5.
    pub fn new(people: u32) -> Result<MinimumGroup, NotASetting> {
        if people < MinimumGroup::LEAST {
            return Err(NotASetting::GroupTooSmall(people));
        }
        Ok(MinimumGroup(people))
    }

    /// Returns how many people.
    pub fn people(self) -> u32 {
        self.0
    }
}

impl Default for MinimumGroup {
    fn default() -> MinimumGroup {
        MinimumGroup(MinimumGroup::LEAST)
    }
}

/// The privacy budget of a year, as ε (at δ = 10⁻⁶).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Epsilon {
    value: f64,
    loss: Loss,
}

impl Epsilon {
    /// The most there can be. It protects nobody; it is there for tests and invented data.
    pub const MOST: f64 = 50.0;

    /// Returns the budget of this ε.
    ///
    /// # Errors
    /// Not above 0, above 50, or not a number.
    pub fn new(epsilon: f64) -> Result<Epsilon, NotASetting> {
        if epsilon > 0.0 && epsilon <= Epsilon::MOST {
            Ok(Epsilon { value: epsilon, loss: Loss::within(epsilon) })
        } else {
            Err(NotASetting::Epsilon(epsilon))
        }
    }

    /// Returns the number.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Returns the largest loss it allows.
    pub fn loss(self) -> Loss {
        self.loss
    }
}

impl Default for Epsilon {
    fn default() -> Epsilon {
        Epsilon { value: 12.0, loss: Loss::within(12.0) }
    }
}

/// Which levels are released. Each that is gets an equal part of the year's budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Weeks: off by default, 53 of them leave little for each.
    pub week: bool,
    /// Months.
    pub month: bool,
    /// Years.
    pub year: bool,
}

impl Levels {
    /// Returns whether a level is released.
    pub fn has(self, level: Level) -> bool {
        match level {
            Level::Week => self.week,
            Level::Month => self.month,
            Level::Year => self.year,
        }
    }
}

impl Default for Levels {
    fn default() -> Levels {
        Levels { week: false, month: true, year: true }
    }
}

/// What an administrator may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settings {
    /// How many of our people it takes.
    pub minimum_group: MinimumGroup,
    /// The budget of each year.
    pub epsilon_a_year: Epsilon,
    /// Which levels are released.
    pub levels: Levels,
}

impl Settings {
    /// Returns the loss that all releases of one year together may have.
    pub fn loss_a_year(&self) -> Loss {
        self.epsilon_a_year.loss()
    }

    /// Returns the loss that one release of a level may have, so that a whole year of all released levels fits the budget.
    /// Nothing for a level that is not released.
    pub fn loss_of(&self, level: Level) -> Loss {
        if !self.levels.has(level) {
            return Loss::NONE;
        }
        let levels = Level::ALL.into_iter().filter(|it| self.levels.has(*it)).count();
        self.loss_a_year().part(1.0 / (levels as f64 * f64::from(level.a_year())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_below_five_is_impossible() {
        for people in 0..MinimumGroup::LEAST {
            assert_eq!(MinimumGroup::new(people), Err(NotASetting::GroupTooSmall(people)));
        }
        assert_eq!(MinimumGroup::new(12).map(MinimumGroup::people), Ok(12));
        assert_eq!(MinimumGroup::default().people(), 5);
    }

    #[test]
    fn a_budget_is_a_number_above_nothing() {
        for epsilon in [0.0, -1.0, 50.1, f64::NAN, f64::INFINITY] {
            assert!(Epsilon::new(epsilon).is_err(), "{epsilon}");
        }
        assert_eq!(Epsilon::new(3.0).map(Epsilon::value), Ok(3.0));
    }
}
