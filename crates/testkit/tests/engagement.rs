//! Account engagement, from mailboxes to what is released: with consent alone, once, and of nobody.

use relata_model::consent::Insights;
use relata_model::{Address, Name, Record, RecordId, RecordKind, notation};
use relata_pipeline::{Epsilon, Levels, Releasing, release_engagement};
use relata_store::SourceState;
use relata_testkit::World;

/// Enough colleagues for figures of one account, and two who alone know another.
const COLLEAGUES: i32 = 40;

fn releasing() -> Releasing {
    // Little noise, so that what must be hidden is hidden by the rule, and what may be shown is shown.
    Releasing { epsilon_a_year: Epsilon::new(50.0).unwrap(), levels: Levels { week: false, month: false, year: true } }
}

async fn world(granted: &[Insights]) -> World {
    let names: Vec<String> = (0..COLLEAGUES).map(|it| format!("c{it}@us")).collect();
    let world = World::new(&notation::directory(&names.join(" ")), None, notation::moment("2026-02-10")).await;
    world.consent_to(granted).await;
    let mut crm = Vec::new();
    for (account, contact, address) in [("many", "c-lea", "lea@acme.com"), ("few", "c-max", "max@bank.com")] {
        crm.push(relata_testkit::record(account, RecordKind::Account));
        crm.push(Record {
            account: Some(RecordId(account.to_owned())),
            addresses: vec![Address::parse_unlisted(address).unwrap()],
            name: Name::new(contact).unwrap(),
            ..relata_testkit::record(contact, RecordKind::Contact)
        });
    }
    world.store.upsert_records(&crm).await.unwrap();
    let mut text = String::from("2025-01-05 email c0@us -> lea@acme.com\n");
    for it in 0..COLLEAGUES {
        text += &format!("2025-03-{:02} email c{it}@us -> lea@acme.com\n", it % 28 + 1);
        text += &format!("2025-04-{:02} email lea@acme.com -> c{it}@us\n", it % 28 + 1);
    }
    for it in 0..2 {
        text += &format!("2025-05-0{} email c{it}@us -> max@bank.com\n", it + 1);
    }
    world.sync("c0@us", &text).await;
    world
}

async fn release(world: &World) -> u64 {
    release_engagement(&world.line(), "2026-02-10".parse().unwrap(), &releasing(), &|_| ()).await.unwrap()
}

#[tokio::test]
async fn nothing_is_released_without_consent_to_aggregated_insights() {
    let world = world(&[Insights::Identifiable]).await;
    assert_eq!(release(&world).await, 0);
    assert!(world.store.releases("year").await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_released_while_a_source_is_being_read() {
    let world = world(&[Insights::Aggregated]).await;
    let now = notation::moment("2026-02-10");
    world.store.set_source("script", "scripted", &SourceState::Reading, now).await.unwrap();
    assert_eq!(release(&world).await, 0);
    world.store.set_source("script", "scripted", &SourceState::Ready, now).await.unwrap();
    assert_eq!(release(&world).await, 1);
}

#[tokio::test]
async fn a_year_is_released_once_and_whom_few_know_is_not_told() {
    let world = world(&[Insights::Aggregated]).await;
    assert_eq!(release(&world).await, 1);
    let (release_before, rows) = world.store.release("year", None).await.unwrap().unwrap();
    assert_eq!(release_before.start.to_string(), "2025-01-01");
    let shown: Vec<bool> = rows.iter().map(|it| it.figures.contains("\"score\"")).collect();
    let names: Vec<&str> = rows.iter().map(|it| it.account.0.as_str()).collect();
    assert_eq!((names, shown), (vec!["few", "many"], vec![false, true]));

    // Late mail changes nothing that was said, and asking again draws no other noise.
    world.sync("c1@us", "2025-06-01 email c1@us -> max@bank.com").await;
    assert_eq!(release(&world).await, 0);
    assert_eq!(world.store.release("year", None).await.unwrap().unwrap(), (release_before, rows));
}
