//! The engine: the one place that chooses where queries run.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::TableProvider;
use datafusion::common::ParamValues;
use datafusion::dataframe::DataFrame;
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::SessionContext;
use relata_model::AddressId;

use crate::{Room, Scope};

/// Why an insight could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum AnalyticsError {
    /// A query failed: the log cannot be read.
    #[error("insights could not be computed from the log")]
    Query(#[source] DataFusionError),
    /// Memory ran out where nothing can be put into files: allow more.
    #[error(
        "insights need more memory than they may take; allow more with the setting engine.memory, then compute again"
    )]
    TooLittleMemory(#[source] DataFusionError),
    /// Rows could not be put in columns.
    #[error("insights could not be put in columns")]
    Columns(#[from] datafusion::arrow::error::ArrowError),
}

impl From<DataFusionError> for AnalyticsError {
    fn from(error: DataFusionError) -> AnalyticsError {
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => AnalyticsError::TooLittleMemory(error),
            _ => AnalyticsError::Query(error),
        }
    }
}

/// A session over the exchanges of the log.
pub struct Engine {
    session: SessionContext,
}

impl Engine {
    /// Opens a session in this process, in which `exchange` means the exchanges in scope.
    ///
    /// # Errors
    ///
    /// [`AnalyticsError::Query`] if the table cannot be read, or the folder of the room cannot be made.
    pub async fn new(exchange: Arc<dyn TableProvider>, scope: &Scope, room: &Room) -> Result<Engine, AnalyticsError> {
        let engine = Engine::empty(room)?;
        match scope {
            Scope::Everything => engine.name("exchange", exchange)?,
            Scope::Contacts(contacts) => engine.narrow(exchange, contacts).await?,
        }
        Ok(engine)
    }

    /// Opens a session in this process without any table.
    pub(crate) fn empty(room: &Room) -> Result<Engine, AnalyticsError> {
        Ok(Engine { session: room.session()? })
    }

    async fn narrow(&self, exchange: Arc<dyn TableProvider>, contacts: &[AddressId]) -> Result<(), AnalyticsError> {
        let column: ArrayRef = Arc::new(contacts.iter().map(|it| it.0).collect::<Int64Array>());
        let schema = Arc::new(Schema::new(vec![Field::new("contact", DataType::Int64, false)]));
        let batch = RecordBatch::try_new(schema.clone(), vec![column])?;
        self.name("scope", Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))?;
        let narrowed = self.view("all_exchange", exchange, "contact in (select contact from scope)").await?;
        self.name("exchange", narrowed)
    }

    /// Returns the rows of a table for which a condition holds. The table keeps the name.
    pub(crate) async fn view(
        &self,
        name: &str,
        table: Arc<dyn TableProvider>,
        condition: &str,
    ) -> Result<Arc<dyn TableProvider>, AnalyticsError> {
        self.name(name, table)?;
        Ok(self.session.sql(&format!("select * from {name} where {condition}")).await?.into_view())
    }

    /// Runs a question with its parameters, and returns the rows.
    pub(crate) async fn ask(
        &self,
        question: &str,
        parameters: impl Into<ParamValues>,
    ) -> Result<Vec<RecordBatch>, AnalyticsError> {
        let rows = self.session.sql(question).await?.with_param_values(parameters)?;
        Ok(rows.collect().await?)
    }

    /// Returns how a question will be answered.
    pub(crate) async fn plan(
        &self,
        question: &str,
        parameters: impl Into<ParamValues>,
    ) -> Result<Arc<dyn ExecutionPlan>, AnalyticsError> {
        let rows = self.session.sql(question).await?.with_param_values(parameters)?;
        Ok(rows.create_physical_plan().await?)
    }

    /// Answers as a plan says, and returns the rows.
    pub(crate) async fn run(&self, plan: Arc<dyn ExecutionPlan>) -> Result<Vec<RecordBatch>, AnalyticsError> {
        Ok(collect(plan, self.session.task_ctx()).await?)
    }

    /// Runs a question and keeps the rows under a name, for questions that ask them more than once. Returns whether
    /// there are any.
    pub(crate) async fn keep(
        &self,
        name: &str,
        question: &str,
        parameters: impl Into<ParamValues>,
    ) -> Result<bool, AnalyticsError> {
        let rows = self.session.sql(question).await?.with_param_values(parameters)?;
        let unread = Arc::new(rows.schema().as_arrow().clone());
        let mut rows = rows.collect().await?;
        rows.retain(|it| it.num_rows() > 0);
        let any = !rows.is_empty();
        let schema = rows.first().map_or(unread, RecordBatch::schema);
        // One part for each core, so that what reads it runs on all of them.
        let parts = rows.len().min(std::thread::available_parallelism().map_or(1, usize::from)).max(1);
        let mut parted = vec![Vec::new(); parts];
        for (index, batch) in rows.into_iter().enumerate() {
            parted[index % parts].push(batch);
        }
        self.name(name, Arc::new(MemTable::try_new(schema, parted)?))?;
        Ok(any)
    }

    /// Puts a table, or a query over tables, in place of whatever had the name before.
    pub(crate) fn name(&self, name: &str, table: Arc<dyn TableProvider>) -> Result<(), AnalyticsError> {
        self.session.deregister_table(name)?;
        self.session.register_table(name, table)?;
        Ok(())
    }

    /// Joins tables of one shape under one name.
    pub(crate) fn union(&self, name: &str, tables: Vec<Arc<dyn TableProvider>>) -> Result<(), AnalyticsError> {
        let mut all: Option<DataFrame> = None;
        for table in tables {
            let rows = self.session.read_table(table)?;
            all = Some(match all.take() {
                None => rows,
                Some(before) => before.union(rows)?,
            });
        }
        match all {
            Some(rows) => self.name(name, rows.into_view()),
            None => Ok(()),
        }
    }
}
