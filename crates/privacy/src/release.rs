//! Releases: the figures of all accounts in one period, drawn once and kept.

use jiff::civil::Date;
use relata_model::RecordNumber;

use crate::budget::{Budget, Charge};
use crate::contribution::Contribution;
use crate::figures::{Figures, Noisy};
use crate::loss::Loss;
use crate::mechanism::Mechanism;
use crate::period::{Level, Period};
use crate::score::score;
use crate::settings::{MinimumGroup, Settings};
use crate::totals::Totals;

/// The figures of one period. Whoever asks again gets the same ones: a second draw would tell more.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// Which period.
    pub period: Period,
    /// A row for every account that was asked for, in order of number, whether anybody was in touch with it or not.
    pub rows: Vec<Row>,
    /// What it costs a colleague, as ε (at δ = 10⁻⁶).
    pub epsilon: f64,
    /// The minimum group in force when it was made.
    pub minimum_group: MinimumGroup,
}

/// An account in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The account.
    pub account: RecordNumber,
    /// What is shown of it.
    pub outcome: Outcome,
}

/// What is shown of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its figures.
    Figures(Figures),
    /// Nothing, and why.
    Suppressed(Suppressed),
}

/// Why nothing is shown of an account. One reason for all: a second one would tell accounts apart that must look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppressed {
    /// Too few of our people were in touch with it, perhaps nobody, or too few to be told from noise.
    TooFew,
}

impl Suppressed {
    /// Returns the word used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Suppressed::TooFew => "too_few",
        }
    }

    /// Returns the reason in plain words.
    pub fn words(self, minimum: MinimumGroup) -> String {
        match self {
            Suppressed::TooFew => {
                format!(
                    "not enough of our people were in touch with it to hide each of them (at least {})",
                    minimum.people()
                )
            }
        }
    }
}

/// Why nothing was released.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The settings leave this level out.
    #[error("figures by the {} are switched off", .0.name())]
    LevelOff(Level),
    /// The period is not over.
    #[error("the period is not over; its figures can be released from {until} on")]
    NotClosed {
        /// The first day on which it is.
        until: Date,
    },
    /// It was released before: those figures hold.
    #[error("the period was released before, and its figures stay as they are")]
    AlreadyReleased,
    /// The year's budget does not allow another release.
    #[error("the privacy budget of {year} is used up (ε {epsilon:.1}); periods from {renews_on} on have a new one", epsilon = .spent.epsilon())]
    BudgetExhausted {
        /// The year whose budget it is.
        year: i16,
        /// What was spent.
        spent: Loss,
        /// The first day of the next year.
        renews_on: Date,
    },
    /// OpenDP could not draw noise.
    #[error("no noise could be drawn: {0}")]
    Noise(String),
}

impl From<opendp::error::Error> for Refused {
    fn from(error: opendp::error::Error) -> Refused {
        Refused::Noise(error.to_string())
    }
}

/// Releases the figures of a period, once.
///
/// `accounts` are all accounts of the CRM, whatever was done with them: which ones have a row must not depend on it. `contributions` are
/// those of the period, one for each colleague and account. Keep the release and its charge in one transaction, before anybody
/// sees either; if they cannot be kept, the figures must not be shown.
///
/// # Errors
/// The level is off, the period not over, released before, or the year's budget too small for one more.
pub fn release(
    accounts: &[RecordNumber],
    contributions: &[Contribution],
    period: Period,
    today: Date,
    budget: &Budget,
    settings: &Settings,
) -> Result<(Release, Charge), Refused> {
    let level = period.level();
    if !settings.levels.has(level) {
        return Err(Refused::LevelOff(level));
    }
    if !period.is_closed_on(today) {
        return Err(Refused::NotClosed { until: period.end() });
    }
    let mechanism = Mechanism::of(settings, level)?;
    let charge = budget.charge(period, mechanism.loss()?, settings)?;

    let mut accounts = accounts.to_vec();
    accounts.sort_unstable();
    accounts.dedup();
    let totals = Totals::of(&accounts, contributions, period);
    let rows = rows(&accounts, &totals, &mechanism, settings.minimum_group, level)?;
    let release = Release { period, rows, epsilon: charge.loss.epsilon(), minimum_group: settings.minimum_group };
    Ok((release, charge))
}

fn rows(
    accounts: &[RecordNumber],
    totals: &Totals,
    mechanism: &Mechanism,
    minimum: MinimumGroup,
    level: Level,
) -> Result<Vec<Row>, Refused> {
    let noisy = mechanism.draw(totals)?;
    let mut shown = Vec::new();
    for place in 0..accounts.len() {
        let width = |measure: crate::Measure| measure.width(level);
        let numbers = |measure| &noisy[&measure][place * width(measure)..][..width(measure)];
        let account = Noisy { mechanism, level, numbers: &numbers };
        // The one question to the true data after the noise: it can only hide a row.
        let truly = totals.people[place] >= minimum.people();
        if truly && account.has_group(minimum) {
            shown.push((place, account.figures()));
        }
    }
    let (places, mut figures): (Vec<usize>, Vec<Figures>) = shown.into_iter().unzip();
    score(&mut figures);
    let suppressed =
        |account: &RecordNumber| Row { account: *account, outcome: Outcome::Suppressed(Suppressed::TooFew) };
    let mut rows: Vec<Row> = accounts.iter().map(suppressed).collect();
    for (place, figures) in places.into_iter().zip(figures) {
        rows[place].outcome = Outcome::Figures(figures);
    }
    Ok(rows)
}
