//! Regression: the logistic fit of several variables.
//!
//! P(right) = 1 / (1 + exp(-Σ weightᵢ xᵢ)), by maximum likelihood. The caller makes one variable the constant 1; the
//! one-variable fit is [`super::logistic`].

/// Shrinks every weight by as much as a thousandth of one observation would: enough to stay finite when the data
/// separate perfectly, too little to see otherwise.
const SHRINKAGE: f64 = 1e-3;
const MOST_STEPS: usize = 100;
const PRECISION: f64 = 1e-9;

/// A fitted plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regression<const N: usize> {
    /// How much the log-odds grow with each variable.
    pub weights: [f64; N],
}

impl<const N: usize> Regression<N> {
    /// Fits the weights; `None` without at least one right and one wrong observation.
    pub fn fit(observed: &[([f64; N], bool)]) -> Option<Regression<N>> {
        let right = observed.iter().filter(|it| it.1).count();
        if right == 0 || right == observed.len() {
            return None;
        }
        let mut fitted = Regression { weights: [0.0; N] };
        let mut likelihood = fitted.log_likelihood(observed);
        for _ in 0..MOST_STEPS {
            let step = fitted.newton_step(observed);
            let mut share = 1.0;
            let next = loop {
                let next = Regression { weights: std::array::from_fn(|it| fitted.weights[it] + share * step[it]) };
                let reached = next.log_likelihood(observed);
                if reached >= likelihood {
                    likelihood = reached;
                    break next;
                }
                share /= 2.0;
                if share < PRECISION {
                    return Some(fitted);
                }
            };
            fitted = next;
            if step.iter().all(|it| (share * it).abs() < PRECISION) {
                break;
            }
        }
        Some(fitted)
    }

    /// The probability at x.
    pub fn probability(&self, x: &[f64; N]) -> f64 {
        1.0 / (1.0 + (-self.log_odds(x)).exp())
    }

    fn log_odds(&self, x: &[f64; N]) -> f64 {
        self.weights.iter().zip(x).map(|(weight, x)| weight * x).sum()
    }

    fn log_likelihood(&self, observed: &[([f64; N], bool)]) -> f64 {
        let of_one = |(x, right): &([f64; N], bool)| {
            let towards = if *right { self.log_odds(x) } else { -self.log_odds(x) };
            // ln(1/(1+e^-z)), without overflow on either side.
            towards.min(0.0) - (-towards.abs()).exp().ln_1p()
        };
        let shrinkage: f64 = self.weights.iter().map(|it| 0.5 * SHRINKAGE * it * it).sum();
        observed.iter().map(of_one).sum::<f64>() - shrinkage
    }

    /// Gradient through Hessian: where the quadratic around these weights has its top.
    fn newton_step(&self, observed: &[([f64; N], bool)]) -> [f64; N] {
        let mut gradient = self.weights.map(|it| -SHRINKAGE * it);
        let mut hessian = [[0.0; N]; N];
        for (x, right) in observed {
            let p = self.probability(x);
            let off = f64::from(u8::from(*right)) - p;
            let weight = p * (1.0 - p);
            for i in 0..N {
                gradient[i] += off * x[i];
                for j in 0..N {
                    hessian[i][j] += weight * x[i] * x[j];
                }
            }
        }
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] += SHRINKAGE;
        }
        solve(hessian, gradient)
    }
}

/// Solves a system of equations whose matrix is symmetric and positive definite: elimination needs no pivots then.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let row = matrix[pivot];
        for below in pivot + 1..N {
            let share = matrix[below][pivot] / row[pivot];
            for (it, above) in matrix[below].iter_mut().zip(row) {
                *it -= share * above;
            }
            right[below] -= share * right[pivot];
        }
    }
    let mut solution = [0.0; N];
    for pivot in (0..N).rev() {
        let known: f64 = (pivot + 1..N).map(|it| matrix[pivot][it] * solution[it]).sum();
        solution[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::super::logistic::Logistic;
    use super::*;

    fn repeat(x: f64, right: usize, wrong: usize) -> Vec<(f64, bool)> {
        let mut observed = vec![(x, true); right];
        observed.extend(vec![(x, false); wrong]);
        observed
    }

    #[test]
    fn of_one_variable_it_is_the_simple_fit() {
        let observed = [repeat(0.0, 20, 60), repeat(1.0, 45, 15), repeat(2.5, 30, 4)].concat();
        let simple = Logistic::fit(&observed).unwrap();
        let with_one: Vec<_> = observed.iter().map(|(x, right)| ([1.0, *x], *right)).collect();
        let [intercept, slope] = Regression::fit(&with_one).unwrap().weights;
        assert!((intercept - simple.intercept).abs() < 1e-3 && (slope - simple.slope).abs() < 1e-3, "{simple:?}");
    }

    #[test]
    fn a_corner_of_a_square_each_is_met_exactly() {
        // Odds 1 at the origin, times 3 along the first side, times 9 along the second.
        let corners = [([1.0, 0.0, 0.0], 500, 500), ([1.0, 1.0, 0.0], 750, 250), ([1.0, 0.0, 1.0], 900, 100)];
        let observed: Vec<_> = corners
            .iter()
            .flat_map(|(x, right, wrong)| {
                repeat(0.0, *right, *wrong).into_iter().map(move |(_, is_right)| (*x, is_right))
            })
            .collect();
        let weights = Regression::fit(&observed).unwrap().weights;
        for (weight, expected) in weights.iter().zip([0.0, 3.0_f64.ln(), 9.0_f64.ln()]) {
            assert!((weight - expected).abs() < 1e-3, "{weights:?}");
        }
    }

    #[test]
    fn perfect_separation_stays_finite() {
        let observed: Vec<_> = (0..100).map(|it| ([1.0, f64::from(it)], it >= 50)).collect();
        let fitted = Regression::fit(&observed).unwrap();
        assert!(fitted.weights.iter().all(|it| it.is_finite()), "{fitted:?}");
        assert!(fitted.probability(&[1.0, 80.0]) > 0.9);
    }

    #[test]
    fn one_outcome_alone_cannot_be_fitted() {
        assert_eq!(Regression::<2>::fit(&[([1.0, 0.0], true)]), None);
    }
}
