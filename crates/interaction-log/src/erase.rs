//! Erasing: the log becomes what it would be if whoever leaves had been left out from the start, a month at a time.
//!
//! ```text
//! copies of an interaction ──▶ without whoever leaves ──▶ does it still count? ──▶ the first that does speaks for it
//! ```
//!
//! Every copy is judged as [`Consent::admit`](relata_model::Consent::admit) judged it when it came. The files that held
//! the rows go with the next [`vacuum`](crate::InteractionLog::vacuum).
//!
//! **Invariant:** erasing twice is harmless, and an erasure that stopped between two commits is ended by erasing again:
//! exchanges are rewritten before the interactions they follow from, and a copy that speaks for an interaction is known
//! by the batch that interaction says it came with.

use std::collections::{BTreeMap, HashSet};

use deltalake::arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use deltalake::arrow::compute::{cast, filter_record_batch};
use deltalake::arrow::datatypes::SchemaRef;
use deltalake::datafusion::prelude::{col, lit};
use relata_model::interaction::relates_somebody;
use relata_model::{AddressId, Identity, Leaving, MailboxId, Month, Role, Side};

use crate::append::InteractionLog;
use crate::content::Content;
use crate::known::identities_of;
use crate::rows::{self, Came, Copy, Row, column};
use crate::schema::{self, MONTH};
use crate::table::{LogError, Table};

/// Whether to erase, or only to say what would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Nothing is changed.
    Counting,
    /// It goes.
    Erasing,
}

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Interactions that are gone.
    pub interactions: u64,
    /// Interactions of others that say less: somebody was taken out, or another copy speaks for them now.
    pub changed: u64,
    /// Copies in mailboxes that are gone.
    pub sightings: u64,
    /// Copies of a CRM that are gone.
    pub activities: u64,
    /// Exchanges that are gone.
    pub exchanges: u64,
}

impl InteractionLog {
    /// Takes out whoever and whatever leaves. Partials of `reach` months after a month that changed go too: what they
    /// answer may have gone.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a commit fails; erase again.
    pub async fn erase(&self, leaving: &Leaving, reach: i32, doing: Doing) -> Result<Erased, LogError> {
        let mut known = self.known.lock().await;
        let mut erased = Erased::default();
        for month in self.interaction.files_by_month().await?.into_keys() {
            self.erase_month(month, leaving, reach, doing, &mut erased).await?;
        }
        known.clear();
        Ok(erased)
    }

    async fn erase_month(
        &self,
        month: Month,
        leaving: &Leaving,
        reach: i32,
        doing: Doing,
        erased: &mut Erased,
    ) -> Result<(), LogError> {
        let before = Rows::read(self, month).await?;
        let after = before.without(leaving);
        let gone = |before: usize, after: usize| (before - after) as u64;
        let copies = |rows: &Rows, crm: bool| rows.copies.iter().filter(|it| it.said.is_some() == crm).count();
        erased.interactions += gone(before.interactions.len(), after.interactions.len());
        erased.sightings += gone(copies(&before, false), copies(&after, false));
        erased.activities += gone(copies(&before, true), copies(&after, true));
        let stay: BTreeMap<Identity, &Row> = after.interactions.iter().map(|it| (it.identity, it)).collect();
        let changed: HashSet<Identity> =
            before.interactions.iter().filter(|it| stay.get(&it.identity) != Some(it)).map(|it| it.identity).collect();
        erased.changed += changed.iter().filter(|it| stay.contains_key(it)).count() as u64;
        let anew: Vec<Row> = after.interactions.iter().filter(|it| changed.contains(&it.identity)).cloned().collect();
        let derived = rows::exchanges(&anew)?;
        let exchanges = self.exchanges_without(month, &changed, derived.num_rows()).await?;
        erased.exchanges += exchanges.gone;
        if doing == Doing::Counting {
            return Ok(());
        }
        if !changed.is_empty() {
            for later in 0..=reach {
                forget_month(&self.pair_month, month.plus(later)).await?;
            }
            let mut kept = exchanges.kept;
            kept.push(derived);
            self.exchange.replace(month, sorted(kept)?).await?;
            self.interaction.replace(month, vec![rows::interactions(&after.interactions)?]).await?;
        }
        if before.copies != after.copies {
            self.sighting.replace(month, vec![rows::sightings(&after.copies)?]).await?;
            self.activity.replace(month, vec![rows::activities(&after.copies)?]).await?;
        }
        Ok(())
    }

    async fn exchanges_without(
        &self,
        month: Month,
        changed: &HashSet<Identity>,
        coming: usize,
    ) -> Result<Exchanges, LogError> {
        let mut exchanges = Exchanges { kept: Vec::new(), gone: 0 };
        if changed.is_empty() {
            return Ok(exchanges);
        }
        let mut gone = 0;
        for batch in of_month(&self.exchange, month, schema::exchange()).await? {
            let identities = identities_of(column(&batch, "identity"))?;
            let keep: BooleanArray = identities.iter().map(|it| Some(!changed.contains(it))).collect();
            let kept = filter_record_batch(&batch, &keep)?;
            gone += batch.num_rows() - kept.num_rows();
            exchanges.kept.push(kept);
        }
        exchanges.gone = gone.saturating_sub(coming) as u64;
        Ok(exchanges)
    }
}

/// What is left of a month's exchanges, and how many fewer there will be.
struct Exchanges {
    kept: Vec<RecordBatch>,
    gone: u64,
}

/// The interactions and copies of a month.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rows {
    pub interactions: Vec<Row>,
    pub copies: Vec<Copy>,
}

impl Rows {
    pub async fn read(log: &InteractionLog, month: Month) -> Result<Rows, LogError> {
        let mut rows = Rows { interactions: Vec::new(), copies: Vec::new() };
        for batch in of_month(&log.interaction, month, schema::interaction()).await? {
            rows.interactions.extend(rows::read_interactions(month, &batch)?);
        }
        for (table, schema) in [(&log.sighting, schema::sighting()), (&log.activity, schema::activity())] {
            for batch in of_month(table, month, schema).await? {
                rows.copies.extend(rows::read_copies(month, &batch)?);
            }
        }
        Ok(rows)
    }

    /// Returns the rows as they would be if whoever leaves had been left out from the start.
    fn without(&self, leaving: &Leaving) -> Rows {
        let mut copies_by_identity: BTreeMap<Identity, Vec<&Copy>> = BTreeMap::new();
        for it in &self.copies {
            copies_by_identity.entry(it.identity).or_default().push(it);
        }
        let mut left = Rows { interactions: Vec::new(), copies: Vec::new() };
        for row in &self.interactions {
            let copies = copies_by_identity.remove(&row.identity).unwrap_or_default();
            let (row, copies) = left_of(row, &copies, leaving);
            left.interactions.extend(row);
            left.copies.extend(copies);
        }
        // Untouched rows stay as they are, in their order, so that a month nobody leaves equals itself.
        let place: BTreeMap<(Identity, (i64, i32)), usize> =
            self.copies.iter().enumerate().map(|(place, it)| ((it.identity, it.came.order()), place)).collect();
        left.copies.sort_by_key(|it| place.get(&(it.identity, it.came.order())));
        left
    }
}

/// Returns what is left of an interaction and its copies.
fn left_of(row: &Row, copies: &[&Copy], leaving: &Leaving) -> (Option<Row>, Vec<Copy>) {
    let mut left: Vec<(Content, Came, Option<&Copy>)> = Vec::new();
    for copy in copies {
        let said = match &copy.content {
            Some(content) => content,
            None if copy.came == row.came => &row.content,
            // It spoke for the interaction until an erasure that stopped half-way took it out.
            None => continue,
        };
        if leaving.unreads(MailboxId(copy.came.mailbox), copy.said.is_some(), said.at) {
            continue;
        }
        let regards = copy.said.is_some_and(|it| it.record.is_some());
        left.extend(without(said, copy.said.is_some(), regards, leaving).map(|it| (it, copy.came, Some(*copy))));
    }
    if !copies.iter().any(|it| it.came == row.came)
        && !leaving.unreads(MailboxId(row.came.mailbox), false, row.content.at)
    {
        // A batch whose copies are not in yet: it comes again, and brings whatever is wrongly taken out here.
        left.extend(without(&row.content, false, false, leaving).map(|it| (it, row.came, None)));
    }
    left.sort_by_key(|it| it.1.order());
    let Some((content, came, _)) = left.first().cloned() else { return (None, Vec::new()) };
    let copy = |(place, (content, _, copy)): (usize, (Content, Came, Option<&Copy>))| {
        Some(Copy { content: (place > 0).then_some(content), ..copy?.clone() })
    };
    let copies = left.into_iter().enumerate().filter_map(copy).collect();
    (Some(Row { content, came, ..row.clone() }), copies)
}

/// Returns what a copy says without whoever leaves; `None` if it counts no more.
fn without(content: &Content, of_a_crm: bool, regards_a_record: bool, leaving: &Leaving) -> Option<Content> {
    let stays = |it: &&crate::content::Present| !leaving.takes_out(AddressId(it.address), of_a_crm, content.at);
    let people: Vec<_> = content.people.iter().filter(stays).copied().collect();
    if people.len() == content.people.len() {
        return Some(content.clone());
    }
    let roles: Vec<Role> = people.iter().map(|it| it.role).collect();
    let counts = relates_somebody(content.kind, &roles, regards_a_record)
        && (regards_a_record || people.iter().any(|it| it.side == Side::Colleague));
    counts.then(|| Content { people, ..content.clone() })
}

/// Returns the rows of a month, in the types of the schema.
pub(crate) async fn of_month(table: &Table, month: Month, schema: SchemaRef) -> Result<Vec<RecordBatch>, LogError> {
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

async fn forget_month(table: &Table, month: Month) -> Result<(), LogError> {
    if table.files_by_month().await?.contains_key(&month) {
        table.replace(month, Vec::new()).await?;
    }
    Ok(())
}

/// Puts exchanges in the order in which they are appended: what lies together is read together.
fn sorted(batches: Vec<RecordBatch>) -> Result<Vec<RecordBatch>, LogError> {
    use deltalake::arrow::compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch};
    let all = concat_batches(&schema::exchange(), &batches)?;
    let by = |name: &str| SortColumn { values: column(&all, name).clone(), options: None };
    let order = lexsort_to_indices(&["contact", "colleague", "at", "identity"].map(by), None)?;
    Ok(vec![take_record_batch(&all, &order)?])
}
