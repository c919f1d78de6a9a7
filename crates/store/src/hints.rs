//! Hints: mailboxes in which something changed, as the other side said, until they were looked at.
//!
//! ```text
//! hint ──▶ hints + 1        hinted ──▶ (mailbox, hints) ──▶ it is read ──▶ looked: hints_read = what was hinted before
//! ```
//!
//! Counted, not timed: what is hinted while a mailbox is being read is looked for once more, and nothing twice.

use jiff::Timestamp;
use relata_model::MailboxId;

use crate::Store;
use crate::error::Result;

/// A mailbox to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted {
    /// Which.
    pub mailbox: MailboxId,
    /// The name of its source.
    pub source: String,
    /// What the source calls it.
    pub name: String,
    /// How often it was hinted at so far.
    pub hints: i64,
}

impl Store {
    /// Notes that the other side said something changed in these mailboxes.
    pub async fn hint(&self, mailboxes: &[MailboxId], at: Timestamp) -> Result<()> {
        let sql = "
            insert into mailbox_health (mailbox_id, hinted_at, hints)
            select mailbox_id, $2, 1 from mailbox where mailbox_id = $1
            on conflict (mailbox_id) do update set hinted_at = excluded.hinted_at, hints = mailbox_health.hints + 1";
        let mut writing = self.write().await?;
        for it in mailboxes {
            sqlx::query(sql).bind(it.0).bind(at.as_second()).execute(writing.connection()).await?;
        }
        writing.commit().await
    }

    /// Returns the mailboxes that were hinted at and not looked at since, the longest waiting first. Those that were never read to
    /// their end are being read anyway.
    pub async fn hinted(&self, most: u32) -> Result<Vec<Hinted>> {
        let sql = "
            select mailbox.mailbox_id, mailbox.source, mailbox.name, mailbox_health.hints
            from mailbox_health
            join mailbox on mailbox.mailbox_id = mailbox_health.mailbox_id
            where hints > hints_read and read_at is not null
            order by hinted_at, mailbox.mailbox_id limit $1";
        let rows: Vec<(i64, String, String, i64)> =
            sqlx::query_as(sql).bind(i64::from(most)).fetch_all(&self.pool).await?;
        let hinted = |(mailbox, source, name, hints)| Hinted { mailbox: MailboxId(mailbox), source, name, hints };
        Ok(rows.into_iter().map(hinted).collect())
    }

    /// Returns whether a mailbox is to be looked at.
    pub async fn is_hinted(&self) -> Result<bool> {
        let sql = "select mailbox_id from mailbox_health where hints > hints_read and read_at is not null limit 1";
        Ok(sqlx::query(sql).fetch_optional(&self.pool).await?.is_some())
    }

    /// Notes that mailboxes were looked at, as far as they had been hinted at before; and with `read_at`, that they were read to
    /// their end.
    pub async fn looked(&self, at: &[Hinted], read_at: Option<Timestamp>) -> Result<()> {
        let sql = "
            update mailbox_health set
                hints_read = case when hints_read < $2 then $2 else hints_read end,
                read_at = coalesce($3, read_at),
                failing_since = case when $3 is null then failing_since end,
                reason = case when $3 is null then reason end
            where mailbox_id = $1";
        let mut writing = self.write().await?;
        for it in at {
            let query = sqlx::query(sql).bind(it.mailbox.0).bind(it.hints).bind(read_at.map(Timestamp::as_second));
            query.execute(writing.connection()).await?;
        }
        writing.commit().await
    }
}
