//! Completeness: what a source says each folder and month has, beside what was read of it.
//!
//! **Invariant:** what a batch changes here is committed with its cursor: a cell never says more or less than was read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use relata_model::completeness::{Cell, FolderChanges, Gone, Tally};
use relata_model::{MailboxId, Month, PersonId};
use sqlx::AnyConnection;

use crate::consent::moment;
use crate::error::Result;
use crate::hours::note_hours;
use crate::mailbox::unsigned;
use crate::{Store, StoreError};

/// A folder of a mailbox, as it was last listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFolder {
    /// What stands for it.
    pub folder: String,
    /// Its well-known name, if it has one.
    pub name: Option<String>,
    /// How many messages lie in it that came before what is read.
    pub older: u64,
}

/// A folder and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderMonth {
    /// What stands for the folder.
    pub folder: String,
    /// When its messages were received.
    pub month: Month,
    /// What was read and lies there.
    pub tally: Tally,
    /// How many were read and have left since.
    pub gone: u64,
    /// How many were found by reading again what did not add up.
    pub found_late: u64,
    /// Whether something changed of which its source said no more.
    pub doubtful: bool,
    /// How many the source said there are, when it was last asked.
    pub counted: Option<(u64, Timestamp)>,
    /// How many of these were not met even by reading again, and since when.
    pub unexplained: Option<(i64, Timestamp)>,
}

/// What a mailbox's source says it has, beside what was read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// How many messages the source said it has in what is read.
    pub source: u64,
    /// Of what was read and lies there: how many passed the rules.
    pub kept: u64,
    /// How many rules left out.
    pub left_out: u64,
    /// How many could not be read.
    pub quarantined: u64,
    /// How many came before what is read.
    pub older: u64,
    /// How many lie in folders that are not read.
    pub beside: u64,
    /// How many were read and have left since.
    pub gone: u64,
    /// How many were found by reading again what did not add up.
    pub found_late: u64,
    /// How many the source has that were not met even by reading again; what is too many counts, too.
    pub unexplained: u64,
    /// Since when something is.
    pub since: Option<Timestamp>,
    /// When it was last held against its source.
    pub checked_at: Option<Timestamp>,
}

/// A mailbox in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// Its number.
    pub mailbox: MailboxId,
    /// What its source calls it.
    pub name: String,
    /// `mail`, `calendar`, ….
    pub kind: String,
    /// Whose it is.
    pub owner: Option<(PersonId, Option<String>)>,
    /// How many messages were read of it, whatever became of them, repeated ones each time.
    pub read: u64,
    /// How many interactions the log holds because of it.
    pub stored: u64,
    /// What of it is complete.
    pub completeness: Completeness,
}

/// Which mailboxes of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerQuery {
    /// Those of this source.
    pub source: String,
    /// Only those after that one.
    pub after: Option<MailboxId>,
    /// Only those where something is unexplained.
    pub unexplained: bool,
}

#[derive(sqlx::FromRow)]
struct Line {
    mailbox_id: i64,
    name: String,
    kind: String,
    owner_id: Option<i64>,
    owner: Option<String>,
    read: i64,
    stored: i64,
    source: i64,
    kept: i64,
    left_out: i64,
    quarantined: i64,
    gone: i64,
    found_late: i64,
    unexplained: i64,
    since: Option<i64>,
    older: i64,
    beside: i64,
    checked_at: Option<i64>,
}

type Row = (String, String, Vec<u8>, i64, i64, i64, Option<i64>, Option<i64>, i64, Option<i64>);

impl Store {
    /// Returns a page of the ledger of a source, by the mailbox's number.
    pub async fn ledger_page(&self, asked: &LedgerQuery, limit: u32) -> Result<Vec<LedgerLine>> {
        let sql = "
            select mailbox.mailbox_id, mailbox.name, mailbox.kind, mailbox.owner_id, mailbox.read, mailbox.stored,
                   (select max(entry.name) from entry where entry.person_id = mailbox.owner_id) as owner,
                   coalesce(month.source, 0) as source, coalesce(month.kept, 0) as kept,
                   coalesce(month.left_out, 0) as left_out, coalesce(month.quarantined, 0) as quarantined,
                   coalesce(month.gone, 0) as gone, coalesce(month.found_late, 0) as found_late,
                   coalesce(month.unexplained, 0) as unexplained, month.since,
                   coalesce((select cast(sum(older) as bigint) from mail_folder
                             where mail_folder.mailbox_id = mailbox.mailbox_id), 0) as older,
                   coalesce(mailbox_check.beside, 0) as beside, mailbox_check.checked_at
            from mailbox
            left join mailbox_check on mailbox_check.mailbox_id = mailbox.mailbox_id
            left join (
                select mailbox_id, cast(sum(coalesce(counted, 0)) as bigint) as source,
                       cast(sum(kept) as bigint) as kept, cast(sum(left_out) as bigint) as left_out,
                       cast(sum(quarantined) as bigint) as quarantined, cast(sum(gone) as bigint) as gone,
                       cast(sum(found_late) as bigint) as found_late,
                       cast(sum(abs(unexplained)) as bigint) as unexplained, min(unexplained_since) as since
                from folder_month group by mailbox_id) as month on month.mailbox_id = mailbox.mailbox_id
            where mailbox.source = $1 and mailbox.mailbox_id > $2
              and ($3 = 0 or coalesce(month.unexplained, 0) > 0)
              and mailbox.mailbox_id not in (
                  select erasing_mailbox.mailbox_id from erasing_mailbox
                  join erasure on erasure.erasure_id = erasing_mailbox.erasure_id where erasure.kind = 'mailbox')
            order by mailbox.mailbox_id limit $4";
        let query = sqlx::query_as(sql).bind(asked.source.clone()).bind(asked.after.map_or(-1, |it| it.0));
        let lines: Vec<Line> =
            query.bind(i64::from(asked.unexplained)).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        Ok(lines.into_iter().map(Line::into_line).collect())
    }

    /// Returns the folders of a mailbox as they were last listed.
    pub async fn mail_folders(&self, mailbox: MailboxId) -> Result<Vec<MailFolder>> {
        let sql =
            "select folder, name, older from mail_folder where mailbox_id = $1 order by name is null, name, folder";
        let rows: Vec<(String, Option<String>, i64)> =
            sqlx::query_as(sql).bind(mailbox.0).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(folder, name, older)| MailFolder { folder, name, older: unsigned(older) }).collect())
    }

    /// Returns the folders and months of a mailbox, the newest month of each folder first.
    pub async fn folder_months(&self, mailbox: MailboxId) -> Result<Vec<FolderMonth>> {
        let sql = "
            select folder, month, messages, gone, found_late, doubtful, counted, counted_at, unexplained, unexplained_since
            from folder_month where mailbox_id = $1 order by folder, month desc";
        let rows: Vec<Row> = sqlx::query_as(sql).bind(mailbox.0).fetch_all(&self.pool).await?;
        let folder_month =
            |(folder, at, messages, gone, late, doubtful, counted, counted_at, unexplained, since): Row| {
                Ok(FolderMonth {
                    folder,
                    month: month(&at)?,
                    tally: cell(&messages)?.tally(),
                    gone: unsigned(gone),
                    found_late: unsigned(late),
                    doubtful: doubtful == 1,
                    counted: counted.zip(counted_at).map(|(it, at)| (unsigned(it), moment(at))),
                    unexplained: since.map(|it| (unexplained, moment(it))),
                })
            };
        rows.into_iter().map(folder_month).collect()
    }

    /// Returns what was read of a folder and month.
    pub async fn cell(&self, mailbox: MailboxId, folder: &str, month: Month) -> Result<Cell> {
        let mut connection = self.pool.acquire().await?;
        read(&mut connection, mailbox, folder, month).await
    }

    /// Notes how many messages a source says a folder and month has, and how many of them are unexplained.
    pub async fn note_count(
        &self,
        mailbox: MailboxId,
        (folder, month): (&str, Month),
        (counted, unexplained): (u64, i64),
        at: Timestamp,
    ) -> Result<()> {
        let sql = "
            insert into folder_month (mailbox_id, folder, month, messages, kept, left_out, quarantined, gone,
                                      found_late, doubtful, counted, unexplained, counted_at, unexplained_since)
            values ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, $5, $6, $7, $8)
            on conflict (mailbox_id, folder, month) do update set
                counted = excluded.counted, unexplained = excluded.unexplained, counted_at = excluded.counted_at,
                unexplained_since = case when excluded.unexplained_since is null then null
                    else coalesce(folder_month.unexplained_since, excluded.unexplained_since) end";
        let since = (unexplained != 0).then(|| at.as_second());
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(mailbox.0)
            .bind(folder.to_owned())
            .bind(month.to_string())
            .bind(Vec::<u8>::new())
            .bind(counted as i64)
            .bind(unexplained)
            .bind(at.as_second())
            .bind(since)
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Notes which folders there are. What was read of those that are gone has left.
    pub async fn note_folders(&self, mailbox: MailboxId, folders: &[MailFolder]) -> Result<()> {
        let mut writing = self.write().await?;
        let connection = writing.connection();
        let sql = "select distinct folder from folder_month where mailbox_id = $1";
        let known: Vec<String> = sqlx::query_scalar(sql).bind(mailbox.0).fetch_all(&mut *connection).await?;
        let listed: BTreeSet<&str> = folders.iter().map(|it| it.folder.as_str()).collect();
        for it in known.iter().filter(|it| !listed.contains(it.as_str())) {
            let sql = "
                update folder_month set
                    gone = gone + kept + left_out + quarantined, messages = $3, kept = 0, left_out = 0, quarantined = 0,
                    doubtful = 0, counted = 0, unexplained = 0, unexplained_since = null
                where mailbox_id = $1 and folder = $2";
            let query = sqlx::query(sql).bind(mailbox.0).bind(it.clone()).bind(Vec::<u8>::new());
            query.execute(&mut *connection).await?;
        }
        sqlx::query("delete from mail_folder where mailbox_id = $1").bind(mailbox.0).execute(&mut *connection).await?;
        for it in folders {
            let sql = "insert into mail_folder (mailbox_id, folder, name, older) values ($1, $2, $3, $4)";
            let query = sqlx::query(sql).bind(mailbox.0).bind(it.folder.clone()).bind(it.name.clone());
            query.bind(it.older as i64).execute(&mut *connection).await?;
        }
        writing.commit().await
    }

    /// Notes that a mailbox was held against its source by that version of the program.
    pub async fn note_checked(&self, mailbox: MailboxId, beside: u64, version: &str, at: Timestamp) -> Result<()> {
        let mut writing = self.write().await?;
        let sql = "
            insert into mailbox_check (mailbox_id, beside, checked_at, version) values ($1, $2, $3, $4)
            on conflict (mailbox_id) do update set
                beside = excluded.beside, checked_at = excluded.checked_at, version = excluded.version";
        let query = sqlx::query(sql).bind(mailbox.0).bind(beside as i64).bind(at.as_second());
        query.bind(version.to_owned()).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Returns which version of the program last held a mailbox against its source; `None`: none did.
    pub async fn checked_by(&self, mailbox: MailboxId) -> Result<Option<String>> {
        let sql = "select version from mailbox_check where mailbox_id = $1";
        Ok(sqlx::query_scalar(sql).bind(mailbox.0).fetch_optional(&self.pool).await?)
    }

    /// Returns when each mailbox of a source was last held against it; one that never was has no line.
    pub async fn mailboxes_checked(&self, source: &str) -> Result<BTreeMap<MailboxId, Timestamp>> {
        let sql = "
            select mailbox_check.mailbox_id, checked_at from mailbox_check
            join mailbox on mailbox.mailbox_id = mailbox_check.mailbox_id where mailbox.source = $1";
        let rows: Vec<(i64, i64)> = sqlx::query_as(sql).bind(source.to_owned()).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(mailbox, at)| (MailboxId(mailbox), moment(at))).collect())
    }
}

/// Notes what a batch brought and what left, within the transaction that moves the mailbox on.
pub(crate) async fn change_folders(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    changes: &FolderChanges,
) -> Result<()> {
    let mut touched: BTreeMap<(String, Month), Vec<_>> = BTreeMap::new();
    for (placed, outcome) in &changes.read {
        touched.entry((placed.folder.clone(), Month::of(placed.received))).or_default().push((placed, *outcome));
    }
    if let Some(whole) = &changes.whole {
        touched.entry(whole.clone()).or_default();
    }
    for ((folder, month), came) in touched {
        let known = read(connection, mailbox, &folder, month).await?;
        let is_whole = changes.whole.as_ref().is_some_and(|it| (&it.0, it.1) == (&folder, month));
        let mut now = if is_whole { Cell::default() } else { known.clone() };
        for (placed, outcome) in came {
            now.put(placed.message, outcome);
        }
        let (gone, late) = if is_whole { (known.not_in(&now), now.not_in(&known)) } else { (0, 0) };
        write(connection, mailbox, (&folder, month), &now, (gone, late)).await?;
        if is_whole {
            let sql = "update folder_month set doubtful = 0 where mailbox_id = $1 and folder = $2 and month = $3";
            let query = sqlx::query(sql).bind(mailbox.0).bind(folder).bind(month.to_string());
            query.execute(&mut *connection).await?;
        }
    }
    let mut gone: BTreeMap<&str, Vec<&Gone>> = BTreeMap::new();
    for it in &changes.gone {
        gone.entry(&it.folder).or_default().push(it);
    }
    for (folder, of) in gone {
        take_out(connection, mailbox, folder, &of).await?;
    }
    note_hours(connection, mailbox, changes.read.iter().map(|it| &it.0)).await
}

/// Takes messages out of a folder, in whichever months they lie; where they may lie there still, the month is to be read again.
async fn take_out(connection: &mut AnyConnection, mailbox: MailboxId, folder: &str, of: &[&Gone]) -> Result<()> {
    let sql = "select month, messages from folder_month where mailbox_id = $1 and folder = $2";
    let query = sqlx::query_as(sql).bind(mailbox.0).bind(folder.to_owned());
    let rows: Vec<(String, Vec<u8>)> = query.fetch_all(&mut *connection).await?;
    for (at, bytes) in rows {
        let (mut now, start) = (cell(&bytes)?, month(&at)?.start_seconds());
        let (known, mut doubtful) = (now.len(), false);
        for it in of {
            if it.told_since.as_second() > start {
                doubtful |= now.holds(it.message);
            } else {
                now.remove(it.message);
            }
        }
        let gone = known - now.len();
        if gone > 0 {
            write(connection, mailbox, (folder, month(&at)?), &now, (gone, 0)).await?;
        }
        if doubtful {
            let sql = "update folder_month set doubtful = 1 where mailbox_id = $1 and folder = $2 and month = $3";
            let query = sqlx::query(sql).bind(mailbox.0).bind(folder.to_owned()).bind(at);
            query.execute(&mut *connection).await?;
        }
    }
    Ok(())
}

async fn read(connection: &mut AnyConnection, mailbox: MailboxId, folder: &str, month: Month) -> Result<Cell> {
    let sql = "select messages from folder_month where mailbox_id = $1 and folder = $2 and month = $3";
    let query = sqlx::query_scalar(sql).bind(mailbox.0).bind(folder.to_owned()).bind(month.to_string());
    let bytes: Option<Vec<u8>> = query.fetch_optional(connection).await?;
    bytes.map_or_else(|| Ok(Cell::default()), |it| cell(&it))
}

async fn write(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    (folder, month): (&str, Month),
    cell: &Cell,
    (gone, late): (u64, u64),
) -> Result<()> {
    let sql = "
        insert into folder_month (mailbox_id, folder, month, messages, kept, left_out, quarantined, gone, found_late,
                                  doubtful, unexplained)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
        on conflict (mailbox_id, folder, month) do update set
            messages = excluded.messages, kept = excluded.kept, left_out = excluded.left_out,
            quarantined = excluded.quarantined, gone = folder_month.gone + excluded.gone,
            found_late = folder_month.found_late + excluded.found_late";
    let tally = cell.tally();
    sqlx::query(sql)
        .bind(mailbox.0)
        .bind(folder.to_owned())
        .bind(month.to_string())
        .bind(cell.to_bytes())
        .bind(tally.kept as i64)
        .bind(tally.left_out.values().sum::<u64>() as i64)
        .bind(tally.quarantined as i64)
        .bind(gone as i64)
        .bind(late as i64)
        .execute(connection)
        .await?;
    Ok(())
}

impl Line {
    fn into_line(self) -> LedgerLine {
        LedgerLine {
            mailbox: MailboxId(self.mailbox_id),
            name: self.name,
            kind: self.kind,
            owner: self.owner_id.map(|it| (PersonId(it), self.owner)),
            read: unsigned(self.read),
            stored: unsigned(self.stored),
            completeness: Completeness {
                source: unsigned(self.source),
                kept: unsigned(self.kept),
                left_out: unsigned(self.left_out),
                quarantined: unsigned(self.quarantined),
                older: unsigned(self.older),
                beside: unsigned(self.beside),
                gone: unsigned(self.gone),
                found_late: unsigned(self.found_late),
                unexplained: unsigned(self.unexplained),
                since: self.since.map(moment),
                checked_at: self.checked_at.map(moment),
            },
        }
    }
}

fn cell(bytes: &[u8]) -> Result<Cell> {
    Cell::from_bytes(bytes).ok_or_else(|| StoreError::NotUnderstood("a ledger by folder".to_owned()))
}

fn month(text: &str) -> Result<Month> {
    text.parse().map_err(|_| StoreError::NotUnderstood(format!("the month `{text}`")))
}
