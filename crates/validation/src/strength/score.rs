//! Scores: our formula and the five baselines it has to beat.

use super::tie::View;

/// How much outgoing mail counts in Interactions Rank (Roth et al., KDD 2010).
const OUTGOING_WEIGHT: f64 = 5.0;
/// Far below one message: decides between equal recent counts only.
const TIE_BREAK: f64 = 1e-6;
/// Keeps the logarithm of nothing finite.
const LEAST: f64 = 1e-6;

/// A way to rank colleagues. All look at the same two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Score {
    /// The formula of Relata.
    Relata,
    /// Messages in either direction.
    Count,
    /// Messages of the last 90 days; equal ones by all messages.
    Count90d,
    /// The last message, in either direction.
    Recency,
    /// Interactions Rank (Roth et al. 2010): half-life of a week, outgoing counts five times.
    InteractionsRank,
    /// Tie-decay network (Ahmad, Porter and Beguerisse-Díaz 2021): half-life of 60 days.
    TieDecay60d,
}

impl Score {
    /// All of them, ours first.
    pub const ALL: [Score; 6] =
        [Score::Relata, Score::Count, Score::Count90d, Score::Recency, Score::InteractionsRank, Score::TieDecay60d];

    /// The name in reports.
    pub fn key(self) -> &'static str {
        match self {
            Score::Relata => "relata",
            Score::Count => "count",
            Score::Count90d => "count_90d",
            Score::Recency => "recency",
            Score::InteractionsRank => "interactions_rank",
            Score::TieDecay60d => "tie_decay_60d",
        }
    }

    /// The score of a colleague, higher is better.
    pub(crate) fn of(self, view: &View) -> f64 {
        let View { sent, received } = view;
        match self {
            Score::Relata => view.strength().value(),
            Score::Count => sent.count + received.count,
            Score::Count90d => {
                let all = sent.count + received.count;
                sent.count_90d + received.count_90d + TIE_BREAK * all
            }
            Score::Recency => -days_since_last(view),
            Score::InteractionsRank => OUTGOING_WEIGHT * sent.decayed_7d + received.decayed_7d,
            Score::TieDecay60d => sent.decayed_60d + received.decayed_60d,
        }
    }

    /// Where a score stands on the axis of its logistic fit: the logarithm of an amount, or of a time.
    pub(crate) fn position(self, score: f64) -> f64 {
        match self {
            Score::Recency => -(1.0 - score).ln(),
            _ => (score.max(0.0) + LEAST).ln(),
        }
    }
}

fn days_since_last(view: &View) -> f64 {
    let sent = view.sent.last_days.unwrap_or(f64::INFINITY);
    let received = view.received.last_days.unwrap_or(f64::INFINITY);
    sent.min(received)
}
