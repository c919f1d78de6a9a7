//! Ranking: AUC, NDCG@5, MRR, recall@5 and hit@1 of one query.
//!
//! A query is a list of candidates with a score and whether they turned out to be right. Candidates
//! with equal scores form a group; within it every order is equally likely, and the metric returned
//! is the mean over those orders, computed exactly.

use super::average;

/// Ranks that a person will look at.
const TOP: usize = 5;

/// How well one query, or the mean query, was ordered. Every number is between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranking {
    /// The chance that a right candidate stands before a wrong one; a tie counts half.
    pub auc: f64,
    /// Gain 1/log2(rank+1) of the right ones in the top 5, over the best possible (Järvelin and
    /// Kekäläinen 2002, binary gain).
    pub ndcg5: f64,
    /// One over the rank of the first right candidate.
    pub mrr: f64,
    /// Right ones in the top 5, over how many could be there: min(5, right ones).
    pub recall5: f64,
    /// The chance that the first candidate is right.
    pub hit1: f64,
}

/// A candidate's score, and whether they were right.
pub type Judged = (f64, bool);

impl Ranking {
    /// Measures one query; `None` without at least one right and one wrong candidate.
    pub fn of(candidates: &[Judged]) -> Option<Ranking> {
        let right = candidates.iter().filter(|it| it.1).count();
        let wrong = candidates.len() - right;
        if right == 0 || wrong == 0 {
            return None;
        }
        let mut ordered = candidates.to_vec();
        ordered.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));

        let mut before = Before::default();
        let mut ranking = Ranking::default();
        for tied in ordered.chunk_by(|a, b| a.0 == b.0) {
            let group = Group { size: tied.len(), right: tied.iter().filter(|it| it.1).count() };
            ranking.add(before, group);
            ranking.auc += group.right as f64 * ((wrong - before.wrong) as f64 - 0.5 * group.wrong() as f64);
            before.right += group.right;
            before.wrong += group.wrong();
        }
        ranking.auc /= (right * wrong) as f64;
        ranking.ndcg5 /= (0..right.min(TOP)).map(discount).sum::<f64>();
        ranking.recall5 /= right.min(TOP) as f64;
        Some(ranking)
    }

    /// The mean of several; `None` of none.
    pub fn mean(rankings: &[Ranking]) -> Option<Ranking> {
        let mean = |of: fn(&Ranking) -> f64| average::mean(rankings.iter().map(of));
        Some(Ranking {
            auc: mean(|it| it.auc)?,
            ndcg5: mean(|it| it.ndcg5)?,
            mrr: mean(|it| it.mrr)?,
            recall5: mean(|it| it.recall5)?,
            hit1: mean(|it| it.hit1)?,
        })
    }

    /// Adds what a group of equal scores brings, given who stands before it.
    fn add(&mut self, before: Before, group: Group) {
        let share = group.right as f64 / group.size as f64;
        let first = before.right + before.wrong;
        for rank in first..TOP.min(first + group.size) {
            self.ndcg5 += share * discount(rank);
            self.recall5 += share;
        }
        if first == 0 {
            self.hit1 = share;
        }
        if before.right == 0 && group.right > 0 {
            self.mrr = group.expected_reciprocal_rank(first);
        }
    }
}

/// How many stand before a group.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    right: usize,
    wrong: usize,
}

/// Candidates with the same score.
#[derive(Clone, Copy, Debug)]
struct Group {
    size: usize,
    right: usize,
}

impl Group {
    fn wrong(self) -> usize {
        self.size - self.right
    }

    /// E[1/rank] of the first right one when `first` wrong ones stand before the group.
    fn expected_reciprocal_rank(self, first: usize) -> f64 {
        let mut none_yet = 1.0;
        let mut expected = 0.0;
        for drawn in 0..=self.wrong() {
            let now_right = self.right as f64 / (self.size - drawn) as f64;
            expected += none_yet * now_right / (first + drawn + 1) as f64;
            none_yet *= 1.0 - now_right;
        }
        expected
    }
}

/// The weight of a rank counted from 0.
fn discount(rank: usize) -> f64 {
    1.0 / (rank as f64 + 2.0).log2()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn show(it: &Ranking) -> String {
        let Ranking { auc, ndcg5, mrr, recall5, hit1 } = it;
        format!("auc {auc:.4} ndcg5 {ndcg5:.4} mrr {mrr:.4} recall5 {recall5:.4} hit1 {hit1:.4}")
    }

    /// Candidates as text, the best first: `+` is right, `-` wrong, a blank begins a lower score.
    #[track_caller]
    fn check(candidates: &str, expected: Expect) {
        let mut score = 0.0;
        let mut judged = Vec::new();
        for letter in candidates.chars() {
            match letter {
                ' ' => score -= 1.0,
                other => judged.push((score, other == '+')),
            }
        }
        expected.assert_eq(&Ranking::of(&judged).map_or("none".to_owned(), |it| show(&it)));
    }

    #[test]
    fn a_perfect_order_scores_one_everywhere() {
        check("+ + - -", expect!["auc 1.0000 ndcg5 1.0000 mrr 1.0000 recall5 1.0000 hit1 1.0000"]);
    }

    #[test]
    fn the_reverse_order_scores_least() {
        check("- - +", expect!["auc 0.0000 ndcg5 0.5000 mrr 0.3333 recall5 1.0000 hit1 0.0000"]);
    }

    #[test]
    fn all_equal_is_the_mean_over_all_orders() {
        // Two candidates: right first or second, each with chance one half.
        check("+-", expect!["auc 0.5000 ndcg5 0.8155 mrr 0.7500 recall5 1.0000 hit1 0.5000"]);
        check("+-+", expect!["auc 0.5000 ndcg5 0.8710 mrr 0.8333 recall5 1.0000 hit1 0.6667"]);
    }

    #[test]
    fn a_tie_after_a_wrong_one_shares_ranks_two_and_three() {
        check("- +- -", expect!["auc 0.5000 ndcg5 0.5655 mrr 0.4167 recall5 1.0000 hit1 0.0000"]);
    }

    #[test]
    fn only_five_ranks_are_looked_at() {
        check("- - - - - +", expect!["auc 0.0000 ndcg5 0.0000 mrr 0.1667 recall5 0.0000 hit1 0.0000"]);
        check("++++++ -", expect!["auc 1.0000 ndcg5 1.0000 mrr 1.0000 recall5 1.0000 hit1 1.0000"]);
    }

    #[test]
    fn a_query_needs_a_right_and_a_wrong_candidate() {
        check("+ +", expect!["none"]);
        check("- -", expect!["none"]);
        check("", expect!["none"]);
    }

    fn candidates() -> impl Strategy<Value = Vec<Judged>> {
        prop::collection::vec((0_u8..6, any::<bool>()), 2..12)
            .prop_map(|it| it.into_iter().map(|(score, right)| (f64::from(score), right)).collect())
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_does_not_matter(judged in candidates()) {
            let mut reversed = judged.clone();
            reversed.reverse();
            prop_assert_eq!(Ranking::of(&judged), Ranking::of(&reversed));
        }

        #[test]
        fn only_the_order_of_scores_matters(judged in candidates()) {
            let grown: Vec<Judged> = judged.iter().map(|(score, right)| (score.exp() * 7.0, *right)).collect();
            prop_assert_eq!(Ranking::of(&judged), Ranking::of(&grown));
        }

        #[test]
        fn every_metric_is_a_share(judged in candidates()) {
            if let Some(it) = Ranking::of(&judged) {
                for share in [it.auc, it.ndcg5, it.mrr, it.recall5, it.hit1] {
                    prop_assert!((0.0..=1.0 + 1e-12).contains(&share), "{}", show(&it));
                }
            }
        }
    }
}
