//! Record insights: what was last computed of each record, as lists show and sort it.
//!
//! ```text
//! put_record_insights(everything)     every record has what is given, or nothing ┐ one transaction,
//! put_record_insights(some records)   the same for those alone                   ┘ with the run
//! ```
//!
//! **Invariant:** an insight is a function of series, settings and a day. All can be dropped and computed again.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use relata_model::RecordNumber;
use relata_model::health::formula::Coefficients;

use crate::consent::moment;
use crate::database::{Writing, execute_in, fetch_in, insert};
use crate::error::Result;
use crate::insight_row::{COLUMNS, InsightRow, RecordInsight, bind, names};
use crate::records::day;
use crate::{Store, StoreError};

/// Rows in one statement.
const ROWS_AT_ONCE: usize = 400;

/// Which records' insights are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordScope<'a> {
    /// Those of every record.
    Everything,
    /// Those of these records; all others stay.
    Records(&'a [RecordNumber]),
}

/// A computation of insights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InsightRun {
    /// The day they are of.
    pub computed_for: Date,
    /// When they were computed.
    pub computed_at: Timestamp,
    /// From what.
    pub edition: Edition,
    /// The intercept of health that fits this organisation; `None` where the published one holds.
    pub intercept: Option<f64>,
}

impl InsightRun {
    /// Returns the coefficients health was computed with.
    pub fn coefficients(&self) -> Coefficients {
        let published = Coefficients::IN_90_DAYS;
        self.intercept.map_or(published, |it| published.starting_at(it))
    }
}

/// What insights were computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// What the CRM holds, alone.
    Basic,
    /// Mailboxes too.
    Enhanced,
}

impl Edition {
    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Basic => "basic",
            Edition::Enhanced => "enhanced",
        }
    }

    pub(crate) fn named(name: &str) -> Result<Edition> {
        let edition = [Edition::Basic, Edition::Enhanced].into_iter().find(|it| it.name() == name);
        edition.ok_or_else(|| StoreError::NotUnderstood("an edition that is none".to_owned()))
    }
}

impl Store {
    /// Replaces insights, all or none. Who is in the scope and not among the rows has no insight any more; a row of a
    /// record that is not there, or not to be analysed, is passed over. Give each record once.
    pub async fn put_record_insights(
        &self,
        scope: RecordScope<'_>,
        run: &InsightRun,
        rows: impl IntoIterator<Item = RecordInsight, IntoIter: Send>,
    ) -> Result<()> {
        let mut writing = self.write().await?;
        note_run(&mut writing, run).await?;
        let alone = numbers(&mut writing, ALONE).await?;
        let columns = names().collect::<Vec<_>>();
        let head = format!("with new (number, {}) as (", columns.join(", "));
        let set: Vec<String> = columns.iter().map(|it| format!("{it} = new.{it}")).collect();
        let other: Vec<String> =
            columns.iter().map(|it| format!("record_row.{it} is distinct from new.{it}")).collect();
        // Most rows are as they were: what is not written costs no index and leaves nothing to clear away.
        let tail = format!(
            ") update record_row set {} from new where record_row.number = new.number and ({})",
            set.join(", "),
            other.join(" or ")
        );
        let mut given = HashSet::new();
        let mut rows = rows.into_iter().filter(|it| !alone.contains(&it.record.0));
        loop {
            let some: Vec<RecordInsight> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            given.extend(some.iter().map(|it| it.record.0));
            let into = (head.as_str(), columns.len() + 1, tail.as_str());
            insert(writing.connection(), into, &some, |query, it| bind(query.bind(it.record.0), it)).await?;
        }
        clear_others(&mut writing, scope, &given).await?;
        writing.commit().await
    }

    /// Returns the last computation, or `None` before the first.
    pub async fn insight_run(&self) -> Result<Option<InsightRun>> {
        let sql = "select computed_for, computed_at, edition, intercept from insight_run";
        let row: Option<(String, i64, String, Option<f64>)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        let Some((computed_for, computed_at, edition, intercept)) = row else { return Ok(None) };
        Ok(Some(InsightRun {
            computed_for: day(&computed_for)?,
            computed_at: moment(computed_at),
            edition: Edition::named(&edition)?,
            intercept,
        }))
    }

    /// Returns what was last computed of a record; `None` if nothing was, or it is not to be analysed.
    pub async fn record_insight(&self, record: RecordNumber) -> Result<Option<RecordInsight>> {
        Ok(self.record_insights(&[record]).await?.pop())
    }

    /// Returns what was last computed of records, by number; those without insight are not among them.
    pub async fn record_insights(&self, records: &[RecordNumber]) -> Result<Vec<RecordInsight>> {
        let numbers: Vec<i64> = records.iter().map(|it| it.0).collect();
        let mut connection = self.pool.acquire().await?;
        let sql = |these: &str| {
            format!("select number, {COLUMNS} from record_row where state is not null and number in ({these})")
        };
        let rows: Vec<InsightRow> = fetch_in(&mut connection, &numbers, sql).await?;
        let mut insights = Vec::with_capacity(rows.len());
        for row in rows {
            insights.extend(row.into_insight()?);
        }
        insights.sort_by_key(|it| it.record);
        Ok(insights)
    }
}

async fn note_run(writing: &mut Writing<'_>, run: &InsightRun) -> Result<()> {
    let sql = "
        insert into insight_run (one, computed_for, computed_at, edition, intercept) values (1, $1, $2, $3, $4)
        on conflict (one) do update set
            computed_for = excluded.computed_for, computed_at = excluded.computed_at, edition = excluded.edition,
            intercept = excluded.intercept";
    let query = sqlx::query(sql).bind(run.computed_for.to_string()).bind(run.computed_at.as_second());
    query.bind(run.edition.name()).bind(run.intercept).execute(writing.connection()).await?;
    Ok(())
}

/// Takes the insights of the scope away that were not given.
async fn clear_others(writing: &mut Writing<'_>, scope: RecordScope<'_>, given: &HashSet<i64>) -> Result<()> {
    let gone: Vec<i64> = match scope {
        RecordScope::Everything => {
            numbers(writing, COMPUTED).await?.into_iter().filter(|it| !given.contains(it)).collect()
        }
        RecordScope::Records(records) => records.iter().map(|it| it.0).filter(|it| !given.contains(it)).collect(),
    };
    execute_in(writing.connection(), &gone, |these| format!("{} where number in ({these})", clear())).await
}

async fn numbers(writing: &mut Writing<'_>, sql: &'static str) -> Result<HashSet<i64>> {
    let numbers: Vec<i64> = sqlx::query_scalar(sql).fetch_all(writing.connection()).await?;
    Ok(numbers.into_iter().collect())
}

/// Rows that have an insight.
const COMPUTED: &str = "select number from record_row where state is not null";

/// Rows of records that are to be left alone.
const ALONE: &str = "
    select record_row.number from record
    join record_row on record_row.record_id = record.record_id
    where record.do_not_analyse = 1";

/// Returns the beginning of an update that takes insights away.
pub(crate) fn clear() -> String {
    let set: Vec<String> = names().map(|it| format!("{it} = null")).collect();
    format!("update record_row set {}", set.join(", "))
}
