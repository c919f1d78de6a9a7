//! Collecting: several mailboxes at once, each with its own trouble, and what changed is shown at once.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use expect_test::{Expect, expect};
use jiff::civil::date;
use relata_connectors::{Batch, Connector, Cursor, FetchError, Scripted};
use relata_model::consent::Insights;
use relata_model::{ColleagueId, notation};
use relata_pipeline::{Collected, For, Found, ImportError, Remote, collect, refresh};
use relata_store::{OptOut, Store};
use relata_testkit::World;

const AMBER: &str = "2026-05-01 email#1 amber@us -> lea@acme.com
                     2026-05-02 email#2 lea@acme.com -> amber@us, ben@us re 1
                     2026-05-03 email#3 amber@us -> max@acme.com";
const BEN: &str = "2026-05-02 email#2 lea@acme.com -> amber@us, ben@us re 1
                   2026-06-20 email#4 ben@us -> lea@acme.com";
const TENANT: Remote<'_> = Remote { name: "tenant", kind: "microsoft365", at_once: 2, resting: 0 };

/// A mailbox whose folder nobody may enter.
struct Closed;

#[async_trait]
impl Connector for Closed {
    async fn fetch(&self, _: Option<&Cursor>) -> Result<Batch, FetchError> {
        Err(FetchError::Forbidden { path: "/closed".into() })
    }

    async fn extent(&self) -> Result<u64, FetchError> {
        Ok(0)
    }
}

fn found(owner: &str, connector: impl Connector + 'static) -> Found {
    Found {
        name: format!("{owner} mail"),
        kind: "mail",
        owner: ColleagueId(owner.to_owned()),
        connector: Box::new(connector),
    }
}

fn says(owner: &str, text: &str) -> Found {
    found(owner, Scripted::new(text, 2).expect("a script written in a test"))
}

async fn world() -> World {
    let directory = notation::directory("amber@us ben@us cleo@us dora@us:left");
    World::new(&directory, None, notation::moment("2026-07-01")).await
}

async fn round(world: &World, found: Vec<Found>) -> Collected {
    let collected = collect(&world.line(), TENANT, found, &|| true, &|_| ()).await.expect("a round in a test");
    assert!(collected.ledger.adds_up());
    collected
}

/// A line for the source, and one for each mailbox.
async fn check(store: &Store, expected: Expect) {
    let mut text = String::new();
    for it in store.sources().await.unwrap() {
        text += &format!("{}: {:?}\n", it.name, it.state);
    }
    let health = store.mailbox_health("tenant").await.unwrap();
    let mut mailboxes = store.mailboxes().await.unwrap();
    // They are numbered as they are come to, at once.
    mailboxes.sort_by(|left, right| left.name.cmp(&right.name));
    for it in mailboxes {
        let health = health.iter().find(|(id, _)| *id == it.id).map(|it| &it.1);
        let fares = match health.and_then(|it| it.failing.as_ref()) {
            Some((since, why)) => format!("failing since {since}: {why}"),
            // Which of two copies is stored and which is the copy is chance: the mailboxes are read at once.
            None => format!("read {}", it.ledger.read),
        };
        text += &format!("{}: {fares}\n", it.name);
    }
    expected.assert_eq(&text);
}

#[tokio::test]
async fn one_mailbox_that_cannot_be_read_stops_no_other() {
    let world = world().await;
    let collected = round(&world, vec![says("amber@us", AMBER), found("cleo@us", Closed), says("ben@us", BEN)]).await;
    assert_eq!((collected.read, collected.failing, collected.left_alone), (2, 1, 0));
    // A message in two mailboxes is stored once, whichever was first.
    assert_eq!((collected.ledger.stored, collected.ledger.duplicates), (4, 1));
    check(&world.store, expect![[r#"
        tenant: Ready
        amber@us mail: read 3
        ben@us mail: read 2
        cleo@us mail: failing since 2026-07-01T00:00:00Z: /closed may not be read by this user; grant read permission to it
    "#]]).await;

    let collected = round(&world, vec![found("cleo@us", Closed)]).await;
    assert_eq!((collected.read, collected.failing), (0, 1));
    check(&world.store, expect![[r#"
        tenant: Broken("/closed may not be read by this user; grant read permission to it")
        amber@us mail: read 3
        ben@us mail: read 2
        cleo@us mail: failing since 2026-07-01T00:00:00Z: /closed may not be read by this user; grant read permission to it
    "#]]).await;
}

#[tokio::test]
async fn whoever_does_not_take_part_is_not_asked_for() {
    let world = world().await;
    let cleo = ColleagueId("cleo@us".to_owned());
    let now = world.line().now;
    let out = OptOut { colleague: &cleo, from: now, at: now, by: "operator", reason: "asked for" };
    world.store.opt_out(&out).await.unwrap();
    let collected = round(&world, vec![says("amber@us", AMBER), found("cleo@us", Closed)]).await;
    assert_eq!((collected.read, collected.failing, collected.left_alone), (1, 0, 1));
    assert_eq!(world.store.mailboxes().await.unwrap().len(), 1);

    world.consent_to(&[] as &[Insights]).await;
    let refused = collect(&world.line(), TENANT, vec![says("amber@us", AMBER)], &|| true, &|_| ()).await;
    assert!(matches!(refused, Err(ImportError::NoConsent)));
}

#[tokio::test]
async fn what_a_round_touched_is_shown_as_if_everything_were_computed() {
    let (world, today) = (world().await, date(2026, 7, 1));
    let collected = round(&world, vec![says("amber@us", AMBER)]).await;
    let first = refresh(&world.line(), today, &collected.touched, &|_| ()).await.unwrap();
    assert_eq!(first.map(|it| it.pairs), Some(3));
    let again = round(&world, vec![says("amber@us", AMBER)]).await;
    assert_eq!(refresh(&world.line(), today, &again.touched, &|_| ()).await.unwrap(), None);

    let more = round(&world, vec![says("ben@us", BEN)]).await;
    let narrow = refresh(&world.line(), today, &more.touched, &|_| ()).await.unwrap();
    assert_eq!(narrow.map(|it| it.pairs), Some(2));
    let shown = world.digest().await;
    world.compute("2026-07-01", For::Everybody).await;
    assert_eq!(world.digest().await, shown);
}

#[tokio::test]
async fn when_time_is_up_the_rest_is_the_next_rounds() {
    let world = world().await;
    let both = || vec![says("amber@us", AMBER), says("ben@us", BEN)];
    let one_at_a_time = Remote { at_once: 1, ..TENANT };
    let first = collect(&world.line(), one_at_a_time, both(), &|| false, &|_| ()).await.unwrap();
    assert_eq!((first.read, first.unfinished, first.ledger.read), (0, 2, 0));
    let asked = AtomicU32::new(0);
    // Time for the first page of the first mailbox: asked before it, and after it.
    let a_while = || asked.fetch_add(1, Ordering::Relaxed) < 1;
    let second = collect(&world.line(), one_at_a_time, both(), &a_while, &|_| ()).await.unwrap();
    assert_eq!((second.read, second.unfinished, second.ledger.read), (0, 2, 2));
    let last = round(&world, both()).await;
    assert_eq!((last.read, last.unfinished, last.ledger.read), (2, 0, 3));
}

/// Each round appends a little to the same month, a file to each of three tables.
#[tokio::test]
async fn however_many_rounds_there_are_a_month_has_few_files() {
    let world = world().await;
    let append = async |numbers: std::ops::Range<u32>| {
        for number in numbers {
            let mailbox = says("amber@us", &format!("2026-05-01 email#{number} amber@us -> lea@acme.com"));
            round(&world, vec![Found { name: format!("number {number}"), ..mailbox }]).await;
        }
        world.line().log.files().await.unwrap()
    };
    assert_eq!(append(0..20).await, 3 * 20);
    assert_eq!(append(20..30).await, 3 * 6, "25 became one");
}
