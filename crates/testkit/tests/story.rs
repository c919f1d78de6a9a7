//! The story: connect, sync, compute, look; more mail, an opt-out, a crash. On SQLite always, and on PostgreSQL
//! when `RELATA_TEST_POSTGRES_STORY` names an empty database.

use std::collections::HashMap;

use expect_test::{Expect, expect};
use relata_connectors::{Connector, Scripted};
use relata_interaction_log::{BatchId, Numbers};
use relata_model::normalise::{Context, Normalised, normalise};
use relata_model::{Address, ColleagueId, RecordKind, notation};
use relata_pipeline::For;
use relata_store::{Asker, OptOut, RecordQuery, Seen};
use relata_testkit::{World, record};

const AMBER: &str = "2026-05-01 email#1 amber@us -> lea@acme.com
                     2026-05-02 email#2 lea@acme.com -> amber@us re 1
                     2026-05-10 email#3 amber@us -> lea@acme.com, cc ben@us re 2
                     2026-06-01 meeting 30min amber@us -> lea@acme.com, ben@us
                     2026-06-02 email#4 ben@us -> max@acme.com";
const BEN: &str = "2026-05-10 email#3 amber@us -> lea@acme.com, cc ben@us re 2
                   2026-06-02 email#4 ben@us -> max@acme.com
                   2026-06-20 email#5 lea@acme.com -> ben@us
                   2026-06-21 email#6 newsletter@acme.com -> lea@acme.com";

async fn world(database: Option<&str>) -> World {
    let directory = notation::directory("amber@us ben@us cleo@us");
    World::new(&directory, database, notation::moment("2026-07-01")).await
}

async fn check(world: &World, contact: &str, expected: Expect) {
    expected.assert_eq(&world.who_knows(contact).await);
}

async fn story(database: Option<&str>) {
    let world = world(database).await;
    let ledger = world.sync("amber@us", AMBER).await;
    assert!(ledger.adds_up());
    assert_eq!((ledger.read, ledger.stored, ledger.duplicates), (5, 5, 0));
    let ledger = world.sync("ben@us", BEN).await;
    assert!(ledger.adds_up());
    assert_eq!((ledger.read, ledger.stored, ledger.duplicates, ledger.filtered.len()), (4, 1, 2, 1));

    // Syncing again finds nothing new.
    assert_eq!(world.sync("amber@us", AMBER).await.read, 0);

    world.compute("2026-06-30", For::Everybody).await;
    check(
        &world,
        "lea@acme.com",
        expect![[r#"
        amber@us medium 63 sent 2 received 1 replies 2 meetings 1
        ben@us medium 46 sent 0 received 1 replies 0 meetings 1
    "#]],
    )
    .await;
    check(
        &world,
        "max@acme.com",
        expect![[r#"
        ben@us unknown 10 sent 1 received 0 replies 0 meetings 0
    "#]],
    )
    .await;

    // Computing again changes no byte; a few contacts computed alone are what everybody's are.
    let whole = world.digest().await;
    assert_eq!(world.compute("2026-06-30", For::Everybody).await.months, 0);
    assert_eq!(world.digest().await, whole);
    let lea = world.person("lea@acme.com").await;
    world.compute("2026-06-30", For::Contacts(&[lea])).await;
    assert_eq!(world.digest().await, whole);

    // New mail of two months already summed; then the narrow path and the whole one agree again.
    world.sync("cleo@us", "2026-05-20 email cleo@us -> lea@acme.com\n2026-06-29 email lea@acme.com -> cleo@us").await;
    world.compute("2026-06-30", For::Contacts(&[lea])).await;
    let narrow = world.digest().await;
    assert_eq!(world.compute("2026-06-30", For::Everybody).await.months, 2);
    assert_eq!(world.digest().await, narrow);
    assert_ne!(narrow, whole);

    // A past day stands beside today, and knows nothing of what came after it.
    let today = world.digest().await;
    world.compute("2026-05-09", For::Past).await;
    let past = world.store.generation_for("2026-05-09".parse().unwrap()).await.unwrap().expect("just computed");
    let amber = world.person("amber@us").await;
    let asker = Asker::stranger(past.computed_at);
    let then = world.store.pair(&past, lea, amber, &asker).await.unwrap().expect("two emails by then");
    assert_eq!((then.sums.counts.sent, then.sums.counts.received, then.sums.counts.meetings), (1, 1, 0));
    assert_eq!(world.digest().await, today);

    // Records of a CRM: what its activities and the mailboxes say of them, on either database.
    let [account, mut contact] =
        [("acme", RecordKind::Account), ("lea", RecordKind::Contact)].map(|it| record(it.0, it.1));
    contact.account = Some(account.id.clone());
    contact.addresses = vec![Address::parse("lea@acme.com").unwrap()];
    world.store.upsert_records(&[account, contact]).await.unwrap();
    world.sync("cleo@us", "2026-06-30T09:00 call 20min cleo@us -> max@acme.com regarding acme").await;
    let computed = world.compute_records("2026-06-30").await;
    assert_eq!((computed.records, computed.months, computed.changed), (2, 2, 2));
    let rows = world.store.list_records(&RecordQuery::default()).await.unwrap().rows;
    let said: Vec<String> = rows
        .into_iter()
        .map(|it| {
            let insight = it.insight.expect("everything was computed");
            let (emails, meetings, calls) = (insight.emails, insight.meetings, insight.calls);
            format!("{} {:?} emails {emails} meetings {meetings} calls {calls}", it.name, insight.score)
        })
        .collect();
    assert_eq!(said, ["acme Some(88) emails 6 meetings 1 calls 1", "lea Some(83) emails 6 meetings 1 calls 0"]);

    // Who opts out leaves no trace from that day on.
    let (colleague, from) = (ColleagueId("ben@us".to_owned()), notation::moment("2026-06-25"));
    let opt_out = OptOut { colleague: &colleague, from, at: from, by: "account:1", reason: "own wish" };
    world.store.opt_out(&opt_out).await.unwrap();
    let late = "2026-06-26 email ben@us -> lea@acme.com\n2026-06-26 email lea@acme.com -> cleo@us, cc ben@us";
    world.store.drop_cursor(world.mailbox("cleo@us").await).await.unwrap();
    let ledger = world.sync("cleo@us", late).await;
    assert!(ledger.adds_up());
    assert_eq!((ledger.stored, ledger.filtered.values().sum::<u64>()), (1, 1));
}

#[tokio::test]
async fn the_story_on_sqlite() {
    story(None).await;
}

#[tokio::test]
async fn the_story_on_postgresql() {
    match std::env::var("RELATA_TEST_POSTGRES_STORY") {
        Ok(database) => story(Some(&database)).await,
        Err(_) => println!("skipped: RELATA_TEST_POSTGRES_STORY names no database"),
    }
}

#[tokio::test]
async fn a_crash_between_append_and_cursor_loses_nothing_and_doubles_nothing() {
    let told = world(None).await;
    let expected = told.sync("amber@us", AMBER).await;
    told.compute("2026-06-30", For::Everybody).await;

    let world = world(None).await;
    append_first_batch_and_die(&world).await;
    let world = world.reopened().await;
    assert_eq!(world.sync("amber@us", AMBER).await, expected);
    world.compute("2026-06-30", For::Everybody).await;
    assert_eq!(world.log.count().await.unwrap(), told.log.count().await.unwrap());
    assert_eq!(world.digest().await, told.digest().await);
}

/// Does what a sync does up to the moment before its cursor is saved.
async fn append_first_batch_and_die(world: &World) {
    let batch = Scripted::new(AMBER, 2).unwrap().fetch(None).await.unwrap();
    let directory = world.store.directory().await.unwrap();
    let context = Context { directory: &directory, owner: None, now: notation::moment("2026-07-01") };
    let kept = batch.observed.into_iter().filter_map(|it| match normalise(it, context) {
        Normalised::Kept(interaction) => Some(interaction),
        Normalised::Scheduled(_) | Normalised::Filtered(_) => None,
    });
    let (admitted, _) = world.store.consent().await.unwrap().admit(kept.collect(), &directory, None);
    let addresses = admitted.interactions().iter().flat_map(|it| &it.participants).map(|it| &it.address);
    let seen: Vec<Seen> = addresses
        .map(|address| Seen {
            address: address.clone(),
            name: None,
            classified: relata_model::classification::classify(address, None, Default::default(), None),
        })
        .collect();
    let ids = world.store.intern(&seen).await.unwrap();
    let id = BatchId { mailbox: world.mailbox("amber@us").await, number: 1 };
    let numbers = Numbers { addresses: &ids, records: &HashMap::new() };
    world.log.append(id, &admitted, numbers).await.unwrap();
}
