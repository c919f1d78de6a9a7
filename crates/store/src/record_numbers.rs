//! Numbers of records: what the log and the series call a record.
//!
//! A number is given out once and for ever, also for a record nobody imported yet: an activity may regard it first.

use std::collections::{HashMap, HashSet};

use relata_model::{RecordId, RecordNumber};

use crate::Store;
use crate::database::{Writing, fetch_in, insert};
use crate::error::Result;

impl Store {
    /// Returns the numbers of records; whoever has none gets one. Asking twice changes nothing.
    pub async fn record_numbers(&self, ids: &[RecordId]) -> Result<HashMap<RecordId, RecordNumber>> {
        let mut connection = self.pool.acquire().await?;
        let numbers = lookup(&mut connection, ids).await?;
        drop(connection);
        if ids.iter().all(|it| numbers.contains_key(it)) {
            return Ok(numbers);
        }
        let mut writing = self.write().await?;
        let numbers = number_records(&mut writing, ids).await?;
        writing.commit().await?;
        Ok(numbers)
    }

    /// Returns the number of a record, if it has one.
    pub async fn record_number(&self, id: &RecordId) -> Result<Option<RecordNumber>> {
        let sql = "select number from record_number where record_id = $1";
        let number: Option<i64> = sqlx::query_scalar(sql).bind(id.0.clone()).fetch_optional(&self.pool).await?;
        Ok(number.map(RecordNumber))
    }
}

/// Numbers records in a transaction of the caller's; the new ones in the order given.
pub(crate) async fn number_records(
    writing: &mut Writing<'_>,
    ids: &[RecordId],
) -> Result<HashMap<RecordId, RecordNumber>> {
    // Taking no number locks the sequence: nobody can number the same record in between.
    writing.take_numbers("record_number", 0).await?;
    let mut numbers = lookup(writing.connection(), ids).await?;
    let mut met = HashSet::new();
    let new: Vec<&RecordId> = ids.iter().filter(|it| !numbers.contains_key(*it) && met.insert(*it)).collect();
    let first = writing.take_numbers("record_number", new.len()).await?;
    let new: Vec<(i64, &RecordId)> = (first..).zip(new).collect();
    let into = ("insert into record_number (number, record_id)", 2, "");
    insert(writing.connection(), into, &new, |query, (number, id)| query.bind(*number).bind(id.0.clone())).await?;
    numbers.extend(new.into_iter().map(|(number, id)| (id.clone(), RecordNumber(number))));
    Ok(numbers)
}

async fn lookup(connection: &mut sqlx::AnyConnection, ids: &[RecordId]) -> Result<HashMap<RecordId, RecordNumber>> {
    let texts: Vec<String> = ids.iter().map(|it| it.0.clone()).collect();
    let sql = |these: &str| format!("select record_id, number from record_number where record_id in ({these})");
    let rows: Vec<(String, i64)> = fetch_in(connection, &texts, sql).await?;
    Ok(rows.into_iter().map(|(id, number)| (RecordId(id), RecordNumber(number))).collect())
}
