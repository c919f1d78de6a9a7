//! Cases: what is known of a relationship at a cut-off, and whether it then fell silent.
//!
//! **Invariant:** features see messages up to the cut-off, the outcome those after it.

use jiff::Timestamp;
use relata_model::health::formula::{ActiveDay, ActiveDays, Features, LOOK_BACK_DAYS};

use super::relationship::Relationships;
use crate::cut_offs::DAY;
use crate::edges::Edges;

const RECENT_DAYS: i64 = 90;

/// A relationship that is alive at a cut-off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Case {
    pub features: Features,
    /// In 730 days, and in 90.
    pub messages: f64,
    pub messages_90d: f64,
    pub silent: bool,
}

impl Case {
    /// Looks at a relationship's messages, in order; `None` when it is too new or dormant at the cut-off.
    fn of(messages: &[i64], at: i64, closes: i64) -> Option<Case> {
        let until = |moment: i64| messages.partition_point(|it| *it <= moment);
        let past = &messages[until(at - LOOK_BACK_DAYS * DAY)..until(at)];
        let each_day = past.chunk_by(|a, b| a.div_euclid(DAY) == b.div_euclid(DAY));
        let days = ActiveDays::at(at, each_day.filter_map(|it| it.last()).map(|it| ActiveDay::new(*it)));
        if days.why_no_score().is_some() {
            return None;
        }
        Some(Case {
            features: days.features(None)?,
            messages: past.len() as f64,
            messages_90d: (until(at) - until(at - RECENT_DAYS * DAY)) as f64,
            silent: until(at) == until(closes),
        })
    }

    /// The mean distance of active days.
    pub fn usual_gap_days(&self) -> f64 {
        self.span_days() / (self.features.days - 1.0)
    }

    /// From the first active day to the last.
    pub fn span_days(&self) -> f64 {
        self.features.first_days - self.features.gap_days
    }
}

/// Every relationship alive at a cut-off.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub cases: Vec<Case>,
    /// When the outcomes are known, in Unix seconds.
    pub closes: i64,
}

impl Snapshot {
    pub fn take(relationships: &Relationships, at: i64, horizon_days: i64) -> Snapshot {
        let closes = at + horizon_days * DAY;
        let cases = relationships.messages.iter().filter_map(|it| Case::of(it, at, closes));
        Snapshot { cases: cases.collect(), closes }
    }

    pub fn outcomes(&self) -> impl Iterator<Item = bool> {
        self.cases.iter().map(|it| it.silent)
    }

    /// How many fell silent.
    pub fn silent(&self) -> usize {
        self.outcomes().filter(|it| *it).count()
    }
}

/// What the formula looks at between two people, and whether they then exchanged nothing for so many days.
///
/// `None` when they are too new or dormant, or nobody has one of the names.
pub fn pair_at(edges: &Edges, one: &str, other: &str, at: Timestamp, horizon_days: u32) -> Option<(Features, bool)> {
    let (one, other) = (edges.person(one)?, edges.person(other)?);
    let wanted = (one.min(other), one.max(other));
    let rows = edges.pairs().find(|it| it.first().is_some_and(|it| it.pair() == wanted))?;
    let messages: Vec<i64> = rows.iter().map(|it| it.at).collect();
    let at = at.as_second();
    let case = Case::of(&messages, at, at + i64::from(horizon_days) * DAY)?;
    Some((case.features, case.silent))
}
