//! Appending: a batch becomes one commit a table, once, however often it is tried.
//!
//! ```text
//! admitted ──▶ which are new? ──▶ interaction ──▶ exchange ──▶ sighting ──▶ activity   (then the caller saves its cursor)
//! ```
//!
//! Every commit notes the batch. A crash after any of them leaves the cursor behind, and the batch comes again, perhaps
//! with more in it: its source grew. `again.rs` says what the log lacks of it then.

use std::collections::HashSet;
use std::sync::Arc;

use deltalake::datafusion::catalog::TableProvider;
use relata_model::{Admitted, MailboxId};
use tokio::sync::Mutex;

use crate::again::{Coming, Held, Key};
use crate::known::Known;
use crate::rows::{self, Numbers};
use crate::schema;
use crate::table::{LogError, Table};

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
        let mut known = self.known.lock().await;
        let coming = Coming::all(admitted, numbers)?;
        let writer = format!("mailbox-{}", batch.mailbox);
        let came_again = self.has_begun(&writer, batch.number).await?;
        if coming.is_empty() && !came_again {
            // Asking a service for what changed mostly brings nothing; four commits to say so would be the log's bulk.
            return Ok(Appended::default());
        }
        let held = match came_again {
            true => self.held(batch, &coming, &mut known).await?,
            false => Held::default(),
        };
        let unknown = self.unknown(&coming, &mut known).await?;
        let lacking = held.lacks(&coming, &unknown, batch, self.next_arrival().await?);

        let number = batch.number;
        self.interaction.append(&writer, number, rows::interactions(&lacking.rows)?).await?;
        for it in &lacking.rows {
            known.month(it.month, &self.interaction).await?.insert(it.identity);
        }
        self.exchange.append(&writer, number, rows::exchanges(&lacking.unrelated)?).await?;
        self.sighting.append(&writer, number, rows::sightings(&lacking.copies)?).await?;
        self.activity.append(&writer, number, rows::activities(&lacking.copies)?).await?;
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
