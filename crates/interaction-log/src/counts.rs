//! Counts: what the log says each mailbox brought, for a ledger that is made anew.

use std::collections::HashMap;

use deltalake::arrow::array::{Array, AsArray};
use deltalake::arrow::datatypes::Int64Type;
use deltalake::datafusion::prelude::col;
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
        for (mailbox, batch, at) in came(&self.interaction).await? {
            if committed.get(&mailbox).is_some_and(|it| batch <= *it) {
                let it = all.entry(mailbox).or_default();
                it.stored += 1;
                it.newest = it.newest.max(at);
            }
        }
        for table in [&self.sighting, &self.activity] {
            for (mailbox, batch, at) in came(table).await? {
                if committed.get(&mailbox).is_some_and(|it| batch <= *it) {
                    let it = all.entry(mailbox).or_default();
                    it.copies += 1;
                    it.newest = it.newest.max(at);
                }
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
        let mut all = Vec::new();
        for table in [&self.interaction, &self.sighting, &self.activity] {
            for batch in table.scan().await?.select([col("participants")])?.collect().await? {
                let lists = batch.column(0).as_list::<i32>();
                for of_one in lists.iter().flatten() {
                    all.extend(of_one.as_primitive::<Int64Type>().values().iter().map(|it| AddressId(*it)));
                }
            }
            all.sort_unstable();
            all.dedup();
        }
        Ok(all)
    }
}

async fn came(table: &Table) -> Result<Vec<(MailboxId, i64, Option<i64>)>, LogError> {
    let rows = table.scan().await?.select([col("mailbox"), col("batch"), col("at")])?;
    let mut all = Vec::new();
    for batch in rows.collect().await? {
        let [mailbox, number, at] = [0, 1, 2].map(|it| batch.column(it).as_primitive::<Int64Type>().clone());
        let row = |it: usize| (MailboxId(mailbox.value(it)), number.value(it), at.is_valid(it).then(|| at.value(it)));
        all.extend((0..batch.num_rows()).map(row));
    }
    Ok(all)
}
