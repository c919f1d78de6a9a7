//! Sync: fetch, admit, append; then save the cursor.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_connectors::{Batch, Connector, Cursor, FetchError, Places};
use relata_interaction_log::{BatchId, LogError, Numbers};
use relata_model::completeness::{FolderChanges, Outcome};
use relata_model::normalise::{Context, Normalised, normalise};
use relata_model::{
    Address, AddressId, Admitted, ColleagueId, Consent, Directory, Filter, Identity, Interaction, Ledger, MailboxId,
    RecordId,
};
use relata_store::{BatchCommit, Store, StoreError};

use crate::erasure::brought;
use crate::evidence::{Gathered, sender_of};
use crate::introduced::note_signs;
use crate::line::{Line, Progress, Tell};
use crate::schedule;

/// So often ledgers are counted anew while other mailboxes go on; the next erasure counts those that are never met at rest.
const SETTLING_TRIES: u32 = 3;

/// Why a sync stopped: the source, which somebody must mend, or something of ours.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The source cannot be read.
    #[error(transparent)]
    Source(#[from] FetchError),
    /// The operational database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The interaction log failed.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// A mailbox to read.
pub struct Mailbox<'a> {
    /// Which.
    pub id: MailboxId,
    /// What its source calls it.
    pub name: &'a str,
    /// Whose it is, if anybody's.
    pub owner: Option<&'a ColleagueId>,
    /// Where it is read.
    pub connector: &'a dyn Connector,
}

/// Asked after every batch: whether to go on now. What is left is read by the next sync.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// What a sync brought.
#[derive(Clone, Debug, Default)]
pub struct Synced {
    /// Whether the source has no more for now.
    pub is_whole: bool,
    /// What became of the messages that were new.
    pub ledger: Ledger,
    /// Whoever took part in what was stored.
    pub touched: BTreeSet<AddressId>,
}

/// Brings the log up to date with a mailbox.
///
/// # Errors
///
/// [`SyncError`]; what was read before it is kept, and the next sync goes on from there.
pub async fn sync(
    line: &Line<'_>,
    directory: &Directory,
    mailbox: &Mailbox<'_>,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Synced, SyncError> {
    let Mailbox { id, name, owner, connector } = *mailbox;
    let extent = connector.extent().await?;
    let mut synced = Synced::default();
    loop {
        let cursor = line.store.cursor(id).await?.map(|(cursor, _)| Cursor(cursor));
        // Asked for by itself: a mailbox that starts over has no cursor, and its numbers go on all the same.
        let number = line.store.batch_seq(id).await?;
        let batch = match connector.fetch(cursor.as_ref()).await {
            Err(FetchError::CursorExpired) if cursor.is_some() => {
                line.store.drop_cursor(id).await?;
                continue;
            }
            batch => batch?,
        };
        // Where a source leads on without a message (to where its changes will be), its cursor is saved all the same.
        if batch.read() == 0 && !batch.more && cursor.as_ref() == Some(&batch.cursor) {
            return Ok(Synced { is_whole: true, ..synced });
        }
        let (more, position, cursor) = (batch.more, batch.position, batch.cursor.clone());
        let places = batch.places.clone();
        let step = Step { line, directory, owner, batch: BatchId { mailbox: id, number: number + 1 } };
        let taken = step.take(batch).await?;
        let commit = BatchCommit {
            batch_seq: number,
            cursor: &cursor.0,
            ledger: taken.ledger.clone(),
            quarantined: &taken.quarantined,
            left_out: &taken.left_out,
            position,
            extent: Some(extent),
            read_until: taken.read_until,
            folders: changes(places, &taken.outcomes),
        };
        // After the append: a crash in between repeats a batch, and never loses one.
        line.store.commit_batch(id, &commit).await?;
        synced.ledger += &taken.ledger;
        synced.touched.extend(taken.touched);
        tell(Progress::Reading { mailbox: name.to_owned(), position, extent, read: synced.ledger.read });
        if !more || !go_on() {
            return Ok(Synced { is_whole: !more, ..synced });
        }
    }
}

/// One batch on its way into the log.
pub(crate) struct Step<'a> {
    pub line: &'a Line<'a>,
    pub directory: &'a Directory,
    pub owner: Option<&'a ColleagueId>,
    pub batch: BatchId,
}

/// What became of one batch.
pub(crate) struct Taken {
    pub ledger: Ledger,
    pub quarantined: Vec<relata_model::Quarantined>,
    pub left_out: Vec<(AddressId, Filter, u64)>,
    pub read_until: Option<jiff::Timestamp>,
    pub touched: BTreeSet<AddressId>,
    /// Of what was observed, in order.
    pub outcomes: Vec<Outcome>,
}

impl Step<'_> {
    pub async fn take(&self, batch: Batch) -> Result<Taken, SyncError> {
        let mut ledger = Ledger { read: batch.read(), quarantined: batch.skipped.len() as u64, ..Ledger::default() };
        let mut gathered = Gathered::default();
        // Asked again for every batch, so that an opt-out holds from the next batch on.
        let consent = self.line.store.consent().await?;
        let mut sorted = self.normalise(batch.observed, &consent, &mut ledger, &mut gathered);
        let (admitted, left_out) = consent.admit(std::mem::take(&mut sorted.kept), self.directory, self.owner);
        for (rule, count) in left_out {
            *ledger.filtered.entry(rule).or_default() += count;
        }
        // What is ahead was counted as such; who opted out is no part of it either.
        let planned: BTreeSet<Identity> = sorted.ahead.iter().map(|it| it.identity).collect();
        let (ahead, _) = consent.admit(std::mem::take(&mut sorted.ahead), self.directory, self.owner);
        let kept: BTreeSet<Identity> = ahead.interactions().iter().map(|it| it.identity).collect();
        let not_kept: Vec<Identity> = planned.difference(&kept).copied().collect();
        let mailbox = self.batch.mailbox;
        let seen = gathered.seen([&admitted, &ahead], self.directory);
        let addresses = self.line.store.intern_from(Some(mailbox), &seen).await?;
        let records = self.line.store.record_numbers(&regarded([&admitted, &ahead])).await?;
        self.line.store.call_off(mailbox, &sorted.called_off).await?;
        self.line.store.drop_scheduled(mailbox, &not_kept).await?;
        self.line.store.put_scheduled(mailbox, &schedule::scheduled(&ahead, &addresses, &records)).await?;
        let numbers = Numbers { addresses: &addresses, records: &records };
        let appended = self.line.log.append(self.batch, &admitted, numbers).await?;
        if appended.came_again {
            self.settle().await?;
        }
        note_signs(self.line.store, &admitted, &addresses, self.line.now).await?;
        ledger.stored = appended.stored;
        ledger.duplicates = appended.duplicates;
        Ok(Taken {
            outcomes: sorted.outcomes,
            ledger,
            quarantined: batch.skipped,
            left_out: known_senders(self.line.store, &gathered).await?,
            read_until: admitted.interactions().iter().map(|it| it.at).max(),
            touched: match appended.stored {
                0 => BTreeSet::new(),
                _ => taking_part(&admitted).filter_map(|it| addresses.get(it).copied()).collect(),
            },
        })
    }

    /// Lets ledgers say what the log says: another mailbox's copy may speak now for what this batch was first to bring when
    /// it was begun. Others may be read at the same time.
    async fn settle(&self) -> Result<(), SyncError> {
        for _ in 0..SETTLING_TRIES {
            let committed = self.line.store.committed().await?;
            let counted = self.line.log.counted(&committed).await?;
            if self.line.store.settle_ledgers(&committed, &brought(counted)).await? {
                break;
            }
        }
        Ok(())
    }

    fn normalise(
        &self,
        observed: Vec<relata_model::Observed>,
        consent: &Consent,
        ledger: &mut Ledger,
        gathered: &mut Gathered,
    ) -> Sorted {
        let owner = self.owner.and_then(|it| self.directory.get(it));
        let context = Context { directory: self.directory, owner, now: self.line.now };
        let mut sorted = Sorted::default();
        for it in observed {
            gathered.note(&it);
            let (identity, at, of_a_crm) = (it.identity, it.at, it.activity.is_some());
            let sender = sender_of(&it).filter(|it| !consent.leaves_out(it, at, self.directory, of_a_crm));
            match normalise(it, context) {
                Normalised::Kept(interaction) => {
                    sorted.outcomes.push(Outcome::Kept);
                    sorted.kept.push(interaction);
                }
                Normalised::Scheduled(interaction) => {
                    sorted.outcomes.push(Outcome::LeftOut(Filter::Future));
                    ledger.filter(Filter::Future);
                    sorted.ahead.push(interaction);
                }
                Normalised::Filtered(rule) => {
                    let off = matches!(rule, Filter::Cancelled | Filter::Declined | Filter::Private);
                    if off && at > self.line.now {
                        sorted.called_off.push((identity, at));
                    }
                    sorted.outcomes.push(Outcome::LeftOut(rule));
                    ledger.filter(rule);
                    gathered.note_left_out(sender, rule);
                }
            }
        }
        sorted
    }
}

/// A batch, by what becomes of it.
#[derive(Default)]
struct Sorted {
    /// What counts.
    kept: Vec<Interaction>,
    /// What lies ahead.
    ahead: Vec<Interaction>,
    /// What will not take place, or is nobody's business any more.
    called_off: Vec<(Identity, Timestamp)>,
    /// What became of each by the rules.
    outcomes: Vec<Outcome>,
}

/// Returns what a batch changes in the ledger by folder.
fn changes(places: Places, outcomes: &[Outcome]) -> FolderChanges {
    let observed = places.observed.into_iter().zip(outcomes.iter().copied());
    let skipped = places.skipped.into_iter().map(|it| (it, Outcome::Quarantined));
    let read = observed.chain(skipped).filter_map(|(placed, outcome)| Some((placed?, outcome))).collect();
    FolderChanges { read, gone: places.gone, ..FolderChanges::default() }
}

fn taking_part(admitted: &Admitted) -> impl Iterator<Item = &Address> {
    admitted.interactions().iter().flat_map(|it| &it.participants).map(|it| &it.address)
}

/// Returns the records that activities regard.
fn regarded<'a>(of: impl IntoIterator<Item = &'a Admitted>) -> Vec<RecordId> {
    let interactions = of.into_iter().flat_map(|it| it.interactions());
    let regarded = interactions.filter_map(|it| it.activity.as_ref()?.regarding.clone());
    regarded.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns what was left out of people who are known; of strangers nothing is kept.
async fn known_senders(store: &Store, gathered: &Gathered) -> Result<Vec<(AddressId, Filter, u64)>, SyncError> {
    let mut known = Vec::new();
    for ((sender, rule), count) in &gathered.left_out {
        if let Some(address) = store.address_id(sender).await? {
            known.push((address, *rule, *count));
        }
    }
    Ok(known)
}
