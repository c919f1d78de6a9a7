//! Which interactions the log already holds, so that a copy is known for one.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use deltalake::arrow::array::{Array, BinaryArray};
use deltalake::arrow::compute::cast;
use deltalake::arrow::datatypes::DataType;
use deltalake::datafusion::prelude::{col, lit};
use relata_model::{Identity, Month};

use crate::schema::MONTH;
use crate::table::{LogError, Table};

/// At most this many identities are kept in memory (16 bytes each and as much again for the set: 0.6 GB).
/// A backfill works month by month, so one large month fits; the months used longest ago are dropped.
const IDENTITIES_MAX: usize = 20_000_000;

/// The identities of the months in use.
#[derive(Default)]
pub(crate) struct Known {
    months: HashMap<Month, HashSet<Identity>>,
    /// Least recently used first.
    order: Vec<Month>,
}

impl Known {
    /// Returns the identities of a month, read from the table the first time.
    pub async fn month(&mut self, month: Month, interaction: &Table) -> Result<&mut HashSet<Identity>, LogError> {
        self.order.retain(|it| *it != month);
        self.order.push(month);
        if let Entry::Vacant(unread) = self.months.entry(month) {
            unread.insert(read(month, interaction).await?);
            self.make_room();
        }
        Ok(self.months.entry(month).or_default())
    }

    /// Forgets everything, after rows were erased.
    pub fn clear(&mut self) {
        *self = Known::default();
    }

    fn make_room(&mut self) {
        while self.order.len() > 1 && self.months.values().map(HashSet::len).sum::<usize>() > IDENTITIES_MAX {
            self.months.remove(&self.order.remove(0));
        }
    }
}

async fn read(month: Month, interaction: &Table) -> Result<HashSet<Identity>, LogError> {
    let rows = interaction.scan().await?.filter(col(MONTH).eq(lit(month.to_string())))?;
    let mut identities = HashSet::new();
    for batch in rows.select([col("identity")])?.collect().await? {
        identities.extend(identities_of(batch.column(0))?);
    }
    Ok(identities)
}

/// Returns the identities in a column of them.
pub(crate) fn identities_of(column: &dyn Array) -> Result<Vec<Identity>, LogError> {
    let column = cast(column, &DataType::Binary)?;
    let column = column.as_any().downcast_ref::<BinaryArray>().expect("cast to binary just above");
    Ok(column.iter().flatten().filter_map(|it| it.try_into().ok().map(Identity)).collect())
}
