//! Counts: what the log says each mailbox brought, for a ledger that is made anew.

use std::collections::{BTreeSet, HashMap};

use deltalake::arrow::array::{Array, AsArray};
use deltalake::arrow::datatypes::Int64Type;
use deltalake::datafusion::functions_aggregate::expr_fn::{count, max};
use deltalake::datafusion::prelude::{col, lit};
use relata_model::{AddressId, MailboxId};

use crate::append::InteractionLog;
use crate::table::{LogError, Table};

/// What a mailbox brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Interactions it brought first.
    pub stored: u64,
    /// Copies in all.
    pub copies: u64,
    /// The newest interaction, in seconds since 1970.
    pub newest: Option<i64>,
}

impl InteractionLog {
    /// Returns what each mailbox brought in batches up to the number given for it. A batch beyond is still on its way.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if a table cannot be read.
    pub async fn counted(&self, committed: &HashMap<MailboxId, i64>) -> Result<HashMap<MailboxId, Counted>, LogError> {
        let mut all: HashMap<MailboxId, Counted> = HashMap::new();
        for (table, is_copy) in [(&self.interaction, false), (&self.sighting, true), (&self.activity, true)] {
            for (mailbox, batch, rows, newest) in batches(table).await? {
                if committed.get(&mailbox).is_none_or(|it| batch > *it) {
                    continue;
                }
                let it = all.entry(mailbox).or_default();
                *(if is_copy { &mut it.copies } else { &mut it.stored }) += rows;
                it.newest = it.newest.max(newest);
            }
        }
        Ok(all)
    }

    /// Returns every address that stands in the log, in order.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if a table cannot be read.
    pub async fn addresses(&self) -> Result<Vec<AddressId>, LogError> {
        let mut all = BTreeSet::new();
        for table in [&self.interaction, &self.sighting, &self.activity] {
            let lists = table.scan().await?.select([col("participants")])?;
            for batch in lists.unnest_columns(&["participants"])?.distinct()?.collect().await? {
                all.extend(batch.column(0).as_primitive::<Int64Type>().iter().flatten().map(AddressId));
            }
        }
        Ok(all.into_iter().collect())
    }
}

/// Returns of every batch how many rows it brought, and the newest.
async fn batches(table: &Table) -> Result<Vec<(MailboxId, i64, u64, Option<i64>)>, LogError> {
    let batch = vec![col("mailbox"), col("batch")];
    let rows = table.scan().await?.aggregate(batch, vec![count(lit(1)), max(col("at"))])?;
    let mut all = Vec::new();
    for it in rows.collect().await? {
        let [mailbox, number, rows, at] =
            [0, 1, 2, 3].map(|column| it.column(column).as_primitive::<Int64Type>().clone());
        let newest = |row: usize| at.is_valid(row).then(|| at.value(row));
        let batch = |row: usize| {
            (MailboxId(mailbox.value(row)), number.value(row), rows.value(row).unsigned_abs(), newest(row))
        };
        all.extend((0..it.num_rows()).map(batch));
    }
    Ok(all)
}
