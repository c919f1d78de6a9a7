//! Picking one of many by weight, in the time of one look (Walker's method).

use crate::dice::Dice;

/// Weights, ready to pick by: 8 bytes each.
pub(crate) struct Alias {
    /// Of each: below which part of 2³² it is picked itself, and who is picked otherwise.
    columns: Vec<(u32, u32)>,
}

impl Alias {
    /// Takes over weights above zero.
    pub fn of(weights: &[f64]) -> Alias {
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let mut left: Vec<f64> = weights.iter().map(|it| it / mean).collect();
        let mut columns = vec![(u32::MAX, 0); weights.len()];
        let numbers = || 0..weights.len();
        let mut light: Vec<usize> = numbers().filter(|it| left[*it] < 1.0).collect();
        let mut heavy: Vec<usize> = numbers().filter(|it| left[*it] >= 1.0).collect();
        while let (Some(small), Some(large)) = (light.pop(), heavy.last().copied()) {
            columns[small] = ((left[small] * 4_294_967_296.0) as u32, large as u32);
            left[large] -= 1.0 - left[small];
            if left[large] < 1.0 {
                heavy.pop();
                light.push(large);
            }
        }
        Alias { columns }
    }

    /// Returns the number of one.
    pub fn pick(&self, dice: &mut Dice) -> u32 {
        let which = dice.below(self.columns.len() as u32);
        let (below, other) = self.columns[which as usize];
        if (dice.roll() as u32) <= below { which } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_weighs_more_is_picked_more_often() {
        let weights = [1.0, 2.0, 0.5, 6.5];
        let (alias, mut dice, mut seen) = (Alias::of(&weights), Dice::of(1, 2, 3), [0.0; 4]);
        (0..100_000).for_each(|_| seen[alias.pick(&mut dice) as usize] += 1e-4);
        for (seen, weight) in seen.into_iter().zip(weights) {
            assert!((seen - weight).abs() < 0.1, "{seen} {weight}");
        }
    }
}
