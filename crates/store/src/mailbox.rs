//! Sources and mailboxes: where interactions come from, and how far each has been read.
//!
//! **Invariant:** a batch's cursor, ledger, quarantine and left-out counts are written together or not at all, and
//! the same batch committed twice counts once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::{AddressId, Filter, Ledger, MailboxId, PersonId, Quarantined};
use sqlx::AnyConnection;

use crate::consent::moment;
use crate::error::Result;
use crate::left_out::add_left_out;
use crate::{Store, StoreError};

/// How many samples of unreadable messages are kept for each mailbox.
const QUARANTINE_KEPT: i64 = 1_000;

/// How a source fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// Read to its end for now.
    Ready,
    /// Being read.
    Reading,
    /// Cannot be read; the text says why and what to do.
    Broken(String),
}

/// A source, with the sums over its mailboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the settings call it.
    pub name: String,
    /// Which connector reads it.
    pub kind: String,
    /// How it fares.
    pub state: SourceState,
    /// When it came into that state.
    pub since: Timestamp,
    /// How many mailboxes it has.
    pub mailboxes: u64,
    /// What became of its messages.
    pub ledger: Ledger,
    /// How far it has been read, in the unit of `extent`.
    pub position: u64,
    /// How much there is to read in all, if every mailbox can say so.
    pub extent: Option<u64>,
    /// The newest interaction read.
    pub read_until: Option<Timestamp>,
}

/// A mailbox to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMailbox<'a> {
    /// The name of its source.
    pub source: &'a str,
    /// What the source calls it.
    pub name: &'a str,
    /// `mail`, `calendar`, ….
    pub kind: &'a str,
    /// The colleague whose it is.
    pub owner: Option<PersonId>,
}

/// A mailbox, and how far it has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Which.
    pub id: MailboxId,
    /// The name of its source.
    pub source: String,
    /// What the source calls it.
    pub name: String,
    /// `mail`, `calendar`, ….
    pub kind: String,
    /// The colleague whose it is.
    pub owner: Option<PersonId>,
    /// What became of its messages.
    pub ledger: Ledger,
    /// How far it has been read, in the unit of `extent`.
    pub position: u64,
    /// How much there is to read in all, where the source can say so.
    pub extent: Option<u64>,
    /// The newest interaction read.
    pub read_until: Option<Timestamp>,
}

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
}

/// What a commit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// The batch counts now.
    Now,
    /// It had been counted before: a crash, or a second worker, repeated it.
    Before,
}

#[derive(sqlx::FromRow)]
struct MailboxRow {
    mailbox_id: i64,
    source: String,
    name: String,
    kind: String,
    owner_id: Option<i64>,
    position: i64,
    extent: Option<i64>,
    read: i64,
    stored: i64,
    duplicates: i64,
    quarantined: i64,
    read_until: Option<i64>,
}

impl Store {
    /// Says how a source fares; makes it known if it is new.
    pub async fn set_source(&self, name: &str, kind: &str, state: &SourceState, at: Timestamp) -> Result<()> {
        let sql = "
            insert into source (name, kind, state, detail, since) values ($1, $2, $3, $4, $5)
            on conflict (name) do update set
                kind = excluded.kind, state = excluded.state, detail = excluded.detail,
                since = case when source.state = excluded.state then source.since else excluded.since end";
        let (state, detail) = match state {
            SourceState::Ready => ("ready", None),
            SourceState::Reading => ("reading", None),
            SourceState::Broken(detail) => ("broken", Some(detail.replace('\0', " "))),
        };
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(name.to_owned())
            .bind(kind.to_owned())
            .bind(state)
            .bind(detail)
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Returns the number of a mailbox; a new one gets one. The source must be known.
    pub async fn mailbox(&self, new: &NewMailbox<'_>) -> Result<MailboxId> {
        let mut writing = self.write().await?;
        // Taking no number locks the sequence: nobody makes the same mailbox meanwhile.
        writing.take_numbers("mailbox", 0).await?;
        let sql = "select mailbox_id from mailbox where source = $1 and name = $2";
        let query = sqlx::query_scalar(sql).bind(new.source.to_owned()).bind(new.name.to_owned());
        let known: Option<i64> = query.fetch_optional(writing.connection()).await?;
        let owner = new.owner.map(|it| it.0);
        let id = match known {
            Some(id) => {
                let sql = "update mailbox set owner_id = $1, kind = $2 where mailbox_id = $3";
                let query = sqlx::query(sql).bind(owner).bind(new.kind.to_owned()).bind(id);
                query.execute(writing.connection()).await?;
                id
            }
            None => {
                let id = writing.take_numbers("mailbox", 1).await?;
                let sql = "
                    insert into mailbox (mailbox_id, source, name, kind, owner_id, batch_seq, position,
                                         read, stored, duplicates, quarantined)
                    values ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0)";
                let query = sqlx::query(sql).bind(id).bind(new.source.to_owned()).bind(new.name.to_owned());
                query.bind(new.kind.to_owned()).bind(owner).execute(writing.connection()).await?;
                id
            }
        };
        writing.commit().await?;
        Ok(MailboxId(id))
    }

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
        add_left_out(connection, batch.left_out).await?;
        writing.commit().await?;
        Ok(Committed::Now)
    }

    /// Returns every source with its sums, by name.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        let sql = "select name, kind, state, detail, since from source order by name";
        type Row = (String, String, String, Option<String>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let mailboxes = self.mailboxes().await?;
        let source = |(name, kind, state, detail, since): Row| {
            let state = match state.as_str() {
                "ready" => SourceState::Ready,
                "reading" => SourceState::Reading,
                _ => SourceState::Broken(detail.unwrap_or_default()),
            };
            sum_up(
                Source {
                    state,
                    since: moment(since),
                    mailboxes: 0,
                    ledger: Ledger::default(),
                    position: 0,
                    extent: Some(0),
                    read_until: None,
                    name,
                    kind,
                },
                &mailboxes,
            )
        };
        Ok(rows.into_iter().map(source).collect())
    }

    /// Returns every mailbox, by number.
    pub async fn mailboxes(&self) -> Result<Vec<Mailbox>> {
        let sql = "
            select mailbox_id, source, name, kind, owner_id, position, extent, read, stored, duplicates, quarantined,
                   read_until
            from mailbox order by mailbox_id";
        let rows: Vec<MailboxRow> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let filtered: Vec<(i64, String, i64)> =
            sqlx::query_as("select mailbox_id, rule, count from filtered").fetch_all(&self.pool).await?;
        let mut filtered_by_mailbox: BTreeMap<i64, BTreeMap<Filter, u64>> = BTreeMap::new();
        for (mailbox, rule, count) in filtered {
            let rule = Filter::named(&rule).ok_or_else(|| StoreError::NotUnderstood(format!("the rule `{rule}`")))?;
            filtered_by_mailbox.entry(mailbox).or_default().insert(rule, unsigned(count));
        }
        let mailbox = |row: MailboxRow| {
            let filtered = filtered_by_mailbox.remove(&row.mailbox_id).unwrap_or_default();
            row.into_mailbox(filtered)
        };
        Ok(rows.into_iter().map(mailbox).collect())
    }

    /// Returns a colleague's mailboxes.
    pub async fn mailboxes_of(&self, owner: PersonId) -> Result<Vec<Mailbox>> {
        let mut mailboxes = self.mailboxes().await?;
        mailboxes.retain(|it| it.owner == Some(owner));
        Ok(mailboxes)
    }

    /// Returns the samples kept of what could not be read in a mailbox.
    pub async fn quarantined(&self, mailbox: MailboxId) -> Result<Vec<Quarantined>> {
        let sql = "select place, reason from quarantine where mailbox_id = $1 order by number";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(mailbox.0).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(place, reason)| Quarantined { place, reason }).collect())
    }
}

impl MailboxRow {
    fn into_mailbox(self, filtered: BTreeMap<Filter, u64>) -> Mailbox {
        Mailbox {
            id: MailboxId(self.mailbox_id),
            source: self.source,
            name: self.name,
            kind: self.kind,
            owner: self.owner_id.map(PersonId),
            ledger: Ledger {
                read: unsigned(self.read),
                stored: unsigned(self.stored),
                duplicates: unsigned(self.duplicates),
                filtered,
                quarantined: unsigned(self.quarantined),
            },
            position: unsigned(self.position),
            extent: self.extent.map(unsigned),
            read_until: self.read_until.map(moment),
        }
    }
}

fn sum_up(mut source: Source, mailboxes: &[Mailbox]) -> Source {
    for it in mailboxes.iter().filter(|it| it.source == source.name) {
        source.mailboxes += 1;
        source.ledger += &it.ledger;
        source.position += it.position;
        source.extent = source.extent.zip(it.extent).map(|(sum, extent)| sum + extent);
        source.read_until = source.read_until.max(it.read_until);
    }
    source
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

/// Counts are never negative in the database.
pub(crate) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
