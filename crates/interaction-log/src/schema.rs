//! The columns of the five tables. Ids are address ids, times are seconds since 1970 in UTC.

use std::sync::Arc;

use deltalake::arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::content;

/// The partition column of every table: `2001-05`.
pub const MONTH: &str = "month";

fn column(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn optional(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

/// What a list column holds, named as Delta names it.
pub(crate) fn element(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, true))
}

fn schema(fields: Vec<Field>) -> SchemaRef {
    Arc::new(Schema::new(fields))
}

/// One row per interaction: what its first copy says. `participants`, `roles`, `responses` and `sides` (1 for a
/// colleague) are of one length; the first is the sender. `mailbox` and `batch` say which batch brought it; `arrived`
/// orders batches over all mailboxes, `position` the messages of a batch.
pub fn interaction() -> SchemaRef {
    let mut fields = vec![column(MONTH, DataType::Utf8), column("identity", DataType::Binary)];
    fields.extend(content::fields(false));
    fields.extend([
        column("mailbox", DataType::Int64),
        column("batch", DataType::Int64),
        column("arrived", DataType::Int64),
        column("position", DataType::Int32),
    ]);
    schema(fields)
}

/// Which interaction a row of any table is about.
pub fn identity() -> SchemaRef {
    schema(vec![column("identity", DataType::Binary)])
}

/// One row per copy of an interaction in a mailbox. A copy that was not the first keeps what it says.
pub fn sighting() -> SchemaRef {
    schema(copy())
}

/// One row per copy of an interaction in a CRM: as a sighting, with what it regards and what became of a followed email.
/// Of several copies the newest holds.
pub fn activity() -> SchemaRef {
    let mut fields = copy();
    fields.extend([
        optional("record", DataType::Int64),
        column("followed", DataType::Int32),
        column("opened", DataType::Int32),
        column("clicked", DataType::Int32),
        column("attachment_opened", DataType::Int32),
    ]);
    schema(fields)
}

fn copy() -> Vec<Field> {
    let mut fields = vec![
        column(MONTH, DataType::Utf8),
        column("identity", DataType::Binary),
        column("mailbox", DataType::Int64),
        column("batch", DataType::Int64),
        column("arrived", DataType::Int64),
        column("position", DataType::Int32),
    ];
    fields.extend(content::fields(true));
    fields
}

/// One row per interaction, colleague and contact. `direction` 0 outbound, 1 inbound, 2 both; `kind` 0 email,
/// 1 meeting, 2 call; `weight` before it fades.
pub fn exchange() -> SchemaRef {
    schema(vec![
        column(MONTH, DataType::Utf8),
        column("contact", DataType::Int64),
        column("colleague", DataType::Int64),
        column("at", DataType::Int64),
        column("direction", DataType::Int32),
        column("kind", DataType::Int32),
        column("role", DataType::Int32),
        column("audience", DataType::Int32),
        column("weight", DataType::Float64),
        column("minutes", DataType::Int32),
        column("identity", DataType::Binary),
        optional("reply_to", DataType::Binary),
    ])
}

/// One row per pair and month: what merges over months. The sums are decayed to the month's end, in units of
/// 2⁻⁴⁰, as whole numbers, so that their order of addition cannot matter. `of` names the files they were made of.
pub fn pair_month() -> SchemaRef {
    let whole = |name| column(name, DataType::Int64);
    let time = |name| optional(name, DataType::Int64);
    schema(vec![
        column(MONTH, DataType::Utf8),
        column("of", DataType::Utf8),
        whole("month_end"),
        whole("contact"),
        whole("colleague"),
        whole("sent_sum"),
        whole("received_sum"),
        whole("replies_sum"),
        whole("meetings_sum"),
        whole("sent"),
        whole("received"),
        whole("replies"),
        whole("meetings"),
        whole("calls"),
        whole("first_at"),
        time("sent_at"),
        time("received_at"),
        time("reply_at"),
        time("meeting_at"),
        time("call_out_at"),
        time("call_in_at"),
    ])
}
