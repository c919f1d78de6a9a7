//! Logistic: the one-variable fit that turns a score into a probability.
//!
//! P(right) = 1 / (1 + exp(-(intercept + slope x))), by maximum likelihood (Newton, with the step
//! halved while the likelihood falls).

/// Shrinks the slope by as much as a thousandth of one observation would: enough to stay finite
/// when the data separate perfectly, too little to see otherwise.
const SHRINKAGE: f64 = 1e-3;
const MOST_STEPS: usize = 100;
const PRECISION: f64 = 1e-10;

/// A fitted curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    /// The log-odds at x = 0.
    pub intercept: f64,
    /// How much the log-odds grow with x.
    pub slope: f64,
}

/// A position, and whether it turned out right.
pub type Observed = (f64, bool);

impl Logistic {
    /// Fits a curve; `None` without at least one right and one wrong observation.
    pub fn fit(observed: &[Observed]) -> Option<Logistic> {
        let right = observed.iter().filter(|it| it.1).count();
        if right == 0 || right == observed.len() {
            return None;
        }
        let odds = right as f64 / (observed.len() - right) as f64;
        let mut curve = Logistic { intercept: odds.ln(), slope: 0.0 };
        let mut likelihood = curve.log_likelihood(observed);
        for _ in 0..MOST_STEPS {
            let (d_intercept, d_slope) = curve.newton_step(observed);
            let mut share = 1.0;
            let next = loop {
                let next =
                    Logistic { intercept: curve.intercept + share * d_intercept, slope: curve.slope + share * d_slope };
                let reached = next.log_likelihood(observed);
                if reached >= likelihood {
                    likelihood = reached;
                    break next;
                }
                share /= 2.0;
                if share < PRECISION {
                    return Some(curve);
                }
            };
            let moved = (next.intercept - curve.intercept).abs().max((next.slope - curve.slope).abs());
            curve = next;
            if moved < PRECISION {
                break;
            }
        }
        Some(curve)
    }

    /// The probability at x.
    pub fn probability(self, x: f64) -> f64 {
        1.0 / (1.0 + (-(self.intercept + self.slope * x)).exp())
    }

    fn log_likelihood(self, observed: &[Observed]) -> f64 {
        let log_odds = |x: f64| self.intercept + self.slope * x;
        let of_one = |(x, right): &Observed| {
            let towards = if *right { log_odds(*x) } else { -log_odds(*x) };
            // ln(1/(1+e^-z)), without overflow on either side.
            towards.min(0.0) - (-towards.abs()).exp().ln_1p()
        };
        observed.iter().map(of_one).sum::<f64>() - 0.5 * SHRINKAGE * self.slope * self.slope
    }

    /// Gradient through Hessian: where the quadratic around this curve has its top.
    fn newton_step(self, observed: &[Observed]) -> (f64, f64) {
        let (mut g0, mut g1) = (0.0, -SHRINKAGE * self.slope);
        let (mut h00, mut h01, mut h11) = (1e-12, 0.0, SHRINKAGE);
        for (x, right) in observed {
            let p = self.probability(*x);
            let off = f64::from(u8::from(*right)) - p;
            let weight = p * (1.0 - p);
            g0 += off;
            g1 += off * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations as (x, right ones, wrong ones).
    fn observed(counts: &[(f64, usize, usize)]) -> Vec<Observed> {
        let mut observed = Vec::new();
        for (x, right, wrong) in counts {
            observed.extend(std::iter::repeat_n((*x, true), *right));
            observed.extend(std::iter::repeat_n((*x, false), *wrong));
        }
        observed
    }

    #[track_caller]
    fn check(counts: &[(f64, usize, usize)], intercept: f64, slope: f64) {
        let curve = Logistic::fit(&observed(counts)).unwrap();
        assert!((curve.intercept - intercept).abs() < 1e-3, "{curve:?}");
        assert!((curve.slope - slope).abs() < 1e-3, "{curve:?}");
    }

    #[test]
    fn two_positions_are_met_exactly() {
        // Odds 1:3 at 0 and 3:1 at 1: intercept -ln 3, slope 2 ln 3.
        check(&[(0.0, 100, 300), (1.0, 300, 100)], -(3.0_f64.ln()), 2.0 * 3.0_f64.ln());
    }

    #[test]
    fn a_score_that_says_nothing_gets_no_slope() {
        check(&[(0.0, 100, 300), (1.0, 100, 300)], -(3.0_f64.ln()), 0.0);
    }

    #[test]
    fn perfect_separation_stays_finite() {
        let curve = Logistic::fit(&observed(&[(0.0, 0, 50), (1.0, 50, 0)])).unwrap();
        assert!(curve.slope.is_finite() && curve.slope > 5.0, "{curve:?}");
    }

    #[test]
    fn one_outcome_alone_cannot_be_fitted() {
        assert_eq!(Logistic::fit(&observed(&[(0.0, 5, 0)])), None);
        assert_eq!(Logistic::fit(&[]), None);
    }
}
