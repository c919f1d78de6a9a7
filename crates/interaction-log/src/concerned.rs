//! Concerned: which interactions of a month a change may be about, found without holding the month in memory.
//!
//! A month has millions of rows, and whoever leaves is in a few of them. So of every row only who took part and which copy it is are
//! looked at; what is found is then read whole.
//!
//! **Invariant:** what is not concerned is as it was: nobody who leaves takes part, no mailbox that leaves brought it, and each
//! of its interactions has the copy that speaks for it. A month in which that last does not add up, because a process stopped in the
//! middle of a batch or an erasure, is concerned as a whole.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use deltalake::arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use deltalake::arrow::compute::filter_record_batch;
use deltalake::arrow::datatypes::{Int32Type, Int64Type, Schema, SchemaRef};
use deltalake::datafusion::prelude::Expr;
use futures::TryStreamExt;
use relata_model::{Identity, Leaving, Month};

use crate::append::InteractionLog;
use crate::erase::{is_of, typed};
use crate::known::identities_of;
use crate::rows::column;
use crate::schema;
use crate::table::{LogError, Table};

/// Which interactions of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Concerned {
    /// All of them.
    All,
    /// These.
    These(HashSet<Identity>),
}

impl Concerned {
    pub fn is_empty(&self) -> bool {
        matches!(self, Concerned::These(it) if it.is_empty())
    }

    pub fn has(&self, identity: &Identity) -> bool {
        match self {
            Concerned::All => true,
            Concerned::These(it) => it.contains(identity),
        }
    }
}

/// What is looked at of every row.
const LOOKED_AT: [&str; 6] = ["identity", "mailbox", "arrived", "position", "participants", "at"];

impl InteractionLog {
    /// Returns which interactions of a month it may concern that somebody or something leaves.
    pub(crate) async fn concerned(&self, month: Month, leaving: &Leaving) -> Result<Concerned, LogError> {
        if leaving.concerns_all() {
            return Ok(Concerned::All);
        }
        let mut found = HashSet::new();
        let (mut speaking, mut spoken_for) = (Sum::default(), Sum::default());
        let tables = [
            (&self.interaction, schema::interaction()),
            (&self.sighting, schema::sighting()),
            (&self.activity, schema::activity()),
        ];
        for (place, (table, schema)) in tables.into_iter().enumerate() {
            let looked_at = of_these(&schema, &LOOKED_AT);
            each(table, is_of(month), &looked_at, |batch| {
                let identities = identities_of(column(&batch, "identity"))?;
                let long = |name: &str| column(&batch, name).as_primitive::<Int64Type>();
                let (mailbox, arrived, at) = (long("mailbox"), long("arrived"), long("at"));
                let position = column(&batch, "position").as_primitive::<Int32Type>();
                let participants = column(&batch, "participants").as_list::<i32>();
                for (row, identity) in identities.into_iter().enumerate() {
                    let people = participants.is_valid(row).then(|| participants.value(row));
                    let people = people.iter().flat_map(|it| it.as_primitive::<Int64Type>().values().iter().copied());
                    if leaving.concerns(mailbox.value(row), people) {
                        found.insert(identity);
                    }
                    let came = (identity.0, arrived.value(row), position.value(row));
                    match place {
                        0 => spoken_for.add(came),
                        // A copy that says nothing itself is the one that speaks for the interaction.
                        _ if at.is_null(row) => speaking.add(came),
                        _ => {}
                    }
                }
                Ok(())
            })
            .await?;
        }
        Ok(if speaking == spoken_for { Concerned::These(found) } else { Concerned::All })
    }
}

/// What a set of rows comes to, whatever their order: equal sums, equal rows.
#[derive(Default, PartialEq, Eq)]
struct Sum(u64);

impl Sum {
    fn add(&mut self, row: impl Hash) {
        let mut hasher = DefaultHasher::new();
        row.hash(&mut hasher);
        self.0 = self.0.wrapping_add(hasher.finish());
    }
}

/// Gives the rows of which something holds to somebody, batch after batch, in the types of the schema.
pub(crate) async fn each(
    table: &Table,
    of: Expr,
    schema: &SchemaRef,
    mut take: impl FnMut(RecordBatch) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let names: Vec<&str> = schema.fields().iter().map(|it| it.name().as_str()).collect();
    let rows = table.scan().await?.filter(of)?.select_columns(&names)?;
    let mut batches = rows.execute_stream().await?;
    while let Some(batch) = batches.try_next().await? {
        take(typed(&batch, schema)?)?;
    }
    Ok(())
}

/// Returns the rows of a month that are about the wanted interactions.
pub(crate) async fn those(
    table: &Table,
    month: Month,
    schema: &SchemaRef,
    is_wanted: impl Fn(&Identity) -> bool,
) -> Result<Vec<RecordBatch>, LogError> {
    let mut all = Vec::new();
    each(table, is_of(month), schema, |batch| {
        let identities = identities_of(column(&batch, "identity"))?;
        let wanted: BooleanArray = identities.iter().map(|it| Some(is_wanted(it))).collect();
        all.push(filter_record_batch(&batch, &wanted)?);
        Ok(())
    })
    .await?;
    Ok(all)
}

fn of_these(schema: &SchemaRef, names: &[&str]) -> SchemaRef {
    let fields: Vec<_> = schema.fields().iter().filter(|it| names.contains(&it.name().as_str())).cloned().collect();
    Arc::new(Schema::new(fields))
}
