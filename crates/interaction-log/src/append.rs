//! Appending: a batch becomes one commit a table, once, however often it is tried.
//!
//! ```text
//! admitted ──▶ which are new? ──▶ interaction ──▶ exchange ──▶ sighting ──▶ activity   (then the caller saves its cursor)
//! ```
//!
//! Every commit notes the batch. A crash after any of them leaves the cursor behind; the batch comes again, the
//! tables that noted it are left alone, the others catch up, and the counts come out the same.

use std::collections::HashSet;
use std::sync::Arc;

use deltalake::arrow::array::AsArray;
use deltalake::arrow::datatypes::Int64Type;
use deltalake::datafusion::catalog::TableProvider;
use deltalake::datafusion::prelude::{col, lit};
use jiff::Timestamp;
use relata_model::{Admitted, Identity, MailboxId, Month};
use tokio::sync::Mutex;

use crate::content::Content;
use crate::known::{Known, identities_of};
use crate::rows::{self, Came, Copy, Numbers, Row, Said, month_of};
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

    /// Appends what was admitted of a batch.
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
        let writer = format!("mailbox-{}", batch.mailbox);
        let before = self.interaction.has(&writer, batch.number).await?;
        let unknown = self.unknown(admitted, &mut known).await?;
        let (brought, arrived) = if before { self.brought_by(batch).await? } else { (HashSet::new(), None) };
        let arrived = match arrived {
            Some(arrived) => arrived,
            None => self.next_arrival().await?,
        };
        let mut copies = Vec::with_capacity(admitted.interactions().len());
        let (mut fresh, mut missing) = (Vec::new(), Vec::new());
        let mut first = HashSet::new();
        for (it, position) in admitted.interactions().iter().zip(0..) {
            let (month, identity) = (month_of(it), it.identity);
            let came = Came::with(batch, arrived, position);
            let content = Content::of(it, numbers)?;
            let key = (month, identity);
            let new = (unknown.contains(&key) || brought.contains(&key)) && first.insert(key);
            let said = it.activity.as_ref().map(|it| Said::of(it, numbers)).transpose()?;
            copies.push(Copy { month, identity, came, content: (!new).then(|| content.clone()), said });
            if new {
                let row = Row { month, identity, content, came };
                missing.extend((before && unknown.contains(&key)).then(|| row.clone()));
                fresh.push(row);
            }
        }

        let number = batch.number;
        self.interaction.append(&writer, number, rows::interactions(&fresh)?).await?;
        self.exchange.append(&writer, number, rows::exchanges(&fresh)?).await?;
        if !missing.is_empty() {
            let mending = format!("{writer}-mending");
            self.interaction.append(&mending, number, rows::interactions(&missing)?).await?;
            self.exchange.append(&mending, number, rows::exchanges(&missing)?).await?;
        }
        self.sighting.append(&writer, number, rows::sightings(&copies)?).await?;
        self.activity.append(&writer, number, rows::activities(&copies)?).await?;

        for it in &fresh {
            known.month(it.month, &self.interaction).await?.insert(it.identity);
        }
        Ok(Appended { stored: fresh.len() as u64, duplicates: (copies.len() - fresh.len()) as u64 })
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

    /// Returns what the log does not hold. A copy with another date in another month counts for itself.
    async fn unknown(&self, admitted: &Admitted, known: &mut Known) -> Result<HashSet<(Month, Identity)>, LogError> {
        let mut new = HashSet::new();
        for it in admitted.interactions() {
            let month = month_of(it);
            if !known.month(month, &self.interaction).await?.contains(&it.identity) {
                new.insert((month, it.identity));
            }
        }
        Ok(new)
    }

    /// Returns what a batch brought when it was first appended, and its place among all batches. An erasure meanwhile may
    /// have taken some of it, or all.
    async fn brought_by(&self, batch: BatchId) -> Result<(HashSet<(Month, Identity)>, Option<i64>), LogError> {
        let of_batch = col("mailbox").eq(lit(batch.mailbox.0)).and(col("batch").eq(lit(batch.number)));
        let rows = self.interaction.scan().await?.filter(of_batch)?;
        let rows = rows.select([col("identity"), col("arrived"), col("at")])?;
        let mut brought = HashSet::new();
        let mut arrived = None;
        for batch in rows.collect().await? {
            let [places, times] = [1, 2].map(|it| batch.column(it).as_primitive::<Int64Type>());
            arrived = places.iter().flatten().next().or(arrived);
            for (identity, at) in identities_of(batch.column(0))?.into_iter().zip(times.values()) {
                brought.insert((Month::of(Timestamp::from_second(*at).unwrap_or_default()), identity));
            }
        }
        Ok((brought, arrived))
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
