//! Batches: what is committed after a batch's rows are in the log.
//!
//! ```text
//! append to the log ──▶ commit_batch(batch_seq) ──▶ cursor, ledger, samples, left-out counts: all or none
//! ```
//!
//! **Invariant:** the same batch committed twice counts once: a mailbox moves from one number of batches to the next,
//! and whoever finds it elsewhere is told so.

use jiff::Timestamp;
use relata_model::completeness::FolderChanges;
use relata_model::{AddressId, Filter, Ledger, MailboxId, Quarantined};
use sqlx::AnyConnection;

use crate::completeness::change_folders;
use crate::error::Result;
use crate::left_out::add_left_out;
use crate::mailbox::unsigned;
use crate::{Store, StoreError};

/// How many samples of unreadable messages are kept for each mailbox.
const QUARANTINE_KEPT: i64 = 1_000;

/// What one batch changes, beside the rows appended to the log before.
#[derive(Clone, Debug, Default)]
pub struct BatchCommit<'a> {
    /// How many batches the mailbox had committed before this one (see [`Store::cursor`]).
    pub batch_seq: i64,
    /// Where to go on from.
    pub cursor: &'a str,
    /// What became of the batch's messages.
    pub ledger: Ledger,
    /// What could not be read.
    pub quarantined: &'a [Quarantined],
    /// How much of whom was left out, by which rule.
    pub left_out: &'a [(AddressId, Filter, u64)],
    /// How far the source has been read.
    pub position: u64,
    /// How much there is to read in all.
    pub extent: Option<u64>,
    /// The newest interaction of the batch.
    pub read_until: Option<Timestamp>,
    /// What it changes in the ledger by folder.
    pub folders: FolderChanges,
}

/// What a commit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// The batch counts now.
    Now,
    /// It had been counted before: a crash, or a second worker, repeated it.
    Before,
}

impl Store {
    /// Returns where to go on from and how many batches were committed; `None` before the first.
    pub async fn cursor(&self, mailbox: MailboxId) -> Result<Option<(String, i64)>> {
        let sql = "select cursor, batch_seq from mailbox where mailbox_id = $1 and cursor is not null";
        Ok(sqlx::query_as(sql).bind(mailbox.0).fetch_optional(&self.pool).await?)
    }

    /// Returns how many batches a mailbox has committed, also when its cursor was dropped.
    pub async fn batch_seq(&self, mailbox: MailboxId) -> Result<i64> {
        let sql = "select batch_seq from mailbox where mailbox_id = $1";
        Ok(sqlx::query_scalar(sql).bind(mailbox.0).fetch_one(&self.pool).await?)
    }

    /// Returns where reading a mailbox stands: its cursor, how far that is, and how much there is in all.
    pub async fn reading(&self, mailbox: MailboxId) -> Result<(String, u64, Option<u64>)> {
        let sql = "select coalesce(cursor, ''), position, extent from mailbox where mailbox_id = $1";
        let (cursor, position, extent): (String, i64, Option<i64>) =
            sqlx::query_as(sql).bind(mailbox.0).fetch_one(&self.pool).await?;
        Ok((cursor, unsigned(position), extent.map(unsigned)))
    }

    /// Drops a mailbox's cursor, so that it is read again from the start. What was counted stays counted.
    pub async fn drop_cursor(&self, mailbox: MailboxId) -> Result<()> {
        let mut writing = self.write().await?;
        let sql = "update mailbox set cursor = null, position = 0 where mailbox_id = $1";
        sqlx::query(sql).bind(mailbox.0).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Records a batch whose rows are in the log: cursor, ledger, quarantine and left-out counts in one transaction.
    ///
    /// # Errors
    ///
    /// [`StoreError::OutOfStep`] if the mailbox stands neither before nor right after this batch.
    pub async fn commit_batch(&self, mailbox: MailboxId, batch: &BatchCommit<'_>) -> Result<Committed> {
        let mut writing = self.write().await?;
        let connection = writing.connection();
        // The update locks the row and tests the number at once: of two workers one waits, then finds it taken.
        let sql = "update mailbox set batch_seq = batch_seq + 1 where mailbox_id = $1 and batch_seq = $2";
        let moved = sqlx::query(sql).bind(mailbox.0).bind(batch.batch_seq).execute(&mut *connection).await?;
        if moved.rows_affected() == 0 {
            return already_committed(connection, mailbox, batch).await;
        }
        move_mailbox(connection, mailbox, batch).await?;
        for (rule, count) in &batch.ledger.filtered {
            let sql = "
                insert into filtered (mailbox_id, rule, count) values ($1, $2, $3)
                on conflict (mailbox_id, rule) do update set count = filtered.count + excluded.count";
            let query = sqlx::query(sql).bind(mailbox.0).bind(rule.name()).bind(*count as i64);
            query.execute(&mut *connection).await?;
        }
        keep_samples(connection, mailbox, batch.quarantined).await?;
        add_left_out(connection, mailbox, batch.left_out).await?;
        change_folders(connection, mailbox, &batch.folders).await?;
        note_mended(connection, mailbox, batch.folders.mended).await?;
        writing.commit().await?;
        Ok(Committed::Now)
    }

    /// Returns the samples kept of what could not be read in a mailbox.
    pub async fn quarantined(&self, mailbox: MailboxId) -> Result<Vec<Quarantined>> {
        let sql = "select place, reason from quarantine where mailbox_id = $1 order by number";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(mailbox.0).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(place, reason)| Quarantined { place, reason }).collect())
    }
}

async fn already_committed(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    batch: &BatchCommit<'_>,
) -> Result<Committed> {
    let sql = "select batch_seq from mailbox where mailbox_id = $1";
    let found: i64 = sqlx::query_scalar(sql).bind(mailbox.0).fetch_one(connection).await?;
    if found == batch.batch_seq + 1 {
        return Ok(Committed::Before);
    }
    Err(StoreError::OutOfStep { mailbox: mailbox.0, expected: batch.batch_seq, found })
}

async fn move_mailbox(connection: &mut AnyConnection, mailbox: MailboxId, batch: &BatchCommit<'_>) -> Result<()> {
    let sql = "
        update mailbox set
            cursor = $1, position = $2, extent = $3, read = read + $4, stored = stored + $5,
            duplicates = duplicates + $6, quarantined = quarantined + $7,
            read_until = case when read_until is null or read_until < $8 then $8 else read_until end
        where mailbox_id = $9";
    let ledger = &batch.ledger;
    sqlx::query(sql)
        .bind(batch.cursor.to_owned())
        .bind(batch.position as i64)
        .bind(batch.extent.map(|it| it as i64))
        .bind(ledger.read as i64)
        .bind(ledger.stored as i64)
        .bind(ledger.duplicates as i64)
        .bind(ledger.quarantined as i64)
        .bind(batch.read_until.map(Timestamp::as_second))
        .bind(mailbox.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that messages which could not be read are read now: each counts once. When none is left, no sample is.
async fn note_mended(connection: &mut AnyConnection, mailbox: MailboxId, mended: u64) -> Result<()> {
    if mended == 0 {
        return Ok(());
    }
    let sql = "
        update mailbox set read = read - $2, quarantined = quarantined - $2
        where mailbox_id = $1 and quarantined >= $2";
    sqlx::query(sql).bind(mailbox.0).bind(mended as i64).execute(&mut *connection).await?;
    let sql = "
        delete from quarantine where mailbox_id = $1
            and not exists (select 1 from folder_month where mailbox_id = $1 and quarantined > 0)";
    sqlx::query(sql).bind(mailbox.0).execute(connection).await?;
    Ok(())
}

async fn keep_samples(connection: &mut AnyConnection, mailbox: MailboxId, samples: &[Quarantined]) -> Result<()> {
    if samples.is_empty() {
        return Ok(());
    }
    let sql = "select count(*) from quarantine where mailbox_id = $1";
    let kept: i64 = sqlx::query_scalar(sql).bind(mailbox.0).fetch_one(&mut *connection).await?;
    for (number, it) in (kept + 1..=QUARANTINE_KEPT).zip(samples) {
        let sql = "insert into quarantine (mailbox_id, number, place, reason) values ($1, $2, $3, $4)";
        // PostgreSQL refuses the character zero in a text.
        let query = sqlx::query(sql).bind(mailbox.0).bind(number).bind(it.place.replace('\0', " "));
        query.bind(it.reason.replace('\0', " ")).execute(&mut *connection).await?;
    }
    Ok(())
}
