//! Erasing: forgets somebody or something everywhere, in steps that may each be repeated.
//!
//! ```text
//! Store::request_erasure ──▶ log, month by month ──▶ store ──▶ compute ──▶ (retention) ──▶ files ──▶ receipt
//!  out of sight at once       `log_gone`             `store_gone`  `rows_gone`              `files_gone`
//! ```
//!
//! **Invariant:** what is left equals a build in which whoever was forgotten had been suppressed from the start and their
//! mailboxes had never been read (docs/decisions/0019-erasure-equivalence.md).

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use relata_analytics::REPLY_REACH_MONTHS;
use relata_interaction_log::{Counted, Doing, Erased, LogError};
use relata_model::{Address, ColleagueId, Digest, Leaving, MailboxId, Suppression};
use relata_store::{Brought, Erasure, ErasureId, ErasureState, Left, StoreError};
use serde_json::{Value, json};

use crate::compute::{ComputeError, For, compute, day_of};
use crate::line::{Line, Tell};
use crate::records::compute_records;

/// Why an erasure did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    /// The log failed.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The operational database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Insights could not be computed without what went.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// There is no such erasure.
    #[error("there is no such erasure")]
    NotThere,
}

/// Goes one step on with an erasure, up to the last row; returns where it stands. Asking again goes on from there.
///
/// # Errors
///
/// [`ErasureError`]; the step is repeated when asked again.
pub async fn erase_step(line: &Line<'_>, id: ErasureId, tell: Tell<'_>) -> Result<ErasureState, ErasureError> {
    let erasure = line.store.erasure(id).await?.ok_or(ErasureError::NotThere)?;
    match erasure.state {
        ErasureState::Requested => from_log(line, &erasure).await?,
        ErasureState::LogGone => from_store(line, id).await?,
        ErasureState::StoreGone => compute_anew(line, id, tell).await?,
        ErasureState::RowsGone | ErasureState::FilesGone => return Ok(erasure.state),
    }
    let erasure = line.store.erasure(id).await?.ok_or(ErasureError::NotThere)?;
    Ok(erasure.state)
}

/// Erases to the last row.
///
/// # Errors
///
/// As [`erase_step`].
pub async fn erase(line: &Line<'_>, id: ErasureId, tell: Tell<'_>) -> Result<(), ErasureError> {
    while erase_step(line, id, tell).await? < ErasureState::RowsGone {}
    Ok(())
}

async fn from_log(line: &Line<'_>, erasure: &Erasure) -> Result<(), ErasureError> {
    if erasure.kind == "everything" {
        line.store.count_erased(erasure.id, &line.log.rows().await?).await?;
        line.log.clear().await?;
        return Ok(line.store.log_is_gone(erasure.id).await?);
    }
    let leaving: Leaving = line.store.leaving(erasure.id).await?;
    if !leaving.is_empty() {
        // Counted before anything goes: a step that is repeated finds less.
        let counted = line.log.erase(&leaving, REPLY_REACH_MONTHS, Doing::Counting).await?;
        line.store.count_erased(erasure.id, &by_table(&counted)).await?;
        line.log.erase(&leaving, REPLY_REACH_MONTHS, Doing::Erasing).await?;
    }
    Ok(line.store.log_is_gone(erasure.id).await?)
}

fn by_table(erased: &Erased) -> BTreeMap<String, u64> {
    let rows = [
        ("log.interaction", erased.interactions),
        ("log.interaction changed", erased.changed),
        ("log.sighting", erased.sightings),
        ("log.activity", erased.activities),
        ("log.exchange", erased.exchanges),
    ];
    rows.into_iter().map(|(table, rows)| (table.to_owned(), rows)).collect()
}

async fn from_store(line: &Line<'_>, id: ErasureId) -> Result<(), ErasureError> {
    let left = left(line).await?;
    Ok(line.store.erase_rows(id, &left).await?)
}

/// What the log holds now, for ledgers and the dictionary.
async fn left(line: &Line<'_>) -> Result<Left, ErasureError> {
    let counted = line.log.counted(&line.store.committed().await?).await?;
    Ok(Left { brought: brought(counted), addresses: line.log.addresses().await? })
}

/// Returns what the log says mailboxes brought, for their ledgers.
pub(crate) fn brought(counted: HashMap<MailboxId, Counted>) -> Brought {
    counted.into_iter().map(|(mailbox, it)| (mailbox, (it.stored, it.copies, it.newest))).collect()
}

/// Takes addresses out of the dictionary that nothing refers to any more.
///
/// # Errors
///
/// [`ErasureError`] if the log or the store cannot be used.
pub async fn tidy(line: &Line<'_>) -> Result<(), ErasureError> {
    let left = left(line).await?;
    Ok(line.store.forget_unreferred(&left).await?)
}

/// Returns whether a mailbox is not to be read: it was forgotten, or whoever it is named for was. `owner` is a directory
/// id or an address.
pub fn is_forgotten(suppression: &Suppression, source: &str, name: &str, owner: Option<&str>) -> bool {
    let is_owners = |it: &str| {
        suppression.has_colleague(&ColleagueId(it.to_owned()))
            || suppression.has_colleague(&ColleagueId(it.to_lowercase()))
            || Address::parse_unlisted(it).is_ok_and(|it| suppression.has(&it))
    };
    suppression.has_mailbox(source, name) || owner.is_some_and(is_owners)
}

/// Computes everything anew that was published, for the day it was published for.
async fn compute_anew(line: &Line<'_>, id: ErasureId, tell: Tell<'_>) -> Result<(), ErasureError> {
    if let Some(published) = line.store.published().await? {
        compute(line, published.computed_for, For::Everybody, tell).await?;
    }
    line.store.drop_other_generations().await?;
    let run = line.store.insight_run().await?;
    let on = run.as_ref().map_or(day_of(line.now), |it| it.computed_for);
    if run.is_some() {
        compute_records(line, on, tell).await?;
    }
    Ok(line.store.rows_are_gone(id, line.now).await?)
}

/// How long files are kept, and who signs that they are gone.
pub struct Ending<'a> {
    /// So long after the last row is gone the files go: readers may still have them open.
    pub after: SignedDuration,
    /// Files that have been no part of anything for so long, by the disk's clock.
    pub older_than: Duration,
    /// Makes a receipt of a statement.
    pub sign: &'a (dyn Fn(&Value) -> String + Sync),
}

/// Ends the erasures whose files may go: removes them from the log and the database, with the log's own notes of what was
/// in them, and signs for each that they are gone. Returns how many that were.
///
/// # Errors
///
/// [`ErasureError`]; asking again goes on.
pub async fn end_erasures(line: &Line<'_>, ending: &Ending<'_>) -> Result<u64, ErasureError> {
    let is_due = |it: &Erasure| {
        let since = it.rows_gone_at.filter(|_| it.state == ErasureState::RowsGone);
        since.is_some_and(|it| it + ending.after <= line.now)
    };
    let due: Vec<Erasure> = line.store.erasures().await?.into_iter().filter(is_due).collect();
    if due.is_empty() {
        return Ok(0);
    }
    line.log.purge(ending.older_than).await?;
    line.store.vacuum().await?;
    let state = state_of(line).await?;
    for it in &due {
        let receipt = (ending.sign)(&statement(it, line.now, &state));
        line.store.files_are_gone(it.id, line.now, &receipt).await?;
    }
    Ok(due.len() as u64)
}

/// The fingerprint of everything that is left: of what is published, of what was computed of records, of the log's files.
async fn state_of(line: &Line<'_>) -> Result<String, ErasureError> {
    let mut digest = Digest::of("state");
    if let Some(published) = line.store.published().await? {
        digest.add(&line.store.insights_digest(published.id).await?);
    }
    digest.add(&line.store.record_digest().await?);
    line.log.add_to(&mut digest).await?;
    Ok(digest.hex())
}

fn statement(it: &Erasure, files_gone_at: Timestamp, state: &str) -> Value {
    let rows: Value = serde_json::from_str(&it.counts).unwrap_or_default();
    json!({
        "erasure": it.id.0.to_string(),
        "kind": it.kind,
        "source": it.source,
        "subject": it.subject,
        "requested_at": it.requested_at.to_string(),
        "hidden_at": it.requested_at.to_string(),
        "rows_gone_at": it.rows_gone_at.map(|it| it.to_string()),
        "files_due": it.files_due.to_string(),
        "files_gone_at": files_gone_at.to_string(),
        "rows": rows,
        "state_after": state,
    })
}
