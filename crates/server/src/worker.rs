//! The worker: does what was asked for in the web application or on the command line, and reads connections in rounds, one
//! thing at a time.
//!
//! Every few seconds `relata serve` looks for erasures and access requests, and whether a round is due; `relata compute` and
//! `relata import` do what was asked for before they end. Whoever is at work holds the [`Turn`].

use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_keys::{Signer, sign_receipt};
use relata_model::enabling::FILES_KEPT_DAYS;
use relata_pipeline::{Ending, Line, end_erasures, end_withdrawals, erase, grant_access};
use relata_store::{Connection, ConnectionState, ErasureState, Store};

use crate::remote::{Round, Rounds};
use crate::settings::Settings;
use crate::turn::Turn;

/// So often the worker looks.
const PAUSE: Duration = Duration::from_secs(5);
/// So long connections are read before it looks again.
const A_WHILE: Duration = Duration::from_secs(60);

/// Files that are no part of anything stay so long, for readers that still have them open: far below the 30 days within
/// which they must be gone.
const FILES_KEPT: SignedDuration = SignedDuration::from_hours(24 * FILES_KEPT_DAYS);

/// Works until the process ends. What fails is noted with the erasure, logged, and tried again.
pub async fn work(store: &Store, settings: &Settings, signer: &Signer, clock: fn() -> Timestamp) {
    let mut reading = Reading::default();
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = round(store, settings, signer, clock()).await {
            tracing::warn!("what was asked for could not be done yet: {error:#}");
        }
        if let Err(error) = reading.step(store, settings, clock).await {
            tracing::warn!("what is connected could not be read: {error:#}");
        }
    }
}

/// Reading connections: what is known of them, and when the next round is due.
#[derive(Default)]
struct Reading {
    rounds: Rounds,
    /// When the last round was done, and what it was done under: whether there was a consent, and the connections.
    done: Option<(Timestamp, bool, Vec<Connection>)>,
}

impl Reading {
    /// Reads for a while if a round is due: after the pause, or at once where somebody consented, connected or resumed.
    async fn step(&mut self, store: &Store, settings: &Settings, clock: fn() -> Timestamp) -> anyhow::Result<()> {
        let connections = store.connections().await?;
        if !connections.iter().any(|it| it.state == ConnectionState::Reading) {
            return Ok(());
        }
        let consented = store.consent().await?.allows_any();
        let pause = SignedDuration::from_mins(i64::from(settings.sources.every_minutes));
        let is_done = |(at, under, of): &(Timestamp, bool, Vec<Connection>)| {
            clock() < *at + pause && *under == consented && *of == connections
        };
        if self.done.as_ref().is_some_and(is_done) {
            return Ok(());
        }
        let Some(_turn) = Turn::take(settings)? else { return Ok(()) };
        // What fails is tried again after the pause, too.
        self.done = Some((clock(), consented, connections));
        let log = InteractionLog::open(&settings.log_place()).await.context("the log cannot be opened")?;
        let line = Line { store, log: &log, now: clock() };
        let go_on = for_a_while();
        let read = self.rounds.round(&line, settings, clock, (&go_on, &|_| ())).await?;
        if read.iter().any(Round::is_unfinished) {
            // There is more: after a look at what else is due.
            self.done = None;
        }
        Ok(())
    }
}

/// Returns whether to go on reading: until a minute is over, so that nothing else that is due waits long.
pub fn for_a_while() -> impl Fn() -> bool + Sync {
    let began = Instant::now();
    move || began.elapsed() < A_WHILE
}

async fn round(store: &Store, settings: &Settings, signer: &Signer, now: Timestamp) -> anyhow::Result<()> {
    if !is_anything_due(store, now).await? {
        return Ok(());
    }
    let Some(_turn) = Turn::take(settings)? else { return Ok(()) };
    // Opened anew: a command may have written since.
    let log = InteractionLog::open(&settings.log_place()).await.context("the log cannot be opened")?;
    do_what_is_due(&Line { store, log: &log, now }, signer).await
}

async fn is_anything_due(store: &Store, now: Timestamp) -> anyhow::Result<bool> {
    let erasures = store.erasures().await?;
    let is_due = |it: &relata_store::Erasure| match it.state {
        ErasureState::FilesGone => false,
        ErasureState::RowsGone => it.rows_gone_at.is_some_and(|it| it + FILES_KEPT <= now),
        _ => true,
    };
    let withdrawn = !store.enabling().await?.to_erase().is_empty();
    Ok(withdrawn || erasures.iter().any(is_due) || !store.open_access_requests(now).await?.is_empty())
}

/// Does all that is due; for whoever has the turn.
///
/// # Errors
///
/// The first that failed; the others were tried all the same.
pub async fn do_what_is_due(line: &Line<'_>, signer: &Signer) -> anyhow::Result<()> {
    let mut failure = None;
    // First, for a withdrawal on the command line asks for nothing by itself; and last, to note what was done.
    end_withdrawals(line).await?;
    for it in line.store.erasures().await? {
        if it.state >= ErasureState::RowsGone {
            continue;
        }
        if let Err(error) = erase(line, it.id, &|_| ()).await {
            line.store.erasure_failed(it.id, &error.to_string(), line.now).await?;
            failure = failure.or(Some(anyhow::Error::from(error)));
        }
    }
    let sign = |statement: &serde_json::Value| sign_receipt(signer, statement);
    let older_than = FILES_KEPT.try_into().unwrap_or(Duration::MAX);
    let ending = Ending { after: FILES_KEPT, older_than, sign: &sign };
    if let Err(error) = end_erasures(line, &ending).await {
        failure = failure.or(Some(error.into()));
    }
    end_withdrawals(line).await?;
    if let Err(error) = grant_access(line).await {
        failure = failure.or(Some(error.into()));
    }
    failure.map_or(Ok(()), Err)
}
