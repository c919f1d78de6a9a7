use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::health::settings::{Frequency, Grades, Weights};
use crate::series::{Counts, day_of};
use crate::{Kind, RecordNumber};

const TODAY: Date = jiff::civil::date(2026, 6, 30);

fn subject(kind: RecordKind, status: Status) -> Subject {
    Subject {
        number: RecordNumber(1),
        kind,
        status,
        stage: Some("Proposal".to_owned()),
        created: None,
        ours: [].into(),
        theirs: [].into(),
    }
}

/// A day of contact for each number of days ago, at noon; `m` a meeting, `c` a call, `t` a task, else an email.
fn series(text: &str) -> Series {
    let mut days: Vec<Day> = text
        .split_whitespace()
        .map(|word| {
            let (number, kind) = match word.split_at(word.len() - 1) {
                (number, "m") => (number, Counts { meetings_out: 1, ..Counts::default() }),
                (number, "c") => (number, Counts { calls_out: 1, ..Counts::default() }),
                (number, "t") => (number, Counts { tasks: 1, ..Counts::default() }),
                _ => (word, Counts { emails_in: 1, ..Counts::default() }),
            };
            let ago: i32 = number.parse().expect("a number of days in a test");
            let day = day_of(TODAY) - ago;
            Day { day, last_second: 43_200, last_kind: Kind::Email, counts: kind, ..Day::default() }
        })
        .collect();
    days.sort_by_key(|it| it.day);
    Series { days, ..Series::default() }
}

fn every(days: i32, from: i32, until: i32) -> String {
    (from..until).step_by(days as usize).map(|it| format!("{it} ")).collect()
}

fn said(health: &Health) -> String {
    let score = health.score.map_or("-".to_owned(), |it| it.to_string());
    let parts: Vec<String> = health.parts.iter().map(|(part, points)| format!("{} {points:+}", part.name())).collect();
    let movers: Vec<String> = health.movers.iter().map(|it| format!("{} {:+}", it.signal.name(), it.points)).collect();
    let grade = health.grade.map_or("-", Grade::name);
    let mut text = format!("{} {score} {grade} {}\n", health.state.name(), health.trend.name());
    for (name, list) in [("parts", parts), ("moved by", movers)] {
        if !list.is_empty() {
            text += &format!("  {name}: {}\n", list.join(", "));
        }
    }
    if let Some(it) = health.rhythm {
        let (usual, gap, expected) = (it.usual_gap_days, it.gap_days, it.expected.name());
        text += &format!("  usually every {usual:.0} days, now {gap:.0}; {expected}; missed {:.1}\n", it.missed);
    }
    if let Some(needs) = &health.needs {
        text += &format!("  {needs}\n");
    }
    text
}

fn check(days: &str, settings: &Settings, expected: Expect) {
    let subject = subject(RecordKind::Opportunity, Status::Open);
    expected.assert_eq(&said(&Health::of(&series(days), &subject, TODAY, settings)));
}

#[test]
fn a_weekly_contact_is_well_and_its_silence_is_told() {
    check(
        &every(7, 3, 365),
        &Settings::default(),
        expect![[r#"
        scored 97 good steady
          parts: start +30, frequency +64, history +4, silence -1
          usually every 7 days, now 4; learnt; missed 0.4
    "#]],
    );
    check(
        &every(7, 45, 365),
        &Settings::default(),
        expect![[r#"
            scored 75 good declining
              parts: start +30, frequency +61, history +6, silence -22
              moved by: silence -11, emails -4
              usually every 7 days, now 46; learnt; missed 3.8
        "#]],
    );
    check(
        &every(7, 100, 365),
        &Settings::default(),
        expect![[r#"
            scored 45 fair declining
              parts: start +30, frequency +55, history +9, silence -49
              moved by: silence -9, emails -6
              usually every 7 days, now 100; learnt; missed 5.3
        "#]],
    );
    check(
        &every(7, 200, 365),
        &Settings::default(),
        expect![[r#"
            scored 0 poor steady
              parts: start +30, frequency +33, history +17, silence -80
              usually every 7 days, now 200; learnt; missed 2.8
        "#]],
    );
}

#[test]
fn too_little_is_no_score() {
    check(
        "",
        &Settings::default(),
        expect![[r#"
        no_completed_activities - - not_enough_information
          Nothing was completed with this record in the last two years.
    "#]],
    );
    check(
        "10 9",
        &Settings::default(),
        expect![[r#"
        not_enough_information - - not_enough_information
          usually every 1 days, now 10; learnt; missed 0.5
          A score needs contact on 3 days within two years; there was contact on 2.
    "#]],
    );
    check(
        "900 800 740",
        &Settings::default(),
        expect![[r#"
        no_completed_activities - - not_enough_information
          Nothing was completed with this record in the last two years.
    "#]],
    );
}

#[test]
fn a_return_after_silence_improves_and_names_what_did_it() {
    check(
        &format!("{} 12m 9m 6c 3m", every(14, 90, 400)),
        &Settings::default(),
        expect![[r#"
            scored 92 good improving
              parts: start +30, frequency +56, history +8, silence -2
              moved by: silence +22, meetings +4
              usually every 14 days, now 4; learnt; missed 0.2
        "#]],
    );
}

#[test]
fn settings_change_what_is_said_and_not_what_happened() {
    let strict = Settings {
        grades: Grades::new(90, 70).unwrap(),
        frequency: Frequency { stages: vec![("proposal".to_owned(), Expected::Weekly)], ..Frequency::default() },
        weights: Weights::new(0.5, 1.5, 1.0, 1.0).unwrap(),
        ..Settings::default()
    };
    check(
        &every(30, 20, 400),
        &Settings::default(),
        expect![[r#"
        scored 72 good steady
          parts: start +30, frequency +41, history +12, silence -11
          usually every 30 days, now 20; learnt; missed 0.6
    "#]],
    );
    check(
        &every(30, 20, 400),
        &strict,
        expect![[r#"
        scored 19 poor steady
          parts: start +30, frequency +21, history +12, silence -44
          usually every 30 days, now 20; weekly; missed 2.9
    "#]],
    );
}

#[test]
fn what_is_closed_has_no_health() {
    for (kind, status, expected) in [
        (RecordKind::Opportunity, Status::Won, State::NotApplicable),
        (RecordKind::Lead, Status::Closed, State::NotApplicable),
        (RecordKind::Account, Status::Open, State::Scored),
        (RecordKind::Contact, Status::Open, State::Scored),
    ] {
        let health = Health::of(&series("1 2 3 4"), &subject(kind, status), TODAY, &Settings::default());
        assert_eq!(health.state, expected, "{kind:?} {status:?}");
    }
}

proptest! {
    #[test]
    fn parts_add_up_and_what_comes_later_changes_nothing_before(ago in proptest::collection::vec(0..800_i32, 0..60)) {
        let text: String = ago.iter().map(|it| format!("{it} ")).collect();
        let mut series = series(&text);
        series.days.dedup_by_key(|it| it.day);
        let subject = subject(RecordKind::Account, Status::Open);
        let health = Health::of(&series, &subject, TODAY, &Settings::default());
        if let Some(score) = health.score {
            prop_assert_eq!(health.parts.iter().map(|it| it.1).sum::<i32>(), i32::from(score));
            prop_assert!(score <= 100);
        }
        let earlier = jiff::civil::date(2026, 5, 1);
        let mut cut = series.clone();
        cut.days.retain(|it| it.date() <= earlier);
        let settings = Settings::default();
        prop_assert_eq!(
            Health::of(&series, &subject, earlier, &settings),
            Health::of(&cut, &subject, earlier, &settings)
        );
    }
}
