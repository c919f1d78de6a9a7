//! How fast the line is after reading: fold, compute, publish, and what a day more or one message costs. Part of `bench/run.py`.
//!
//! ```text
//! bench_compute fold    <folder>                           sums every month, and keeps nothing
//! bench_compute compute <folder> <day>                     computes and publishes all, then all again
//! bench_compute day     <folder> <day> <size> <messages>   a day more and whoever took part in it; one message; all, to compare
//! bench_compute import  <folder> <directory.csv> <mbox>    fetch, admit, append: all of an import
//! ```
//!
//! The folder holds the log and the operational database (SQLite): `relata generate --to log` fills it. `day` wants the size it was
//! filled with, and a day after its last month. Prints one line of JSON.

mod another_day;

use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use relata_analytics::{Engine, REPLY_REACH_MONTHS, Scope, partials};
use relata_interaction_log::InteractionLog;
use relata_model::consent::Insights;
use relata_pipeline::{For, Line, Mail, Progress, Room, compute, import_directory, import_mail, known};
use relata_store::{GenerationId, Store};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["fold", folder] => fold(Path::new(folder)).await,
        ["compute", folder, day] => compute_all(Path::new(folder), day.parse()?).await,
        ["day", folder, day, size, messages] => {
            another_day::run(Path::new(folder), day.parse()?, size, messages.parse()?).await
        }
        ["import", folder, directory, mbox] => import(Path::new(folder), Path::new(directory), Path::new(mbox)).await,
        _ => anyhow::bail!("say `fold`, `compute`, `day` or `import`, and what the head of this file asks for"),
    }
}

async fn open(folder: &Path) -> anyhow::Result<(Store, InteractionLog)> {
    let place = folder.join("log");
    std::fs::create_dir_all(&place)?;
    let store = Store::open(&format!("sqlite:{}", folder.join("relata.db").display())).await?;
    Ok((store, InteractionLog::open(&place.to_string_lossy()).await?))
}

/// The evening of a day.
fn evening(day: Date) -> anyhow::Result<Timestamp> {
    Ok(day.at(22, 0, 0, 0).in_tz("UTC")?.timestamp())
}

/// The most memory this process ever held. Linux says so; elsewhere it is 0.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.map_or(0.0, |kib: f64| kib / 1024.0)
}

/// Sums every month: the hot path alone.
async fn fold(folder: &Path) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let largest = known(&store).await?.iter().map(|it| it.address).max().context("there are no people")?;
    let engine = Engine::new(log.exchanges().await?, &Scope::Everything, &Room::default()).await?;
    let months = log.months(REPLY_REACH_MONTHS).await?;
    let (begin, mut rows) = (Instant::now(), 0);
    for month in months.keys() {
        rows += partials(&engine, *month, None, "", largest).await?.iter().map(|it| it.num_rows()).sum::<usize>();
    }
    let seconds = begin.elapsed().as_secs_f64();
    let months = months.len();
    println!(r#"{{"seconds": {seconds}, "months": {months}, "rows": {rows}, "peak_mib": {}}}"#, peak_mib());
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
    generation: GenerationId,
}

impl Took {
    fn show(&self, name: &str) -> String {
        let Took { compute_s, publish_s, pairs, months, peak_mib, generation: _ } = self;
        format!(
            r#""{name}": {{"compute_s": {compute_s}, "publish_s": {publish_s}, "pairs": {pairs}, "months": {months}, "peak_mib": {peak_mib}}}"#
        )
    }
}

async fn take(line: &Line<'_>, day: Date, what: For<'_>) -> anyhow::Result<Took> {
    let publishing = OnceLock::new();
    let begin = Instant::now();
    let tell = |it| {
        if let Progress::Publishing { pairs } = it {
            let _ = publishing.set((begin.elapsed(), pairs, peak_mib()));
        }
    };
    let computed = compute(line, day, what, &tell).await?;
    let (until_publishing, pairs, peak_mib) = publishing.into_inner().context("nothing was published")?;
    Ok(Took {
        compute_s: until_publishing.as_secs_f64(),
        publish_s: (begin.elapsed() - until_publishing).as_secs_f64(),
        pairs,
        months: computed.months,
        peak_mib,
        generation: computed.generation,
    })
}

async fn compute_all(folder: &Path, day: Date) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let line = Line { store: &store, log: &log, room: &Room::default(), now: evening(day)? };
    let first = take(&line, day, For::Everybody).await?.show("first");
    let again = take(&line, day, For::Everybody).await?.show("again");
    println!(r#"{{{first}, {again}, "peak_mib": {}}}"#, peak_mib());
    Ok(())
}

async fn import(folder: &Path, directory: &Path, mbox: &Path) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let steps = store.enabling().await?.steps_to(Insights::ALL, Timestamp::UNIX_EPOCH, "operator");
    store.append_consent_events(&steps).await?;
    let line = Line { store: &store, log: &log, room: &Room::default(), now: "2026-01-01T00:00:00Z".parse()? };
    import_directory(&line, directory).await?;
    let mut importing = Duration::ZERO;
    let mail = Mail { path: mbox, owner: None, again: false };
    let ledger = timed(&mut importing, import_mail(&line, mail, &|_| ())).await?;
    let (read, stored, seconds) = (ledger.read, ledger.stored, importing.as_secs_f64());
    println!(r#"{{"read": {read}, "stored": {stored}, "seconds": {seconds}, "peak_mib": {}}}"#, peak_mib());
    Ok(())
}

/// Time spent in one step, however often it is done.
async fn timed<T>(spent: &mut Duration, step: impl Future<Output = T>) -> T {
    let begin = Instant::now();
    let done = step.await;
    *spent += begin.elapsed();
    done
}
