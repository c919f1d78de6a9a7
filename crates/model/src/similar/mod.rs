//! Similar won deals: what an open deal may be compared with.
//!
//! The rule is ours (the reference's is unpublished), and every step of it can be done by hand:
//!
//! ```text
//! z(field)   = (value − median) / spread                 over all closed deals; money and counts as ln(1 + x)
//! weight     = max(2·|AUC − ½|, 0.1)                     how well the field tells won from lost here
//! distance   = √( Σ weight · (z − z')² / Σ weight )      each difference at most 3; one of an unknown value is 1
//! similarity = 100 · (1 − distance / 3)
//! ```
//!
//! The 20 won deals with the least distance are *similar*. With fewer than 30 won or 30 lost deals, or without a usable
//! field, the 100 won most recently take their place. Cost: every closed deal once for learning (sorted for each
//! field), and once for each open deal.

mod facts;
mod learnt;

use std::cmp::Reverse;

use jiff::civil::Date;
use learnt::Learnt;

pub use facts::{Facts, Field};

/// As many must have been won, and as many lost, before likeness is learnt (reference: the same).
pub const LEAST_OF_EACH: usize = 30;
/// So many similar deals are compared with.
pub const NEAREST: usize = 20;
/// So many recent ones in their place (reference: the same).
pub const MOST_RECENT: usize = 100;

/// A deal that was won or lost.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedDeal<K> {
    /// Which, as the caller calls it.
    pub deal: K,
    /// Whether it was won.
    pub won: bool,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// What it was like.
    pub facts: Facts,
}

/// What deals were chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Their likeness.
    Similar,
    /// Having been won last.
    RecentlyWon,
}

impl Basis {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Similar => "similar",
            Basis::RecentlyWon => "recently_won",
        }
    }
}

/// Won deals to compare an open one with.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar<K> {
    /// What they were chosen for.
    pub basis: Basis,
    /// How many deals were won in all.
    pub won: usize,
    /// How many were lost in all.
    pub lost: usize,
    /// What likeness was made of, most telling first; empty unless the basis is likeness.
    pub fields: Vec<(Field, f64)>,
    /// The deals, the most similar or the most recent first.
    pub deals: Vec<Ranked<K>>,
}

/// A won deal to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked<K> {
    /// Which.
    pub deal: K,
    /// From 0 (three spreads apart) to 100 (alike in every field); `None` unless the basis is likeness.
    pub similarity: Option<u8>,
}

impl<K: Copy + Ord> Similar<K> {
    /// Returns the won deals to compare `open` with; it must not be among the closed ones.
    pub fn among(open: &Facts, closed: &[ClosedDeal<K>]) -> Similar<K> {
        let learnt = Learnt::of(closed);
        let fields = learnt.fields(open);
        let (won, lost) = (learnt.won, learnt.lost);
        if fields.is_empty() {
            return Similar { basis: Basis::RecentlyWon, won, lost, fields, deals: most_recent(closed) };
        }
        let near = closed.iter().filter(|it| it.won).map(|it| (learnt.distance(open, &it.facts), it));
        let mut near: Vec<_> = near.collect();
        near.sort_by(|(one, a), (other, b)| {
            one.total_cmp(other).then((Reverse(a.closed_on), a.deal).cmp(&(Reverse(b.closed_on), b.deal)))
        });
        let ranked = near
            .into_iter()
            .take(NEAREST)
            .map(|(distance, it)| Ranked { deal: it.deal, similarity: Some(learnt::similarity(distance)) });
        Similar { basis: Basis::Similar, won, lost, fields, deals: ranked.collect() }
    }

    /// Returns whether there were enough closed deals to learn likeness from.
    pub fn enough(&self) -> bool {
        self.won >= LEAST_OF_EACH && self.lost >= LEAST_OF_EACH
    }
}

fn most_recent<K: Copy + Ord>(closed: &[ClosedDeal<K>]) -> Vec<Ranked<K>> {
    let mut won: Vec<_> = closed.iter().filter(|it| it.won).collect();
    won.sort_unstable_by_key(|it| (Reverse(it.closed_on), it.deal));
    won.iter().take(MOST_RECENT).map(|it| Ranked { deal: it.deal, similarity: None }).collect()
}

#[cfg(test)]
mod tests;
