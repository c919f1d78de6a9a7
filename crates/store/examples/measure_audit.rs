//! Measures the audit trail: `cargo run --release -p relata-store --example measure_audit [URL]`.
//!
//! Events a second with one caller and with 32 at once, then how long it takes to verify them all.

use std::time::Instant;

use futures::future::join_all;
use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent};
use relata_store::{Store, StoreError};

const ALONE: i64 = 2_000;
const CALLERS: i64 = 32;
const OF_EACH: i64 = 500;

#[tokio::main]
async fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sqlite = format!("sqlite:{}", folder.path().join("measure.db").display());
    let store = Store::open(&std::env::args().nth(1).unwrap_or(sqlite)).await?;
    let began = Instant::now();
    for number in 0..ALONE {
        store.audit(&[event(number)]).await?;
    }
    say("one caller", ALONE, began);
    let began = Instant::now();
    let calls = (0..CALLERS).map(|caller| {
        let store = &store;
        async move {
            for number in 0..OF_EACH {
                store.audit(&[event(caller * OF_EACH + number)]).await?;
            }
            Ok::<(), StoreError>(())
        }
    });
    join_all(calls).await.into_iter().collect::<Result<Vec<()>, _>>()?;
    say("32 callers at once", CALLERS * OF_EACH, began);
    let began = Instant::now();
    let verdict = store.verify_audit(Vec::new()).await?;
    say("verified", ALONE + CALLERS * OF_EACH, began);
    println!("{verdict:?}");
    Ok(())
}

fn event(number: i64) -> AuditEvent {
    let at = Timestamp::from_second(1_775_000_000 + number).expect("a moment");
    let event = AuditEvent::new(at, "account:7", Action::View).of(format!("record:O-{number}"));
    event.with("what", "introducers").showing((0..5).map(|it| PersonId(number % 500 + it)))
}

fn say(what: &str, events: i64, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    println!("{what:<20} {events:>6} events in {seconds:>6.2} s: {:>7.0} a second", events as f64 / seconds);
}
