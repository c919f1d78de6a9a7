//! Dice: chance that comes out the same every time, on every machine.
//!
//! Only additions, multiplications and square roots are used, which every processor rounds alike; the logarithms and
//! exponentials of a mathematical library differ between systems.

/// Dice with a seed (splitmix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Returns the dice for one thing among many of a sort: whoever rolls them elsewhere does not disturb these.
    pub fn of(seed: u64, sort: u64, thing: u64) -> Dice {
        Dice(mixed(mixed(seed ^ sort.wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_add(thing)))
    }

    /// Returns any number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// Returns a number from 0 to 1, never 1.
    pub fn unit(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number below `count`; 0 if that is 0.
    pub fn below(&mut self, count: u32) -> u32 {
        (((self.roll() >> 32) * u64::from(count)) >> 32) as u32
    }

    /// Returns true so often.
    pub fn chance(&mut self, often: f64) -> bool {
        self.unit() < often
    }

    /// Returns a normally distributed number with mean 0 and deviation 1, between -6 and 6: the sum of twelve even ones.
    pub fn normal(&mut self) -> f64 {
        let quarters = |it: u64| (0..4).map(|at| (it >> (16 * at)) & 0xffff).sum::<u64>();
        let sum: u64 = (0..3).map(|_| quarters(self.roll())).sum();
        (sum as f64 + 6.0) / 65_536.0 - 6.0
    }

    /// Returns a log-normally distributed number.
    pub fn log_normal(&mut self, median: f64, deviation: f64) -> f64 {
        median * exp(deviation * self.normal())
    }

    /// Returns a rank from 0 on, below `exp(ln_count) - 1`: one rank is as likely as the ranks from it to its double.
    pub fn zipf(&mut self, ln_count: f64) -> u32 {
        (exp(self.unit() * ln_count) - 1.0) as u32
    }
}

/// Returns a number that tells nothing of the one given.
pub(crate) fn mixed(number: u64) -> u64 {
    let it = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// Returns about eᵗ for numbers between -20 and 20, one part in fifty at the ends and better between: the shapes that are
/// made of it need no more.
pub(crate) fn exp(t: f64) -> f64 {
    let mut power = 1.0 + t / 16_384.0;
    for _ in 0..14 {
        power *= power;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_enough() {
        for (given, expected) in [(-6.0, 0.002_478), (-1.0, 0.367_879), (0.0, 1.0), (2.0, 7.389), (9.0, 8_103.08)] {
            assert!((exp(given) / expected - 1.0).abs() < 0.01, "{given}: {}", exp(given));
        }
    }

    #[test]
    fn normal_numbers_have_the_mean_and_deviation_they_should() {
        let mut dice = Dice::of(1, 2, 3);
        let rolls: Vec<f64> = (0..100_000).map(|_| dice.normal()).collect();
        let mean = rolls.iter().sum::<f64>() / rolls.len() as f64;
        let deviation = (rolls.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / rolls.len() as f64).sqrt();
        assert!(mean.abs() < 0.02 && (deviation - 1.0).abs() < 0.02, "{mean} {deviation}");
    }

    #[test]
    fn low_ranks_are_the_likeliest() {
        let mut dice = Dice::of(1, 2, 3);
        let mut seen = [0; 100];
        (0..100_000).for_each(|_| seen[dice.zipf(4.605) as usize] += 1);
        assert!(seen[0] > 14_000 && seen[0] < 16_000, "{}", seen[0]);
        assert!(seen[0] > seen[1] && seen[1] > seen[9] && seen[9] > seen[98]);
    }
}
