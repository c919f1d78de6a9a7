//! The canonical form: every row of the log as a line of text, with names in place of numbers, sorted.
//!
//! Two logs that say the same have the same lines. When batches arrived is written as an order among the copies of one
//! interaction; what partials were made of, which names files, is left out.

use std::collections::BTreeMap;

use deltalake::arrow::array::RecordBatch;
use deltalake::arrow::util::display::array_value_to_string;
use relata_model::Identity;

use crate::append::InteractionLog;
use crate::concerned::Concerned;
use crate::content::Content;
use crate::erase::{Rows, of_month};
use crate::rows::{Came, column};
use crate::schema;
use crate::table::LogError;

/// How numbers are written.
pub trait Naming {
    /// Returns an address.
    fn address(&self, number: i64) -> String;
    /// Returns a mailbox.
    fn mailbox(&self, number: i64) -> String;
    /// Returns a record.
    fn record(&self, number: i64) -> String;
}

impl InteractionLog {
    /// Returns everything the log holds, a sorted line a row.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if a table cannot be read.
    pub async fn canonical(&self, names: &impl Naming) -> Result<String, LogError> {
        let mut lines = Vec::new();
        for month in self.months_of_rows().await? {
            let rows = Rows::read(self, month, &Concerned::All).await?;
            let mut order: BTreeMap<Identity, Vec<(i64, i32)>> = BTreeMap::new();
            rows.copies.iter().for_each(|it| order.entry(it.identity).or_default().push(it.came.order()));
            order.values_mut().for_each(|it| it.sort_unstable());
            let came = |identity: Identity, it: &Came| {
                let of = order.get(&identity);
                let place = of.and_then(|of| of.iter().position(|other| *other == it.order()));
                format!("{} batch {} copy {place:?}", names.mailbox(it.mailbox), it.batch)
            };
            for it in &rows.interactions {
                let (content, came) = (said(&it.content, names), came(it.identity, &it.came));
                lines.push(format!("interaction {month} {:?} {content} {came}\n", it.identity));
            }
            for it in &rows.copies {
                let content = it.content.as_ref().map_or("as above".to_owned(), |it| said(it, names));
                let crm = it.said.map_or(String::new(), |it| {
                    let record = it.record.map(|it| names.record(it));
                    format!("{record:?} {} {} {} {}", it.followed, it.opened, it.clicked, it.attachment_opened)
                });
                lines.push(format!("copy {month} {:?} {content} {} {crm}\n", it.identity, came(it.identity, &it.came)));
            }
        }
        for (name, table, schema) in
            [("exchange", &self.exchange, schema::exchange()), ("pair_month", &self.pair_month, schema::pair_month())]
        {
            for month in table.files_by_month().await?.into_keys() {
                for batch in of_month(table, month, schema.clone()).await? {
                    lines.extend((0..batch.num_rows()).map(|row| plain(name, &batch, row, names)));
                }
            }
        }
        lines.sort();
        Ok(lines.concat())
    }
}

fn said(content: &Content, names: &impl Naming) -> String {
    let people: Vec<String> = content
        .people
        .iter()
        .map(|it| format!("{} {:?} {} {:?}", names.address(it.address), it.role, it.response, it.side))
        .collect();
    let Content { at, kind, audience, reply_to, conversation, minutes, .. } = content;
    format!("{at} {kind:?} {people:?} {audience} {reply_to:?} {conversation:?} {minutes}")
}

fn plain(table: &str, batch: &RecordBatch, row: usize, names: &impl Naming) -> String {
    let mut line = table.to_owned();
    for field in batch.schema().fields() {
        let value = array_value_to_string(column(batch, field.name()), row).unwrap_or_default();
        let number = || value.parse().unwrap_or_default();
        match field.name().as_str() {
            "of" => {}
            "contact" | "colleague" => line += &format!(" {}", names.address(number())),
            _ => line += &format!(" {value}"),
        }
    }
    line + "\n"
}
