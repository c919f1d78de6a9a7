//! The worker: does what was asked for in the web application or on the command line, and reads connections in rounds, one
//! thing at a time.
//!
//! Every few seconds `relata serve` looks for erasures and access requests, and whether a round is due; at once where somebody told
//! that something happened in a mailbox. `relata compute` and `relata import` do what was asked for before they end. Whoever is at
//! work holds the [`Turn`].
//!
//! ```text
//! told? ──▶ look at those mailboxes ──▶ subscriptions as wanted ──▶ a round is due? read for a while, until somebody tells ──▶ …
//! ```

use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_keys::{Signer, sign_receipt};
use relata_model::enabling::FILES_KEPT_DAYS;
use relata_pipeline::{Ending, Line, clear_away, end_erasures, end_withdrawals, erase, grant_access};
use relata_store::{Connection, ConnectionState, ErasureState, Store};

use crate::nightly::last_due;
use crate::out_of_room::told;
use crate::push::{Push, keep};
use crate::remote::{Round, Rounds};
use crate::settings::Settings;
use crate::spools::{remove, stale_spools};
use crate::turn::Turn;

/// So often the worker looks whether somebody wants something.
const PAUSE: Duration = Duration::from_secs(5);
/// So often it looks whether another process was told something.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// So long connections are read before it looks again.
const A_WHILE: Duration = Duration::from_secs(60);
/// So long they are read, or held against their source, in spite of what is told: who was never told of is not left behind. Whatever
/// is in flight then is awaited, too.
const AT_LEAST: Duration = Duration::from_millis(500);
/// So many mailboxes are looked at before what is new is shown.
const AT_ONE_LOOK: u32 = 200;
/// So long subscriptions are made before something else has its turn.
const KEPT_FOR: Duration = Duration::from_secs(10);
/// So often it is looked whether subscriptions are as wanted, if nothing says that they are not.
const KEPT_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// So often what the log needs no longer leaves the disk.
const CLEARED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Files that are no part of anything stay so long, for readers that still have them open: far below the 30 days within
/// which they must be gone.
const FILES_KEPT: SignedDuration = SignedDuration::from_hours(24 * FILES_KEPT_DAYS);

/// Works until the process ends. What fails is noted with the erasure, logged, and tried again.
pub async fn work(store: &Store, settings: &Settings, signer: &Signer, push: &Push, clock: fn() -> Timestamp) {
    let listening = async {
        loop {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            // What the database cannot say now, it says in a second.
            if store.is_hinted().await.unwrap_or(false) {
                push.ring();
            }
        }
    };
    let working = async {
        let mut reading = Reading { rounds: Rounds::of_a_server(), ..Reading::default() };
        let mut looked = Instant::now();
        loop {
            push.rung(PAUSE.saturating_sub(looked.elapsed()).max(BETWEEN_LOOKS)).await;
            if looked.elapsed() >= PAUSE {
                looked = Instant::now();
                if let Err(error) = round(store, settings, signer, clock()).await {
                    tracing::warn!("what was asked for could not be done yet: {}", told(&error));
                }
            }
            if let Err(error) = reading.work(store, settings, push, clock).await {
                tracing::warn!("what is connected could not be read: {}", told(&error));
            }
        }
    };
    tokio::join!(listening, working);
}

/// Reading connections: what is known of them, and when the next round is due.
#[derive(Default)]
struct Reading {
    rounds: Rounds,
    logs: Logs,
    /// When the last round was begun, and what it was done under: whether there was a consent, and the connections; and whether it
    /// is over.
    last: Option<(Timestamp, bool, Vec<Connection>)>,
    is_over: bool,
    /// When subscriptions were last seen to, and for which connections.
    kept: Option<(Timestamp, Vec<Connection>)>,
    /// The last night whose check is over.
    checked: Option<Timestamp>,
    /// Time was up in the middle of one.
    is_checking: bool,
    /// When what the log needs no longer last left the disk.
    cleared_at: Option<Timestamp>,
}

impl Reading {
    /// Looks where somebody told us to, sees to subscriptions, and reads for a while if a round is due.
    async fn work(
        &mut self,
        store: &Store,
        settings: &Settings,
        push: &Push,
        clock: fn() -> Timestamp,
    ) -> anyhow::Result<()> {
        self.look(store, settings, push, clock).await?;
        let connections = store.connections().await?;
        self.keep(store, settings, push, (&connections, clock)).await?;
        self.step(store, settings, push, (connections, clock)).await
    }

    /// Looks at the mailboxes that were hinted at.
    async fn look(
        &mut self,
        store: &Store,
        settings: &Settings,
        push: &Push,
        clock: fn() -> Timestamp,
    ) -> anyhow::Result<()> {
        push.looks();
        let hinted = store.hinted(AT_ONE_LOOK).await?;
        if hinted.is_empty() {
            return Ok(());
        }
        let Some(turn) = Turn::take(settings)? else { return Ok(()) };
        let log = self.logs.open(settings, &turn).await?;
        let room = settings.room()?;
        let line = Line { store, log, room: &room, now: clock() };
        self.rounds.look(&line, settings, hinted, (&for_a_while(), &|_| ())).await
    }

    /// Lets subscriptions be as wanted, for a while.
    async fn keep(
        &mut self,
        store: &Store,
        settings: &Settings,
        push: &Push,
        (connections, clock): (&[Connection], fn() -> Timestamp),
    ) -> anyhow::Result<()> {
        let now = clock();
        let is_kept = |(at, of): &(Timestamp, Vec<Connection>)| now < *at + KEPT_EVERY && of == connections;
        if !push.takes_due() && self.kept.as_ref().is_some_and(is_kept) {
            return Ok(());
        }
        let known = self.rounds.known(store, settings, (now, clock), push.address.is_some()).await?;
        let began = Instant::now();
        let go_on = || began.elapsed() < AT_LEAST || began.elapsed() < KEPT_FOR && !push.is_hinted();
        let is_done = keep(store, push, &known, now, &go_on).await?;
        // What there was no time for is done the next time.
        self.kept = is_done.then(|| (now, connections.to_vec()));
        if !is_done {
            push.goes_on();
        }
        Ok(())
    }

    /// Reads for a while if a round is due: after the pause, or at once where somebody consented, connected or resumed.
    async fn step(
        &mut self,
        store: &Store,
        settings: &Settings,
        push: &Push,
        (connections, clock): (Vec<Connection>, fn() -> Timestamp),
    ) -> anyhow::Result<()> {
        if !connections.iter().any(|it| it.state == ConnectionState::Reading) {
            return Ok(());
        }
        let consented = store.consent().await?.allows_any();
        let pause = settings.sources.pause()?;
        let is_same = |(_, under, of): &&(Timestamp, bool, Vec<Connection>)| *under == consented && *of == connections;
        let began = match self.last.as_ref().filter(is_same) {
            Some((began, ..)) if !self.is_over => *began,
            Some((began, ..)) if clock() < *began + pause => {
                return if self.is_checking { self.check(store, settings, push, clock()).await } else { Ok(()) };
            }
            _ => clock(),
        };
        let Some(turn) = Turn::take(settings)? else { return Ok(()) };
        // What fails is tried again after the pause, too.
        (self.last, self.is_over) = (Some((began, consented, connections)), true);
        let log = self.logs.open(settings, &turn).await?;
        let room = settings.room()?;
        let line = Line { store, log, room: &room, now: clock() };
        let (go_on, started) = (for_a_while(), Instant::now());
        let go_on = || go_on() && (started.elapsed() < AT_LEAST || !push.is_hinted());
        let read = self.rounds.round(&line, settings, (began, clock), (&go_on, &|_| ())).await?;
        // Whoever was read to their end for the first time wants to be told of now.
        self.kept = None;
        if read.iter().any(Round::is_unfinished) {
            // There is more: after a look at what else is due.
            self.is_over = false;
            push.goes_on();
            return Ok(());
        }
        if self.cleared_at.is_none_or(|it| it + CLEARED_EVERY <= clock()) {
            clear_away(&line).await.context("what the log needs no longer cannot be removed")?;
            self.cleared_at = Some(clock());
        }
        drop(turn);
        self.check(store, settings, push, clock()).await
    }

    /// Holds mailboxes against their source for a while, if that is due: every night, and where it was missed.
    async fn check(&mut self, store: &Store, settings: &Settings, push: &Push, now: Timestamp) -> anyhow::Result<()> {
        let night = last_due(settings.check_at()?, &settings.database_url(), now);
        if self.checked.is_some_and(|it| it >= night) {
            return Ok(());
        }
        let Some(turn) = Turn::take(settings)? else { return Ok(()) };
        let log = self.logs.open(settings, &turn).await?;
        let room = settings.room()?;
        let line = Line { store, log, room: &room, now };
        let (go_on, started) = (for_a_while(), Instant::now());
        let go_on = || go_on() && (started.elapsed() < AT_LEAST || !push.is_hinted());
        let (checked, all) = self.rounds.check(&line, settings, night, (&go_on, &|_| ())).await?;
        if checked.unexplained > 0 {
            tracing::warn!(
                "{} messages of mailboxes are unexplained; `relata ledger` shows where",
                checked.unexplained
            );
        }
        self.is_checking = checked.unfinished > 0;
        if self.is_checking {
            push.goes_on();
        } else if all {
            self.checked = Some(night);
        }
        Ok(())
    }
}

/// The log, as it was last opened.
#[derive(Default)]
struct Logs(Option<(InteractionLog, u64)>);

impl Logs {
    /// Returns the log. It is opened anew unless it is a folder that nobody else can have written to since.
    async fn open(&mut self, settings: &Settings, turn: &Turn) -> anyhow::Result<&InteractionLog> {
        let place = settings.log_place();
        let kept = self.0.take().filter(|it| it.1 + 1 == turn.number && !place.contains("://"));
        let log = match kept {
            Some((log, _)) => log,
            None => InteractionLog::open(&place).await.context("the log cannot be opened")?,
        };
        Ok(&self.0.insert((log, turn.number)).0)
    }
}

/// Returns whether to go on reading: until a minute is over, so that nothing else that is due waits long.
pub fn for_a_while() -> impl Fn() -> bool + Sync {
    let began = Instant::now();
    move || began.elapsed() < A_WHILE
}

async fn round(store: &Store, settings: &Settings, signer: &Signer, now: Timestamp) -> anyhow::Result<()> {
    let is_due = is_anything_due(store, now).await?;
    let stale = stale_spools(settings, now)?;
    if !is_due && stale.is_empty() {
        return Ok(());
    }
    let Some(_turn) = Turn::take(settings)? else { return Ok(()) };
    remove(&stale)?;
    if !is_due {
        return Ok(());
    }
    // Opened anew: a command may have written since.
    let log = InteractionLog::open(&settings.log_place()).await.context("the log cannot be opened")?;
    let room = settings.room()?;
    do_what_is_due(&Line { store, log: &log, room: &room, now }, signer).await
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
