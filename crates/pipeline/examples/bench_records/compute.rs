//! Computing, and what it takes.

use std::sync::Mutex;
use std::time::Instant;

use anyhow::Context;
use relata_analytics::{Edition, RecordTables, month_of_records, record_engine};
use relata_interaction_log::InteractionLog;
use relata_model::health::settings::{Grades, Weights};
use relata_model::{AnalyticsSettings, MailboxId, RecordKind};
use relata_pipeline::{Line, Progress, Room, compute_records, known};
use relata_store::Store;

use crate::invent::World;
use crate::{ON, appending, peak_mib, timed};

/// Nobody else's batches have this mailbox.
const ONE_MORE: MailboxId = MailboxId(3);

/// Asks the log for the series of every record and month, as computing does, and keeps nothing.
pub async fn questions(store: &Store, log: &InteractionLog) -> anyhow::Result<()> {
    let (subjects, subjects_s) = timed(store.subjects()).await;
    let (known, known_s) = timed(known(store)).await;
    let (subjects, known) = (subjects?, known?);
    let begin = Instant::now();
    let (mut months, mut days, mut turns, mut people) = (0, 0, 0, 0);
    for month in log.interaction_months().await?.into_keys() {
        let tables = RecordTables {
            interaction: log.interactions().await?,
            sighting: log.sightings().await?,
            activity: log.activities().await?,
        };
        let engine = record_engine(tables, &known, &subjects, &Room::default())?;
        for series in month_of_records(&engine, month, Edition::Enhanced).await?.values() {
            months += 1;
            days += series.days.len();
            turns += series.turns.len();
            people += series.people.len();
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        r#"{{"seconds": {seconds}, "subjects_s": {subjects_s}, "known_s": {known_s}, "months": {months}, "days": {days}, "turns": {turns}, "people": {people}, "peak_mib": {}}}"#,
        peak_mib()
    );
    Ok(())
}

/// Computes everything, again, after a change of one team, and after one new message; says what each took.
pub async fn all(store: &Store, log: &InteractionLog, run: u64, records: usize) -> anyhow::Result<()> {
    let room = Room::default();
    let line = Line { store, log, room: &room, now: ON.at(22, 0, 0, 0).in_tz("UTC")?.timestamp() };
    let first = take(&line).await?;
    let again = take(&line).await?;

    let mut world = World::new(records);
    let deals = world.crm.records.iter().filter(|it| it.kind == RecordKind::Opportunity);
    let mut deal = deals.max_by_key(|it| it.team.len()).context("there is a deal")?.clone();
    deal.team.truncate(deal.team.len().saturating_sub(usize::try_from(run)?));
    store.upsert_records(&[deal]).await?;
    let team = take(&line).await?;

    let addresses = store.intern(&world.seen()).await?;
    let message = world.one_more(run);
    let stored = appending(store, log, &world, addresses).await?.append(ONE_MORE, run as i64, vec![message]).await?;
    anyhow::ensure!(stored == 1, "run {run} was made before; its message is not new");
    let message = take(&line).await?;
    println!(r#"{{"first": {first}, "again": {again}, "team": {team}, "message": {message}}}"#);
    Ok(())
}

/// Grades every record by other weights and grades.
pub async fn regrade(store: &Store) -> anyhow::Result<()> {
    let run = store.insight_run().await?.context("compute first")?;
    let mut settings = AnalyticsSettings::default();
    settings.health.weights = Weights::new(0.8, 1.2, 1.1, 0.9)?;
    settings.health.grades = Grades::new(70, 30)?;
    let (graded, seconds) = timed(store.grade_records(&run, &settings, &[].into())).await;
    println!(r#"{{"records": {}, "seconds": {seconds}, "peak_mib": {}}}"#, graded?, peak_mib());
    Ok(())
}

/// Computes, and returns what it took as JSON: up to the first month, the months, and grading all records.
async fn take(line: &Line<'_>) -> anyhow::Result<String> {
    let begin = Instant::now();
    let told = Mutex::new(Vec::new());
    let tell = |it| {
        if let Progress::Records { .. } = it {
            told.lock().expect("nobody panics while holding it").push(begin.elapsed().as_secs_f64());
        }
    };
    let computed = compute_records(line, ON, &tell).await?;
    let seconds = begin.elapsed().as_secs_f64();
    let told = told.into_inner()?;
    let (first, last) = (told.first().context("nothing was told")?, told.last().context("nothing was told")?);
    Ok(format!(
        r#"{{"seconds": {seconds}, "prepare_s": {first}, "months_s": {}, "grade_s": {}, "records": {}, "months": {}, "changed": {}, "peak_mib": {}}}"#,
        last - first,
        seconds - last,
        computed.records,
        computed.months,
        computed.changed,
        peak_mib()
    ))
}
