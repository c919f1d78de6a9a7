//! Introductions: what mailboxes show of a request, from the headers alone.

use expect_test::{Expect, expect};
use jiff::Timestamp;
use relata_model::notation;
use relata_model::{Identity, PersonId};
use relata_store::{Asker, Forget, IntroductionState, NewIntroduction, Started, Store, TrackedIntroduction, Transport};
use relata_testkit::World;

/// So that the three are known before the request.
const BEFORE: &str = "2026-05-01 email amber@us -> lea@acme.com
                      2026-05-01 email amber@us -> ben@us";

/// Ben asked Amber on 2 June about Lea.
async fn asked() -> World {
    let directory = notation::directory("amber@us ben@us cleo@us");
    let mut world = World::new(&directory, None, notation::moment("2026-06-02")).await;
    world.sync("amber@us", BEFORE).await;
    let new = NewIntroduction {
        idempotency_key: "k1",
        contact: world.person("lea@acme.com").await,
        colleague: world.person("amber@us").await,
        requested_by: "Ben",
        requester: Some(world.person("ben@us").await),
        requested_at: notation::moment("2026-06-02"),
        transport: Transport::Smtp,
        message: Some(Identity::of_meeting("notation", "k1")),
        knew: false,
    };
    let Started::Now(id) = world.store.start_introduction(&new).await.unwrap() else { panic!("it is new") };
    let sent = IntroductionState::Sent(notation::moment("2026-06-02"));
    world.store.finish_introduction(id, &sent).await.unwrap();
    world.wait_until(notation::moment("2026-07-01"));
    world
}

async fn mine(store: &Store, ben: PersonId, at: Timestamp) -> Vec<TrackedIntroduction> {
    store.introductions_by(None, &Asker { person: Some(ben), at }).await.unwrap()
}

/// Compares the signs there are of the request, a line each.
async fn check(world: &World, expected: Expect) {
    let mine = mine(&world.store, world.person("ben@us").await, notation::moment("2026-07-01")).await;
    let lines = mine.iter().flat_map(|it| &it.signs).map(|(sign, at)| format!("{at:.0} {}\n", sign.name()));
    expected.assert_eq(&lines.collect::<String>());
}

#[tokio::test]
async fn a_mailbox_shows_the_whole_story_once() {
    let world = asked().await;
    let story = format!(
        "{BEFORE}
         2026-06-02 email#k1 ben@us -> amber@us
         2026-06-03 email#2 amber@us -> ben@us re k1
         2026-06-03 email#3 amber@us -> ben@us
         2026-06-04 email#4 amber@us -> lea@acme.com
         2026-06-05 email#5 amber@us -> lea@acme.com, cc ben@us
         2026-06-06 email#6 cleo@us -> lea@acme.com, cc ben@us
         2026-06-07 meeting lea@acme.com -> ben@us"
    );
    world.sync("amber@us", &story).await;
    let shown = || {
        expect![[r#"
        2026-06-02T00:00:00Z arrived
        2026-06-03T00:00:00Z answered
        2026-06-04T00:00:00Z wrote
        2026-06-05T00:00:00Z introduced
        2026-06-07T00:00:00Z exchanged
    "#]]
    };
    check(&world, shown()).await;
    // Copies in another mailbox show the same.
    world.sync("ben@us", &story).await;
    check(&world, shown()).await;
}

#[tokio::test]
async fn what_was_not_admitted_shows_nothing() {
    let world = asked().await;
    world.ask_to_forget(Forget::Person(world.person("lea@acme.com").await)).await;
    assert_eq!(mine(&world.store, world.person("ben@us").await, notation::moment("2026-07-01")).await, []);
    world.sync("amber@us", &format!("{BEFORE}\n2026-06-05 email amber@us -> lea@acme.com, cc ben@us")).await;
    check(&world, expect![[""]]).await;
}

/// Amber brought Ben and Lea together.
async fn introduced() -> World {
    let world = asked().await;
    world.sync("amber@us", &format!("{BEFORE}\n2026-06-05 email amber@us -> lea@acme.com, cc ben@us")).await;
    check(&world, expect![["2026-06-05T00:00:00Z introduced\n"]]).await;
    world
}

#[tokio::test]
async fn signs_go_with_the_mailboxes_that_showed_them() {
    let world = introduced().await;
    world.ask_to_forget(Forget::Mailbox(world.mailbox("amber@us").await)).await;
    check(&world, expect![[""]]).await;
}

#[tokio::test]
async fn signs_go_when_the_consent_is_withdrawn() {
    let world = introduced().await;
    world.withdraw().await;
    check(&world, expect![[""]]).await;
}
