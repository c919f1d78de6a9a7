//! The report: a number per score and metric, and forecasts beside outcomes, as JSON and as tables for people.
//!
//! ```json
//! {"horizon_days": 90, "account": null,
//!  "pair": {"cut_offs": [{"at": "…", …}], "scores": {"relata": {"auc": 0.77, …}, …}, "strata": [{…}, …]}}
//! ```
//!
//! `relata validate` prints it under the key `health`: see [`crate::ValidationReport`].

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::score::Score;
use super::stratum::Stratum;
use super::{Foretold, Judgement, Tested};
use crate::metrics::average::{mean, standard_deviation};

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HealthReport {
    /// Days after a cut-off without a message that are silence.
    pub horizon_days: u32,
    /// Two people.
    pub pair: Relation,
    /// An organisation and a company; `None` where nothing says who works where.
    pub account: Option<Relation>,
}

/// How well the silence of one sort of relationship is foretold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relation {
    /// The days tested; those at which all fell silent, or none did, are left out.
    pub cut_offs: Vec<TestedCutOff>,
    /// Ours first, then the baselines.
    #[serde(serialize_with = "as_map")]
    pub scores: Vec<(Score, Summary)>,
    /// What was foretold beside what came, over all cut-offs; strata without a relationship are left out.
    pub strata: Vec<StratumSummary>,
}

/// A day on which scores were tested.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TestedCutOff {
    /// The day.
    #[serde(serialize_with = "as_text")]
    pub at: Timestamp,
    /// Relationships alive.
    pub relationships: usize,
    /// The share of these that fell silent.
    pub share_silent: f64,
    /// The intercept fitted on what had closed by then; `None` when that was too little.
    pub own_intercept: Option<f64>,
}

/// One score: each metric is a mean over cut-offs.
///
/// Brier and ECE are over those at which enough had closed to fit on, the same for every score; if there is none, over
/// all. So is the AUC of scores that are nothing before they are fitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The chance that one that fell silent is held nearer to silence than one that did not.
    pub auc: Option<f64>,
    /// Standard deviation of `auc` over cut-offs; `None` with one.
    pub auc_sd: Option<f64>,
    /// Mean squared error of the probability.
    pub brier: Option<f64>,
    /// Expected calibration error, ten bins of equal count.
    pub ece: Option<f64>,
}

/// Relationships of one rhythm and silence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StratumSummary {
    /// `weekly`, `monthly` or `burst`.
    #[serde(serialize_with = "as_key")]
    pub rhythm: super::Rhythm,
    /// Days of silence, from and before.
    pub quiet_days: (u8, u8),
    /// How many, over all cut-offs.
    pub relationships: usize,
    /// The share that fell silent.
    pub share_silent: f64,
    /// The mean probability by the published coefficients.
    pub foretold_published: f64,
    /// The mean probability with one's own intercept.
    pub foretold: f64,
}

impl HealthReport {
    /// Every sort of relationship that was measured, with its name.
    pub fn relations(&self) -> impl Iterator<Item = (&'static str, &Relation)> {
        [("pair", Some(&self.pair)), ("account", self.account.as_ref())]
            .into_iter()
            .filter_map(|(name, it)| Some((name, it?)))
    }
}

impl Relation {
    /// The summary of a score.
    pub fn summary(&self, score: Score) -> Option<&Summary> {
        self.scores.iter().find(|it| it.0 == score).map(|it| &it.1)
    }

    pub(super) fn sum_up(tested: Vec<Tested>) -> Relation {
        let is_fitted = |it: &Tested| it.cut_off.own_intercept.is_some();
        let any_fitted = tested.iter().any(is_fitted);
        let of_score = |score: Score| {
            let with = tested.iter().flat_map(|it| it.judgements.iter().map(move |judged| (it, judged)));
            let of_it = with.filter(|(_, judged)| judged.score == score);
            let judged = of_it.map(|(it, judged)| {
                let compared = is_fitted(it) || !any_fitted;
                Judgement { calibration: judged.calibration.filter(|_| compared), ..*judged }
            });
            (score, Summary::of(&judged.collect::<Vec<_>>()))
        };
        let of_stratum = |stratum: Stratum| {
            let inside = tested.iter().flat_map(|it| &it.strata).filter(|it| it.0 == stratum);
            StratumSummary::of(stratum, &inside.flat_map(|it| &it.1).copied().collect::<Vec<_>>())
        };
        Relation {
            scores: Score::ALL.into_iter().map(of_score).collect(),
            strata: Stratum::ALL.into_iter().filter_map(of_stratum).collect(),
            cut_offs: tested.iter().map(|it| it.cut_off).collect(),
        }
    }
}

impl Summary {
    fn of(judgements: &[Judgement]) -> Summary {
        let aucs: Vec<f64> = judgements.iter().filter_map(|it| it.auc).collect();
        let calibrations = || judgements.iter().filter_map(|it| it.calibration);
        Summary {
            auc: mean(aucs.iter().copied()),
            auc_sd: standard_deviation(&aucs),
            brier: mean(calibrations().map(|it| it.brier)),
            ece: mean(calibrations().map(|it| it.ece)),
        }
    }
}

impl StratumSummary {
    fn of(stratum: Stratum, foretold: &[Foretold]) -> Option<StratumSummary> {
        let Stratum { rhythm, quiet_days } = stratum;
        Some(StratumSummary {
            rhythm,
            quiet_days,
            relationships: foretold.len(),
            share_silent: mean(foretold.iter().map(|it| f64::from(u8::from(it.silent))))?,
            foretold_published: mean(foretold.iter().map(|it| it.published))?,
            foretold: mean(foretold.iter().map(|it| it.own))?,
        })
    }
}

impl fmt::Display for HealthReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, relation)) in self.relations().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            writeln!(f, "Who falls silent, by {name}: no message either way within {} days.", self.horizon_days)?;
            write!(f, "{relation}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cut_offs = &self.cut_offs;
        if let (Some(first), Some(last)) = (cut_offs.first(), cut_offs.last()) {
            let day = |it: &TestedCutOff| it.at.strftime("%Y-%m-%d").to_string();
            let relationships: usize = cut_offs.iter().map(|it| it.relationships).sum();
            let silent = mean(cut_offs.iter().map(|it| it.share_silent)).unwrap_or_default();
            let fitted = cut_offs.iter().filter(|it| it.own_intercept.is_some()).count();
            writeln!(
                f,
                "{} cut-offs from {} to {}, {fitted} with a past to fit on.",
                cut_offs.len(),
                day(first),
                day(last)
            )?;
            writeln!(f, "{relationships} relationships alive, {:.0} % of which fell silent.\n", 100.0 * silent)?;
        }
        writeln!(f, "{:<18}{:>9}{:>9}{:>9}{:>9}", "score", "AUC", "(sd)", "Brier", "ECE")?;
        for (score, it) in &self.scores {
            write!(f, "{:<18}", score.key())?;
            for value in [it.auc, it.auc_sd] {
                write!(f, "{:>9}", value.map_or("-".to_owned(), |it| format!("{it:.3}")))?;
            }
            for value in [it.brier, it.ece] {
                write!(f, "{:>9}", value.map_or("-".to_owned(), |it| format!("{it:.4}")))?;
            }
            writeln!(f)?;
        }
        writeln!(f, "\n{:<9}{:>8}{:>9}{:>9}{:>11}{:>9}", "rhythm", "quiet", "number", "silent", "published", "own")?;
        for it in &self.strata {
            let quiet = format!("{}-{} d", it.quiet_days.0, it.quiet_days.1);
            write!(f, "{:<9}{quiet:>8}{:>9}{:>9.3}", it.rhythm.key(), it.relationships, it.share_silent)?;
            writeln!(f, "{:>11.3}{:>9.3}", it.foretold_published, it.foretold)?;
        }
        Ok(())
    }
}

fn as_map<S: Serializer>(scores: &[(Score, Summary)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(scores.iter().map(|it| (it.0.key(), it.1)))
}

fn as_text<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

fn as_key<S: Serializer>(rhythm: &super::Rhythm, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rhythm.key())
}
