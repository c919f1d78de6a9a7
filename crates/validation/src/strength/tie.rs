//! Ties: what is known of two people at a cut-off, and what became of them.
//!
//! **Invariant:** the sums see messages up to the cut-off, the outcome those after it; no message
//! is seen by both.

use super::formula::{self, HALF_LIFE_DAYS, Strength, decay, message_weight};
use crate::cut_offs::DAY;
use crate::edges::{Edge, PersonId};

/// Messages to more people than this are announcements: they count as history, not as exchange.
const MOST_RECIPIENTS: u32 = 10;
const RECENT_DAYS: f64 = 90.0;
const SHORT_HALF_LIFE_DAYS: f64 = 7.0;

/// A cut-off and how far one looks from it. Times in Unix seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub at: i64,
    pub horizon_days: i64,
    pub copy_weight: f64,
}

impl Window {
    fn sees(self, edge: &Edge) -> bool {
        edge.at > self.at - formula::HISTORY_DAYS * DAY && edge.at <= self.at
    }

    fn awaits(self, edge: &Edge) -> bool {
        edge.at > self.at && edge.at <= self.closes()
    }

    /// When the outcome is known.
    pub fn closes(self) -> i64 {
        self.at + self.horizon_days * DAY
    }

    fn age_days(self, edge: &Edge) -> f64 {
        (self.at - edge.at) as f64 / DAY as f64
    }
}

/// What went in one direction before the cut-off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub count: f64,
    pub count_90d: f64,
    /// Days since the last message.
    pub last_days: Option<f64>,
    pub decayed_7d: f64,
    pub decayed_60d: f64,
    /// O or I of the formula.
    pub weighted: f64,
    /// This direction's part of R.
    pub replies: f64,
}

impl Sums {
    fn add(&mut self, edge: &Edge, window: Window) {
        let age = window.age_days(edge);
        let aged = decay(age, HALF_LIFE_DAYS);
        let copy_weight = if edge.kind.is_copy() { window.copy_weight } else { 1.0 };
        self.count += 1.0;
        self.count_90d += if age < RECENT_DAYS { 1.0 } else { 0.0 };
        self.last_days = Some(self.last_days.map_or(age, |it| it.min(age)));
        self.decayed_7d += decay(age, SHORT_HALF_LIFE_DAYS);
        self.decayed_60d += aged;
        self.weighted += message_weight(edge.recipients, copy_weight) * aged;
        self.replies += if edge.kind.is_reply() { aged } else { 0.0 };
    }
}

/// What two people wrote each other before the cut-off, seen from one of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct View {
    /// Colleague to contact.
    pub sent: Sums,
    /// Contact to colleague.
    pub received: Sums,
}

impl View {
    /// The parts of the formula.
    pub fn strength(&self) -> Strength {
        Strength {
            sent: self.sent.weighted,
            received: self.received.weighted,
            replies: self.sent.replies + self.received.replies,
        }
    }

    /// The same tie from the other side.
    pub fn turned(self) -> View {
        View { sent: self.received, received: self.sent }
    }
}

/// What two people did within the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The first of the pair wrote to the second, among at most ten.
    forth: bool,
    back: bool,
    /// One answered the other.
    pub answered: bool,
}

impl Outcome {
    /// Whether both wrote to the other.
    pub fn exchanged(self) -> bool {
        self.forth && self.back
    }
}

/// Two people who wrote before the cut-off, or within the horizon after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    /// The smaller number first; `view` is seen from the first.
    pub pair: (PersonId, PersonId),
    pub view: View,
    pub outcome: Outcome,
}

impl Tie {
    /// Sums up all rows of one pair; `None` of no rows.
    pub fn of(rows: &[Edge], window: Window) -> Option<Tie> {
        let pair = rows.first()?.pair();
        let mut view = View::default();
        let mut outcome = Outcome::default();
        for edge in rows {
            let is_forth = edge.source == pair.0;
            if window.sees(edge) {
                let direction = if is_forth { &mut view.sent } else { &mut view.received };
                direction.add(edge, window);
            } else if window.awaits(edge) {
                outcome.answered |= edge.kind.is_reply();
                if edge.recipients <= MOST_RECIPIENTS {
                    outcome.forth |= is_forth;
                    outcome.back |= !is_forth;
                }
            }
        }
        Some(Tie { pair, view, outcome })
    }

    /// Whether they had written before; only then can they be ranked.
    pub fn is_warm(&self) -> bool {
        self.view.sent.count + self.view.received.count > 0.0
    }
}
