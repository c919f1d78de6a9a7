//! Pairs: the sums of every colleague and contact on a day.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use jiff::Timestamp;
use relata_model::strength::{Counts, Newest};
use relata_model::{AddressId, PersonId, Sums};

use crate::engine::{AnalyticsError, Engine};
use crate::months::Window;

/// Sums are whole numbers in this unit.
const UNIT: f64 = 1.0 / (1_u64 << 40) as f64;

/// What the store knows of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The address, as the log knows it.
    pub address: AddressId,
    /// Whose it is.
    pub person: PersonId,
    /// Whether that is a colleague.
    pub colleague: bool,
    /// Whether that is a person, not a list, a room or a machine.
    pub person_class: bool,
}

/// The sums of a pair on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairSums {
    /// Somebody outside.
    pub contact: PersonId,
    /// Somebody of ours.
    pub colleague: PersonId,
    /// What is known of the two.
    pub sums: Sums,
}

/// Returns the sums of every pair at the end of a window, from partials that together hold the window once,
/// in order of contact and colleague.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if the partials cannot be read.
pub async fn pairs(
    engine: &Engine,
    partials: Vec<Arc<dyn TableProvider>>,
    known: &[Known],
    window: Window,
) -> Result<Vec<PairSums>, AnalyticsError> {
    if partials.is_empty() {
        return Ok(Vec::new());
    }
    engine.union("partial", partials)?;
    engine.name("address", addresses(known)?)?;
    let until = vec![("until", ScalarValue::Int64(Some(window.until)))];
    let batches = engine.ask(include_str!("../sql/pair.sql"), until).await?;
    Ok(batches.iter().flat_map(read).collect())
}

/// Returns the store's knowledge as a table.
pub(crate) fn addresses(known: &[Known]) -> Result<Arc<MemTable>, AnalyticsError> {
    let whole = |name| Field::new(name, DataType::Int64, false);
    let flag = |name| Field::new(name, DataType::Boolean, false);
    let schema: SchemaRef =
        Arc::new(Schema::new(vec![whole("address"), whole("person"), flag("colleague"), flag("person_class")]));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(known.iter().map(|it| it.address.0).collect::<Int64Array>()),
        Arc::new(known.iter().map(|it| it.person.0).collect::<Int64Array>()),
        Arc::new(known.iter().map(|it| Some(it.colleague)).collect::<BooleanArray>()),
        Arc::new(known.iter().map(|it| Some(it.person_class)).collect::<BooleanArray>()),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns)?;
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}

fn read(batch: &RecordBatch) -> Vec<PairSums> {
    let column = |name: &str| batch.column_by_name(name).expect("a column of pair.sql").as_primitive::<Int64Type>();
    let sum = |name: &str, row| column(name).value(row) as f64 * UNIT;
    let count = |name: &str, row| u32::try_from(column(name).value(row)).unwrap_or(u32::MAX);
    let time = |name: &str, row| {
        let column = column(name);
        column.is_valid(row).then(|| Timestamp::from_second(column.value(row)).unwrap_or(Timestamp::MAX))
    };
    let pair = |row| PairSums {
        contact: PersonId(column("contact").value(row)),
        colleague: PersonId(column("colleague").value(row)),
        sums: Sums {
            sent: sum("sent_sum", row),
            received: sum("received_sum", row),
            replies: sum("replies_sum", row),
            meetings: sum("meetings_sum", row),
            counts: Counts {
                sent: count("sent", row),
                received: count("received", row),
                replies: count("replies", row),
                meetings: count("meetings", row),
                calls: count("calls", row),
            },
            first_at: time("first_at", row).unwrap_or(Timestamp::MIN),
            newest: Newest {
                sent_at: time("sent_at", row),
                received_at: time("received_at", row),
                reply_at: time("reply_at", row),
                meeting_at: time("meeting_at", row),
                call_out_at: time("call_out_at", row),
                call_in_at: time("call_in_at", row),
            },
        },
    };
    (0..batch.num_rows()).map(pair).collect()
}
