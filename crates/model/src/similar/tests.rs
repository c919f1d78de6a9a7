use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// Deals 1 to `won` won, the others lost, a day later each. Won ones are worth 10 000 and more, with meetings early
/// on; lost ones have none. Emails tell nothing.
fn closed(won: u32, lost: u32) -> Vec<ClosedDeal<u32>> {
    let deal = |number: u32, won: bool, of_sort: u32| ClosedDeal {
        deal: number,
        won,
        closed_on: Some("2026-01-01".parse::<Date>().unwrap().saturating_add(jiff::Span::new().days(number))),
        facts: Facts {
            revenue: Some(10_000.0 + 1_000.0 * f64::from(of_sort % 20)),
            early_meetings: Some(if won { f64::from(2 + of_sort % 3) } else { 0.0 }),
            early_emails: Some(f64::from(of_sort % 5)),
            ..Facts::default()
        },
    };
    let of_sort = (0..won).map(|it| (true, it)).chain((0..lost).map(|it| (false, it)));
    of_sort.enumerate().map(|(index, (won, it))| deal(index as u32 + 1, won, it)).collect()
}

#[track_caller]
fn check(open: Facts, closed: &[ClosedDeal<u32>], expected: Expect) {
    let found = Similar::among(&open, closed);
    let mut text =
        format!("{}: {} won, {} lost, enough: {}\n", found.basis.name(), found.won, found.lost, found.enough());
    for (field, weight) in &found.fields {
        text += &format!("{} {weight:.2}\n", field.name());
    }
    let print = |it: &Ranked<u32>| format!("{}={}", it.deal, it.similarity.map_or("-".to_owned(), |it| it.to_string()));
    text += &format!(
        "{} deals: {}\n",
        found.deals.len(),
        found.deals.iter().take(5).map(print).collect::<Vec<_>>().join(" ")
    );
    expected.assert_eq(&text);
}

fn open(revenue: f64, early_meetings: f64) -> Facts {
    Facts { revenue: Some(revenue), early_meetings: Some(early_meetings), early_emails: Some(2.0), ..Facts::default() }
}

#[test]
fn the_nearest_won_deals_by_what_tells_won_from_lost() {
    check(
        open(12_000.0, 4.0),
        &closed(40, 40),
        expect![[r#"
        similar: 40 won, 40 lost, enough: true
        early_meetings 1.00
        revenue 0.10
        early_emails 0.10
        20 deals: 3=100 23=96 24=95 2=92 8=90
    "#]],
    );
    check(
        open(29_000.0, 2.0),
        &closed(40, 40),
        expect![[r#"
        similar: 40 won, 40 lost, enough: true
        early_meetings 1.00
        revenue 0.10
        early_emails 0.10
        20 deals: 19=95 38=94 13=93 37=93 34=93
    "#]],
    );
}

#[test]
fn fields_nobody_knows_are_left_out() {
    check(
        Facts { revenue: Some(15_000.0), ..Facts::default() },
        &closed(40, 40),
        expect![[r#"
        similar: 40 won, 40 lost, enough: true
        revenue 0.10
        20 deals: 26=100 6=100 27=94 7=94 25=94
    "#]],
    );
}

#[test]
fn the_most_recent_ones_take_their_place() {
    check(
        open(12_000.0, 4.0),
        &closed(29, 40),
        expect![[r#"
        recently_won: 29 won, 40 lost, enough: false
        29 deals: 29=- 28=- 27=- 26=- 25=-
    "#]],
    );
    check(
        open(12_000.0, 4.0),
        &closed(130, 29),
        expect![[r#"
        recently_won: 130 won, 29 lost, enough: false
        100 deals: 130=- 129=- 128=- 127=- 126=-
    "#]],
    );
    // Enough deals, and nothing known of the open one.
    check(
        Facts::default(),
        &closed(40, 40),
        expect![[r#"
        recently_won: 40 won, 40 lost, enough: true
        40 deals: 40=- 39=- 38=- 37=- 36=-
    "#]],
    );
    check(
        Facts::default(),
        &[],
        expect![[r#"
        recently_won: 0 won, 0 lost, enough: false
        0 deals: 
    "#]],
    );
}

#[test]
fn a_field_all_deals_share_says_nothing() {
    let mut closed = closed(40, 40);
    for deal in &mut closed {
        deal.facts.revenue = Some(5_000.0);
        deal.facts.early_meetings = None;
    }
    check(
        open(12_000.0, 4.0),
        &closed,
        expect![[r#"
        similar: 40 won, 40 lost, enough: true
        early_emails 0.10
        20 deals: 38=100 33=100 28=100 23=100 18=100
    "#]],
    );
}

proptest! {
    #[test]
    fn the_order_of_closed_deals_does_not_matter(
        seed in any::<u64>(), revenue in 0.0..40_000.0_f64, meetings in 0..6_u8,
    ) {
        let closed = closed(40, 35);
        let mut shuffled = closed.clone();
        shuffled.sort_by_key(|it| (u64::from(it.deal) ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let open = open(revenue, meetings.into());
        prop_assert_eq!(Similar::among(&open, &closed), Similar::among(&open, &shuffled));
    }

    #[test]
    fn a_deal_is_most_similar_to_its_twin(twin in 0..40_usize) {
        let closed = closed(40, 40);
        let found = Similar::among(&closed[twin].facts, &closed);
        prop_assert_eq!(found.deals[0].similarity, Some(100));
        prop_assert!(found.deals.iter().is_sorted_by_key(|it| std::cmp::Reverse(it.similarity)));
    }
}
