//! Import: directory, records and mail from files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use relata_connectors::{
    FetchError, OpenOptions, Source, TableError, Window, open, open_activities, read_directory, read_groups,
    read_records,
};
use relata_model::directory::Entry;
use relata_model::groups::Group;
use relata_model::{Address, ColleagueId, Directory, Ledger, Quarantined, RecordKind};
use relata_store::{NewMailbox, SourceState, StoreError};

use crate::erasure::is_forgotten;
use crate::line::{Line, Tell};
use crate::sync::{Mailbox, SyncError, sync};

/// What an import of a table gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Entries taken over.
    pub entries: u64,
    /// Rows that could not be read: where, and why.
    pub skipped: Vec<Quarantined>,
}

/// Why an import failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The table cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The path cannot be read.
    #[error(transparent)]
    Source(#[from] FetchError),
    /// Reading a mailbox stopped.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The operational database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody has consented to mailbox data, so nothing could be kept.
    #[error("nobody has consented to mailbox data yet, so nothing could be kept; see `relata consent status`")]
    NoConsent,
    /// Nobody is known to be a colleague, so nothing would have a side.
    #[error("the directory is empty, so no message would have a side; run `relata import directory` first")]
    NoDirectory,
    /// A group that is left out is missing, so that its members would be read from now on.
    #[error(
        "the file does not name the group `{0}`, which is left out; a group without members needs a row of its own, \
         and a group that is gone must first be taken from those left out (`relata consent exclude`)"
    )]
    ExcludedGroupMissing(String),
    /// The owner named is not in the directory.
    #[error("`{0}` is nobody in the directory; import the directory first, or name somebody who is in it")]
    UnknownOwner(String),
}

/// Takes over the directory from a CSV file: who the colleagues are.
///
/// # Errors
///
/// [`ImportError::Table`] if the file cannot be read or lacks a column.
pub async fn import_directory(line: &Line<'_>, path: &Path) -> Result<Imported, ImportError> {
    let read = read_directory(path)?;
    line.store.replace_directory(&read.items).await?;
    Ok(Imported { entries: read.items.len() as u64, skipped: read.skipped })
}

/// Takes over a part of the directory: these entries as they are given, all others as they were. Nobody leaves for not being
/// among them; whoever was known under an address of theirs by another id gives way to them.
///
/// # Errors
///
/// [`ImportError::Store`].
pub async fn import_part_of_directory(line: &Line<'_>, entries: &[Entry]) -> Result<(), ImportError> {
    let ids: BTreeSet<&ColleagueId> = entries.iter().map(|it| &it.id).collect();
    let addresses: BTreeSet<&Address> = entries.iter().flat_map(addresses).collect();
    let known = line.store.directory().await?;
    let others = known.entries().filter(|it| !ids.contains(&it.id) && !has_one_of(it, &addresses));
    let all: Vec<Entry> = entries.iter().chain(others).cloned().collect();
    line.store.replace_directory(&all).await?;
    Ok(())
}

fn addresses(entry: &Entry) -> impl Iterator<Item = &Address> {
    [&entry.primary].into_iter().chain(&entry.aliases)
}

/// Whether an entry has one of these addresses.
fn has_one_of(entry: &Entry, of: &BTreeSet<&Address>) -> bool {
    addresses(entry).any(|it| of.contains(it))
}

/// Takes over the groups of the directory from a CSV file, or one of JSON lines: all of them. Who is no longer named has
/// left their group now.
///
/// # Errors
///
/// [`ImportError::Table`] if the file cannot be read or lacks a column; [`ImportError::NoDirectory`] before the
/// directory was imported; [`ImportError::ExcludedGroupMissing`] if a group that is left out is not named.
pub async fn import_groups(line: &Line<'_>, path: &Path) -> Result<Imported, ImportError> {
    let directory = colleagues(line).await?;
    let read = read_groups(path, &directory)?;
    take_groups(line, &read.items).await?;
    Ok(Imported { entries: read.items.len() as u64, skipped: read.skipped })
}

/// Takes over the groups of the directory: all of them, as [`import_groups`].
///
/// # Errors
///
/// [`ImportError::ExcludedGroupMissing`] if a group that is left out is not among them.
pub async fn take_groups(line: &Line<'_>, groups: &[Group]) -> Result<(), ImportError> {
    let excluded = line.store.enabling().await?.excluded().clone();
    if let Some(missing) = excluded.iter().find(|it| !groups.iter().any(|group| group.id == **it)) {
        return Err(ImportError::ExcludedGroupMissing(missing.0.clone()));
    }
    line.store.replace_groups(groups, line.now, "operator").await?;
    Ok(())
}

/// Takes over records of one kind from a CSV file, or one of JSON lines.
///
/// # Errors
///
/// [`ImportError::Table`] if the file cannot be read or lacks a column.
pub async fn import_records(line: &Line<'_>, kind: RecordKind, path: &Path) -> Result<Imported, ImportError> {
    let read = read_records(kind, path)?;
    line.store.upsert_records(&read.items).await?;
    Ok(Imported { entries: read.items.len() as u64, skipped: read.skipped })
}

/// Which mail to read.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// A file or folder.
    pub path: &'a Path,
    /// Whose it is, where its name does not say: a directory id or an address.
    pub owner: Option<&'a str>,
    /// Whether to start over: what a rule left out is judged anew, what is stored stays and counts as a duplicate.
    pub again: bool,
}

/// Reads every mailbox and calendar under a path.
///
/// # Errors
///
/// [`ImportError::Source`] if the path cannot be read. A mailbox that fails on the way is marked broken, with the
/// reason, and the others are read all the same; the first failure is returned at the end. [`ImportError::Sync`] at once if the
/// store or the log fails.
pub async fn import_mail(line: &Line<'_>, mail: Mail<'_>, tell: Tell<'_>) -> Result<Ledger, ImportError> {
    if !line.store.consent().await?.allows_any() {
        return Err(ImportError::NoConsent);
    }
    let directory = colleagues(line).await?;
    let given = mail.owner.map(|it| named(&directory, it).ok_or_else(|| ImportError::UnknownOwner(it.to_owned())));
    let given = given.transpose()?;
    let found = open(mail.path, &options(line.now));
    let reading = Reading { path: mail.path, kind: "mail", directory: &directory, given, again: mail.again };
    read_source(line, &reading, found, tell).await
}

/// Reads the activities of a CRM from a CSV file, or one of JSON lines. What a CRM holds needs no consent to mailbox data.
///
/// # Errors
///
/// [`ImportError::Source`] if the path cannot be read.
pub async fn import_activities(
    line: &Line<'_>,
    path: &Path,
    again: bool,
    tell: Tell<'_>,
) -> Result<Ledger, ImportError> {
    let directory = colleagues(line).await?;
    let found = open_activities(path, &options(line.now)).map(|it| vec![it]);
    let reading = Reading { path, kind: "crm", directory: &directory, given: None, again };
    read_source(line, &reading, found, tell).await
}

/// Returns the directory, if it has any colleague.
///
/// # Errors
///
/// [`ImportError::NoDirectory`] if it has none.
pub async fn colleagues(line: &Line<'_>) -> Result<Directory, ImportError> {
    let directory = line.store.directory().await?;
    if directory.entries().any(|it| it.standing.is_colleague()) { Ok(directory) } else { Err(ImportError::NoDirectory) }
}

async fn read_source(
    line: &Line<'_>,
    reading: &Reading<'_>,
    found: Result<Vec<Source>, FetchError>,
    tell: Tell<'_>,
) -> Result<Ledger, ImportError> {
    let source = source_name(reading.path);
    let found = match found {
        Ok(found) => found,
        Err(error) => return Err(mark_broken(line, &source, error.into()).await),
    };
    let found = without_forgotten(line, reading, &source, found).await?;
    if found.is_empty() {
        // Not even its name is kept: a file is often named for whose it is.
        return Ok(Ledger::default());
    }
    line.store.set_source(&source, "files", &SourceState::Reading, line.now).await?;
    match read_all(line, reading, &source, found, tell).await {
        Ok(ledger) => {
            line.store.set_source(&source, "files", &SourceState::Ready, line.now).await?;
            Ok(ledger)
        }
        Err(error) => Err(mark_broken(line, &source, error).await),
    }
}

/// What all mailboxes of one import share.
struct Reading<'a> {
    path: &'a Path,
    kind: &'static str,
    directory: &'a Directory,
    given: Option<ColleagueId>,
    again: bool,
}

/// Leaves out the mailboxes that were forgotten, and those of whoever was.
async fn without_forgotten(
    line: &Line<'_>,
    reading: &Reading<'_>,
    source: &str,
    mut found: Vec<Source>,
) -> Result<Vec<Source>, StoreError> {
    let suppression = line.store.suppression().await?;
    found.retain(|it| {
        let owner = reading.given.as_ref().map(|it| it.0.as_str()).or(it.owner_hint.as_deref());
        !is_forgotten(&suppression, source, &it.name, owner)
    });
    Ok(found)
}

async fn read_all(
    line: &Line<'_>,
    reading: &Reading<'_>,
    source: &str,
    found: Vec<Source>,
    tell: Tell<'_>,
) -> Result<Ledger, ImportError> {
    let Reading { kind, directory, ref given, again, .. } = *reading;
    let mut total = Ledger::default();
    let mut failure = None;
    for it in found {
        let owner = given.clone().or_else(|| named(directory, it.owner_hint.as_deref()?));
        let person = match &owner {
            Some(owner) => line.store.person_of_colleague(owner).await?,
            None => None,
        };
        let new = NewMailbox { source, name: &it.name, kind, owner: person };
        let id = line.store.mailbox(&new).await?;
        if again {
            line.store.drop_cursor(id).await?;
        }
        let mailbox = Mailbox { id, name: &it.name, owner: owner.as_ref(), connector: it.connector.as_ref() };
        match sync(line, directory, &mailbox, &|| true, tell).await {
            Ok(synced) => total += &synced.ledger,
            Err(error @ SyncError::Source(_)) => failure = failure.or(Some(error)),
            // Ours, such as a full disk: the next mailbox would meet it, too.
            Err(error) => return Err(error.into()),
        }
    }
    failure.map_or(Ok(total), |it| Err(it.into()))
}

/// Shows a source as broken, for the reason returned. A path never read before was mistyped, and becomes no source. Where that cannot
/// be noted either, as on a full disk, what failed first is what to tell.
async fn mark_broken(line: &Line<'_>, source: &str, error: ImportError) -> ImportError {
    let is_known = line.store.sources().await.is_ok_and(|all| all.iter().any(|it| it.name == source));
    if is_known {
        let state = SourceState::Broken(error.to_string());
        let _ = line.store.set_source(source, "files", &state, line.now).await;
    }
    error
}

/// Finds a colleague by the directory's identifier, or by an address.
fn named(directory: &Directory, text: &str) -> Option<ColleagueId> {
    let id = ColleagueId(text.to_lowercase());
    let by_id = directory.get(&id).or_else(|| directory.get(&ColleagueId(text.to_owned())));
    let by_address = || Address::parse_unlisted(text).ok().and_then(|it| directory.colleague(&it));
    by_id.or_else(by_address).map(|it| it.id.clone())
}

/// Returns what a path is called among the sources.
pub fn source_name(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // By its parts, so that `exported/` and `exported` are one source.
    absolute.components().collect::<PathBuf>().to_string_lossy().into_owned()
}

/// Meetings that repeat are wanted for as long as history counts.
fn options(now: Timestamp) -> OpenOptions {
    let two_years = jiff::SignedDuration::from_hours(24 * relata_analytics::HISTORY_DAYS);
    let from = now.checked_sub(two_years).unwrap_or(Timestamp::MIN);
    OpenOptions { now, window: Window { from, to: now } }
}
