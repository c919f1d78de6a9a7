//! `relata import data-connect`: the directory, mail and meetings of many mailboxes from an extract of Graph Data Connect.
//!
//! ```text
//! people ──▶ directory, groups
//! files  ──▶ spool, a block at a time ──▶ the mailboxes of those who take part, some at once ──▶ the spool is cleared
//! ```
//!
//! Stopped anywhere and begun again, it goes on where it was.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use relata_connectors::files::stored::Place;
use relata_microsoft::bulk::{ExtractOptions, FileRead, Manifest, People, Split, Spool, read_people};
use relata_model::audit::{Action, AuditEvent};
use relata_model::{ColleagueId, Ledger};
use relata_pipeline::{
    Collected, Found, ImportError, Line, Mailbox, Remote, colleagues, collect, import_part_of_directory, sync,
    take_groups,
};
use relata_store::{Connection, ConnectionKind, ConnectionState, NewMailbox};
use tokio::task::{JoinError, JoinHandle};

use crate::commands::import::balance;
use crate::extracts::Extract;
use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::settings::Settings;
use crate::spools::{readable, spool_of};
use crate::turn::Turn;
use crate::worker::{do_what_is_due, for_a_while};

/// Which extract to read.
#[derive(Args)]
pub struct DataConnect {
    /// The folder of the extract or one file of it, or its address in object storage: s3://BUCKET/PATH,
    /// abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH or the same as Azure writes it, with https
    extract: PathBuf,
    /// The file with what is shown to object storage, in place of extracts.access_file
    #[arg(long, value_name = "FILE")]
    access_file: Option<PathBuf>,
    /// Read files although they have a column with subjects; it is passed over unread
    #[arg(long)]
    subjects_permitted: bool,
    /// Start over: read all files anew, after the directory, the consent or a rule changed
    #[arg(long)]
    again: bool,
}

/// So long nothing comes before it is said that it is waited for.
const SILENCE: Duration = Duration::from_secs(5);
/// So many files that were refused are named; the rest is counted.
const MOST_NAMED: usize = 20;

impl DataConnect {
    /// Imports, and says what became of every file, line and message.
    ///
    /// # Errors
    ///
    /// If nobody consented, nobody is known to be a colleague, or a disk fails; and at the end, if a file was refused.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let Extract { source, place } = Extract::named(&self.extract, self.access_file.as_deref(), &settings, now())?;
        let spool = spool_of(&settings, &source)?;
        let (ledger, collected) = (Ledger::default(), Collected::default());
        let mut work = Work { at: Stage::People, ledger, collected, source, place, spool };
        let bar = Bar::new("Reading the extract");
        let manifest = loop {
            // A while at a time: who is to be forgotten does not wait for a year of mail.
            let _turn = Turn::wait(&settings).await?;
            let opened = Opened::open(&settings).await?;
            let line = opened.line(now());
            do_what_is_due(&line, &opened.signer).await?;
            if let Some(done) = work.go_on(&self, &line, &settings, &bar).await? {
                break done;
            }
        };
        bar.done(&balance(&work.ledger));
        println!("{}", summary(&manifest, &work.collected));
        let refused: Vec<String> = refusals(&manifest).collect();
        if refused.is_empty() {
            return Ok(());
        }
        let named = refused.iter().take(MOST_NAMED).map(|it| format!("\n  {it}")).collect::<String>();
        let more = refused.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        anyhow::bail!("{} files of the extract were not read, or not to their end:{named}{more}", refused.len())
    }
}

/// An import on its way.
struct Work {
    at: Stage,
    source: String,
    place: Arc<dyn Place>,
    spool: Spool,
    ledger: Ledger,
    /// The last look at the mailboxes.
    collected: Collected,
}

enum Stage {
    People,
    Files(Box<Split>),
    Mailboxes(Manifest),
}

impl Work {
    /// Works for a while. Returns the manifest when everything is read.
    async fn go_on(
        &mut self,
        asked: &DataConnect,
        line: &Line<'_>,
        settings: &Settings,
        bar: &Bar,
    ) -> anyhow::Result<Option<Manifest>> {
        if !line.store.consent().await?.allows_any() {
            return Err(ImportError::NoConsent.into());
        }
        let go_on = for_a_while();
        if let Stage::People = self.at {
            self.begin(asked, line).await?;
        }
        let owners = readable(line.store, &self.source, line.now).await?;
        for it in self.spool.owners()?.into_iter().filter(|it| !owners.contains(it)) {
            self.spool.forget(&it)?;
        }
        if let Stage::Files(_) = self.at {
            let Stage::Files(split) = std::mem::replace(&mut self.at, Stage::People) else { return Ok(None) };
            let (split, is_whole) = split_for(split, owners, &go_on, bar).await?;
            if !is_whole {
                self.at = Stage::Files(split);
                return Ok(None);
            }
            self.at = Stage::Mailboxes(split.manifest().clone());
        }
        let is_whole = self.read(line, settings, &go_on, bar).await?;
        let Stage::Mailboxes(manifest) = &self.at else { return Ok(None) };
        if !is_whole {
            return Ok(None);
        }
        self.spool.clear()?;
        let event = AuditEvent::new(line.now, "operator", Action::ExtractImported);
        let event = event.with("mailboxes", self.collected.read).with("messages", self.ledger.read);
        line.store.audit(&[event.with("files", manifest.files.len())]).await?;
        Ok(Some(manifest.clone()))
    }

    /// Takes over who works here, and opens the files.
    async fn begin(&mut self, asked: &DataConnect, line: &Line<'_>) -> anyhow::Result<()> {
        if asked.again {
            self.spool.start_over()?;
            for it in line.store.mailboxes().await?.iter().filter(|it| it.source == self.source) {
                line.store.drop_cursor(it.id).await?;
            }
        }
        let place = self.place.clone();
        let people = tokio::task::spawn_blocking(move || read_people(&*place)).await??;
        take_over(line, people).await?;
        colleagues(line).await?;
        let options = ExtractOptions { now: line.now, subject_permitted: asked.subjects_permitted };
        let (place, spool) = (self.place.clone(), self.spool.clone());
        let split = tokio::task::spawn_blocking(move || Split::new(place, &spool, options)).await??;
        self.at = Stage::Files(Box::new(split));
        Ok(())
    }

    /// Reads what the spool holds. Returns whether that was everything.
    async fn read(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        go_on: &(dyn Fn() -> bool + Sync),
        bar: &Bar,
    ) -> anyhow::Result<bool> {
        let directory = colleagues(line).await?;
        let (owned, nobodys): (Vec<_>, Vec<_>) =
            self.spool.sources(&directory)?.into_iter().partition(|it| it.owner_hint.is_some());
        let found = owned.into_iter().map(|it| Found {
            owner: ColleagueId(it.name.clone()),
            name: it.name,
            kind: "mail",
            connector: it.connector,
        });
        let remote =
            Remote { name: &self.source, kind: "files", at_once: settings.sources.mailboxes_at_once, resting: 0 };
        let tell = |it| bar.tell(it);
        let collected = collect(line, remote, found.collect(), go_on, &tell).await?;
        anyhow::ensure!(collected.failing == 0, "{} mailboxes could not be read from the spool", collected.failing);
        self.ledger += &collected.ledger;
        let is_whole = collected.unfinished == 0;
        self.collected = collected;
        for it in nobodys {
            let new = NewMailbox { source: &self.source, name: &it.name, kind: "mail", owner: None };
            let id = line.store.mailbox(&new).await?;
            let mailbox = Mailbox { id, name: &it.name, owner: None, connector: it.connector.as_ref() };
            self.ledger += &sync(line, &directory, &mailbox, &|| true, &tell).await?.ledger;
        }
        Ok(is_whole)
    }
}

/// Takes over directory and groups of an extract that has them, unless a connection does that.
async fn take_over(line: &Line<'_>, people: People) -> anyhow::Result<()> {
    let People { entries, groups, skipped } = people;
    for it in &skipped {
        eprintln!("  {}: {}", it.place, it.reason);
    }
    let of_people =
        |it: &Connection| it.to.kind == ConnectionKind::Microsoft365 && it.state == ConnectionState::Reading;
    let is_read = line.store.connections().await?.iter().any(of_people);
    if is_read && !(entries.is_empty() && groups.is_empty()) {
        eprintln!("The directory is read through a connection; what the extract says of it is passed over.");
        return Ok(());
    }
    if !entries.is_empty() {
        import_part_of_directory(line, &entries).await?;
        eprintln!("{} directory entries taken over, {} rows could not be read", entries.len(), skipped.len());
    }
    if !groups.is_empty() {
        colleagues(line).await?;
        take_groups(line, &groups).await?;
        eprintln!("{} groups taken over", groups.len());
    }
    Ok(())
}

/// Sorts blocks for a while. Returns whether there is no more.
async fn split_for(
    mut split: Box<Split>,
    owners: BTreeSet<String>,
    go_on: &(dyn Fn() -> bool + Sync),
    bar: &Bar,
) -> anyhow::Result<(Box<Split>, bool)> {
    split.only(owners);
    loop {
        let step = tokio::task::spawn_blocking(move || {
            let sorted = split.step();
            (split, sorted)
        });
        let (back, sorted) =
            patiently(step, bar).await.context("the reader of the extract stopped; this is a fault of ours")?;
        split = back;
        let sorted = sorted.context("the import stopped; the same command goes on where it was")?;
        let lines: u64 = split.manifest().files.values().map(|it| it.lines).sum();
        let text = format!("{} of {} MB, {lines} rows", sorted.position / 1_000_000, sorted.extent / 1_000_000);
        bar.show(sorted.position, sorted.extent, text);
        if !sorted.more || !go_on() {
            return Ok((split, !sorted.more));
        }
    }
}

/// Waits for a block, and says so if nothing comes for long: storage is asked again and again before it has failed.
async fn patiently<T>(mut step: JoinHandle<T>, bar: &Bar) -> Result<T, JoinError> {
    let begun = Instant::now();
    loop {
        match tokio::time::timeout(SILENCE, &mut step).await {
            Ok(done) => return done,
            Err(_) => bar.waits(begun.elapsed(), "the place of the extract"),
        }
    }
}

fn summary(manifest: &Manifest, collected: &Collected) -> String {
    let sum = |of: fn(&FileRead) -> u64| manifest.files.values().map(of).sum::<u64>();
    format!(
        "{} files of the extract with {} rows: {} show a message or a meeting, {} could not be used, {} lie in mailboxes \
         that are not read, {} tell of the extraction; {} mailboxes read",
        manifest.files.len(),
        sum(|it| it.lines),
        sum(|it| it.taken),
        sum(|it| it.quarantined),
        sum(|it| it.left_alone),
        sum(|it| it.summaries),
        collected.read,
    )
}

fn refusals(manifest: &Manifest) -> impl Iterator<Item = String> {
    manifest.files.iter().filter_map(|(name, it)| Some(format!("{name}: {}", it.refused.as_ref()?)))
}
