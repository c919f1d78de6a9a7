//! Records: what the questions make of a log, by cases that can be checked by hand, and against the rule itself.

mod people;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use people::{PEOPLE, interactions, known, log_of, person, tables};
use proptest::prelude::*;
use relata_analytics::{Edition, Room, month_of_records, record_engine};
use relata_interaction_log::InteractionLog;
use relata_model::attribution::Attributable;
use relata_model::series::Series;
use relata_model::{Interaction, Month, RecordKind, RecordNumber, Side, Status, Subject, notation};

/// The account has two contacts, one of them primary; amber owns the opportunity, with ben in the team, lea as the
/// customer and stan as a stakeholder; the lead is amber's.
fn crm() -> Vec<(&'static str, Subject)> {
    let subject = |number, kind, ours: &[&str], theirs: &[&str]| Subject {
        number: RecordNumber(number),
        kind,
        status: Status::Open,
        stage: None,
        created: None,
        ours: ours.iter().map(|it| person(it)).collect(),
        theirs: theirs.iter().map(|it| person(it)).collect(),
    };
    vec![
        ("account", subject(1, RecordKind::Account, &[], &["prim@acme", "lea@acme"])),
        ("contact", subject(2, RecordKind::Contact, &[], &["lea@acme"])),
        (
            "opportunity",
            subject(3, RecordKind::Opportunity, &["amber@us", "ben@us"], &["lea@acme", "stan@bank", "prim@acme"]),
        ),
        ("lead", subject(4, RecordKind::Lead, &["amber@us"], &["max@acme", "stan@bank"])),
    ]
}

async fn months(log: &InteractionLog, subjects: &[Subject], edition: Edition) -> BTreeMap<RecordNumber, Series> {
    let engine = record_engine(tables(log).await, &known(), subjects, &Room::default()).unwrap();
    let mut all: BTreeMap<RecordNumber, Series> = BTreeMap::new();
    for month in ["2026-01", "2026-02", "2026-03", "2026-04"] {
        let month: Month = month.parse().unwrap();
        for (record, series) in month_of_records(&engine, month, edition).await.unwrap() {
            all.entry(record).or_default().extend(series);
        }
    }
    all
}

fn said(series: &Series) -> String {
    let mut text = String::new();
    for it in &series.days {
        let c = it.counts;
        text += &format!("  {}", it.date());
        for (name, out, back) in [
            ("emails", c.emails_out, c.emails_in),
            ("meetings", c.meetings_out, c.meetings_in),
            ("calls", c.calls_out, c.calls_in),
            ("tasks", c.tasks, 0),
        ] {
            if out + back > 0 {
                text += &format!(" {name} {out}/{back}");
            }
        }
        text += &format!(" minutes {}/{}", f64::from(it.team_seconds) / 60.0, f64::from(it.customer_seconds) / 60.0);
        if it.followed.emails > 0 {
            let f = it.followed;
            text += &format!(" followed {} opened {} clicked {}", f.emails, f.opened, f.clicked);
        }
        text += "\n";
    }
    for it in &series.turns {
        let at = jiff::Timestamp::from_second(it.at).unwrap().strftime("%m-%d %H:%M");
        let hours = it.answers_after.map_or(String::new(), |it| format!(" answers after {} h", f64::from(it) / 3600.0));
        let asks = if it.asks { " asks" } else { "" };
        text += &format!("  {at} {}{asks}{hours}\n", if it.ours { "we" } else { "they" });
    }
    for it in &series.people {
        let name = PEOPLE[(it.address.0 - 100) as usize].0;
        text += &format!("  {name}: emails {} meetings {} calls {}\n", it.emails, it.meetings, it.calls);
    }
    text
}

async fn check_in(edition: Edition, records: &[&str], given: &str, expected: Expect) {
    let (_folder, log) = log_of(interactions(given)).await;
    let crm = crm();
    let subjects: Vec<Subject> = crm.iter().map(|it| it.1.clone()).collect();
    let found = months(&log, &subjects, edition).await;
    let mut text = String::new();
    for (name, subject) in crm.iter().filter(|it| records.contains(&it.0)) {
        text += &format!("{name}\n{}", found.get(&subject.number).map_or(String::new(), said));
    }
    expected.assert_eq(&text);
}

async fn check(records: &[&str], given: &str, expected: Expect) {
    check_in(Edition::Enhanced, records, given, expected).await;
}

#[tokio::test]
async fn thirty_minutes_of_three_of_ours_and_two_of_theirs_are_ninety_and_thirty() {
    check(
        &["account"],
        "2026-03-02T10:00 meeting 30min amber@us -> ben@us, cleo@us, lea@acme, prim@acme",
        expect![[r#"
            account
              2026-03-02 meetings 1/0 minutes 90/30
              amber@us: emails 0 meetings 1 calls 0
              ben@us: emails 0 meetings 1 calls 0
              cleo@us: emails 0 meetings 1 calls 0
              lea@acme: emails 0 meetings 1 calls 0
              prim@acme: emails 0 meetings 1 calls 0
        "#]],
    )
    .await;
}

#[tokio::test]
async fn an_interaction_counts_once_per_record_and_once_for_every_record() {
    check(
        &["account", "contact", "opportunity", "lead"],
        "2026-03-02 email amber@us -> lea@acme, prim@acme, stan@bank, lea@home",
        expect![[r#"
            account
              2026-03-02 emails 1/0 minutes 5/2.5
              03-02 00:00 we asks
              amber@us: emails 1 meetings 0 calls 0
              lea@acme: emails 1 meetings 0 calls 0
              prim@acme: emails 1 meetings 0 calls 0
              stan@bank: emails 1 meetings 0 calls 0
            contact
              2026-03-02 emails 1/0 minutes 5/2.5
              03-02 00:00 we asks
              amber@us: emails 1 meetings 0 calls 0
              lea@acme: emails 1 meetings 0 calls 0
              prim@acme: emails 1 meetings 0 calls 0
              stan@bank: emails 1 meetings 0 calls 0
            opportunity
              2026-03-02 emails 1/0 minutes 5/2.5
              03-02 00:00 we asks
              amber@us: emails 1 meetings 0 calls 0
              lea@acme: emails 1 meetings 0 calls 0
              prim@acme: emails 1 meetings 0 calls 0
              stan@bank: emails 1 meetings 0 calls 0
            lead
              2026-03-02 emails 1/0 minutes 5/2.5
              03-02 00:00 we asks
              amber@us: emails 1 meetings 0 calls 0
              lea@acme: emails 1 meetings 0 calls 0
              prim@acme: emails 1 meetings 0 calls 0
              stan@bank: emails 1 meetings 0 calls 0
        "#]],
    )
    .await;
}

#[tokio::test]
async fn answers_are_counted_by_turns_and_a_silence_of_two_weeks_ends_one() {
    check(
        &["contact"],
        "2026-01-31T20:00 email#a lea@acme -> amber@us
         2026-02-01T08:00 email#b lea@acme -> amber@us re a
         2026-02-01T10:00 email#c amber@us -> lea@acme re a
         2026-02-01T16:00 email#d lea@acme -> cc amber@us re a
         2026-02-20T09:00 email#e amber@us -> lea@acme re a
         2026-02-21T09:00 email#f lea@home -> amber@us re a",
        expect![[r#"
            contact
              2026-01-31 emails 0/1 minutes 2.5/5
              2026-02-01 emails 1/2 minutes 10/12.5
              2026-02-20 emails 1/0 minutes 5/2.5
              2026-02-21 emails 0/1 minutes 2.5/5
              01-31 20:00 they asks
              02-01 10:00 we asks answers after 14 h
              02-01 16:00 they answers after 6 h
              02-20 09:00 we asks
              02-21 09:00 they asks answers after 24 h
              amber@us: emails 2 meetings 0 calls 0
              lea@acme: emails 2 meetings 0 calls 0
        "#]],
    )
    .await;
}

#[tokio::test]
async fn calls_tasks_and_followed_emails_of_a_crm_count_as_they_regard() {
    check(
        &["opportunity", "lead"],
        "2026-03-02T09:00 call 20min amber@us -> stan@bank in crm
         2026-03-02T11:00 call 10min cleo@us -> zoe@other regarding 3
         2026-03-03 task cleo@us -> regarding 3
         2026-03-04 email amber@us -> lea@acme followed 2/1/0
         2026-03-04 email ben@us -> lea@acme followed 0/0/0",
        expect![[r#"
            opportunity
              2026-03-02 calls 2/0 minutes 30/30
              2026-03-03 tasks 1/0 minutes 0/0
              2026-03-04 emails 2/0 minutes 10/5 followed 2 opened 1 clicked 1
              03-04 00:00 we asks
              03-04 00:00 we asks
              amber@us: emails 1 meetings 0 calls 1
              ben@us: emails 1 meetings 0 calls 0
              cleo@us: emails 0 meetings 0 calls 1
              lea@acme: emails 2 meetings 0 calls 0
              stan@bank: emails 0 meetings 0 calls 1
              zoe@other: emails 0 meetings 0 calls 1
            lead
              2026-03-02 calls 1/0 minutes 20/20
              amber@us: emails 0 meetings 0 calls 1
              stan@bank: emails 0 meetings 0 calls 1
        "#]],
    )
    .await;
}

#[tokio::test]
async fn without_consent_to_mailboxes_a_crm_alone_counts() {
    let given = "2026-03-02 email amber@us -> lea@acme
                 2026-03-03 email lea@acme -> amber@us in crm
                 2026-03-04 meeting 60min amber@us -> lea@acme";
    check_in(
        Edition::Basic,
        &["contact"],
        given,
        expect![[r#"
        contact
          2026-03-03 emails 0/1 minutes 2.5/5
          03-03 00:00 they asks
    "#]],
    )
    .await;
}

/// An interaction of any sort between any of them, within four months.
fn a_line() -> impl Strategy<Value = String> {
    let who = || proptest::sample::select(PEOPLE.map(|it| it.0).to_vec());
    let kind = proptest::sample::select(vec!["email", "meeting 30min", "call 10min", "task"]);
    let role = proptest::sample::select(vec!["", "cc ", "bcc "]);
    let end = proptest::sample::select(vec!["", "", "", " in crm", " regarding 3", " regarding 1", " regarding 9"]);
    (0..120_i32, 0..24_u32, kind, who(), role, who(), who(), end).prop_map(
        |(day, hour, kind, from, role, to, also, end)| {
            let date = jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day));
            let role = if kind == "email" { role } else { "" };
            format!("{date}T{hour:02}:00 {kind} {from} -> {role}{to}, {also}{end}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// The questions in SQL and the rule in `model` give the same interactions, in any order, with doubles, and for
    /// one record as for all.
    #[test]
    fn the_questions_follow_the_rule(lines in proptest::collection::vec(a_line(), 1..40), doubled in 0..10_usize) {
        let directory = notation::directory("amber@us ben@us cleo@us");
        let context = relata_model::normalise::Context { directory: &directory, owner: None, now: jiff::Timestamp::MAX };
        let mut given = Vec::new();
        for it in notation::parse(&lines.join("\n")).unwrap() {
            if let relata_model::Normalised::Kept(it) = relata_model::normalise(it, context) {
                given.push(it);
            }
        }
        let mut distinct = BTreeMap::new();
        for it in &given {
            distinct.entry(it.identity).or_insert_with(|| it.clone());
        }
        let mut expected: BTreeMap<RecordNumber, BTreeMap<i32, u32>> = BTreeMap::new();
        for it in distinct.values() {
            let participants: Vec<_> = it.participants.iter()
                .map(|it| (person(it.address.as_str()), it.side == Side::Colleague, it.role)).collect();
            let regarding = it.activity.as_ref().and_then(|it| it.regarding.as_ref()).map(|it| RecordNumber(it.0.parse().unwrap()));
            let asked = Attributable { kind: it.kind, participants: &participants, regarding, in_mailbox: it.activity.is_none() };
            for (_, subject) in crm().iter().filter(|(_, subject)| subject.counts(&asked)) {
                let day = it.at.as_second().div_euclid(86_400) as i32;
                *expected.entry(subject.number).or_default().entry(day).or_default() += 1;
            }
        }
        let mut shuffled: Vec<Interaction> = given.iter().rev().cloned().collect();
        shuffled.extend(given.iter().take(doubled).cloned());
        let subjects: Vec<Subject> = crm().into_iter().map(|it| it.1).collect();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (all, again, alone) = runtime.block_on(async {
            let (_one, log) = log_of(given.clone()).await;
            let (_two, other) = log_of(shuffled).await;
            let all = months(&log, &subjects, Edition::Enhanced).await;
            (all, months(&other, &subjects, Edition::Enhanced).await, months(&log, &subjects[2..3], Edition::Enhanced).await)
        });
        let bytes = |of: &BTreeMap<RecordNumber, Series>| -> BTreeMap<RecordNumber, Vec<u8>> {
            of.iter().map(|(record, series)| (*record, series.to_bytes())).collect()
        };
        prop_assert_eq!(bytes(&all), bytes(&again));
        prop_assert_eq!(all.get(&RecordNumber(3)).map(Series::to_bytes), alone.get(&RecordNumber(3)).map(Series::to_bytes));
        let counted: BTreeMap<RecordNumber, BTreeMap<i32, u32>> = all.iter()
            .map(|(record, series)| (*record, series.days.iter().map(|it| (it.day, it.counts.all())).collect()))
            .collect();
        prop_assert_eq!(counted, expected);
    }
}
