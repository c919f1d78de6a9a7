//! How fast figures of records are: computed, computed again, graded anew. Part of `bench/run.py`.
//!
//! ```text
//! bench_records append    <folder> <records> <interactions>   invents both, and takes them into store and log
//! bench_records questions <folder>                            asks the log for every series, and keeps nothing
//! bench_records compute   <folder> <run> <records>            computes all, again, after a change, after a message
//! bench_records regrade   <folder>                            other weights and grades, for every record
//! bench_records dump      <folder>                            what DuckDB needs and is compared with, as CSV
//! ```
//!
//! The folder holds the log and the operational database (SQLite). Prints one line of JSON.

mod compute;
mod crm;
mod dice;
mod dump;
mod invent;

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use invent::World;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use relata_interaction_log::{BatchId, InteractionLog, Numbers};
use relata_model::consent::{Consent, Insights};
use relata_model::{Address, AddressId, Directory, Interaction, MailboxId, RecordId, RecordNumber};
use relata_store::Store;

/// The day figures are computed for: the last one of the invented year, in the middle of a month.
const ON: Date = date(2025, 12, 15);
/// Many at once, as a backfill would: what appending a little costs is measured by `bench_compute`.
const BATCH: u64 = 100_000;
/// Stands for all mailboxes.
const MAILBOX: MailboxId = MailboxId(1);
/// Stands for the CRM.
const CRM: MailboxId = MailboxId(2);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((command, [folder, rest @ ..])) = arguments.split_first() else { return usage() };
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder.join("log"))?;
    let store = Store::open(&format!("sqlite:{}", folder.join("relata.db").display())).await?;
    let log = InteractionLog::open(&folder.join("log").to_string_lossy()).await?;
    match (*command, rest) {
        ("append", [records, interactions]) => append(&store, &log, records.parse()?, interactions.parse()?).await,
        ("questions", []) => compute::questions(&store, &log).await,
        ("compute", [run, records]) => compute::all(&store, &log, run.parse()?, records.parse()?).await,
        ("regrade", []) => compute::regrade(&store).await,
        ("dump", []) => dump::all(&store, folder).await,
        _ => usage(),
    }
}

fn usage() -> anyhow::Result<()> {
    anyhow::bail!("say `append`, `questions`, `compute`, `regrade` or `dump`, and what the head of this file asks for")
}

/// Returns what a step returned, and the seconds it took.
async fn timed<T>(step: impl Future<Output = T>) -> (T, f64) {
    let begin = Instant::now();
    let done = step.await;
    (done, begin.elapsed().as_secs_f64())
}

/// The most memory this process ever held. Linux says so; elsewhere it is 0.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.map_or(0.0, |kib: f64| kib / 1024.0)
}

/// Takes interactions into the log.
struct Appending<'a> {
    log: &'a InteractionLog,
    consent: Consent,
    directory: Directory,
    addresses: HashMap<Address, AddressId>,
    records: HashMap<RecordId, RecordNumber>,
    spent: Duration,
}

impl Appending<'_> {
    async fn append(&mut self, mailbox: MailboxId, number: i64, given: Vec<Interaction>) -> anyhow::Result<u64> {
        let admitted = self.consent.admit(given, &self.directory, None).0;
        let begin = Instant::now();
        let numbers = Numbers { addresses: &self.addresses, records: &self.records };
        let appended = self.log.append(BatchId { mailbox, number }, &admitted, numbers).await?;
        self.spent += begin.elapsed();
        Ok(appended.stored)
    }
}

async fn append(store: &Store, log: &InteractionLog, records: usize, total: u64) -> anyhow::Result<()> {
    let mut world = World::new(records);
    store.replace_directory(&world.entries()).await?;
    consent(store).await?;
    let (addresses, interning) = timed(store.intern(&world.seen())).await;
    let (upserted, upserting) = timed(store.upsert_records(&world.crm.records)).await;
    upserted?;
    let mut appending = appending(store, log, &world, addresses?).await?;
    let mut stored = 0;
    for batch in 0..total.div_ceil(BATCH) {
        let invented = (batch * BATCH..total.min((batch + 1) * BATCH)).map(|it| world.next(it, total));
        let (all, copies): (Vec<_>, Vec<_>) = invented.unzip();
        let (mut written_down, seen): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.activity.is_some());
        written_down.extend(copies.into_iter().flatten());
        let number = batch as i64 + 1;
        stored += appending.append(MAILBOX, number, seen).await?;
        stored += appending.append(CRM, number, written_down).await?;
    }
    anyhow::ensure!(stored == total, "{stored} of {total} interactions were stored");
    println!(
        r#"{{"stored": {stored}, "records": {}, "intern_s": {interning}, "upsert_s": {upserting}, "append_s": {}, "peak_mib": {}}}"#,
        world.crm.records.len(),
        appending.spent.as_secs_f64(),
        peak_mib()
    );
    Ok(())
}

async fn appending<'a>(
    store: &Store,
    log: &'a InteractionLog,
    world: &World,
    addresses: HashMap<Address, AddressId>,
) -> anyhow::Result<Appending<'a>> {
    let ids: Vec<RecordId> = world.crm.records.iter().map(|it| it.id.clone()).collect();
    Ok(Appending {
        log,
        consent: store.consent().await?,
        directory: Directory::new(world.entries()),
        addresses,
        records: store.record_numbers(&ids).await?,
        spent: Duration::ZERO,
    })
}

/// Lets the organisation consent to everything, unless it has.
async fn consent(store: &Store) -> anyhow::Result<()> {
    let steps = store.enabling().await?.steps_to(Insights::ALL, Timestamp::UNIX_EPOCH, "operator");
    store.append_consent_events(&steps).await?;
    Ok(())
}
