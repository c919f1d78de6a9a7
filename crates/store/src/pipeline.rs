//! The pipeline: open opportunities by what they are expected to bring.

use jiff::civil::Date;
use relata_model::{Address, RecordKind, RecordNumber, Status};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::error::Result;
use crate::mailbox::unsigned;
use crate::record_list::RecordQuery;
use crate::record_rows::RecordRow;

/// Open opportunities, as far as they can be drawn over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// Those that are expected to close, the biggest first, those without revenue last.
    pub bubbles: Vec<RecordRow>,
    /// How many should have closed before.
    pub past_close: u64,
    /// How many say nothing of when they close.
    pub no_close: u64,
}

impl Store {
    /// Returns the open opportunities that are expected to close today or later; with an address, those that are theirs
    /// (see [`RecordQuery::mine`]).
    pub async fn pipeline(&self, mine: Option<&Address>, today: Date, limit: u32) -> Result<Pipeline> {
        let query = RecordQuery {
            kind: Some(RecordKind::Opportunity),
            status: Some(Status::Open),
            mine: mine.cloned(),
            ..RecordQuery::default()
        };
        let wanted = self.wanted(&query).await?;
        let today = format!("'{today}'");
        let order = format!(
            "and close_on >= {today}
             order by case when revenue is null then 1 else 0 end, revenue desc, number limit {limit}"
        );
        let sql = format!("select number from record_row where {} {order}", wanted.condition);
        let query = sqlx::query_scalar(AssertSqlSafe(sql));
        let query = wanted.values.iter().fold(query, |query, it| query.bind(it.clone()));
        let numbers: Vec<i64> = query.fetch_all(&self.pool).await?;
        let numbers: Vec<RecordNumber> = numbers.into_iter().map(RecordNumber).collect();

        let sql = format!(
            "select count(case when close_on < {today} then 1 end), count(case when close_on is null then 1 end)
             from record_row where {}",
            wanted.condition
        );
        let query = sqlx::query_as(AssertSqlSafe(sql));
        let query = wanted.values.iter().fold(query, |query, it| query.bind(it.clone()));
        let (past, none): (i64, i64) = query.fetch_one(&self.pool).await?;
        let bubbles = self.record_rows(&numbers).await?;
        Ok(Pipeline { bubbles, past_close: unsigned(past), no_close: unsigned(none) })
    }
}
