//! A CRM on the network: takes over pages of its records, and lets go of what it deleted.
//!
//! ```text
//! page ──▶ records that were told are stored ──▶ gone? removed ──▶ the place moves
//! the last page of a walk ──▶ met enough? what was told before and not met is removed
//!                         ──▶ far fewer than before? nothing is removed, it is said, and walked anew
//! ```
//!
//! **Invariant:** a place moves only with stored records. A crash repeats a page, which changes nothing.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_connectors::{Connector, FetchError};
use relata_model::walk::tells_of_deletion;
use relata_model::{AddressId, Directory, Record, RecordId, RecordKind};
use relata_store::{ConnectionId, Fared, NewMailbox, Origin, PageOfRecords, RemovedRecords, StoreError};

use crate::erasure::is_forgotten;
use crate::import::ImportError;
use crate::line::{Line, Tell};
use crate::sync::{GoOn, Mailbox, SyncError, Synced, sync};

/// A page of records of one kind, as a CRM told it.
#[derive(Clone, Debug)]
pub struct ToldRecords {
    /// Which kind.
    pub kind: RecordKind,
    /// Every row on it, readable or not.
    pub told: Vec<RecordId>,
    /// The records among them.
    pub records: Vec<Record>,
    /// Records that were deleted.
    pub gone: Vec<RecordId>,
    /// How much of it could not be used.
    pub unreadable: u64,
    /// When the walk through all records began that it belongs to, and whether it is that walk's last page; `None` for
    /// changes.
    pub walk: Option<(Timestamp, bool)>,
    /// Where to go on.
    pub place: String,
    /// Whether there is more now.
    pub more: bool,
}

/// What became of a page.
#[derive(Clone, Debug, Default)]
pub struct TakenRecords {
    /// Records stored.
    pub stored: u64,
    /// Records removed.
    pub removed: u64,
    /// The addresses of both.
    pub touched: BTreeSet<AddressId>,
    /// Of those of removed records, the ones nothing in the store speaks of any more.
    pub idle: Vec<AddressId>,
    /// Why what a walk did not meet was kept, in words for a person.
    pub kept: Option<String>,
}

/// Takes over a page of records.
///
/// # Errors
///
/// If the store cannot be written; the same page may be given again.
pub async fn take_records(
    line: &Line<'_>,
    connection: ConnectionId,
    page: &ToldRecords,
) -> Result<TakenRecords, StoreError> {
    let ToldRecords { kind, walk, .. } = *page;
    let origin = Origin { connection, walk: walk.map(|it| it.0) };
    line.store.upsert_records_of(origin, &page.records).await?;
    // What cannot be read now may have been before, and is there.
    line.store.records_are_there(origin, &page.told).await?;
    let stored: Vec<RecordId> = page.records.iter().map(|it| it.id.clone()).collect();
    let mut taken = TakenRecords { stored: stored.len() as u64, ..TakenRecords::default() };
    taken.touched.extend(line.store.addresses_of_records(&stored).await?);
    let mut removed = line.store.remove_records(connection, &page.gone).await?;
    let mut place = Some(page.place.as_str());
    if let Some((began, true)) = walk {
        let seen = line.store.met_in_walk(connection, kind, began).await?;
        let is_believed =
            tells_of_deletion(seen.met, seen.missing) || line.store.is_walk_believed(connection, kind).await?;
        if seen.missing > 0 && is_believed {
            let missing = line.store.missing_from_walk(connection, kind, began).await?;
            add(&mut removed, line.store.remove_records(connection, &missing).await?);
        } else if seen.missing > 0 {
            taken.kept = Some(too_few(kind, seen.met, seen.met + seen.missing, connection));
            place = None;
        }
    }
    taken.removed = removed.records;
    taken.idle = line.store.idle_addresses(&removed.addresses).await?;
    taken.touched.extend(removed.addresses);
    let read = PageOfRecords {
        place,
        read: page.told.len() as u64 + page.gone.len() as u64,
        unreadable: page.unreadable,
        removed: taken.removed,
        is_whole: !page.more && taken.kept.is_none(),
    };
    line.store.read_records_up_to(connection, kind, &read, line.now).await?;
    if let Some(why) = &taken.kept {
        line.store.records_failed(connection, kind, why, line.now).await?;
    }
    Ok(taken)
}

fn add(all: &mut RemovedRecords, more: RemovedRecords) {
    all.records += more.records;
    all.addresses.extend(more.addresses);
}

fn too_few(kind: RecordKind, met: u64, before: u64, connection: ConnectionId) -> String {
    format!(
        "{met} of {before} records of the kind {} were shown when all were asked for, so none was removed: give the \
         application user back the right to read that table for the whole organisation. If the others were really \
         deleted, say so with `relata source believe {}`",
        kind.name(),
        connection.0
    )
}

/// Takes addresses out of the dictionary that only removed records spoke of, unless the log does.
///
/// # Errors
///
/// If the log or the store cannot be used.
pub async fn forget_idle(line: &Line<'_>, idle: &[AddressId]) -> Result<(), SyncError> {
    if idle.is_empty() {
        return Ok(());
    }
    let in_log: BTreeSet<AddressId> = line.log.addresses().await?.into_iter().collect();
    // Asked again: a later page may speak of them.
    let idle = line.store.idle_addresses(idle).await?;
    let gone: Vec<AddressId> = idle.into_iter().filter(|it| !in_log.contains(it)).collect();
    Ok(line.store.forget_addresses(&gone).await?)
}

/// What activities of a CRM are called among mailboxes.
pub const ACTIVITIES: &str = "activities";

/// Brings the log up to date with the activities of a CRM, which need no consent to mailbox data. The inner error is in words
/// for a person; `None`: they were forgotten, and are left alone.
///
/// # Errors
///
/// If something of ours failed.
pub async fn collect_activities(
    line: &Line<'_>,
    source: &str,
    connector: &dyn Connector,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Result<Option<Synced>, String>, ImportError> {
    let suppression = line.store.suppression().await?;
    if is_forgotten(&suppression, source, ACTIVITIES, None) {
        return Ok(Ok(None));
    }
    let directory: Directory = line.store.directory().await?;
    let id = line.store.mailbox(&NewMailbox { source, name: ACTIVITIES, kind: "crm", owner: None }).await?;
    if !directory.entries().any(|it| it.standing.is_colleague()) {
        let reason = "the directory is empty, so no activity would have a side: connect Microsoft 365, or run `relata \
                      import directory`";
        line.store.mailbox_fared(id, Fared::Badly(reason), line.now).await?;
        return Ok(Err(reason.to_owned()));
    }
    let mailbox = Mailbox { id, name: ACTIVITIES, owner: None, connector };
    match sync(line, &directory, &mailbox, go_on, tell).await {
        Ok(synced) => {
            if synced.is_whole {
                line.store.mailbox_fared(id, Fared::Well, line.now).await?;
            }
            Ok(Ok(Some(synced)))
        }
        // Being asked to wait is no trouble: a later round goes on from there.
        Err(SyncError::Source(FetchError::Throttled { .. })) => Ok(Ok(Some(Synced::default()))),
        Err(SyncError::Source(error)) => {
            let reason = error.to_string();
            line.store.mailbox_fared(id, Fared::Badly(&reason), line.now).await?;
            Ok(Err(reason))
        }
        Err(error) => Err(error.into()),
    }
}
