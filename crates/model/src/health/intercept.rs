//! Intercept: how readily relationships fall silent here, from those of which it is known.
//!
//! Organisations differ in how many relationships fall silent at all more than in what announces it. So the shape of
//! the formula stays the published one, and a0 becomes the number at which the silence foretold for closed windows is
//! the silence that came:
//!
//! ```text
//! Σ over relationships of P(a0 + logit without a0) = how many fell silent
//! ```
//!
//! The left side grows with a0, so there is exactly one such number; it is also the one of maximum likelihood.

use super::formula::probability;

/// As many must have fallen silent, and as many not, before a0 is fitted.
///
/// With 50 of each the standard error of a0 is at most about a quarter, 6 points of health. The own a0 of the public
/// sets lies 0.1 to 1 from the published one: with fewer, chance alone would move it about as far.
pub const LEAST_OF_EACH: usize = 50;

const PRECISION: f64 = 1e-9;

/// Returns a0 from the outcomes of closed windows: the logit without a0, and whether the relationship fell silent.
///
/// Logits must be finite. `None` with fewer than [`LEAST_OF_EACH`] that fell silent, or that did not.
pub fn fit_intercept(outcomes: &[(f64, bool)]) -> Option<f64> {
    let silent = outcomes.iter().filter(|it| it.1).count();
    let alive = outcomes.len() - silent;
    if silent.min(alive) < LEAST_OF_EACH {
        return None;
    }
    // With the largest logit everywhere too much silence would be foretold, with the smallest too little.
    let (least, most) = outcomes.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), it| {
        let logit: f64 = it.0;
        (least.min(logit), most.max(logit))
    });
    let of_all = (silent as f64 / alive as f64).ln();
    let (mut low, mut high) = (of_all - most, of_all - least);
    while high - low > PRECISION {
        let middle = low.midpoint(high);
        let foretold: f64 = outcomes.iter().map(|it| probability(middle + it.0)).sum();
        if foretold < silent as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low.midpoint(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outcomes as (logit without a0, silent ones, others).
    fn outcomes(counts: &[(f64, usize, usize)]) -> Vec<(f64, bool)> {
        let mut outcomes = Vec::new();
        for (logit, silent, others) in counts {
            outcomes.extend(std::iter::repeat_n((*logit, true), *silent));
            outcomes.extend(std::iter::repeat_n((*logit, false), *others));
        }
        outcomes
    }

    #[track_caller]
    fn check(counts: &[(f64, usize, usize)], expected: Option<f64>) {
        let fitted = fit_intercept(&outcomes(counts));
        match (fitted, expected) {
            (Some(fitted), Some(expected)) => assert!((fitted - expected).abs() < 1e-6, "{fitted}"),
            _ => assert_eq!(fitted, expected),
        }
    }

    #[test]
    fn it_makes_up_for_what_the_logit_lacks() {
        let ln3 = 3.0_f64.ln();
        check(&[(0.0, 100, 300)], Some(-ln3));
        check(&[(0.5, 100, 100)], Some(-0.5));
        // Odds 1:3 and 3:1 lie as far apart as the logits say.
        check(&[(0.0, 100, 300), (2.0 * ln3, 300, 100)], Some(-ln3));
    }

    #[test]
    fn the_silence_foretold_is_the_silence_that_came() {
        let outcomes = outcomes(&[(-3.0, 60, 400), (0.4, 10, 90), (1.7, 35, 5)]);
        let start = fit_intercept(&outcomes).unwrap();
        let foretold: f64 = outcomes.iter().map(|it| probability(start + it.0)).sum();
        assert!((foretold - 105.0).abs() < 1e-6, "{foretold}");
    }

    #[test]
    fn fifty_of_each_are_needed() {
        check(&[], None);
        check(&[(0.0, 49, 1000)], None);
        check(&[(0.0, 1000, 49)], None);
        check(&[(0.0, 50, 50)], Some(0.0));
    }
}
