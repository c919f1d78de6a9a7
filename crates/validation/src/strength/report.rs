//! The report: a number per score and metric, as JSON and as a table for people.
//!
//! ```json
//! {"horizon_days": 90, "truth": "exchange", "least_candidates": 6, "cut_offs": [{"at": "…", …}],
//!  "scores": {"relata": {"auc": 0.82, "ndcg5": 0.74, …, "ece": 0.05}, "count": {…}, …}}
//! ```
//!
//! `relata validate` prints it under the key `strength`: see [`crate::ValidationReport`].

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::score::Score;
use super::{Judgement, Protocol, Truth};
use crate::metrics::average::{mean, standard_deviation};
use crate::metrics::calibration::Calibration;
use crate::metrics::ranking::Ranking;

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrengthReport {
    /// Days after a cut-off that decided who was right.
    pub horizon_days: u32,
    /// What counted as right.
    pub truth: Truth,
    /// Fewest candidates of a query.
    pub least_candidates: usize,
    /// The days tested; those without any query are left out.
    pub cut_offs: Vec<TestedCutOff>,
    /// Ours first, then the baselines.
    #[serde(serialize_with = "as_map")]
    pub scores: Vec<(Score, Summary)>,
}

/// A day on which scores were tested.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TestedCutOff {
    /// The day.
    #[serde(serialize_with = "as_text")]
    pub at: Timestamp,
    /// Contacts (and organisations) with enough candidates, right and wrong ones.
    pub queries: usize,
    /// Pairs of colleague and contact that had written before, in a query or not.
    pub pairs: usize,
    /// The share of these pairs that turned out right.
    pub share_right: f64,
    /// Of all right pairs, the share that had never written before, so that no score could rank
    /// them. Counted for contacts somebody of the organisation knew: a lower bound.
    pub share_cold: f64,
}

/// One score: each metric is a mean over cut-offs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Area under the ROC curve, within a query.
    pub auc: f64,
    /// Normalised discounted cumulative gain of the top five.
    pub ndcg5: f64,
    /// Mean reciprocal rank of the first right one.
    pub mrr: f64,
    /// Right ones in the top five, over min(5, right ones).
    pub recall5: f64,
    /// Whether the first is right.
    pub hit1: f64,
    /// Mean squared error of the probability over pairs; `None` when nothing earlier could train it.
    pub brier: Option<f64>,
    /// Expected calibration error over pairs, ten bins of equal count.
    pub ece: Option<f64>,
    /// Standard deviation of `ndcg5` over cut-offs; `None` with one.
    pub ndcg5_sd: Option<f64>,
}

impl StrengthReport {
    /// The summary of a score.
    pub fn summary(&self, score: Score) -> Option<&Summary> {
        self.scores.iter().find(|it| it.0 == score).map(|it| &it.1)
    }

    pub(super) fn sum_up(
        horizon_days: u32,
        protocol: &Protocol,
        tested: Vec<(TestedCutOff, Vec<Judgement>)>,
    ) -> StrengthReport {
        let of_score = |score: Score| {
            let judgements = tested.iter().flat_map(|it| &it.1).filter(|it| it.score == score);
            let judgements: Vec<Judgement> = judgements.copied().collect();
            Summary::of(&judgements).map(|it| (score, it))
        };
        StrengthReport {
            horizon_days,
            truth: protocol.truth,
            least_candidates: protocol.least_candidates,
            scores: Score::ALL.into_iter().filter_map(of_score).collect(),
            cut_offs: tested.iter().map(|it| it.0).collect(),
        }
    }
}

impl Summary {
    fn of(judgements: &[Judgement]) -> Option<Summary> {
        let rankings: Vec<Ranking> = judgements.iter().map(|it| it.ranking).collect();
        let calibrations: Vec<Calibration> = judgements.iter().filter_map(|it| it.calibration).collect();
        let ndcg5: Vec<f64> = rankings.iter().map(|it| it.ndcg5).collect();
        let all = Ranking::mean(&rankings)?;
        Some(Summary {
            auc: all.auc,
            ndcg5: all.ndcg5,
            mrr: all.mrr,
            recall5: all.recall5,
            hit1: all.hit1,
            brier: mean(calibrations.iter().map(|it| it.brier)),
            ece: mean(calibrations.iter().map(|it| it.ece)),
            ndcg5_sd: standard_deviation(&ndcg5),
        })
    }
}

impl fmt::Display for StrengthReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let queries: usize = self.cut_offs.iter().map(|it| it.queries).sum();
        let truth = match self.truth {
            Truth::Exchange => "each wrote to the other",
            Truth::Answer => "one answered the other",
        };
        writeln!(f, "Who is right about a contact: {truth} within {} days.", self.horizon_days)?;
        if let (Some(first), Some(last)) = (self.cut_offs.first(), self.cut_offs.last()) {
            let day = |it: &TestedCutOff| it.at.strftime("%Y-%m-%d").to_string();
            write!(f, "{} cut-offs from {} to {}, ", self.cut_offs.len(), day(first), day(last))?;
        }
        writeln!(f, "{queries} queries of at least {} candidates.\n", self.least_candidates)?;
        let metrics = ["AUC", "NDCG@5", "(sd)", "MRR", "recall@5", "hit@1", "Brier", "ECE"];
        write!(f, "{:<18}", "score")?;
        for metric in metrics {
            write!(f, "{metric:>9}")?;
        }
        writeln!(f)?;
        for (score, it) in &self.scores {
            let sd = it.ndcg5_sd;
            let three = [Some(it.auc), Some(it.ndcg5), sd, Some(it.mrr), Some(it.recall5), Some(it.hit1)];
            write!(f, "{:<18}", score.key())?;
            for value in three {
                write!(f, "{:>9}", value.map_or("-".to_owned(), |it| format!("{it:.3}")))?;
            }
            for value in [it.brier, it.ece] {
                write!(f, "{:>9}", value.map_or("-".to_owned(), |it| format!("{it:.4}")))?;
            }
            writeln!(f)?;
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
