//! One case for each figure, small enough to be checked by hand. Windows end with 31 March 2026, a Tuesday.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::notation::{UNTIL, kpis, usual_hours};
use super::*;
use crate::Series;
use crate::series::{Counts, Day, Turn, day_of};

#[track_caller]
fn check(days: u16, text: &str, expected: Expect) {
    let found = kpis(days, text);
    let mut lines = String::new();
    for party in [Party::Us, Party::Them] {
        let it = found.side(party);
        let name = party.name();
        lines += &format!(
            "{name}: {} emails, {} meetings, {} calls, {} replies",
            it.emails, it.meetings, it.calls, it.replies
        );
        lines += &format!(", answered {} of {} {}\n", it.answered, it.asked, print(it.response_rate()));
        let time = it.response;
        if time.count > 0 {
            let [mean, median] = [time.mean_hours, time.median_hours].map(print);
            let [business_mean, business_median] = [time.business_mean_hours, time.business_median_hours].map(print);
            lines += &format!("  hours: mean {mean}, median {median}; working {business_mean}, {business_median}\n");
        }
    }
    lines += &format!("ratio by us {}, by them {}\n", print(found.ratio(Party::Us)), print(found.ratio(Party::Them)));
    let (team, customer) = (found.team_seconds / 60, found.customer_seconds / 60);
    let (team_weekly, customer_weekly) = (found.team_hours_per_week(), found.customer_hours_per_week());
    lines += &format!("minutes {team}/{customer}, hours a week {team_weekly:.2}/{customer_weekly:.2}\n");
    lines += &format!("tasks {}, silent {:?}, {:?}\n", found.tasks, found.silent_days, found.waiting);
    lines += &format!("followed {:?}\n", found.rates());
    expected.assert_eq(&lines);
}

fn print(figure: Option<f64>) -> String {
    figure.map_or("-".to_owned(), |it| format!("{it:.2}"))
}

#[test]
fn counts_time_and_ratios_are_of_the_window_alone() {
    check(
        14,
        "2026-03-17 emails 9/9 meetings 9/9 minutes 900/900
         2026-03-18 emails 3/1 meetings 1/0 tasks 2 minutes 105/38
         2026-03-31 emails 1/1 calls 0/2 minutes 63/60
         2026-04-01 emails 5/5",
        expect![[r#"
            us: 4 emails, 1 meetings, 0 calls, 0 replies, answered 0 of 0 -
            them: 2 emails, 0 meetings, 2 calls, 0 replies, answered 0 of 0 -
            ratio by us 2.00, by them 0.50
            minutes 168/98, hours a week 1.40/0.82
            tasks 2, silent Some(0), None
            followed None
        "#]],
    );
}

#[test]
fn nothing_at_all_is_no_division_by_zero() {
    check(
        90,
        "",
        expect![[r#"
            us: 0 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 0 -
            them: 0 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 0 -
            ratio by us -, by them -
            minutes 0/0, hours a week 0.00/0.00
            tasks 0, silent None, None
            followed None
        "#]],
    );
}

#[test]
fn answers_and_their_times() {
    // They ask on Friday afternoon and get an answer on Monday; we ask and they answer the same day, twice.
    check(
        31,
        "2026-03-06T16:00 them asks
         2026-03-09T10:00 us asks answers 66h
         2026-03-09T12:00 them answers 2h
         2026-03-10T09:00 us asks
         2026-03-10T13:00 them answers 4h",
        expect![[r#"
            us: 0 emails, 0 meetings, 0 calls, 1 replies, answered 1 of 1 1.00
              hours: mean 66.00, median 66.00; working 2.00, 2.00
            them: 0 emails, 0 meetings, 0 calls, 2 replies, answered 2 of 2 1.00
              hours: mean 3.00, median 3.00; working 3.00, 3.00
            ratio by us -, by them -
            minutes 0/0, hours a week 0.00/0.00
            tasks 0, silent None, None
            followed None
        "#]],
    );
}

#[test]
fn a_question_counts_where_it_was_asked_and_an_answer_where_it_was_given() {
    // The window begins on 25 March. One question lies before it; one answer lies after it.
    check(
        7,
        "2026-03-24T10:00 them asks
         2026-03-25T10:00 us answers 24h
         2026-03-26T10:00 them asks
         2026-03-27T10:00 them
         2026-03-31T20:00 them asks
         2026-04-01T08:00 us answers 12h",
        expect![[r#"
            us: 0 emails, 0 meetings, 0 calls, 1 replies, answered 1 of 2 0.50
              hours: mean 24.00, median 24.00; working 8.00, 8.00
            them: 0 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 0 -
            ratio by us -, by them -
            minutes 0/0, hours a week 0.00/0.00
            tasks 0, silent None, Some(Waiting { party: Us, days: 0 })
            followed None
        "#]],
    );
}

#[test]
fn an_answer_is_taken_once() {
    // Two conversations are asked in one second, and one of them is answered.
    check(
        7,
        "2026-03-30T10:00 them asks\n2026-03-30T10:00 them asks\n2026-03-30T11:00 us answers 1h",
        expect![[r#"
            us: 0 emails, 0 meetings, 0 calls, 1 replies, answered 1 of 2 0.50
              hours: mean 1.00, median 1.00; working 1.00, 1.00
            them: 0 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 0 -
            ratio by us -, by them -
            minutes 0/0, hours a week 0.00/0.00
            tasks 0, silent None, None
            followed None
        "#]],
    );
}

#[test]
fn followed_emails_silence_and_who_is_waiting() {
    check(
        31,
        "2026-03-02 emails 3/0 followed 2/2/1/0
         2026-03-20 emails 2/0 followed 2/1/0/1
         2026-03-20T08:00 us asks",
        expect![[r#"
            us: 5 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 0 -
            them: 0 emails, 0 meetings, 0 calls, 0 replies, answered 0 of 1 0.00
            ratio by us -, by them 0.00
            minutes 0/0, hours a week 0.00/0.00
            tasks 0, silent Some(11), Some(Waiting { party: Them, days: 11 })
            followed Some(Rates { open: 0.75, click: 0.25, attachment: 0.25 })
        "#]],
    );
}

fn a_series() -> impl Strategy<Value = Series> {
    let day = (0..200_i32, 0..5_u32, 0..5_u32, 0..3_u32, 0..3_u32);
    let turn = (0..200 * 86_400_i64, any::<bool>(), any::<bool>(), proptest::option::of(0..1_000_000_u32));
    let start = day_of(UNTIL.parse().unwrap()) - 150;
    (proptest::collection::btree_map(0..200_i32, day, 0..40), proptest::collection::vec(turn, 0..40)).prop_map(
        move |(days, turns)| {
            let days = days.into_iter().map(|(day, (_, emails_out, emails_in, meetings_out, calls_in))| Day {
                day: start + day,
                counts: Counts { emails_out, emails_in, meetings_out, calls_in, ..Counts::default() },
                team_seconds: emails_out * 300 + emails_in * 150,
                ..Day::default()
            });
            let turns = turns.into_iter().map(|(at, ours, asks, answers_after)| Turn {
                at: i64::from(start) * 86_400 + at,
                ours,
                asks,
                answers_after,
            });
            Series { days: days.collect(), turns: turns.collect(), people: Vec::new() }
        },
    )
}

/// Every count of the figures: what can only grow with the window.
fn counts(kpis: &Kpis) -> Vec<u64> {
    let side = |it: &SideKpis| [it.emails, it.meetings, it.calls, it.replies, it.response.count, it.asked, it.answered];
    let sides = side(&kpis.us).into_iter().chain(side(&kpis.them)).chain([kpis.tasks]);
    sides.map(u64::from).chain([kpis.team_seconds, kpis.customer_seconds]).collect()
}

fn of(series: &Series, days: u16, until: &str) -> Kpis {
    Kpis::of(series, Window::last(days, until.parse().unwrap()), &usual_hours())
}

proptest! {
    #[test]
    fn months_may_be_merged_in_any_order(first in a_series(), second in a_series(), days in 1..200_u16) {
        let merge = |one: &Series, other: &Series| {
            let mut merged = one.clone();
            merged.extend(other.clone());
            of(&merged, days, UNTIL)
        };
        prop_assert_eq!(merge(&first, &second), merge(&second, &first));
    }

    #[test]
    fn a_wider_window_never_has_fewer(series in a_series(), days in 1..150_u16, more in 0..50_u16) {
        let (narrow, wide) = (counts(&of(&series, days, UNTIL)), counts(&of(&series, days + more, UNTIL)));
        prop_assert!(narrow.iter().zip(&wide).all(|(narrow, wide)| narrow <= wide), "{narrow:?} {wide:?}");
    }

    #[test]
    fn silence_never_makes_the_last_contact_newer(series in a_series(), days in 1..150_u16) {
        let (today, tomorrow) = (of(&series, days, "2026-06-30"), of(&series, days, "2026-07-01"));
        prop_assert_eq!(tomorrow.silent_days, today.silent_days.map(|it| it + 1));
    }
}
