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

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::AddAssign;

use deltalake::arrow::array::{ArrayRef, RecordBatch};
use deltalake::arrow::compute::{SortColumn, cast, concat_batches, lexsort_to_indices, take_record_batch};
use deltalake::arrow::datatypes::SchemaRef;
use deltalake::datafusion::prelude::{Expr, col, lit};
use relata_model::interaction::relates_somebody;
use relata_model::{AddressId, Identity, Leaving, MailboxId, Month, Role, Side};

use crate::append::InteractionLog;
use crate::concerned::{Concerned, each, those};
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
        for month in self.months_of_rows().await? {
            let concerned = self.concerned(month, leaving).await?;
            if concerned.is_empty() {
                continue;
            }
            let judge = |said: &Content, came: &Came, origin| left_by(leaving, said, came, origin);
            let change = self.change(month, concerned, &judge).await?;
            erased += change.erased();
            if doing == Doing::Erasing {
                if !change.changed.is_empty() {
                    for later in 0..=reach {
                        forget_month(&self.pair_month, month.plus(later)).await?;
                    }
                }
                self.make(change).await?;
            }
        }
        known.clear();
        Ok(erased)
    }

    /// Returns the months of every table that says who took part: an erasure that stopped may have emptied one of them.
    pub(crate) async fn months_of_rows(&self) -> Result<BTreeSet<Month>, LogError> {
        let mut months = BTreeSet::new();
        for table in [&self.interaction, &self.sighting, &self.activity, &self.exchange] {
            months.extend(table.files_by_month().await?.into_keys());
        }
        Ok(months)
    }

    /// Returns what a month comes to when every copy in it that is concerned is judged.
    pub(crate) async fn change(
        &self,
        month: Month,
        concerned: Concerned,
        judge: Judge<'_>,
    ) -> Result<Change, LogError> {
        let before = Rows::read(self, month, &concerned).await?;
        let after = before.judged(judge);
        let stay: BTreeMap<Identity, &Row> = after.interactions.iter().map(|it| (it.identity, it)).collect();
        let gone = before.interactions.iter().filter(|it| stay.get(&it.identity) != Some(it));
        let changed: HashSet<Identity> = gone.map(|it| it.identity).collect();
        let anew: Vec<Row> = after.interactions.iter().filter(|it| changed.contains(&it.identity)).cloned().collect();
        let derived = rows::exchanges(&anew)?;
        let mut before_exchanges = 0;
        if !changed.is_empty() {
            each(&self.exchange, is_of(month), &schema::identity(), |batch| {
                let identities = identities_of(column(&batch, "identity"))?;
                before_exchanges += identities.iter().filter(|it| changed.contains(*it)).count();
                Ok(())
            })
            .await?;
        }
        let exchanges_gone = before_exchanges.saturating_sub(derived.num_rows()) as u64;
        Ok(Change { month, concerned, before, after, changed, derived, exchanges_gone })
    }

    /// Puts a month as it comes to in place of what it was. What is not concerned stays as it lies.
    pub(crate) async fn make(&self, change: Change) -> Result<(), LogError> {
        let Change { month, concerned, before, after, changed, derived, .. } = change;
        if !changed.is_empty() {
            let schema = schema::exchange();
            let mut all = those(&self.exchange, month, &schema, |it| !changed.contains(it)).await?;
            all.push(derived);
            self.exchange.replace(month, vec![sorted(&all)?]).await?;
            let schema = schema::interaction();
            let mut all = those(&self.interaction, month, &schema, |it| !concerned.has(it)).await?;
            all.push(rows::interactions(&after.interactions)?);
            self.interaction.replace(month, vec![in_order(&schema, &all, &["at", "identity"])?]).await?;
        }
        if before.copies != after.copies {
            let order = ["identity", "arrived", "position"];
            for (table, schema, copies) in [
                (&self.sighting, schema::sighting(), rows::sightings(&after.copies)?),
                (&self.activity, schema::activity(), rows::activities(&after.copies)?),
            ] {
                let mut all = those(table, month, &schema, |it| !concerned.has(it)).await?;
                all.push(copies);
                table.replace(month, vec![in_order(&schema, &all, &order)?]).await?;
            }
        }
        Ok(())
    }
}

impl AddAssign for Erased {
    fn add_assign(&mut self, other: Erased) {
        self.interactions += other.interactions;
        self.changed += other.changed;
        self.sightings += other.sightings;
        self.activities += other.activities;
        self.exchanges += other.exchanges;
    }
}

/// Says what is left of a copy: what it says, when it came, and of what it is one; `None` if it counts no more.
pub(crate) type Judge<'a> = &'a (dyn Fn(&Content, &Came, Origin) -> Option<Content> + Sync);

/// What a copy is one of, as far as that decides whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Mailbox,
    Crm { regards_a_record: bool },
}

impl Origin {
    const ALL: [Origin; 3] =
        [Origin::Mailbox, Origin::Crm { regards_a_record: false }, Origin::Crm { regards_a_record: true }];

    fn of(copy: &Copy) -> Origin {
        match copy.said {
            Some(said) => Origin::Crm { regards_a_record: said.record.is_some() },
            None => Origin::Mailbox,
        }
    }
}

/// A month, as it is and as it is to be.
pub(crate) struct Change {
    month: Month,
    /// Which interactions were judged.
    concerned: Concerned,
    before: Rows,
    after: Rows,
    /// Interactions that go, or say something else.
    changed: HashSet<Identity>,
    /// The exchanges of those that say something else.
    derived: RecordBatch,
    exchanges_gone: u64,
}

impl Change {
    fn erased(&self) -> Erased {
        let gone = |before: usize, after: usize| (before - after) as u64;
        let copies = |rows: &Rows, crm: bool| rows.copies.iter().filter(|it| it.said.is_some() == crm).count();
        let interactions = gone(self.before.interactions.len(), self.after.interactions.len());
        Erased {
            interactions,
            changed: self.changed.len() as u64 - interactions,
            sightings: gone(copies(&self.before, false), copies(&self.after, false)),
            activities: gone(copies(&self.before, true), copies(&self.after, true)),
            exchanges: self.exchanges_gone,
        }
    }
}

/// The interactions and copies of a month that are concerned.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rows {
    pub interactions: Vec<Row>,
    pub copies: Vec<Copy>,
}

impl Rows {
    pub async fn read(log: &InteractionLog, month: Month, concerned: &Concerned) -> Result<Rows, LogError> {
        let mut rows = Rows { interactions: Vec::new(), copies: Vec::new() };
        for batch in those(&log.interaction, month, &schema::interaction(), |it| concerned.has(it)).await? {
            rows.interactions.extend(rows::read_interactions(&batch)?);
        }
        for (table, schema) in [(&log.sighting, schema::sighting()), (&log.activity, schema::activity())] {
            for batch in those(table, month, &schema, |it| concerned.has(it)).await? {
                rows.copies.extend(rows::read_copies(&batch)?);
            }
        }
        Ok(rows)
    }

    /// Returns the rows as they would be if every copy had been judged like that when it came.
    fn judged(&self, judge: Judge<'_>) -> Rows {
        let mut copies_by_identity: BTreeMap<Identity, Vec<&Copy>> = BTreeMap::new();
        for it in &self.copies {
            copies_by_identity.entry(it.identity).or_default().push(it);
        }
        let mut left = Rows { interactions: Vec::new(), copies: Vec::new() };
        for row in &self.interactions {
            let copies = copies_by_identity.remove(&row.identity).unwrap_or_default();
            let (row, copies) = left_of(row, &copies, judge);
            left.interactions.extend(row);
            left.copies.extend(copies);
        }
        // Untouched rows stay as they are, in their order, so that a month in which nothing goes equals itself.
        let place: BTreeMap<(Identity, (i64, i32)), usize> =
            self.copies.iter().enumerate().map(|(place, it)| ((it.identity, it.came.order()), place)).collect();
        left.copies.sort_by_key(|it| place.get(&(it.identity, it.came.order())));
        left
    }
}

/// Returns what is left of an interaction and its copies.
fn left_of(row: &Row, copies: &[&Copy], judge: Judge<'_>) -> (Option<Row>, Vec<Copy>) {
    let mut left: Vec<(Content, Came, Option<&Copy>)> = Vec::new();
    for copy in copies {
        let said = match &copy.content {
            Some(content) => content,
            None if copy.came == row.came => &row.content,
            // It spoke for the interaction until an erasure that stopped half-way took it out.
            None => continue,
        };
        left.extend(judge(said, &copy.came, Origin::of(copy)).map(|it| (it, copy.came, Some(*copy))));
    }
    if !copies.iter().any(|it| it.came == row.came) {
        // A batch whose copies are not in yet: it comes again. What it is a copy of is not known until then; where that
        // would decide, it goes, and is brought anew.
        let [of_mailbox, of_crm, regarding] = Origin::ALL.map(|it| judge(&row.content, &row.came, it));
        let content = of_mailbox.filter(|it| of_crm.as_ref() == Some(it) && regarding.as_ref() == Some(it));
        left.extend(content.map(|it| (it, row.came, None)));
    }
    left.sort_by_key(|it| it.1.order());
    let Some((content, came, _)) = left.first().cloned() else { return (None, Vec::new()) };
    let copy = |(place, (content, _, copy)): (usize, (Content, Came, Option<&Copy>))| {
        Some(Copy { content: (place > 0).then_some(content), ..copy?.clone() })
    };
    let copies = left.into_iter().enumerate().filter_map(copy).collect();
    (Some(Row { content, came, ..row.clone() }), copies)
}

/// Returns what is left of a copy when people and mailboxes leave.
fn left_by(leaving: &Leaving, said: &Content, came: &Came, origin: Origin) -> Option<Content> {
    let (of_a_crm, regards_a_record) = match origin {
        Origin::Mailbox => (false, false),
        Origin::Crm { regards_a_record } => (true, regards_a_record),
    };
    if leaving.unreads(MailboxId(came.mailbox), of_a_crm, said.at) {
        return None;
    }
    without(said, of_a_crm, regards_a_record, leaving)
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

/// Returns the condition that a row is of a month.
pub(crate) fn is_of(month: Month) -> Expr {
    col(MONTH).eq(lit(month.to_string()))
}

/// Returns the rows of a month, in the types of the schema.
pub(crate) async fn of_month(table: &Table, month: Month, schema: SchemaRef) -> Result<Vec<RecordBatch>, LogError> {
    select(table, is_of(month), schema).await
}

/// Returns the rows of which something holds, in the types of the schema.
pub(crate) async fn select(table: &Table, of: Expr, schema: SchemaRef) -> Result<Vec<RecordBatch>, LogError> {
    let mut all = Vec::new();
    each(table, of, &schema, |batch| {
        all.push(batch);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// Returns rows in the types of the schema.
pub(crate) fn typed(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, LogError> {
    let columns = schema.fields().iter().zip(batch.columns()).map(|(it, column)| cast(column, it.data_type()));
    let columns: Result<Vec<ArrayRef>, _> = columns.collect();
    Ok(RecordBatch::try_new(schema.clone(), columns?)?)
}

async fn forget_month(table: &Table, month: Month) -> Result<(), LogError> {
    if table.files_by_month().await?.contains_key(&month) {
        table.replace(month, Vec::new()).await?;
    }
    Ok(())
}

/// Puts exchanges in the order in which they are appended: what lies together is read together.
pub(crate) fn sorted(exchanges: &[RecordBatch]) -> Result<RecordBatch, LogError> {
    in_order(&schema::exchange(), exchanges, &["contact", "colleague", "at", "identity"])
}

fn in_order(schema: &SchemaRef, batches: &[RecordBatch], columns: &[&str]) -> Result<RecordBatch, LogError> {
    let all = concat_batches(schema, batches)?;
    let by = |name: &&str| SortColumn { values: column(&all, name).clone(), options: None };
    let order = lexsort_to_indices(&columns.iter().map(by).collect::<Vec<_>>(), None)?;
    Ok(take_record_batch(&all, &order)?)
}
