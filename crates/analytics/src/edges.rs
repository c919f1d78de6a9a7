//! Edges: the log as who wrote to whom, for measuring how well scores predict.

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int32Type, Int64Type};
use datafusion::common::ParamValues;
use relata_model::{Identity, PersonId};

use crate::engine::{AnalyticsError, Engine};
use crate::pairs::{Known, addresses};

/// One message from one person to another across the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who wrote.
    pub source: PersonId,
    /// To whom.
    pub target: PersonId,
    /// Whether the target was in Cc.
    pub copied: bool,
    /// How many it was addressed to.
    pub audience: u32,
    /// Whether it answers a message of the target.
    pub reply: bool,
    /// Which message.
    pub message: Identity,
}

/// Returns every email of the log as edges, in order of time.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if the log cannot be read.
pub async fn edges(engine: &Engine, known: &[Known]) -> Result<Vec<Edge>, AnalyticsError> {
    engine.name("address", addresses(known)?)?;
    let batches = engine.ask(include_str!("../sql/edge.sql"), ParamValues::List(Vec::new())).await?;
    let mut edges = Vec::new();
    for batch in &batches {
        edges.extend(read(batch)?);
    }
    Ok(edges)
}

fn read(batch: &RecordBatch) -> Result<Vec<Edge>, AnalyticsError> {
    let column = |name: &str| batch.column_by_name(name).expect("a column of edge.sql").clone();
    let [at, source, target] = ["at", "source", "target"].map(column);
    let [at, source, target] = [&at, &source, &target].map(|it| it.as_primitive::<Int64Type>());
    let (copied, reply) = (column("copied"), column("reply"));
    let audience = column("audience");
    let message = cast(&column("message"), &DataType::Binary)?;
    let edge = |row| Edge {
        at: at.value(row),
        source: PersonId(source.value(row)),
        target: PersonId(target.value(row)),
        copied: copied.as_boolean().value(row),
        audience: u32::try_from(audience.as_primitive::<Int32Type>().value(row)).unwrap_or(1),
        reply: reply.as_boolean().value(row),
        message: Identity(message.as_binary::<i32>().value(row).try_into().unwrap_or_default()),
    };
    Ok((0..batch.num_rows()).map(edge).collect())
}
