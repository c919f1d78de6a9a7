//! Queries: at one cut-off, whom to rank for which contact.
//!
//! In one organisation every person is in turn the contact and everybody else a colleague. With
//! organisations, each asks for its own people about everybody outside it.

use super::score::Score;
use super::tie::{Tie, View, Window};
use super::{Protocol, Truth};
use crate::edges::{Edges, PersonId};
use crate::metrics::logistic::Observed;
use crate::metrics::ranking::{Judged, Ranking};

/// Who asks (an organisation) about whom.
type Query = (u32, PersonId);

/// A colleague who has written with the contact before.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    query: Query,
    colleague: PersonId,
    scores: [f64; Score::ALL.len()],
    right: bool,
}

/// Everything that is ranked and judged at one cut-off.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub window: Window,
    /// Sorted by query.
    candidates: Vec<Candidate>,
    /// Right pairs that had never written before, of contacts somebody knew.
    cold: usize,
}

impl Snapshot {
    pub fn take(edges: &Edges, protocol: &Protocol, window: Window) -> Snapshot {
        let mut candidates = Vec::new();
        let mut cold = Vec::new();
        for tie in edges.pairs().filter_map(|it| Tie::of(it, window)) {
            let ends = of_tie(&tie, protocol);
            if tie.is_warm() {
                candidates.extend(ends);
            } else {
                cold.extend(ends.filter(|it| it.right).map(|it| it.query));
            }
        }
        candidates.sort_unstable_by_key(|it| (it.query, it.colleague));
        cold.retain(|query| candidates.binary_search_by_key(query, |it| it.query).is_ok());
        Snapshot { window, candidates, cold: cold.len() }
    }

    /// How many pairs of colleague and contact had written before.
    pub fn pairs(&self) -> usize {
        self.candidates.len()
    }

    /// The share of pairs that turned out right.
    pub fn share_right(&self) -> f64 {
        self.right() as f64 / self.candidates.len().max(1) as f64
    }

    /// The share of right pairs that nobody could have ranked.
    pub fn share_cold(&self) -> f64 {
        self.cold as f64 / (self.cold + self.right()).max(1) as f64
    }

    fn right(&self) -> usize {
        self.candidates.iter().filter(|it| it.right).count()
    }

    /// The quality of a score in every query that has enough candidates, right and wrong ones.
    pub fn rankings(&self, score: Score, least_candidates: usize) -> Vec<Ranking> {
        let queries = self.candidates.chunk_by(|a, b| a.query == b.query);
        let enough = queries.filter(|it| it.len() >= least_candidates);
        let judged = |query: &[Candidate]| -> Vec<Judged> {
            query.iter().map(|it| (it.scores[score as usize], it.right)).collect()
        };
        enough.filter_map(|it| Ranking::of(&judged(it))).collect()
    }

    /// Every pair's position on the axis of the score's fit, and whether it turned out right.
    pub fn observed(&self, score: Score) -> impl Iterator<Item = Observed> {
        self.candidates.iter().map(move |it| (score.position(it.scores[score as usize]), it.right))
    }
}

/// A tie seen from both ends, as far as the protocol asks for it.
fn of_tie(tie: &Tie, protocol: &Protocol) -> impl Iterator<Item = Candidate> + use<> {
    let (first, second) = tie.pair;
    let right = match protocol.truth {
        Truth::Exchange => tie.outcome.exchanged(),
        Truth::Answer => tie.outcome.answered,
    };
    let seen_from = |colleague, contact, view: View| {
        let organisation = protocol.asks(colleague, contact)?;
        let scores = Score::ALL.map(|it| it.of(&view));
        Some(Candidate { query: (organisation, contact), colleague, scores, right })
    };
    let ends = [seen_from(first, second, tie.view), seen_from(second, first, tie.view.turned())];
    ends.into_iter().flatten()
}
