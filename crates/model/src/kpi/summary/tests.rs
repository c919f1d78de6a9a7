use expect_test::{Expect, expect};

use super::*;
use crate::kpi::notation::kpis;

#[track_caller]
fn check(series: &str, expected: Expect) {
    check_beside(series, None, expected);
}

/// `others`: the median hours both sides took in the deals compared with.
#[track_caller]
fn check_beside(series: &str, others: Option<(f64, f64, Basis)>, expected: Expect) {
    let kpis = kpis(31, series);
    let averages = others.map(|(us, them, basis)| {
        let averages = Averages::of(&[kpis]).expect("one deal");
        (Averages { response_us_hours: Some(us), response_them_hours: Some(them), ..averages }, basis)
    });
    let found = sentences(&kpis, averages.as_ref().map(|(averages, basis)| (averages, *basis)));
    let print = |it: &Sentence| {
        let side = it.side.map_or("both", Party::name);
        let amount = it.amount.map_or(String::new(), |it| it.to_string());
        format!("{} {side} {amount}: {}\n", it.kind.name(), it.text)
    };
    expected.assert_eq(&found.iter().map(print).collect::<String>());
}

/// Three answers of each side; the median of ours is 2 hours, of theirs 8.
const TALK: &str = "2026-03-30 emails 3/3
    2026-03-28T10:00 us answers 1h\n2026-03-28T11:00 us answers 2h\n2026-03-28T12:00 us answers 90h
    2026-03-29T10:00 them answers 7h\n2026-03-29T11:00 them answers 8h\n2026-03-29T12:00 them answers 9h";

#[test]
fn who_does_more() {
    check(
        "2026-03-30 emails 9/2 meetings 1/4 calls 2/1",
        expect![[r#"
            more_meetings them 3: Your customer started 3 more meetings than you.
            more_emails us 7: You wrote 7 more emails than your customer.
            more_calls us 1: You made 1 more call than your customer.
        "#]],
    );
    check(
        "2026-03-30 emails 9/7 meetings 1/1",
        expect![[r#"
            balanced both : You and your customer do about as much.
        "#]],
    );
    check("", expect![""]);
}

#[test]
fn who_answers_faster() {
    check(
        TALK,
        expect![[r#"
            faster_answers us 6: You answer 6 hours faster than your customer.
        "#]],
    );
    let two_answers_say_nothing = TALK.replace("2026-03-28T10:00 us answers 1h", "");
    check(
        &two_answers_say_nothing,
        expect![[r#"
            balanced both : You and your customer do about as much.
        "#]],
    );
}

#[test]
fn who_answers_faster_than_in_other_deals() {
    check_beside(
        TALK,
        Some((14.0, 7.2, Basis::Similar)),
        expect![[r#"
            faster_answers us 6: You answer 6 hours faster than your customer.
            faster_than_similar us 12: You answer 12 hours faster than in similar won deals.
            slower_than_similar them 1: Your customer answers 1 hour slower than in similar won deals.
        "#]],
    );
    check_beside(
        TALK,
        Some((2.2, 30.0, Basis::RecentlyWon)),
        expect![[r#"
            faster_answers us 6: You answer 6 hours faster than your customer.
            faster_than_similar them 22: Your customer answers 22 hours faster than in deals won lately.
        "#]],
    );
}

#[test]
fn silence_and_answers_that_are_owed_come_first() {
    check(
        "2026-03-10 emails 4/0\n2026-03-10T09:00 us asks",
        expect![[r#"
            silence both 21: Nothing has happened for 21 days.
            more_emails us 4: You wrote 4 more emails than your customer.
        "#]],
    );
    check(
        "2026-03-26 emails 1/1\n2026-03-26T09:00 us asks\n2026-03-26T12:00 them asks answers 3h",
        expect![[r#"
            no_reply us 5: Your customer has waited for your answer for 5 days.
            balanced both : You and your customer do about as much.
        "#]],
    );
    check(
        "2026-03-28 emails 1/0\n2026-03-28T09:00 us asks",
        expect![[r#"
            no_reply them 3: You have waited for your customer's answer for 3 days.
        "#]],
    );
    check("2026-03-29 emails 1/0\n2026-03-29T09:00 us asks", expect![""]);
}
