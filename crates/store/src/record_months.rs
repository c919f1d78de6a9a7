//! Series: per record and month a blob of what happened, encoded by the model. The store does not look inside.
//!
//! **Invariant:** a month's series and the note of what they were computed of change together.

use std::collections::HashMap;

use relata_model::{Month, RecordNumber};

use crate::database::{ASKED_AT_ONCE, Writing, insert, placeholders};
use crate::error::Result;
use crate::{Store, StoreError};

/// Blobs in one insert; each has three columns.
const ROWS_AT_ONCE: usize = 400;

/// One month of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordMonth {
    /// Which record.
    pub record: RecordNumber,
    /// Which month.
    pub month: Month,
    /// What happened, encoded.
    pub blob: Vec<u8>,
}

/// Which months are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Months<'a> {
    /// These months of every record, each with a fingerprint of what it was computed of.
    Whole(&'a [(Month, String)]),
    /// These months of these records; the fingerprints stay.
    Of(&'a [Month], &'a [RecordNumber]),
}

/// A record with all its months, in order.
pub type SeriesOf = (RecordNumber, Vec<(Month, Vec<u8>)>);

impl Store {
    /// Replaces months of series, all or none; returns how many blobs were written. The rows must be of those months
    /// and records, each once.
    pub async fn put_record_months(
        &self,
        replaced: Months<'_>,
        rows: impl IntoIterator<Item = RecordMonth, IntoIter: Send>,
    ) -> Result<u64> {
        let mut writing = self.write().await?;
        remove(&mut writing, replaced).await?;
        let mut rows = rows.into_iter();
        let mut written = 0;
        loop {
            let some: Vec<RecordMonth> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            written += some.len() as u64;
            let into = ("insert into record_month (number, month, blob)", 3, "");
            insert(writing.connection(), into, &some, |query, it| {
                query.bind(it.record.0).bind(it.month.to_string()).bind(it.blob.clone())
            })
            .await?;
        }
        writing.commit().await?;
        Ok(written)
    }

    /// Returns of every month that was computed a fingerprint of what it was computed of.
    pub async fn record_months_made(&self) -> Result<HashMap<Month, String>> {
        let sql = "select month, made_of from record_month_made";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        rows.into_iter().map(|(at, made_of)| Ok((month(&at)?, made_of))).collect()
    }

    /// Forgets months that lie outside the history, and what they were computed of.
    pub async fn drop_record_months(&self, months: &[Month]) -> Result<()> {
        let mut writing = self.write().await?;
        for month in months {
            for sql in ["delete from record_month where month = $1", "delete from record_month_made where month = $1"] {
                sqlx::query(sql).bind(month.to_string()).execute(writing.connection()).await?;
            }
        }
        writing.commit().await
    }

    /// Forgets the series of records that are not to be analysed, or are not there.
    pub async fn drop_series_of_others(&self) -> Result<()> {
        let sql = "
            delete from record_month
            where number not in (select record_row.number from record_row
                                 join record on record.record_id = record_row.record_id
                                 where record.do_not_analyse = 0)";
        let mut writing = self.write().await?;
        sqlx::query(sql).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Returns a record's months, the oldest first.
    pub async fn series_of(&self, record: RecordNumber) -> Result<Vec<(Month, Vec<u8>)>> {
        let sql = "select month, blob from record_month where number = $1 order by month";
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(sql).bind(record.0).fetch_all(&self.pool).await?;
        rows.into_iter().map(|(at, blob)| Ok((month(&at)?, blob))).collect()
    }

    /// Returns the series of the next records after a number, whole, in order; nothing at the end. To go through all,
    /// start after `RecordNumber(0)` and go on after the last.
    pub async fn each_series(&self, after: RecordNumber, limit: u32) -> Result<Vec<SeriesOf>> {
        let sql = "
            select number, month, blob from record_month
            where number > $1
              and number <= (select max(number) from (select distinct number from record_month
                                                      where number > $1 order by number limit $2) as next)
            order by number, month";
        let query = sqlx::query_as(sql).bind(after.0).bind(i64::from(limit));
        let rows: Vec<(i64, String, Vec<u8>)> = query.fetch_all(&self.pool).await?;
        let mut all: Vec<SeriesOf> = Vec::new();
        for (number, at, blob) in rows {
            let record = RecordNumber(number);
            if all.last().is_none_or(|it| it.0 != record) {
                all.push((record, Vec::new()));
            }
            let months = &mut all.last_mut().expect("one was just added").1;
            months.push((month(&at)?, blob));
        }
        Ok(all)
    }
}

async fn remove(writing: &mut Writing<'_>, replaced: Months<'_>) -> Result<()> {
    match replaced {
        Months::Whole(months) => {
            for (month, made_of) in months {
                let sql = "delete from record_month where month = $1";
                sqlx::query(sql).bind(month.to_string()).execute(writing.connection()).await?;
                let sql = "
                    insert into record_month_made (month, made_of) values ($1, $2)
                    on conflict (month) do update set made_of = excluded.made_of";
                let query = sqlx::query(sql).bind(month.to_string()).bind(made_of.clone());
                query.execute(writing.connection()).await?;
            }
        }
        Months::Of(months, records) => {
            for month in months {
                for records in records.chunks(ASKED_AT_ONCE) {
                    let these = placeholders(2, records.len());
                    let sql = format!("delete from record_month where month = $1 and number in ({these})");
                    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(month.to_string());
                    let query = records.iter().fold(query, |query, it| query.bind(it.0));
                    query.execute(writing.connection()).await?;
                }
            }
        }
    }
    Ok(())
}

fn month(text: &str) -> Result<Month> {
    text.parse().map_err(|_| StoreError::NotUnderstood(format!("the month `{text}`")))
}
