//! Check: holds every mailbox against its source, folder by folder and month by month.
//!
//! ```text
//! the source says n ──▶ n were read, and lie there? ──yes──▶ explained
//!                                             └──no──▶ read this folder and month again ──▶ still not n? unexplained
//! ```
//!
//! What a mailbox lost (a message that was moved while its folders were read for the first time is the known case) is found by this
//! and taken over like any other; what was read before stays as it is. What could not be read is tried again with it, and once by every
//! version of the program: a newer one may understand it.
//!
//! **Invariant:** it asks a mailbox a bounded number of questions a time; months that were not asked for have their turn the next time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures::{StreamExt, stream};
use jiff::Timestamp;
use relata_connectors::{Batch, Census, Cursor, Folder, Folders, Received};
use relata_interaction_log::BatchId;
use relata_model::completeness::{FolderChanges, Outcome, Placed, due};
use relata_model::{AddressId, Directory, MailboxId, Month};
use relata_store::{BatchCommit, FolderMonth, MailFolder};

use crate::collect::{Found, Remote, taking_part};
use crate::import::ImportError;
use crate::line::{Line, Progress, Tell};
use crate::sync::{GoOn, Step, SyncError};

/// So many folders and months of a mailbox are counted at a time, and a few of each folder in any case.
const MOST_COUNTED: usize = 200;
const FEWEST_MONTHS: usize = 2;
/// Which program this is: what an earlier one could not read is tried again.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What does not add up is read again so often: mail may come meanwhile.
const MOST_TRIES: usize = 3;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Mailboxes that were held against their source.
    pub mailboxes: u64,
    /// Folders and months that were counted.
    pub counted: u64,
    /// Folders and months that were read again.
    pub read_again: u64,
    /// Messages that were found by it.
    pub found_late: u64,
    /// Messages that could not be read before, and can be now.
    pub mended: u64,
    /// Messages that remain unexplained.
    pub unexplained: u64,
    /// Mailboxes that nobody came to.
    pub unfinished: u64,
    /// Mailboxes that could not be asked; reading tells why.
    pub failing: u64,
    /// Whoever took part in what was found.
    pub touched: BTreeSet<AddressId>,
}

/// Holds those of these mailboxes against their source that were read to their end and were not checked since `since`.
///
/// # Errors
///
/// [`ImportError::Store`] and [`ImportError::Sync`] if something of ours failed. A mailbox that cannot be asked is counted.
pub async fn check(
    line: &Line<'_>,
    remote: Remote<'_>,
    found: Vec<Found>,
    since: Timestamp,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Checked, ImportError> {
    line.store.forget_old_hours(line.now).await?;
    let consent = line.store.consent().await?;
    let directory = line.store.directory().await?;
    let found = taking_part(line, &consent, remote.name, found).await?;
    let read: BTreeSet<MailboxId> = {
        let health = line.store.mailbox_health(remote.name).await?;
        health.into_iter().filter(|it| it.1.read_at.is_some()).map(|it| it.0).collect()
    };
    let checked = line.store.mailboxes_checked(remote.name).await?;
    let known = line.store.mailboxes().await?.into_iter().filter(|it| it.source == remote.name);
    let known: HashMap<String, MailboxId> = known.map(|it| (it.name, it.id)).collect();
    let is_due = |id: &MailboxId| read.contains(id) && checked.get(id).is_none_or(|at| *at < since);
    let due: Vec<(MailboxId, Found)> = found
        .into_iter()
        .filter_map(|it| known.get(&it.name).copied().filter(is_due).map(|id| (id, it)))
        .filter(|it| it.1.connector.census().is_some())
        .collect();
    let (all, mut done) = (due.len() as u64, 0);
    let checking = due.into_iter().map(|(id, it)| one(line, &directory, (id, it), since, go_on));
    let mut checking = stream::iter(checking).buffer_unordered(remote.at_once.max(1));
    let mut sum = Checked::default();
    while let Some(checked) = checking.next().await {
        sum += checked?;
        done += 1;
        tell(Progress::Checking { done, of: all });
    }
    Ok(sum)
}

/// Checks what of one mailbox was not counted since `since`, until time is up.
async fn one(
    line: &Line<'_>,
    directory: &Directory,
    (id, found): (MailboxId, Found),
    since: Timestamp,
    go_on: GoOn<'_>,
) -> Result<Checked, ImportError> {
    let (Some(census), Some((cursor, _))) = (found.connector.census(), line.store.cursor(id).await?) else {
        return Ok(Checked::default());
    };
    if !go_on() {
        return Ok(Checked { unfinished: 1, ..Checked::default() });
    }
    let mut checking = Checking { line, directory, id, found: &found, census, sum: Checked::default() };
    match checking.whole(&Cursor(cursor), since, go_on).await {
        Ok(()) => Ok(checking.sum),
        Err(SyncError::Source(_)) => Ok(Checked { failing: 1, ..checking.sum }),
        Err(error) => Err(error.into()),
    }
}

/// One mailbox being checked.
struct Checking<'a> {
    line: &'a Line<'a>,
    directory: &'a Directory,
    id: MailboxId,
    found: &'a Found,
    census: &'a dyn Census,
    sum: Checked,
}

impl Checking<'_> {
    /// Time may be up between any two folders and months: what was counted since `checked` is not counted again.
    async fn whole(&mut self, cursor: &Cursor, checked: Timestamp, go_on: GoOn<'_>) -> Result<(), SyncError> {
        let Some(Folders { read, beside, since }) = self.census.folders(cursor).await? else { return Ok(()) };
        let mut known: BTreeMap<String, BTreeMap<Month, FolderMonth>> = BTreeMap::new();
        for it in self.line.store.folder_months(self.id).await? {
            known.entry(it.folder.clone()).or_default().insert(it.month, it);
        }
        let is_newer = self.line.store.checked_by(self.id).await?.is_some_and(|it| it != VERSION);
        let tried_again = |it: &FolderMonth| is_newer && it.tally.quarantined > 0;
        let a_folder = (MOST_COUNTED / read.len().max(1)).max(FEWEST_MONTHS);
        let mut folders = Vec::new();
        for folder in &read {
            let months = known.remove(&folder.key).unwrap_or_default();
            let mut older = 0;
            if folder.messages > 0 {
                older = self.census.count(folder, Received { from: None, to: since }).await?;
            }
            folders.push(MailFolder { folder: folder.key.clone(), name: folder.name.clone(), older });
            let counted = months.iter().filter_map(|(month, it)| Some((*month, it.counted?.1))).collect();
            let mut asked = due(Month::of(since), Month::of(self.line.now), &counted, a_folder);
            let is_at_odds = |it: &&FolderMonth| it.doubtful || it.unexplained.is_some() || tried_again(it);
            asked.extend(months.values().filter(is_at_odds).map(|it| it.month));
            // Where nothing lies, only what was read can be at odds with it.
            asked.retain(|it| folder.messages > 0 || months.contains_key(it));
            let is_doubtful = |it: &Month| months.get(it).is_some_and(|it| it.doubtful);
            asked.retain(|it| is_doubtful(it) || counted.get(it).is_none_or(|at| *at < checked));
            for month in asked {
                if !go_on() {
                    self.sum.unfinished = 1;
                    return Ok(());
                }
                let is_read_again = is_doubtful(&month) || months.get(&month).is_some_and(tried_again);
                self.month(folder, month, (since, is_read_again)).await?;
            }
        }
        self.line.store.note_folders(self.id, &folders).await?;
        self.line.store.note_checked(self.id, beside, VERSION, self.line.now).await?;
        self.sum.mailboxes += 1;
        Ok(())
    }

    /// Counts a folder and month, and reads it again as long as it does not add up.
    async fn month(
        &mut self,
        folder: &Folder,
        month: Month,
        (since, mut is_doubtful): (Timestamp, bool),
    ) -> Result<(), SyncError> {
        let moment = |seconds| Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
        let from = moment(month.start_seconds()).max(since);
        let received = Received { from: Some(from), to: moment(month.end_seconds()) };
        let mut counted = self.census.count(folder, received).await?;
        let mut found = self.line.store.cell(self.id, &folder.key, month).await?.len();
        for _ in 0..MOST_TRIES {
            if counted == found && !is_doubtful {
                break;
            }
            let batch = self.census.whole(folder, received).await?;
            found = self.read_again(folder, month, batch).await?;
            (is_doubtful, self.sum.read_again) = (false, self.sum.read_again + 1);
            counted = self.census.count(folder, received).await?;
        }
        let unexplained = counted as i64 - found as i64;
        self.line.store.note_count(self.id, (&folder.key, month), (counted, unexplained), self.line.now).await?;
        self.sum.counted += 1;
        self.sum.unexplained += unexplained.unsigned_abs();
        Ok(())
    }

    /// Takes over what was not read before of a folder and month, and says that this is all there is; returns how much that is.
    async fn read_again(&mut self, folder: &Folder, month: Month, batch: Batch) -> Result<u64, SyncError> {
        let known = self.line.store.cell(self.id, &folder.key, month).await?;
        let Batch { observed, skipped, places, cursor, position, more } = batch;
        let start = Timestamp::from_second(month.start_seconds()).unwrap_or_default();
        // What does not say which it is counts by its place.
        let nameless = |place: usize| Placed { folder: folder.key.clone(), received: start, message: place as u64 };
        let mut changes = FolderChanges { whole: Some((folder.key.clone(), month)), ..FolderChanges::default() };
        let mut fresh =
            Batch { observed: Vec::new(), skipped: Vec::new(), places: Default::default(), cursor, position, more };
        let mut of_fresh = Vec::new();
        for (place, (it, placed)) in observed.into_iter().zip(places.observed).enumerate() {
            let placed = placed.unwrap_or_else(|| nameless(place));
            match known.outcome(placed.message) {
                Some(outcome) if outcome != Outcome::Quarantined => changes.read.push((placed, outcome)),
                before => {
                    changes.mended += u64::from(before.is_some());
                    fresh.observed.push(it);
                    of_fresh.push(placed);
                }
            }
        }
        for (place, (it, placed)) in skipped.into_iter().zip(places.skipped).enumerate() {
            let placed = placed.unwrap_or_else(|| nameless(usize::MAX - place));
            if !known.holds(placed.message) {
                fresh.skipped.push(it);
            }
            changes.read.push((placed, Outcome::Quarantined));
        }
        self.sum.mended += changes.mended;
        let number = self.line.store.batch_seq(self.id).await?;
        let (cursor, position, extent) = self.line.store.reading(self.id).await?;
        let batch = BatchId { mailbox: self.id, number: number + 1 };
        let step = Step { line: self.line, directory: self.directory, owner: Some(&self.found.owner), batch };
        let taken = step.take(fresh).await?;
        changes.read.extend(of_fresh.into_iter().zip(taken.outcomes));
        let commit = BatchCommit {
            batch_seq: number,
            cursor: &cursor,
            ledger: taken.ledger,
            quarantined: &taken.quarantined,
            left_out: &taken.left_out,
            position,
            extent,
            read_until: taken.read_until,
            folders: changes,
        };
        self.line.store.commit_batch(self.id, &commit).await?;
        self.sum.touched.extend(taken.touched);
        let found = self.line.store.cell(self.id, &folder.key, month).await?;
        self.sum.found_late += found.not_in(&known);
        Ok(found.len())
    }
}

impl std::ops::AddAssign for Checked {
    fn add_assign(&mut self, other: Checked) {
        self.mailboxes += other.mailboxes;
        self.counted += other.counted;
        self.read_again += other.read_again;
        self.found_late += other.found_late;
        self.mended += other.mended;
        self.unexplained += other.unexplained;
        self.unfinished += other.unfinished;
        self.failing += other.failing;
        self.touched.extend(other.touched);
    }
}
