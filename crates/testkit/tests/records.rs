//! Records, from a CRM and mailboxes to what lists show: the basic edition alone, then mailboxes, a change of people,
//! late mail; and after all of it the same as computed in one go.

use std::collections::HashMap;

use expect_test::{Expect, expect};
use relata_model::consent::Insights;
use relata_model::{Address, AnalyticsSettings, Record, RecordId, RecordKind, Stakeholder, notation};
use relata_store::{Months, RecordMonth, RecordQuery};
use relata_testkit::{World, record};

const AMBER: &str = "2026-05-01T09:00 email#1 amber@us -> lea@acme.com
                     2026-05-02T11:00 email#2 lea@acme.com -> amber@us re 1
                     2026-05-20T10:00 meeting 30min amber@us -> lea@acme.com, ben@us, cleo@us, max@acme.com
                     2026-06-10T10:00 email#3 amber@us -> lea@acme.com, cc max@acme.com
                     2026-07-15T10:00 meeting 30min amber@us -> lea@acme.com";
const BEN: &str = "2026-06-11T10:00 email#5 ben@us -> max@acme.com";
const LATE: &str = "2026-04-30T12:00 email#4 lea@acme.com -> amber@us, cc cleo@us";
const CRM: &str = "2026-05-05T10:00 call 20min amber@us -> lea@acme.com regarding O-1
                   2026-05-06T10:00 task cleo@us -> regarding O-1
                   2026-07-20T10:00 call 20min amber@us -> lea@acme.com regarding O-1 in open";

fn address(text: &str) -> Address {
    Address::parse_unlisted(text).expect("an address written in a test")
}

/// An account with two contacts, and an opportunity of amber's with one of them, `team` beside her.
fn crm(team: &[&str]) -> Vec<Record> {
    let contact = |id, of: &str| Record {
        account: Some(RecordId("A-1".to_owned())),
        addresses: vec![address(of)],
        ..record(id, RecordKind::Contact)
    };
    let opportunity = Record {
        account: Some(RecordId("A-1".to_owned())),
        primary_contact: Some(RecordId("C-1".to_owned())),
        owner: Some(address("amber@us")),
        team: team.iter().map(|it| address(it)).collect(),
        ..record("O-1", RecordKind::Opportunity)
    };
    vec![
        record("A-1", RecordKind::Account),
        contact("C-1", "lea@acme.com"),
        contact("C-2", "max@acme.com"),
        opportunity,
    ]
}

async fn world(granted: &[Insights]) -> World {
    let directory = notation::directory("amber@us ben@us cleo@us");
    let world = World::new(&directory, None, notation::moment("2026-06-30")).await;
    world.consent_to(granted).await;
    world
}

async fn check(world: &World, expected: Expect) {
    let list = world.store.list_records(&RecordQuery::default()).await.unwrap();
    let mut text = String::new();
    for row in list.rows {
        let Some(it) = row.insight else { continue };
        let touch =
            |it: Option<relata_model::Touch>| it.map_or("-".to_owned(), |it| format!("{:?} {}", it.kind, it.at));
        text += &format!(
            "{} {} {:?} emails {} meetings {} calls {} last {} next {}\n",
            row.id.0,
            it.state.name(),
            it.score,
            it.emails,
            it.meetings,
            it.calls,
            touch(it.last),
            touch(it.next)
        );
    }
    expected.assert_eq(&text);
}

#[tokio::test]
async fn a_crm_alone_is_the_basic_edition_and_mailboxes_join_it() {
    let world = world(&[]).await;
    world.store.upsert_records(&crm(&[])).await.unwrap();
    world.sync("amber@us", CRM).await;
    world.compute_records("2026-06-30").await;
    check(&world, expect![[r#"
        A-1 not_enough_information None emails 0 meetings 0 calls 1 last Call 2026-05-05T10:00:00Z next Call 2026-07-20T10:00:00Z
        C-1 not_enough_information None emails 0 meetings 0 calls 1 last Call 2026-05-05T10:00:00Z next Call 2026-07-20T10:00:00Z
        C-2 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
        O-1 not_enough_information None emails 0 meetings 0 calls 1 last Task 2026-05-06T10:00:00Z next Call 2026-07-20T10:00:00Z
    "#]]).await;

    world.consent_to(&[Insights::Identifiable]).await;
    world.sync("ben@us", AMBER).await;
    world.compute_records("2026-06-30").await;
    check(&world, expect![[r#"
        A-1 scored Some(54) emails 3 meetings 1 calls 1 last Email 2026-06-10T10:00:00Z next Meeting 2026-07-15T10:00:00Z
        C-1 scored Some(54) emails 3 meetings 1 calls 1 last Email 2026-06-10T10:00:00Z next Meeting 2026-07-15T10:00:00Z
        C-2 not_enough_information None emails 1 meetings 1 calls 0 last Email 2026-06-10T10:00:00Z next -
        O-1 scored Some(58) emails 3 meetings 1 calls 1 last Email 2026-06-10T10:00:00Z next Meeting 2026-07-15T10:00:00Z
    "#]]).await;
}

#[tokio::test]
async fn what_changed_is_computed_and_the_rest_kept_with_the_same_result_as_all_in_one_go() {
    let step_by_step = world(&[Insights::Identifiable]).await;
    step_by_step.store.upsert_records(&crm(&[])).await.unwrap();
    step_by_step.sync("amber@us", AMBER).await;
    let first = step_by_step.compute_records("2026-06-30").await;
    assert_eq!((first.months, first.changed), (2, 4));
    let again = step_by_step.compute_records("2026-06-30").await;
    assert_eq!((again.months, again.changed), (0, 0));

    step_by_step.sync("ben@us", BEN).await;
    step_by_step.sync("cleo@us", LATE).await;
    let later = step_by_step.compute_records("2026-06-30").await;
    assert_eq!((later.months, later.changed), (3, 0));
    step_by_step.store.upsert_records(&crm(&["ben@us"])).await.unwrap();
    let changed = step_by_step.compute_records("2026-06-30").await;
    assert_eq!((changed.months, changed.changed), (0, 1));

    let at_once = world(&[Insights::Identifiable]).await;
    at_once.store.upsert_records(&crm(&["ben@us"])).await.unwrap();
    for (owner, text) in [("amber@us", AMBER), ("ben@us", BEN), ("cleo@us", LATE)] {
        at_once.sync(owner, text).await;
    }
    at_once.compute_records("2026-06-30").await;
    let digest = async |world: &World| world.store.record_digest().await.unwrap();
    assert_eq!(digest(&step_by_step).await, digest(&at_once).await);
}

#[tokio::test]
async fn a_meeting_called_off_is_no_longer_ahead() {
    let world = world(&[Insights::Identifiable]).await;
    world.store.upsert_records(&crm(&[])).await.unwrap();
    world.sync("amber@us", "2026-07-15T10:00 meeting#m 30min amber@us -> lea@acme.com").await;
    world.compute_records("2026-06-30").await;
    check(
        &world,
        expect![[r#"
        A-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next Meeting 2026-07-15T10:00:00Z
        C-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next Meeting 2026-07-15T10:00:00Z
        C-2 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
        O-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next Meeting 2026-07-15T10:00:00Z
    "#]],
    )
    .await;
    world.sync("ben@us", "2026-07-15T10:00 meeting#m 30min amber@us -> lea@acme.com in cancelled").await;
    world.compute_records("2026-06-30").await;
    check(
        &world,
        expect![[r#"
        A-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
        C-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
        C-2 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
        O-1 no_completed_activities None emails 0 meetings 0 calls 0 last - next -
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_damaged_series_fails_alone_and_is_read_anew_the_next_time() {
    let world = world(&[Insights::Identifiable]).await;
    world.store.upsert_records(&crm(&[])).await.unwrap();
    world.sync("amber@us", AMBER).await;
    world.compute_records("2026-06-30").await;
    let whole = world.store.record_digest().await.unwrap();

    let number = world.store.record_number(&RecordId("C-1".to_owned())).await.unwrap().unwrap();
    let month = "2026-05".parse().unwrap();
    let damaged = RecordMonth { record: number, month, blob: vec![9, 9, 9] };
    world.store.put_record_months(Months::Of(&[month], &[number]), [damaged]).await.unwrap();
    let run = world.store.insight_run().await.unwrap().unwrap();
    world.store.grade_records(&run, &AnalyticsSettings::default(), &HashMap::new()).await.unwrap();
    check(&world, expect![[r#"
        A-1 scored Some(49) emails 3 meetings 1 calls 0 last Email 2026-06-10T10:00:00Z next Meeting 2026-07-15T10:00:00Z
        C-1 failed None emails 0 meetings 0 calls 0 last - next -
        C-2 not_enough_information None emails 1 meetings 1 calls 0 last Email 2026-06-10T10:00:00Z next -
        O-1 scored Some(49) emails 3 meetings 1 calls 0 last Email 2026-06-10T10:00:00Z next Meeting 2026-07-15T10:00:00Z
    "#]]).await;

    assert_eq!(world.compute_records("2026-06-30").await.changed, 1);
    assert_eq!(world.store.record_digest().await.unwrap(), whole);
}

/// What CRMs and mailboxes hold in fact: a deal with nobody in it, one closed before it was opened, one person in many
/// records, a clock ahead, a meeting of no length, a name that is markup.
#[tokio::test]
async fn odd_data_have_a_clear_state_and_count_nothing_wrong() {
    let world = world(&[Insights::Identifiable]).await;
    let day = |text: &str| Some(text.parse().unwrap());
    let mut records = vec![
        record("nobody", RecordKind::Opportunity),
        Record {
            state: Some("won".to_owned()),
            created_on: day("2026-06-01"),
            closed_on: day("2026-05-01"),
            revenue: Some(-1.0),
            ..record("closed-before", RecordKind::Opportunity)
        },
        Record { addresses: vec![address("lea@acme.com")], ..record("<b>lea</b>", RecordKind::Contact) },
    ];
    for it in 0..200 {
        records.push(Record {
            owner: Some(address("amber@us")),
            stakeholders: vec![Stakeholder::Address(address("lea@acme.com"))],
            ..record(&format!("deal-{it:03}"), RecordKind::Opportunity)
        });
    }
    world.store.upsert_records(&records).await.unwrap();
    world
        .sync(
            "amber@us",
            "2026-06-28T23:59 email amber@us -> lea@acme.com
             2026-06-29T10:00 meeting amber@us -> lea@acme.com
             2026-12-24T10:00 call amber@us -> lea@acme.com in crm
             2026-06-01T10:00 call amber@us -> lea@acme.com in open",
        )
        .await;
    let computed = world.compute_records("2026-06-30").await;
    assert_eq!(computed.records, 203);
    let insight = async |id: &str| {
        let number = world.store.record_number(&RecordId(id.to_owned())).await.unwrap().unwrap();
        let it = world.store.record_insight(number).await.unwrap().unwrap();
        format!(
            "{} emails {} meetings {} calls {} next {:?}",
            it.state.name(),
            it.emails,
            it.meetings,
            it.calls,
            it.next
        )
    };
    assert_eq!(insight("nobody").await, "no_completed_activities emails 0 meetings 0 calls 0 next None");
    assert_eq!(insight("closed-before").await, "not_applicable emails 0 meetings 0 calls 0 next None");
    assert_eq!(insight("<b>lea</b>").await, "not_enough_information emails 1 meetings 1 calls 0 next None");
    assert_eq!(insight("deal-000").await, insight("deal-199").await);
    assert_eq!(insight("deal-199").await, insight("<b>lea</b>").await);
}
