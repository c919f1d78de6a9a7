//! Erasing: every row of a person leaves every table, a month at a time.
//!
//! What they sent goes whole; from what others sent they are taken out. The files that held the rows go with the
//! next [`vacuum`](crate::InteractionLog::vacuum). Erasing twice is harmless, so a crash in between is mended by
//! erasing again.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use deltalake::arrow::array::{
    ArrayRef, AsArray, BooleanArray, Int32Builder, Int64Builder, ListArray, ListBuilder, RecordBatch,
};
use deltalake::arrow::compute::{cast, filter_record_batch};
use deltalake::arrow::datatypes::{DataType, Int32Type, Int64Type, SchemaRef};
use deltalake::datafusion::prelude::{col, lit};
use relata_model::{AddressId, Identity, Month};

use crate::append::InteractionLog;
use crate::known::identities_of;
use crate::schema::{self, MONTH, element};
use crate::table::{LogError, Table};

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Interactions that are gone.
    pub interactions: u64,
    /// Interactions of others from which the person was taken out.
    pub shortened: u64,
    /// Exchanges that are gone.
    pub exchanges: u64,
}

impl InteractionLog {
    /// Erases every row of a person, given all their addresses.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a commit fails; erase again.
    pub async fn erase(&self, person: &BTreeSet<AddressId>) -> Result<Erased, LogError> {
        let mut known = self.known.lock().await;
        let mut erased = Erased::default();
        for month in self.interaction.files_by_month().await?.into_keys() {
            self.erase_month(month, person, &mut erased).await?;
        }
        known.clear();
        Ok(erased)
    }

    async fn erase_month(
        &self,
        month: Month,
        person: &BTreeSet<AddressId>,
        erased: &mut Erased,
    ) -> Result<(), LogError> {
        let pair = |batch: &RecordBatch| Ok(keep_strangers(batch, person));
        erased.exchanges += rewrite(&self.exchange, month, schema::exchange(), pair).await?;
        rewrite(&self.pair_month, month, schema::pair_month(), pair).await?;

        let mut gone = HashSet::new();
        let mut shortened = 0;
        let mut rows = Vec::new();
        for batch in of_month(&self.interaction, month, schema::interaction()).await? {
            rows.push(without(&batch, person, &mut gone, &mut shortened)?);
        }
        if gone.is_empty() && shortened == 0 {
            return Ok(());
        }
        let copy = |batch: &RecordBatch| {
            let identities = identities_of(batch.column_by_name("identity").expect("a column of the schema"))?;
            Ok(identities.iter().map(|it| Some(!gone.contains(it))).collect())
        };
        rewrite(&self.sighting, month, schema::sighting(), copy).await?;
        rewrite(&self.activity, month, schema::activity(), copy).await?;
        self.interaction.replace(month, rows).await?;
        erased.interactions += gone.len() as u64;
        erased.shortened += shortened;
        Ok(())
    }
}

/// Returns the rows of a month, in the types of the schema.
async fn of_month(table: &Table, month: Month, schema: SchemaRef) -> Result<Vec<RecordBatch>, LogError> {
    let rows = table.scan().await?.filter(col(MONTH).eq(lit(month.to_string())))?;
    let names: Vec<&str> = schema.fields().iter().map(|it| it.name().as_str()).collect();
    let batches = rows.select_columns(&names)?.collect().await?;
    let typed = batches.iter().map(|batch| {
        let columns = schema.fields().iter().zip(batch.columns()).map(|(it, column)| cast(column, it.data_type()));
        let columns: Result<Vec<ArrayRef>, _> = columns.collect();
        Ok(RecordBatch::try_new(schema.clone(), columns?)?)
    });
    typed.collect()
}

/// Keeps the rows of a month that `keep` says, and returns how many went. A month that loses none is left alone.
async fn rewrite(
    table: &Table,
    month: Month,
    schema: SchemaRef,
    keep: impl Fn(&RecordBatch) -> Result<BooleanArray, LogError>,
) -> Result<u64, LogError> {
    let mut gone = 0;
    let mut rows = Vec::new();
    for batch in of_month(table, month, schema).await? {
        let kept = filter_record_batch(&batch, &keep(&batch)?)?;
        gone += (batch.num_rows() - kept.num_rows()) as u64;
        rows.push(kept);
    }
    if gone > 0 {
        table.replace(month, rows).await?;
    }
    Ok(gone)
}

fn keep_strangers(batch: &RecordBatch, person: &BTreeSet<AddressId>) -> BooleanArray {
    let column = |name| batch.column_by_name(name).expect("a column of the schema").as_primitive::<Int64Type>();
    let pairs = column("contact").values().iter().zip(column("colleague").values());
    pairs
        .map(|(contact, colleague)| {
            Some(!person.contains(&AddressId(*contact)) && !person.contains(&AddressId(*colleague)))
        })
        .collect()
}

/// Takes a person out of interactions: whole where they started it or nobody is left to relate.
fn without(
    batch: &RecordBatch,
    person: &BTreeSet<AddressId>,
    gone: &mut HashSet<Identity>,
    shortened: &mut u64,
) -> Result<RecordBatch, LogError> {
    let schema = schema::interaction();
    let index = |name: &str| schema.index_of(name);
    let lists = [index("participants")?, index("roles")?, index("responses")?];
    let [participants, roles, responses] = lists.map(|it| batch.column(it).as_list::<i32>().clone());
    let identities = identities_of(batch.column(index("identity")?))?;
    let mut keep = Vec::with_capacity(batch.num_rows());
    let mut kept_ids = ListBuilder::new(Int64Builder::new()).with_field(element(DataType::Int64));
    let mut kept_roles = ListBuilder::new(Int32Builder::new()).with_field(element(DataType::Int32));
    let mut kept_responses = ListBuilder::new(Int32Builder::new()).with_field(element(DataType::Int32));
    for (row, identity) in identities.iter().enumerate() {
        let ids = numbers(&participants, row);
        let strangers: Vec<usize> = (0..ids.len()).filter(|it| !person.contains(&AddressId(ids[*it]))).collect();
        let started = ids.first().is_some_and(|it| person.contains(&AddressId(*it)));
        let stays = strangers.len() == ids.len() || (!started && strangers.len() > 1);
        keep.push(stays);
        if !stays {
            gone.insert(*identity);
        } else if strangers.len() < ids.len() {
            *shortened += 1;
        }
        let (row_roles, row_responses) = (small_numbers(&roles, row), small_numbers(&responses, row));
        for it in strangers {
            kept_ids.values().append_value(ids[it]);
            kept_roles.values().append_value(row_roles[it]);
            kept_responses.values().append_value(row_responses[it]);
        }
        kept_ids.append(true);
        kept_roles.append(true);
        kept_responses.append(true);
    }
    let mut columns = batch.columns().to_vec();
    columns[lists[0]] = Arc::new(kept_ids.finish());
    columns[lists[1]] = Arc::new(kept_roles.finish());
    columns[lists[2]] = Arc::new(kept_responses.finish());
    Ok(filter_record_batch(&RecordBatch::try_new(schema, columns)?, &BooleanArray::from(keep))?)
}

fn numbers(list: &ListArray, row: usize) -> Vec<i64> {
    list.value(row).as_primitive::<Int64Type>().values().to_vec()
}

fn small_numbers(list: &ListArray, row: usize) -> Vec<i32> {
    list.value(row).as_primitive::<Int32Type>().values().to_vec()
}
