//! Privacy loss: how much a release says about one colleague at most.

use opendp::combinators::ConcentratedMeasure;
use opendp::measures::ZeroConcentratedDivergence;

/// The chance that the bound ε does not hold: one in a million.
pub const DELTA: f64 = 1e-6;

/// How much may become known of one colleague: ρ of zero-concentrated differential privacy. Losses add up; their ε does not (the ε of
/// a sum is smaller than the sum of the ε), and is what people read.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Loss(pub f64);

impl Loss {
    /// Nothing becomes known.
    pub const NONE: Loss = Loss(0.0);

    /// Returns ε, as OpenDP computes it: no outcome is more than e^ε times as likely with one colleague as without, but for a
    /// chance of [`DELTA`].
    pub fn epsilon(self) -> f64 {
        let profile = ZeroConcentratedDivergence::convert(self.0);
        profile.and_then(|it| it.epsilon(DELTA)).unwrap_or(f64::INFINITY)
    }

    /// Returns the largest loss whose ε is at most this.
    pub fn within(epsilon: f64) -> Loss {
        let fits = |rho: f64| {
            let delta = ZeroConcentratedDivergence::convert(rho).and_then(|it| it.delta(epsilon));
            delta.is_ok_and(|it| it <= DELTA)
        };
        let (mut low, mut high) = (0.0, epsilon);
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if fits(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Loss(low)
    }

    /// Returns both losses together.
    pub fn plus(self, other: Loss) -> Loss {
        Loss(self.0 + other.0)
    }

    /// Returns a part of it, 0 to 1.
    pub fn part(self, part: f64) -> Loss {
        Loss(self.0 * part)
    }

    /// Returns how often somebody at best guesses right whether one colleague is in the data, who knows everything about
    /// everybody else and would guess right half of the time without the figures.
    ///
    /// ρ bounds the Kullback–Leibler divergence between the two worlds, and that bounds their total variation (Pinsker;
    /// Bretagnolle and Huber).
    pub fn best_guess(self) -> f64 {
        let pinsker = (self.0 / 2.0).sqrt();
        let bretagnolle_huber = (1.0 - (-self.0).exp()).sqrt();
        0.5 + pinsker.min(bretagnolle_huber) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epsilon_and_loss_are_each_others_inverse() {
        for epsilon in [0.5, 1.0, 3.0, 12.0, 40.0] {
            let loss = Loss::within(epsilon);
            assert!((loss.epsilon() - epsilon).abs() < 1e-6, "{epsilon}: {loss:?}, {}", loss.epsilon());
        }
    }

    /// The well-known bound: ε ≤ ρ + 2·sqrt(ρ·ln(1/δ)). OpenDP's is a little tighter.
    #[test]
    fn epsilon_is_near_the_well_known_bound() {
        for rho in [0.05, 0.3, 2.0] {
            let known: f64 = rho + 2.0 * (rho * (1.0 / DELTA).ln()).sqrt();
            let ours = Loss(rho).epsilon();
            assert!(ours <= known && ours > 0.85 * known, "{rho}: {ours}, {known}");
        }
    }

    #[test]
    fn no_loss_is_a_coin() {
        assert_eq!((Loss::NONE.epsilon(), Loss::NONE.best_guess()), (0.0, 0.5));
        assert!(Loss(1.0).best_guess() < Loss(2.0).best_guess());
    }
}
