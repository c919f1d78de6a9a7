//! One Delta table: created when missing, appended to with a note of the batch, rewritten a month at a time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use deltalake::arrow::array::RecordBatch;
use deltalake::arrow::datatypes::SchemaRef;
use deltalake::datafusion::catalog::TableProvider;
use deltalake::datafusion::prelude::{DataFrame, SessionConfig, SessionContext, col, lit};
use deltalake::kernel::engine::arrow_conversion::TryFromArrow;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::kernel::{StructField, Transaction};
use deltalake::protocol::SaveMode;
use deltalake::protocol::checkpoints::{cleanup_expired_logs_for, create_checkpoint};
use deltalake::{DeltaTable, DeltaTableBuilder, DeltaTableError, ensure_table_uri};
use relata_model::Month;
use tokio::sync::{Mutex, RwLock};

use crate::schema::MONTH;

/// Why the log could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The tables cannot be reached, are damaged, or the disk is full.
    #[error("the interaction log cannot be used; check that its folder can be written and the disk is not full")]
    Table(#[from] DeltaTableError),
    /// A query over the tables failed.
    #[error("the interaction log could not be read")]
    Query(#[from] deltalake::datafusion::error::DataFusionError),
    /// Rows could not be put in columns.
    #[error("rows do not fit the columns of the interaction log")]
    Columns(#[from] deltalake::arrow::error::ArrowError),
    /// An admitted address has no id; the caller interns them first.
    #[error("an admitted address has no id")]
    NotInterned,
}

/// The name of who wrote a batch, and its number.
pub(crate) type Note = (String, i64);

/// A Delta table partitioned by month.
pub(crate) struct Table {
    schema: SchemaRef,
    table: RwLock<DeltaTable>,
    /// The newest batch of every writer asked for. Delta reads the tail of its log to tell, for every batch anew;
    /// one process writes the log, so what it wrote it may remember.
    noted: Mutex<HashMap<String, Option<i64>>>,
}

impl Table {
    /// Opens the table at a place, or creates it there.
    pub async fn open(place: &str, schema: SchemaRef) -> Result<Table, LogError> {
        let table = DeltaTableBuilder::from_url(ensure_table_uri(place)?)?.build()?;
        let table = if table.verify_deltatable_existence().await? {
            let mut table = table;
            table.load().await?;
            table
        } else {
            let columns: Result<Vec<StructField>, _> =
                schema.fields().iter().map(|it| StructField::try_from_arrow(it.as_ref())).collect();
            table.create().with_columns(columns?).with_partition_columns([MONTH]).await?
        };
        Ok(Table { schema, table: RwLock::new(table), noted: Mutex::default() })
    }

    /// Appends rows, if there are any, in one commit that also notes their batches.
    pub async fn append(&self, of: Vec<Note>, rows: RecordBatch) -> Result<(), LogError> {
        if rows.num_rows() == 0 {
            return Ok(());
        }
        let mut table = self.table.write().await;
        let notes = of.iter().map(|(writer, number)| Transaction::new(writer, *number)).collect();
        let commit = CommitProperties::default().with_application_transactions(notes);
        let written = table.clone().write([rows]).with_save_mode(SaveMode::Append).with_commit_properties(commit);
        *table = written.await?;
        // Nobody holds the two at once, in whichever order.
        drop(table);
        self.noted.lock().await.extend(of.into_iter().map(|(writer, number)| (writer, Some(number))));
        Ok(())
    }

    /// Returns whether anything of this batch was appended before.
    pub async fn has(&self, writer: &str, number: i64) -> Result<bool, LogError> {
        if let Some(newest) = self.noted.lock().await.get(writer) {
            return Ok(*newest >= Some(number));
        }
        let newest = {
            let table = self.table.read().await;
            table.snapshot()?.transaction_version(table.log_store().as_ref(), writer).await?
        };
        // What was appended meanwhile is newer.
        let newest = *self.noted.lock().await.entry(writer.to_owned()).or_insert(newest);
        Ok(newest >= Some(number))
    }

    /// Puts these rows in place of a month's, in one commit.
    pub async fn replace(&self, month: Month, rows: Vec<RecordBatch>) -> Result<(), LogError> {
        let mut table = self.table.write().await;
        let rows = if rows.is_empty() { vec![RecordBatch::new_empty(self.schema.clone())] } else { rows };
        let written = table
            .clone()
            .write(rows)
            .with_save_mode(SaveMode::Overwrite)
            .with_replace_where(col(MONTH).eq(lit(month.to_string())));
        *table = written.await?;
        Ok(())
    }

    /// Returns how many commits the table has seen.
    pub async fn version(&self) -> i64 {
        self.table.read().await.version().map_or(0, |it| i64::try_from(it).unwrap_or(i64::MAX))
    }

    /// Returns the table for queries, as of now.
    pub async fn provider(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        let table = self.table.read().await;
        Ok(table.table_provider().await?)
    }

    /// Returns the table as a query to narrow down.
    pub async fn scan(&self) -> Result<DataFrame, LogError> {
        let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
        Ok(context.read_table(self.provider().await?)?)
    }

    /// Returns the files of every month, in order.
    pub async fn files_by_month(&self) -> Result<BTreeMap<Month, Vec<String>>, LogError> {
        let table = self.table.read().await;
        let mut files: BTreeMap<Month, Vec<String>> = BTreeMap::new();
        for path in table.get_file_uris()? {
            if let Some(month) = month_of_file(&path) {
                files.entry(month).or_default().push(path.rsplit('/').next().unwrap_or_default().to_owned());
            }
        }
        files.values_mut().for_each(|it| it.sort_unstable());
        Ok(files)
    }

    /// Returns the months that have more than `most` files smaller than `bytes`.
    pub async fn crowded(&self, most: usize, bytes: u64) -> Result<Vec<Month>, LogError> {
        let table = self.table.read().await;
        let mut small: BTreeMap<Month, usize> = BTreeMap::new();
        for it in table.snapshot()?.log_data().iter().filter(|it| it.size().unsigned_abs() < bytes) {
            if let Some(month) = month_of_file(&it.path()) {
                *small.entry(month).or_default() += 1;
            }
        }
        Ok(small.into_iter().filter(|it| it.1 > most).map(|it| it.0).collect())
    }

    /// Removes the commits older than `kept`, after writing down what the table holds now. Returns how many went.
    pub async fn forget_commits(&self, kept: chrono::Duration) -> Result<u64, LogError> {
        let table = self.table.read().await;
        create_checkpoint(&table, None).await?;
        let version = table.version().unwrap_or_default();
        let cutoff = chrono::Utc::now() - kept;
        let store = table.log_store();
        let gone = cleanup_expired_logs_for(version, store.as_ref(), cutoff.timestamp_millis(), None).await?;
        Ok(gone as u64)
    }

    /// Gives the table to an operation that returns it changed.
    pub async fn change<F, R, Fut>(&self, operation: F) -> Result<R, LogError>
    where
        F: FnOnce(DeltaTable) -> Fut,
        Fut: Future<Output = Result<(DeltaTable, R), DeltaTableError>>,
    {
        let mut table = self.table.write().await;
        let (changed, result) = operation(table.clone()).await?;
        *table = changed;
        Ok(result)
    }
}

/// Returns the month a file is of, which its folder is named after.
fn month_of_file(path: &str) -> Option<Month> {
    path.split('/').find_map(|it| it.strip_prefix("month=")).and_then(|it| it.parse().ok())
}
