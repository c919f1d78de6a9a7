//! Appending: a batch becomes one commit a table, once, however often it is tried.
//!
//! ```text
//! admitted ──▶ which are new? ──▶ interaction ──▶ exchange ──▶ sighting ──▶ activity   (then the caller saves its cursor)
//! ```
//!
//! Every commit notes the batch. A crash after any of them leaves the cursor behind, and the batch comes again, perhaps
//! with more in it: its source grew. `again.rs` says what the log lacks of it then.
//!
//! A commit takes its time, however little is in it. Batches that come meanwhile wait, and are committed together.

use std::collections::HashSet;
use std::sync::{Arc, MutexGuard, PoisonError};

use deltalake::datafusion::catalog::TableProvider;
use relata_model::{Admitted, MailboxId};
use tokio::sync::Mutex;
use tokio::sync::oneshot::{self, error::TryRecvError};

use crate::again::{Coming, Held, Key, Lacking};
use crate::known::Known;
use crate::partials::MadeOf;
use crate::rows::{self, Numbers};
use crate::schema;
use crate::table::{LogError, Note, Table};

/// A batch of a mailbox, numbered in the order of the mailbox's cursors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchId {
    /// Whose.
    pub mailbox: MailboxId,
    /// Counted from 1; a batch that comes again has the same number.
    pub number: i64,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Interactions the log did not hold.
    pub stored: u64,
    /// Copies of interactions it did.
    pub duplicates: u64,
    /// Whether it had been begun before. Then another copy may speak for what it was first to bring, and what mailboxes
    /// brought is to be [counted](InteractionLog::counted) anew.
    pub came_again: bool,
}

/// The append-only history.
pub struct InteractionLog {
    pub(crate) interaction: Table,
    pub(crate) sighting: Table,
    pub(crate) activity: Table,
    pub(crate) exchange: Table,
    pub(crate) pair_month: Table,
    /// One batch at a time: two mailboxes with copies of one message must not both find it new.
    pub(crate) known: Mutex<Known>,
    pub(crate) made_of: Mutex<MadeOf>,
    /// Batches that wait for the others' commit.
    waiting: std::sync::Mutex<Vec<Waiting>>,
}

/// A batch that waits.
struct Waiting {
    batch: BatchId,
    coming: Arc<Vec<Coming>>,
    /// Told what became of it; dropped, if the commit failed.
    done: oneshot::Sender<Appended>,
}

impl InteractionLog {
    /// Opens the log under a folder or an object-store address, or creates it there.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the place cannot be read or written.
    pub async fn open(place: &str) -> Result<InteractionLog, LogError> {
        let place = place.trim_end_matches('/');
        Ok(InteractionLog {
            interaction: Table::open(&format!("{place}/interaction"), schema::interaction()).await?,
            sighting: Table::open(&format!("{place}/sighting"), schema::sighting()).await?,
            activity: Table::open(&format!("{place}/activity"), schema::activity()).await?,
            exchange: Table::open(&format!("{place}/exchange"), schema::exchange()).await?,
            pair_month: Table::open(&format!("{place}/pair_month"), schema::pair_month()).await?,
            known: Mutex::default(),
            made_of: Mutex::default(),
            waiting: std::sync::Mutex::default(),
        })
    }

    /// Appends what was admitted of a batch; where that is nothing, nothing is written. One that was begun before is
    /// completed: what the log holds of it stays, and what it lacks is appended.
    ///
    /// # Errors
    ///
    /// [`LogError::NotInterned`] if `numbers` lacks an address or record; [`LogError::Table`] if a commit fails, and then the
    /// batch can be appended again.
    pub async fn append(
        &self,
        batch: BatchId,
        admitted: &Admitted,
        numbers: Numbers<'_>,
    ) -> Result<Appended, LogError> {
        let coming = Arc::new(Coming::all(admitted, numbers)?);
        if coming.is_empty() && !self.has_begun(&writer(batch), batch.number).await? {
            // Asking a service for what changed mostly brings nothing; four commits to say so would be the log's bulk.
            return Ok(Appended::default());
        }
        let (done, mut outcome) = oneshot::channel();
        self.waiting().push(Waiting { batch, coming: coming.clone(), done });
        let mut known = self.known.lock().await;
        match outcome.try_recv() {
            // Whoever had the turn before took this along.
            Ok(appended) => return Ok(appended),
            Err(TryRecvError::Empty) => self.append_waiting(&mut known).await?,
            // Their commit failed; whose fault it was, each finds out alone.
            Err(TryRecvError::Closed) => return self.append_alone(batch, &coming, &mut known).await,
        }
        match outcome.try_recv() {
            Ok(appended) => Ok(appended),
            Err(_) => self.append_alone(batch, &coming, &mut known).await,
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends every batch that waits: those that were never seen, together; any other alone.
    async fn append_waiting(&self, known: &mut Known) -> Result<(), LogError> {
        let mut waiting = std::mem::take(&mut *self.waiting());
        // Whoever gave up waiting tries the batch again.
        waiting.retain(|it| !it.done.is_closed());
        let mut together = Vec::new();
        for it in waiting {
            let is_of_a_crm = it.coming.iter().any(Coming::is_of_a_crm);
            if is_of_a_crm || self.has_begun(&writer(it.batch), it.batch.number).await? {
                let appended = self.append_alone(it.batch, &it.coming, known).await?;
                // Nobody waits: the batch comes again.
                let _ = it.done.send(appended);
            } else {
                together.push(it);
            }
        }
        let appended = match self.append_together(&together, known).await {
            Ok(appended) => appended,
            Err(error) => {
                // What was noted as new may not be there.
                known.clear();
                return Err(error);
            }
        };
        for (it, appended) in together.into_iter().zip(appended) {
            let _ = it.done.send(appended);
        }
        Ok(())
    }

    /// Appends batches that were never seen, in one commit a table. Among them, order is that of their positions.
    async fn append_together(&self, waiting: &[Waiting], known: &mut Known) -> Result<Vec<Appended>, LogError> {
        let arrived = self.next_arrival().await?;
        let (mut appended, mut all) = (Vec::new(), Lacking::default());
        let mut notes: [Vec<Note>; 3] = Default::default();
        let mut position = 0;
        for Waiting { batch, coming, .. } in waiting {
            let unknown = self.unknown(coming, known).await?;
            let lacking = Held::default().lacks(coming, &unknown, *batch, (arrived, position));
            position += coming.len() as i32;
            for it in &lacking.rows {
                known.month(it.month, &self.interaction).await?.insert(it.identity);
            }
            let note = || (writer(*batch), batch.number);
            let is_in = [!lacking.rows.is_empty(), !lacking.unrelated.is_empty(), !lacking.copies.is_empty()];
            notes.iter_mut().zip(is_in).filter(|it| it.1).for_each(|it| it.0.push(note()));
            let stored = lacking.rows.len() as u64;
            let duplicates = coming.len() as u64 - stored;
            appended.push(Appended { stored, duplicates, came_again: false });
            all.extend(lacking);
        }
        let [of_rows, of_unrelated, of_copies] = notes;
        self.interaction.append(of_rows, rows::interactions(&all.rows)?).await?;
        self.exchange.append(of_unrelated, rows::exchanges(&all.unrelated)?).await?;
        self.sighting.append(of_copies, rows::sightings(&all.copies)?).await?;
        Ok(appended)
    }

    /// Appends one batch, which may have been begun before.
    async fn append_alone(&self, batch: BatchId, coming: &[Coming], known: &mut Known) -> Result<Appended, LogError> {
        let writer = writer(batch);
        let came_again = self.has_begun(&writer, batch.number).await?;
        let held = match came_again {
            true => self.held(batch, coming, known).await?,
            false => Held::default(),
        };
        let unknown = self.unknown(coming, known).await?;
        let lacking = held.lacks(coming, &unknown, batch, (self.next_arrival().await?, 0));

        let note = || vec![(writer.clone(), batch.number)];
        self.interaction.append(note(), rows::interactions(&lacking.rows)?).await?;
        for it in &lacking.rows {
            known.month(it.month, &self.interaction).await?.insert(it.identity);
        }
        self.exchange.append(note(), rows::exchanges(&lacking.unrelated)?).await?;
        self.sighting.append(note(), rows::sightings(&lacking.copies)?).await?;
        self.activity.append(note(), rows::activities(&lacking.copies)?).await?;
        let stored = (held.rows.len() + lacking.rows.len()) as u64;
        Ok(Appended { stored, duplicates: coming.len() as u64 - stored, came_again })
    }

    /// Returns the exchanges, for queries.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn exchanges(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        self.exchange.provider().await
    }

    /// Returns the interactions, for queries.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn interactions(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        self.interaction.provider().await
    }

    /// Returns the copies out of mailboxes, for queries.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn sightings(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        self.sighting.provider().await
    }

    /// Returns the copies out of CRMs, for queries.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn activities(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        self.activity.provider().await
    }

    /// Returns whether anything in it came out of a mailbox, and not out of a CRM alone.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if the table cannot be read.
    pub async fn holds_mailboxes(&self) -> Result<bool, LogError> {
        Ok(self.sighting.scan().await?.limit(0, Some(1))?.count().await? > 0)
    }

    /// Returns how many interactions there are.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if the table cannot be read.
    pub async fn count(&self) -> Result<u64, LogError> {
        Ok(self.interaction.scan().await?.count().await? as u64)
    }

    /// Returns whether anything of a batch was appended before.
    async fn has_begun(&self, writer: &str, number: i64) -> Result<bool, LogError> {
        // Without an interaction there is no exchange.
        for table in [&self.interaction, &self.sighting, &self.activity] {
            if table.has(writer, number).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns what the log does not hold. A copy with another date in another month counts for itself.
    pub(crate) async fn unknown(&self, coming: &[Coming], known: &mut Known) -> Result<HashSet<Key>, LogError> {
        let mut new = HashSet::new();
        for it in coming {
            let (month, identity) = it.key;
            if !known.month(month, &self.interaction).await?.contains(&identity) {
                new.insert(it.key);
            }
        }
        Ok(new)
    }

    /// Returns the place of a new batch among all: every commit moves it on, and none takes it back.
    async fn next_arrival(&self) -> Result<i64, LogError> {
        let mut versions = 0;
        for table in [&self.interaction, &self.sighting, &self.activity] {
            versions += table.version().await;
        }
        Ok(versions)
    }
}

/// Returns under which name a mailbox's batches are noted.
fn writer(batch: BatchId) -> String {
    format!("mailbox-{}", batch.mailbox)
}
