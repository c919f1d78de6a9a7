//! How fast the line is after reading: append, compute, publish. Part of `bench/run.py`.
//!
//! ```text
//! bench_compute append  <folder> <interactions>            invents them, appends them, 2,000 a batch
//! bench_compute compute <folder> <run>                     computes all, computes again, then one new message
//! bench_compute import  <folder> <directory.csv> <mbox>    fetch, admit, append: all of an import
//! ```
//!
//! The folder holds the log and the operational database (SQLite). Prints one line of JSON.

mod dice;
mod invent;

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::Context;
use invent::{COLLEAGUES, CONTACTS, World};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use relata_interaction_log::{BatchId, InteractionLog, Numbers};
use relata_model::consent::Insights;
use relata_model::{Directory, MailboxId, PersonId};
use relata_pipeline::{For, Line, Mail, Progress, compute, import_directory, import_mail};
use relata_store::Store;

/// The day insights are computed for: the last one of the invented year, in the middle of a month.
const ON: Date = date(2025, 12, 15);
/// As many as a connector puts in a batch.
const BATCH: u64 = 2_000;
/// Mailboxes take turns, as they do when all are asked for news.
const MAILBOXES: u64 = 100;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["append", folder, total] => append(Path::new(folder), total.parse()?).await,
        ["compute", folder, run] => compute_all(Path::new(folder), run.parse()?).await,
        ["import", folder, directory, mbox] => import(Path::new(folder), Path::new(directory), Path::new(mbox)).await,
        _ => anyhow::bail!("say `append`, `compute` or `import`, and what the head of this file asks for"),
    }
}

async fn open(folder: &Path) -> anyhow::Result<(Store, InteractionLog)> {
    let place = folder.join("log");
    std::fs::create_dir_all(&place)?;
    let store = Store::open(&format!("sqlite:{}", folder.join("relata.db").display())).await?;
    Ok((store, InteractionLog::open(&place.to_string_lossy()).await?))
}

/// Time spent in one step, however often it is done.
async fn timed<T>(spent: &mut Duration, step: impl Future<Output = T>) -> T {
    let begin = Instant::now();
    let done = step.await;
    *spent += begin.elapsed();
    done
}

async fn append(folder: &Path, total: u64) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let mut world = World::new();
    let directory = Directory::new(world.entries());
    store.replace_directory(&world.entries()).await?;
    consent(&store).await?;
    let (mut interning, mut appending) = (Duration::ZERO, Duration::ZERO);
    let ids = timed(&mut interning, store.intern(&world.seen())).await?;
    let numbers = Numbers { addresses: &ids, records: &HashMap::new() };
    let consent = store.consent().await?;
    let mut stored = 0;
    for batch in 0..total.div_ceil(BATCH) {
        let which = batch * BATCH..total.min((batch + 1) * BATCH);
        let interactions = which.map(|it| world.next(it, total)).collect();
        let mailbox = MailboxId((batch % MAILBOXES) as i64 + 1);
        let id = BatchId { mailbox, number: (batch / MAILBOXES) as i64 + 1 };
        let step = async { log.append(id, &consent.admit(interactions, &directory, None).0, numbers).await };
        stored += timed(&mut appending, step).await?.stored;
    }
    anyhow::ensure!(stored == total, "{stored} of {total} interactions were stored");
    println!(
        r#"{{"stored": {stored}, "addresses": {}, "intern_s": {}, "append_s": {}, "peak_mib": {}}}"#,
        COLLEAGUES + CONTACTS,
        interning.as_secs_f64(),
        appending.as_secs_f64(),
        peak_mib()
    );
    Ok(())
}

/// What one computation took, up to publishing and after.
struct Took {
    compute_s: f64,
    publish_s: f64,
    pairs: u64,
    months: u64,
    /// The most memory the process ever held, up to publishing.
    peak_mib: f64,
}

async fn take(line: &Line<'_>, what: For<'_>) -> anyhow::Result<Took> {
    let publishing = OnceLock::new();
    let begin = Instant::now();
    let tell = |it| {
        if let Progress::Publishing { pairs } = it {
            let _ = publishing.set((begin.elapsed(), pairs, peak_mib()));
        }
    };
    let computed = compute(line, ON, what, &tell).await?;
    let (until_publishing, pairs, peak) = publishing.into_inner().context("nothing was published")?;
    Ok(Took {
        compute_s: until_publishing.as_secs_f64(),
        publish_s: (begin.elapsed() - until_publishing).as_secs_f64(),
        pairs,
        months: computed.months,
        peak_mib: peak,
    })
}

/// The most memory this process ever held. Linux says so; elsewhere it is 0.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.map_or(0.0, |kib: f64| kib / 1024.0)
}

async fn compute_all(folder: &Path, run: i64) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let line = Line { store: &store, log: &log, now: ON.at(22, 0, 0, 0).in_tz("UTC")?.timestamp() };
    let first = take(&line, For::Everybody).await?;
    let again = take(&line, For::Everybody).await?;

    let world = World::new();
    let message = World::one_more(run);
    let ids = store.intern(&world.seen()).await?;
    let numbers = Numbers { addresses: &ids, records: &HashMap::new() };
    let whom: Vec<PersonId> = contacts(&store, &message).await?;
    let directory = Directory::new(world.entries());
    let (admitted, _) = store.consent().await?.admit(vec![message], &directory, None);
    let mut appending = Duration::ZERO;
    let id = BatchId { mailbox: MailboxId(MAILBOXES as i64 + 1), number: run };
    let appended = timed(&mut appending, log.append(id, &admitted, numbers)).await?;
    anyhow::ensure!(appended.stored == 1, "run {run} was made before; its message is not new");
    let narrow = take(&line, For::Contacts(&whom)).await?;

    let show = |name: &str, it: &Took| {
        format!(
            r#""{name}": {{"compute_s": {}, "publish_s": {}, "pairs": {}, "months": {}, "peak_mib": {}}}"#,
            it.compute_s, it.publish_s, it.pairs, it.months, it.peak_mib
        )
    };
    let (first, again, narrow) = (show("first", &first), show("again", &again), show("narrow", &narrow));
    let append_one = appending.as_secs_f64();
    println!(r#"{{{first}, {again}, {narrow}, "append_one_s": {append_one}, "peak_mib": {}}}"#, peak_mib());
    Ok(())
}

async fn contacts(store: &Store, message: &relata_model::Interaction) -> anyhow::Result<Vec<PersonId>> {
    let mut found = Vec::new();
    for it in message.participants.iter().filter(|it| it.side == relata_model::Side::Outside) {
        found.extend(store.person_of(&it.address).await?);
    }
    Ok(found)
}

async fn import(folder: &Path, directory: &Path, mbox: &Path) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    consent(&store).await?;
    let line = Line { store: &store, log: &log, now: "2026-01-01T00:00:00Z".parse()? };
    import_directory(&line, directory).await?;
    let mut importing = Duration::ZERO;
    let ledger =
        timed(&mut importing, import_mail(&line, Mail { path: mbox, owner: None, again: false }, &|_| ())).await?;
    let (read, stored, seconds) = (ledger.read, ledger.stored, importing.as_secs_f64());
    println!(r#"{{"read": {read}, "stored": {stored}, "seconds": {seconds}, "peak_mib": {}}}"#, peak_mib());
    Ok(())
}

/// Lets the organisation consent to everything, unless it has.
async fn consent(store: &Store) -> anyhow::Result<()> {
    let steps = store.enabling().await?.steps_to(Insights::ALL, Timestamp::UNIX_EPOCH, "operator");
    store.append_consent_events(&steps).await?;
    Ok(())
}
