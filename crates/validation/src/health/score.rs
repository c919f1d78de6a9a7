//! Scores: our formula, as published and adapted, and the baselines it has to beat.

use relata_model::health::formula::{
    Coefficients, LEAST_OF_EACH, Terms, fit_intercept, probability, probability_of_silence,
};

use super::Foretold;
use super::case::Case;
use crate::metrics::logistic::{Logistic, Observed};
use crate::metrics::regression::Regression;

/// Far below one message: decides between equal recent counts only.
const TIE_BREAK: f64 = 1e-6;
/// Keeps the logarithm of nothing finite.
const FLOOR: f64 = 0.03;

/// A way to foretell silence. All look at the same two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Score {
    /// The formula of Relata, with the intercept of one's own past: what the product shows.
    Relata,
    /// The formula with all coefficients as published.
    RelataPublished,
    /// The formula with all four coefficients fitted on one's own past.
    RelataRefitted,
    /// Recency, frequency (active days, faded) and days, as logarithms, fitted on one's own past.
    Rfm,
    /// Active days, faded with a half-life of 90 days.
    ActiveDays90d,
    /// Messages in either direction.
    Count,
    /// Messages of the last 90 days; equal ones by all messages.
    Count90d,
    /// The last message.
    Recency,
    /// The present silence over a day more than the usual one.
    Overdue,
}

impl Score {
    /// All of them, ours first.
    pub const ALL: [Score; 9] = [
        Score::Relata,
        Score::RelataPublished,
        Score::RelataRefitted,
        Score::Rfm,
        Score::ActiveDays90d,
        Score::Count,
        Score::Count90d,
        Score::Recency,
        Score::Overdue,
    ];

    /// The name in reports.
    pub fn key(self) -> &'static str {
        match self {
            Score::Relata => "relata",
            Score::RelataPublished => "relata_published",
            Score::RelataRefitted => "relata_refitted",
            Score::Rfm => "rfm",
            Score::ActiveDays90d => "active_days_90d",
            Score::Count => "count",
            Score::Count90d => "count_90d",
            Score::Recency => "recency",
            Score::Overdue => "overdue",
        }
    }

    /// How near to silence each case stands, where that can be said without fitting anything.
    pub(crate) fn order(self, cases: &[Case]) -> Option<Vec<f64>> {
        let position = self.position()?;
        Some(cases.iter().map(position).collect())
    }

    /// Where a case stands on the axis of the one-variable fit: the higher, the nearer to silence.
    fn position(self) -> Option<fn(&Case) -> f64> {
        match self {
            Score::Relata | Score::RelataPublished | Score::RelataRefitted | Score::Rfm => None,
            Score::ActiveDays90d => Some(|it| -(it.features.d90 + FLOOR).ln()),
            Score::Count => Some(|it| -it.messages.ln()),
            Score::Count90d => Some(|it| -(it.messages_90d + TIE_BREAK * it.messages).ln()),
            Score::Recency => Some(|it| it.features.gap_days.ln_1p()),
            Score::Overdue => Some(|it| (it.features.gap_days / (it.usual_gap_days() + 1.0)).ln_1p()),
        }
    }
}

/// What can be foretold, given what became of earlier relationships.
#[derive(Debug)]
pub(crate) struct Forecaster {
    published: Coefficients,
    own_intercept: Option<f64>,
    /// Enough of both outcomes, or empty.
    past: Vec<Case>,
}

impl Forecaster {
    /// From relationships whose horizon has closed. With fewer than 50 silent ones or 50 others nothing is fitted.
    pub fn new(published: Coefficients, past: Vec<Case>) -> Forecaster {
        let outcomes: Vec<Observed> =
            past.iter().map(|it| (Terms::of(&it.features, &published).without_start(), it.silent)).collect();
        let own_intercept = fit_intercept(&outcomes);
        let silent = past.iter().filter(|it| it.silent).count();
        let enough = silent.min(past.len() - silent) >= LEAST_OF_EACH;
        Forecaster { published, own_intercept, past: if enough { past } else { Vec::new() } }
    }

    /// The intercept fitted on one's own past; `None` when there was too little of it.
    pub fn own_intercept(&self) -> Option<f64> {
        self.own_intercept
    }

    /// The probabilities of silence; `None` when the score needs a fit and there is too little to fit on.
    pub fn forecasts(&self, score: Score, cases: &[Case]) -> Option<Vec<f64>> {
        match score {
            Score::Relata => Some(cases.iter().map(|it| self.foretell(it).own).collect()),
            Score::RelataPublished => Some(cases.iter().map(|it| self.foretell(it).published).collect()),
            Score::RelataRefitted => self.by_regression(cases, |it| {
                let features = it.features;
                [1.0, (features.d90 + FLOOR).ln(), features.days.ln(), features.missed.ln_1p()]
            }),
            Score::Rfm => self.by_regression(cases, |it| {
                let features = it.features;
                [1.0, features.gap_days.ln_1p(), (features.d90 + FLOOR).ln(), features.days.ln()]
            }),
            _ => {
                let position = score.position()?;
                let past: Vec<Observed> = self.past.iter().map(|it| (position(it), it.silent)).collect();
                let curve = Logistic::fit(&past)?;
                Some(cases.iter().map(|it| curve.probability(position(it))).collect())
            }
        }
    }

    /// What our formula says of a case, and what came.
    pub fn foretell(&self, case: &Case) -> Foretold {
        let published = probability_of_silence(&case.features, &self.published);
        let rest = Terms::of(&case.features, &self.published).without_start();
        let own = self.own_intercept.map_or(published, |it| probability(it + rest));
        Foretold { published, own, silent: case.silent }
    }

    fn by_regression(&self, cases: &[Case], variables: fn(&Case) -> [f64; 4]) -> Option<Vec<f64>> {
        let past: Vec<([f64; 4], bool)> = self.past.iter().map(|it| (variables(it), it.silent)).collect();
        let fitted = Regression::fit(&past)?;
        Some(cases.iter().map(|it| fitted.probability(&variables(it))).collect())
    }
}
