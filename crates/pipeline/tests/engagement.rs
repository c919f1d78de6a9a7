//! Engagement: what each colleague did with each account, by cases that can be checked by hand.

mod people;

use expect_test::{Expect, expect};
use people::{PEOPLE, interactions, known, log_of, person, tables};
use relata_analytics::{Room, involvements, record_engine};
use relata_model::{PersonId, RecordKind, RecordNumber, Status, Subject, end_of_day_seconds};

fn name(person: PersonId) -> &'static str {
    PEOPLE.iter().find(|it| it.1 == person.0).expect("somebody of the test").0
}

/// Says for March what every colleague did with acme, whose people are lea and max.
async fn check(given: &str, expected: Expect) {
    let (_folder, log) = log_of(interactions(given)).await;
    let acme = Subject {
        number: RecordNumber(1),
        kind: RecordKind::Account,
        status: Status::Open,
        stage: None,
        created: None,
        ours: [].into(),
        theirs: ["lea@acme", "max@acme"].map(person).into(),
    };
    let engine = record_engine(tables(&log).await, &known(), &[acme], &Room::default()).unwrap();
    let month = "2026-03".parse().unwrap();
    let end_of = |day: &str| end_of_day_seconds(day.parse().unwrap());
    let found = involvements(&engine, (month, month), end_of("2026-02-28"), end_of("2026-03-31")).await.unwrap();
    let names = |it: &[PersonId]| it.iter().map(|it| name(*it)).collect::<Vec<_>>().join(" ");
    let mut text = String::new();
    for ((_, colleague), it) in found {
        text += &format!(
            "{}: emails {}/{} meetings {}/{} minutes {} answers {} after {} h; with {} | {}\n",
            name(colleague),
            it.emails_to,
            it.emails_from,
            it.meetings_by_us,
            it.meetings_by_them,
            it.meeting_minutes,
            it.replies,
            it.reply_seconds as f64 / 3600.0,
            names(&it.their_people_emails),
            names(&it.their_people_meetings)
        );
    }
    expected.assert_eq(&text);
}

#[tokio::test]
async fn an_email_is_its_senders_or_of_those_it_is_addressed_to() {
    check(
        "2026-03-02 email amber@us -> lea@acme, max@acme, cc ben@us
         2026-03-03 email lea@acme -> ben@us, cc cleo@us
         2026-03-04 email zoe@other -> amber@us
         2026-02-27 email amber@us -> lea@acme
         2026-04-01 email amber@us -> lea@acme",
        expect![[r#"
            amber@us: emails 1/0 meetings 0/0 minutes 0 answers 0 after 0 h; with lea@acme max@acme | 
            ben@us: emails 0/1 meetings 0/0 minutes 0 answers 0 after 0 h; with lea@acme | 
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_meeting_is_of_everybody_in_it_and_of_whoever_called_it() {
    check(
        "2026-03-02T10:00 meeting 30min amber@us -> ben@us, lea@acme
         2026-03-03T10:00 meeting 60min max@acme -> ben@us",
        expect![[r#"
            amber@us: emails 0/0 meetings 1/0 minutes 30 answers 0 after 0 h; with  | lea@acme
            ben@us: emails 0/0 meetings 1/1 minutes 90 answers 0 after 0 h; with  | lea@acme max@acme
        "#]],
    )
    .await;
}

#[tokio::test]
async fn an_answer_is_of_the_colleague_it_is_addressed_to_and_the_first_one_counts() {
    check(
        "2026-02-27T08:00 email#a amber@us -> lea@acme
         2026-03-01T08:00 email#b lea@acme -> amber@us re a
         2026-03-01T09:00 email#c lea@acme -> amber@us re a
         2026-03-05T08:00 email#d ben@us -> max@acme
         2026-03-05T09:00 email#e max@acme -> cleo@us re d",
        expect![[r#"
            amber@us: emails 0/2 meetings 0/0 minutes 0 answers 1 after 48 h; with lea@acme | 
            ben@us: emails 1/0 meetings 0/0 minutes 0 answers 0 after 0 h; with max@acme | 
            cleo@us: emails 0/1 meetings 0/0 minutes 0 answers 0 after 0 h; with max@acme | 
        "#]],
    )
    .await;
}
