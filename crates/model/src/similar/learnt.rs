//! Learnt: what an organisation's closed deals say of which fields tell won from lost.

use super::{ClosedDeal, Facts, Field, LEAST_OF_EACH};

/// A field that tells nothing apart still says what a deal was like.
const LEAST_WEIGHT: f64 = 0.1;
/// Farther apart is not farther.
const FARTHEST: f64 = 3.0;
/// How far apart a known and an unknown value are.
const UNKNOWN: f64 = 1.0;
/// A median absolute deviation times this is a standard deviation, were values normally distributed.
const MAD_TO_DEVIATION: f64 = 1.4826;

/// What likeness means in an organisation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Learnt {
    /// How many deals were won.
    pub(super) won: usize,
    /// How many were lost.
    pub(super) lost: usize,
    scales: Vec<Scale>,
}

/// How one field is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    field: Field,
    spread: f64,
    weight: f64,
}

impl Learnt {
    /// Returns what the closed deals say; nothing of any field with fewer than [`LEAST_OF_EACH`] won or lost.
    pub(super) fn of<K>(closed: &[ClosedDeal<K>]) -> Learnt {
        let won = closed.iter().filter(|it| it.won).count();
        let lost = closed.len() - won;
        let mut scales = Vec::new();
        if won.min(lost) >= LEAST_OF_EACH {
            scales.extend(Field::ALL.into_iter().filter_map(|it| Scale::of(it, closed)));
        }
        scales.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.field.cmp(&b.field)));
        Learnt { won, lost, scales }
    }

    /// Returns the fields an open deal can be compared by, with their weights, most telling first.
    pub(super) fn fields(&self, open: &Facts) -> Vec<(Field, f64)> {
        self.usable(open).map(|(scale, _)| (scale.field, scale.weight)).collect()
    }

    /// Returns how far a deal is from an open one; 0 without any field to compare by.
    pub(super) fn distance(&self, open: &Facts, other: &Facts) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (scale, value) in self.usable(open) {
            let apart = scale.field.of(other).map_or(UNKNOWN, |it| ((value - it) / scale.spread).abs().min(FARTHEST));
            sum += scale.weight * apart * apart;
            weights += scale.weight;
        }
        if weights > 0.0 { (sum / weights).sqrt() } else { 0.0 }
    }

    fn usable(&self, open: &Facts) -> impl Iterator<Item = (Scale, f64)> {
        self.scales.iter().filter_map(|it| Some((*it, it.field.of(open)?)))
    }
}

impl Scale {
    /// `None` if too few deals have the field, or all have the same.
    fn of<K>(field: Field, closed: &[ClosedDeal<K>]) -> Option<Scale> {
        let known = closed.iter().filter_map(|it| Some((field.of(&it.facts)?, it.won)));
        let mut known: Vec<(f64, bool)> = known.collect();
        let won = known.iter().filter(|it| it.1).count();
        if won.min(known.len() - won) < LEAST_OF_EACH {
            return None;
        }
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        let spread = spread(&known)?;
        let weight = (2.0 * (auc(&known) - 0.5).abs()).max(LEAST_WEIGHT);
        Some(Scale { field, spread, weight })
    }
}

/// The spread of sorted values, whatever a few odd ones do: by the median of deviations, or, where more than half are
/// alike, by their mean.
fn spread(sorted: &[(f64, bool)]) -> Option<f64> {
    let median = sorted[sorted.len() / 2].0;
    let mut deviations: Vec<f64> = sorted.iter().map(|it| (it.0 - median).abs()).collect();
    deviations.sort_by(f64::total_cmp);
    let usual = MAD_TO_DEVIATION * deviations[deviations.len() / 2];
    let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
    [usual, mean].into_iter().find(|it| *it > 0.0)
}

/// The chance that a won deal has more of it than a lost one; of equals, half. Both must be there; sorted.
fn auc(sorted: &[(f64, bool)]) -> f64 {
    let (mut pairs, mut lost_below) = (0.0, 0.0);
    for alike in sorted.chunk_by(|a, b| a.0 == b.0) {
        let won = alike.iter().filter(|it| it.1).count() as f64;
        let lost = alike.len() as f64 - won;
        pairs += won * (lost_below + lost / 2.0);
        lost_below += lost;
    }
    pairs / (lost_below * (sorted.len() as f64 - lost_below))
}

/// What is shown of a distance.
pub(super) fn similarity(distance: f64) -> u8 {
    (100.0 * (1.0 - distance / FARTHEST)).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_auc(won: &[f64], lost: &[f64], expected: f64) {
        let mut values: Vec<_> = won.iter().map(|it| (*it, true)).chain(lost.iter().map(|it| (*it, false))).collect();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(auc(&values), expected);
    }

    #[test]
    fn auc_is_the_share_of_pairs_in_order() {
        check_auc(&[3.0, 4.0], &[1.0, 2.0], 1.0);
        check_auc(&[1.0, 2.0], &[3.0, 4.0], 0.0);
        check_auc(&[1.0, 4.0], &[2.0, 3.0], 0.5);
        check_auc(&[5.0, 5.0], &[5.0], 0.5);
        check_auc(&[2.0, 5.0], &[1.0, 5.0], 0.625);
    }

    #[test]
    fn spread_is_not_moved_by_an_odd_one() {
        let of = |values: &[f64]| spread(&values.iter().map(|it| (*it, true)).collect::<Vec<_>>());
        assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5.0]), Some(MAD_TO_DEVIATION));
        assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5e9]), Some(MAD_TO_DEVIATION));
        assert_eq!(of(&[0.0, 0.0, 0.0, 4.0]), Some(1.0));
        assert_eq!(of(&[7.0, 7.0, 7.0]), None);
    }

    #[test]
    fn an_unknown_value_is_one_spread_away() {
        let facts = |revenue: i32| Facts { revenue: Some(revenue.into()), ..Facts::default() };
        let deal = |it: i32| ClosedDeal { deal: it, won: it % 2 == 0, closed_on: None, facts: facts(it * it) };
        let learnt = Learnt::of(&(0..60).map(deal).collect::<Vec<_>>());
        let distance = |other: &Facts| learnt.distance(&facts(100), other);
        assert_eq!((distance(&facts(100)), distance(&Facts::default()), distance(&facts(i32::MAX))), (0.0, 1.0, 3.0));
        // Of what nobody knows of the open deal, nothing is far.
        assert_eq!(learnt.distance(&Facts::default(), &facts(100)), 0.0);
    }

    #[test]
    fn three_spreads_apart_is_not_similar_at_all() {
        assert_eq!([0.0, 0.3, 1.0, 3.0, 9.0].map(similarity), [100, 90, 67, 0, 0]);
    }
}
