//! Columns: from record batches to rows, and from pairs to record batches.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryViewArray, Int64Array, PrimitiveArray, RecordBatch, StringArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{ArrowPrimitiveType, DataType, Float64Type, Int32Type, Int64Type, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::error::{DataFusionError, Result};

use super::pair::{Answered, Exchange, PairMonth};

/// Calls `row` for each exchange of a batch of `counted.sql`.
pub(super) fn exchanges(batch: &RecordBatch, mut row: impl FnMut(Exchange)) -> Result<()> {
    let [contact, colleague, at] = ["contact", "colleague", "at"].map(|it| whole::<Int64Type>(batch, it));
    let (contact, colleague, at) = (contact?, colleague?, at?);
    let (direction, kind) = (whole::<Int32Type>(batch, "direction")?, whole::<Int32Type>(batch, "kind")?);
    let weight = whole::<Float64Type>(batch, "weight")?;
    let reply_to = bytes(batch, "reply_to")?;
    for index in 0..batch.num_rows() {
        row(Exchange {
            contact: contact.value(index),
            colleague: colleague.value(index),
            at: at.value(index),
            weight: weight.value(index),
            reply_to: reply_to.is_valid(index).then(|| identity(reply_to.value(index))).transpose()?,
            direction: direction.value(index) as u8,
            kind: kind.value(index) as u8,
        });
    }
    Ok(())
}

/// Calls `row` for each email of a batch of `answered.sql`.
pub(super) fn answered(batch: &RecordBatch, mut row: impl FnMut(Answered)) -> Result<()> {
    let (contact, colleague) = (whole::<Int64Type>(batch, "contact")?, whole::<Int64Type>(batch, "colleague")?);
    let direction = whole::<Int32Type>(batch, "direction")?;
    let identities = bytes(batch, "identity")?;
    for index in 0..batch.num_rows() {
        row(Answered {
            contact: contact.value(index),
            colleague: colleague.value(index),
            identity: identity(identities.value(index))?,
            direction: direction.value(index) as u8,
        });
    }
    Ok(())
}

/// Returns the columns of partials, as the log keeps them.
pub(super) fn schema() -> Result<SchemaRef> {
    Ok(batch(&[], "", "", 0)?.schema())
}

/// Returns pairs as a batch of partials of `month`, made of the files `of`, faded to `until`.
pub(super) fn batch(pairs: &[PairMonth], month: &str, of: &str, until: i64) -> Result<RecordBatch> {
    let text =
        |it: &str| -> (ArrayRef, bool) { (Arc::new(StringArray::from_iter_values(pairs.iter().map(|_| it))), false) };
    let whole = |of: fn(&PairMonth) -> i64| -> (ArrayRef, bool) {
        (Arc::new(pairs.iter().map(of).collect::<Int64Array>()), false)
    };
    let time = |of: fn(&PairMonth) -> Option<i64>| -> (ArrayRef, bool) {
        (Arc::new(pairs.iter().map(of).collect::<Int64Array>()), true)
    };
    let columns = [
        ("month", text(month)),
        ("of", text(of)),
        ("month_end", (Arc::new(Int64Array::from_value(until, pairs.len())) as ArrayRef, false)),
        ("contact", whole(|it| it.contact)),
        ("colleague", whole(|it| it.colleague)),
        ("sent_sum", whole(|it| it.sent_sum)),
        ("received_sum", whole(|it| it.received_sum)),
        ("replies_sum", whole(|it| it.replies_sum)),
        ("meetings_sum", whole(|it| it.meetings_sum)),
        ("sent", whole(|it| it.sent)),
        ("received", whole(|it| it.received)),
        ("replies", whole(|it| it.replies)),
        ("meetings", whole(|it| it.meetings)),
        ("calls", whole(|it| it.calls)),
        ("first_at", whole(|it| it.first_at)),
        ("sent_at", time(|it| it.sent_at)),
        ("received_at", time(|it| it.received_at)),
        ("reply_at", time(|it| it.reply_at)),
        ("meeting_at", time(|it| it.meeting_at)),
        ("call_out_at", time(|it| it.call_out_at)),
        ("call_in_at", time(|it| it.call_in_at)),
    ];
    let columns = columns.into_iter().map(|(name, (column, is_optional))| (name, column, is_optional));
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef> {
    batch.column_by_name(name).ok_or_else(|| DataFusionError::Internal(format!("the scan lacks the column {name}")))
}

fn whole<'a, T: ArrowPrimitiveType>(batch: &'a RecordBatch, name: &str) -> Result<&'a PrimitiveArray<T>> {
    let unfit = || DataFusionError::Internal(format!("the column {name} is not of its type"));
    column(batch, name)?.as_primitive_opt::<T>().ok_or_else(unfit)
}

fn bytes(batch: &RecordBatch, name: &str) -> Result<BinaryViewArray> {
    let column = cast(column(batch, name)?, &DataType::BinaryView)?;
    Ok(column.as_binary_view().clone())
}

fn identity(bytes: &[u8]) -> Result<[u8; 16], ArrowError> {
    bytes.try_into().map_err(|_| ArrowError::InvalidArgumentError("an identity has 16 bytes".to_owned()))
}
