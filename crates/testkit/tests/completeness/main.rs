//! Completeness: whatever happens to a tenant's mail while it is read, and whatever goes wrong, what is kept in the end is what a
//! tenant gives in which the same mail lay in peace; and the ledger says so, with nothing unexplained.
//!
//! Mail comes, moves between folders, is deleted; the service fails in its many ways; the process dies at any moment, and what was
//! read is read again. `RELATA_TEST_CASES` says how many such lives are drawn, `RELATA_TEST_SEED` from which on.

mod tenant;

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use jiff::SignedDuration;
use relata_model::notation;
use relata_pipeline::{Checked, Collected, For, Remote, check, collect, day_of};
use relata_stand_in::Message;
use relata_store::{LedgerLine, LedgerQuery};
use relata_testkit::World;
use serde_json::json;

use crate::tenant::{COLLEAGUES, Chance, Played};

const TENANT: Remote<'_> = Remote { name: "tenant", kind: "microsoft365", at_once: 2, resting: 0 };
const CASES: u64 = 3;
const STEPS: u64 = 24;
/// What lies there when reading begins.
const PAST: u64 = 60;

async fn world(played: &Played) -> World {
    World::new(&notation::directory(&COLLEAGUES.join(" ")), None, played.now()).await
}

/// Does something, unless the process dies on the way: `None`.
async fn dies_after<T>(moments: u64, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut left) = (pin!(work), moments);
    poll_fn(|context| match left {
        0 => Poll::Ready(None),
        _ => {
            left -= 1;
            work.as_mut().poll(context).map(Some)
        }
    })
    .await
}

/// Returns whether to go on: so often.
fn so_often(times: u64) -> impl Fn() -> bool + Sync {
    let left = AtomicU64::new(times);
    move || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| it.checked_sub(1)).is_ok()
}

async fn read(world: &World, played: &Played, batches: u64) -> Collected {
    let go_on = so_often(batches);
    collect(&world.line(), TENANT, played.mailboxes(), &go_on, &|_| ()).await.expect("nothing of ours fails")
}

async fn held_against(world: &World, played: &Played, cells: u64) -> Checked {
    let (now, go_on) = (world.line().now, so_often(cells));
    check(&world.line(), TENANT, played.mailboxes(), now, &go_on, &|_| ()).await.expect("nothing of ours fails")
}

/// Reads to the end, and holds all against the source.
async fn settle(world: &mut World, played: &Played) -> Checked {
    played.stand_in.heal();
    for _ in 0..20 {
        // Checked again even if it was checked at this very moment.
        played.stand_in.change(|it| it.advance(SignedDuration::from_secs(1)));
        world.wait_until(played.now());
        let collected = read(world, played, u64::MAX).await;
        if collected.failing == 0 && collected.unfinished == 0 {
            return held_against(world, played, u64::MAX).await;
        }
    }
    panic!("a tenant in peace is not read to its end");
}

/// One life of a tenant; returns what is kept of it, and what of the tenant in peace.
async fn life(seed: u64) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut chance = Chance(seed);
    let mut played = Played::new(seed).await;
    for _ in 0..PAST {
        played.past(&mut chance);
    }
    let (mut world, start) = (world(&played).await, played.now());
    // Both mailboxes are begun on the day on which the oracle's are.
    read(&world, &played, 4).await;
    for _ in 0..STEPS {
        let wait = chance.one_of(&[1, 60, 3_600, 30 * 3_600]);
        played.stand_in.change(|it| it.advance(SignedDuration::from_secs(wait)));
        world.wait_until(played.now());
        for _ in 0..chance.below(6) {
            played.happens(&mut chance);
        }
        match chance.below(8) {
            0 => played.stand_in.heal(),
            1 | 2 => played.goes_wrong(&mut chance),
            3 => {
                // A round that was under way has folders behind it already: the next one comes to them.
                let rounds = [read(&world, &played, u64::MAX).await, read(&world, &played, u64::MAX).await];
                if rounds.iter().all(|it| it.failing == 0 && it.unfinished == 0) {
                    played.was_read();
                }
            }
            4 => {
                // Time is up in the middle of it, or the process dies.
                held_against(&world, &played, chance.below(30)).await;
                let moments = 1 + chance.below(400);
                dies_after(moments, held_against(&world, &played, u64::MAX)).await;
                world = world.reopened().await;
            }
            5 => drop(read(&world, &played, 1 + chance.below(8)).await),
            _ => {
                let moments = 1 + chance.below(400);
                dies_after(moments, read(&world, &played, u64::MAX)).await;
                world = world.reopened().await;
            }
        }
    }
    let first = settle(&mut world, &played).await;
    assert_eq!((first.mailboxes, first.unexplained), (2, 0), "seed {seed}");
    // Whatever did not add up was mended; a second look finds nothing. It may look again at what a round told of late.
    let second = settle(&mut world, &played).await;
    assert_eq!((second.found_late, second.unexplained), (0, 0), "seed {seed}");
    balanced(&world, seed).await;
    let (peaceful, rest) = played.oracle(start).await;
    let mut oracle = self::world(&peaceful).await;
    settle(&mut oracle, &peaceful).await;
    rest(&peaceful);
    settle(&mut oracle, &peaceful).await;
    (kept(&world).await, kept(&oracle).await)
}

async fn lines(world: &World) -> Vec<LedgerLine> {
    let asked = LedgerQuery { source: TENANT.name.to_owned(), ..LedgerQuery::default() };
    world.store.ledger_page(&asked, 100).await.unwrap()
}

async fn balanced(world: &World, seed: u64) {
    for line in lines(world).await {
        let it = &line.completeness;
        assert_eq!(it.source, it.kept + it.left_out + it.quarantined, "seed {seed}: {line:?}");
        assert!(it.unexplained == 0 && it.since.is_none() && it.checked_at.is_some(), "seed {seed}: {line:?}");
    }
    for it in world.store.mailboxes().await.unwrap() {
        assert!(it.ledger.adds_up(), "seed {seed}: {it:?}");
    }
}

/// What is kept of mail and published of pairs, a line each, by name.
async fn kept(world: &World) -> BTreeSet<String> {
    let today = day_of(world.line().now).to_string();
    world.compute(&today, For::Everybody).await;
    let all = world.canonical().await;
    let is_kept = |it: &&str| ["pair ", "interaction "].iter().any(|table| it.starts_with(table));
    // Which copy was first, and in which batch it came, is chance.
    let content = |it: &str| it.split_once(" tenant/").map_or(it.to_owned(), |it| it.0.to_owned());
    all.lines().filter(is_kept).map(content).collect()
}

fn number_in(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_nothing_is_lost_and_nothing_is_unexplained() {
    let (cases, first) = (number_in("RELATA_TEST_CASES").unwrap_or(CASES), number_in("RELATA_TEST_SEED").unwrap_or(0));
    for seed in first..first + cases {
        let (kept, of_the_oracle) = life(seed).await;
        assert!(kept.len() > 10, "seed {seed}: {kept:?}");
        let lacking: Vec<_> = of_the_oracle.difference(&kept).collect();
        let too_much: Vec<_> = kept.difference(&of_the_oracle).collect();
        assert!(
            lacking.is_empty() && too_much.is_empty(),
            "seed {seed}: {lacking:#?} are lacking, {too_much:#?} too much"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moved_in_behind_the_reading_is_found_by_holding_it_against_the_source() {
    let (owner, contact) = (COLLEAGUES[0], "lea@acme.com");
    let played = Played::new(3).await;
    let old = Message::new(contact, &[owner]).at("2026-01-05T08:00:00Z");
    let moving = played.stand_in.change(|it| {
        it.message(owner, "inbox", old.clone());
        it.message(owner, "junkemail", old)
    });
    let mut world = world(&played).await;
    let first = settle(&mut world, &played).await;
    assert_eq!((first.found_late, first.unexplained, world.log.count().await.unwrap()), (0, 0, 1));
    // The changes of a folder tell nothing of what is older than they are.
    played.stand_in.change(|it| it.move_message(owner, moving, "archive"));
    let second = settle(&mut world, &played).await;
    assert_eq!((second.read_again, second.found_late, second.unexplained), (1, 1, 0));
    assert_eq!(world.log.count().await.unwrap(), 2);
    assert!(!second.touched.is_empty());
    balanced(&world, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_could_not_read_is_tried_again_and_counts_once() {
    let (owner, contact) = (COLLEAGUES[0], "lea@acme.com");
    let played = Played::new(5).await;
    let mut unreadable = Message::new(contact, &[owner]).at("2026-01-05T08:00:00Z");
    unreadable.instead = json!({"from": null, "sender": null}).as_object().unwrap().clone();
    let id = played.stand_in.change(|it| it.message(owner, "inbox", unreadable));
    let mut world = world(&played).await;
    settle(&mut world, &played).await;
    let quarantined = async |world: &World| {
        let ledgers = world.store.mailboxes().await.unwrap().into_iter().map(|it| it.ledger.quarantined);
        let cells = lines(world).await.into_iter().map(|it| it.completeness.quarantined);
        (cells.sum::<u64>(), ledgers.sum::<u64>())
    };
    assert_eq!(quarantined(&world).await, (1, 1));
    // Nothing tells that it can be read now, and the same version does not try again.
    played.stand_in.change(|it| it.mend_message(owner, id));
    let same = settle(&mut world, &played).await;
    assert_eq!((same.read_again, same.mended), (0, 0));

    let mailbox = lines(&world).await.into_iter().find(|it| it.completeness.quarantined == 1).unwrap().mailbox;
    world.store.note_checked(mailbox, 0, "an earlier one", played.now()).await.unwrap();
    let newer = settle(&mut world, &played).await;
    assert_eq!((newer.read_again, newer.mended, newer.found_late, newer.unexplained), (1, 1, 0, 0));
    assert_eq!((quarantined(&world).await, world.log.count().await.unwrap()), ((0, 0), 1));
    assert_eq!(world.store.quarantined(mailbox).await.unwrap(), []);
    balanced(&world, 5).await;
}
