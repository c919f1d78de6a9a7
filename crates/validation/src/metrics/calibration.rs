//! Calibration: whether a probability is what happens.
//!
//! The Brier score (Brier 1950) is the mean squared distance of probability and outcome. The
//! expected calibration error (Naeini, Cooper and Hauskrecht 2015) sorts the pairs by probability
//! into ten bins of equal count and averages |mean probability - share that happened|.

use super::average::mean;
use super::logistic::Observed;

const BINS: usize = 10;

/// How true a set of probabilities was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Mean squared error; 0 is best.
    pub brier: f64,
    /// Expected calibration error over ten bins of equal count; 0 is best.
    pub ece: f64,
}

impl Calibration {
    /// Measures probabilities against outcomes; `None` of none.
    pub fn of(probabilities: &[Observed]) -> Option<Calibration> {
        let squared = |(p, right): &Observed| (p - outcome(*right)).powi(2);
        let brier = mean(probabilities.iter().map(squared))?;
        Some(Calibration { brier, ece: expected_calibration_error(probabilities) })
    }
}

fn expected_calibration_error(probabilities: &[Observed]) -> f64 {
    let mut ordered = probabilities.to_vec();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // Equal probabilities may fall into two bins; each then gets its expected share of outcomes.
    let mut expected: Vec<(f64, f64)> = Vec::with_capacity(ordered.len());
    for tied in ordered.chunk_by(|a, b| a.0 == b.0) {
        let happened = tied.iter().filter(|it| it.1).count() as f64 / tied.len() as f64;
        expected.extend(tied.iter().map(|it| (it.0, happened)));
    }
    let mut error = 0.0;
    for bin in bins(&expected) {
        let off: f64 = bin.iter().map(|(p, happened)| p - happened).sum();
        error += off.abs();
    }
    error / expected.len() as f64
}

/// Ten slices whose lengths differ by at most one, the longer first.
fn bins<T>(items: &[T]) -> impl Iterator<Item = &[T]> {
    let (least, longer) = (items.len() / BINS, items.len() % BINS);
    let start = move |bin: usize| bin * least + bin.min(longer);
    (0..BINS).map(move |bin| &items[start(bin)..start(bin + 1)])
}

fn outcome(right: bool) -> f64 {
    f64::from(u8::from(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(probabilities: &[Observed], brier: f64, ece: f64) {
        let it = Calibration::of(probabilities).unwrap();
        assert!((it.brier - brier).abs() < 1e-12 && (it.ece - ece).abs() < 1e-12, "{it:?}");
    }

    fn repeat(p: f64, right: usize, wrong: usize) -> Vec<Observed> {
        let mut observed = vec![(p, true); right];
        observed.extend(vec![(p, false); wrong]);
        observed
    }

    #[test]
    fn a_probability_that_keeps_its_word_has_no_error() {
        check(&repeat(0.3, 30, 70), 0.21, 0.0);
    }

    #[test]
    fn a_probability_that_says_too_much_is_off_by_the_difference() {
        check(&repeat(0.8, 50, 50), 0.34, 0.3);
    }

    #[test]
    fn errors_of_two_halves_do_not_cancel() {
        let mut observed = repeat(0.2, 0, 50);
        observed.extend(repeat(0.8, 50, 0));
        check(&observed, 0.04, 0.2);
    }

    #[test]
    fn fewer_pairs_than_bins_are_fine() {
        check(&[(1.0, true), (0.0, false), (1.0, false)], 1.0 / 3.0, 1.0 / 3.0);
        assert_eq!(Calibration::of(&[]), None);
    }

    #[test]
    fn ten_bins_share_what_is_left_over() {
        let lengths: Vec<usize> = bins(&[0; 23]).map(<[i32]>::len).collect();
        assert_eq!(lengths, [3, 3, 3, 2, 2, 2, 2, 2, 2, 2]);
    }
}
