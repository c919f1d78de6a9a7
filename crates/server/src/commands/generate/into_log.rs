//! Straight into a log: what import would make of the mail, without the mail.
//!
//! ```text
//! days of a month ──▶ interactions, 100,000 at a time ──▶ admit ──▶ append ──▶ commit     (the first two beside the others)
//! ```
//!
//! A month is a mailbox. How many batches of it were committed says where to go on; a batch that was begun comes again as it
//! was, and the log keeps it once.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use relata_generator::{Person, Sort, World};
use relata_interaction_log::{BatchId, Numbers};
use relata_model::{
    Address, AddressId, Class, Classified, Directory, Enabling, Filter, Interaction, Ledger, MailboxId, Name,
};
use relata_pipeline::Line;
use relata_store::{BatchCommit, NewMailbox, Seen, SourceState};
use tokio::sync::mpsc;

use super::{Invented, Rate};
use crate::opened::{Opened, now};
use crate::settings::Settings;
use crate::turn::Turn;

/// Interactions in a batch: few commits, and some 100 MB of memory.
const BATCH: usize = 100_000;
/// People interned in one transaction.
const INTERNED_AT_ONCE: u32 = 50_000;
/// The cursor of a month that is whole.
const WHOLE: &str = "whole";

/// Fills a data folder.
pub(super) async fn run(what: &Invented, settings: Settings) -> anyhow::Result<()> {
    let folder = settings.data.folder.display().to_string();
    let _turn = Turn::wait(&settings).await?;
    let opened = Opened::open(&settings).await?;
    let line = opened.line(now());
    claim(what, &line, &folder).await?;
    let filled = fill(what, &line).await.with_context(|| {
        format!("{folder} was not filled to the end; run the same command again, and it goes on where it stopped")
    })?;
    line.store.set_source(&what.name, "invented", &SourceState::Ready, line.now).await?;
    filled.done(&format!("compute with `relata compute`, with `[data] folder = '{folder}'` in relata.toml"));
    Ok(())
}

/// Makes sure that the data folder holds this organisation and nothing else.
async fn claim(what: &Invented, line: &Line<'_>, folder: &str) -> anyhow::Result<()> {
    let sources = line.store.sources().await?;
    if let Some(other) = sources.iter().find(|it| it.name != what.name) {
        anyhow::bail!(
            "{folder} holds {}, and what is invented is never mixed with anything else; name another folder",
            other.name
        );
    }
    if sources.is_empty() {
        let has_people = line.store.directory().await?.entries().next().is_some();
        let is_empty = !has_people && line.store.consent_events().await?.is_empty() && line.log.count().await? == 0;
        anyhow::ensure!(
            is_empty,
            "{folder} is in use, and what is invented is never mixed with anything else; name another folder"
        );
    }
    line.store.set_source(&what.name, "invented", &SourceState::Reading, line.now).await?;
    Ok(())
}

async fn fill(what: &Invented, line: &Line<'_>) -> anyhow::Result<Rate> {
    let world = &what.world;
    if line.store.consent_events().await?.is_empty() {
        line.store.append_consent_events(&Enabling::everything_granted(line.now, "operator")).await?;
    }
    let entries: Vec<_> = world.colleagues().map(|it| world.entry(it)).collect();
    line.store.replace_directory(&entries).await?;
    let directory = Directory::new(entries);
    let (addresses, numbers) = intern(world, line).await?;
    let rate = Rate::new("Writing interactions", world.size().emails());
    for month in 0..world.size().months {
        let name = world.month(month).to_string();
        let new = NewMailbox { source: &what.name, name: &name, kind: "mail", owner: None };
        let mailbox = line.store.mailbox(&new).await?;
        if line.store.cursor(mailbox).await?.is_some_and(|it| it.0 == WHOLE) {
            continue;
        }
        let mut batches = batches(world.clone(), addresses.clone(), month);
        while let Some(batch) = batches.recv().await {
            rate.add(batch.ledger.read);
            take(line, mailbox, &directory, &numbers, batch).await?;
        }
    }
    Ok(rate)
}

/// Gives everybody but robots a number. Returns the addresses of everybody, and the numbers.
async fn intern(world: &World, line: &Line<'_>) -> anyhow::Result<(Arc<Vec<Address>>, HashMap<Address, AddressId>)> {
    let rate = Rate::new("Inventing people", u64::from(world.people()));
    let all: Vec<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    let size = world.size();
    let people = size.colleagues + size.contacts;
    let mut numbers = HashMap::with_capacity(people as usize);
    for first in (0..people).step_by(INTERNED_AT_ONCE as usize) {
        let some = first..people.min(first + INTERNED_AT_ONCE);
        let seen = some.map(|it| Seen {
            address: all[it as usize].clone(),
            name: Name::new(&world.name(Person(it))),
            classified: Classified { class: Class::Person, reason: "invented".to_owned() },
        });
        let seen: Vec<Seen> = seen.collect();
        numbers.extend(line.store.intern(&seen).await?);
        rate.add(seen.len() as u64);
    }
    rate.done("people with their addresses");
    Ok((Arc::new(all), numbers))
}

/// A part of a month.
struct Batch {
    number: i64,
    is_last: bool,
    interactions: Vec<Interaction>,
    /// What was read, and what was left out.
    ledger: Ledger,
}

/// Makes the batches of a month on a thread of their own, one ahead of whoever takes them.
fn batches(world: Arc<World>, addresses: Arc<Vec<Address>>, month: u32) -> mpsc::Receiver<Batch> {
    let (sender, receiver) = mpsc::channel(1);
    tokio::task::spawn_blocking(move || {
        let new = |number| Batch { number, is_last: false, interactions: Vec::new(), ledger: Ledger::default() };
        let mut batch = new(1);
        for day in world.days_of(month) {
            for (event, people) in day.iter() {
                if batch.interactions.len() == BATCH {
                    let next = new(batch.number + 1);
                    // Nobody listens any more after an error.
                    if sender.blocking_send(std::mem::replace(&mut batch, next)).is_err() {
                        return;
                    }
                }
                batch.ledger.read += 1;
                match (world.interaction(event, people, &addresses), event.sort) {
                    (Some(it), _) => batch.interactions.push(it),
                    (None, Sort::Newsletter) => batch.ledger.filter(Filter::List),
                    (None, Sort::Machine) => batch.ledger.filter(Filter::Machine),
                    (None, _) => batch.ledger.filter(Filter::Declined),
                }
            }
        }
        batch.is_last = true;
        let _ = sender.blocking_send(batch);
    });
    receiver
}

async fn take(
    line: &Line<'_>,
    mailbox: MailboxId,
    directory: &Directory,
    addresses: &HashMap<Address, AddressId>,
    batch: Batch,
) -> anyhow::Result<()> {
    let Batch { number, is_last, interactions, mut ledger } = batch;
    if number <= line.store.batch_seq(mailbox).await? {
        return Ok(());
    }
    let (admitted, left_out) = line.store.consent().await?.admit(interactions, directory, None);
    for (rule, count) in left_out {
        *ledger.filtered.entry(rule).or_default() += count;
    }
    let numbers = Numbers { addresses, records: &HashMap::new() };
    let appended = line.log.append(BatchId { mailbox, number }, &admitted, numbers).await?;
    (ledger.stored, ledger.duplicates) = (appended.stored, appended.duplicates);
    let commit = BatchCommit {
        batch_seq: number - 1,
        cursor: if is_last { WHOLE } else { "begun" },
        ledger,
        position: number.unsigned_abs(),
        extent: is_last.then_some(number.unsigned_abs()),
        read_until: admitted.interactions().iter().map(|it| it.at).max(),
        ..BatchCommit::default()
    };
    line.store.commit_batch(mailbox, &commit).await?;
    Ok(())
}
