//! Range: an honest estimate of how much there is, from a few mailboxes.

/// Between what and what a sum lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

/// Student's t for 95 %, by degrees of freedom from 1; later ones are close to the last.
const T: [f64; 12] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

/// Returns between what the sum over all mailboxes lies, from the counts of some: exact where all were counted, else the 95 %
/// interval of the mean (Student's t, with the correction for a finite whole), never less than what was counted. `None`
/// without a count.
pub fn range(counted: &[u64], of: usize) -> Option<Range> {
    let sum: u64 = counted.iter().sum();
    if counted.is_empty() {
        return None;
    }
    if counted.len() >= of {
        return Some(Range { low: sum, high: sum });
    }
    let (n, all) = (counted.len() as f64, of as f64);
    let mean = sum as f64 / n;
    if counted.len() == 1 {
        // One tells nothing of how they differ.
        return Some(Range { low: sum, high: (mean * all * 10.0) as u64 });
    }
    let variance = counted.iter().map(|it| (*it as f64 - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = (variance / n * (1.0 - n / all)).sqrt() * all;
    let reach = T[(counted.len() - 2).min(T.len() - 1)] * error;
    let low = (mean * all - reach).max(sum as f64);
    Some(Range { low: low as u64, high: (mean * all + reach).ceil() as u64 })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(counted: &[u64], of: usize, expected: Expect) {
        expected.assert_debug_eq(&range(counted, of));
    }

    #[test]
    fn where_all_are_counted_nothing_is_estimated() {
        check(
            &[10, 20, 0],
            3,
            expect![[r#"
            Some(
                Range {
                    low: 30,
                    high: 30,
                },
            )
        "#]],
        );
        check(
            &[],
            3,
            expect![[r#"
            None
        "#]],
        );
    }

    #[test]
    fn the_more_they_differ_the_wider_it_is() {
        check(
            &[100, 100, 100, 100],
            40,
            expect![[r#"
            Some(
                Range {
                    low: 4000,
                    high: 4000,
                },
            )
        "#]],
        );
        check(
            &[90, 110, 100, 100],
            40,
            expect![[r#"
            Some(
                Range {
                    low: 3507,
                    high: 4493,
                },
            )
        "#]],
        );
        check(
            &[0, 400, 0, 0],
            40,
            expect![[r#"
            Some(
                Range {
                    low: 400,
                    high: 16075,
                },
            )
        "#]],
        );
        check(
            &[100],
            40,
            expect![[r#"
            Some(
                Range {
                    low: 100,
                    high: 40000,
                },
            )
        "#]],
        );
    }
}
