//! A batch that comes again: what the log lacks of it.
//!
//! ```text
//! begun before? ──▶ what the log holds of it ──▶ all of it comes again? ──yes──▶ append what is lacking
//!                                                                  └──no───▶ take it back, append all
//! ```
//!
//! A process may stop between any two commits, and until the batch comes again its source may have grown, somebody in it
//! may have opted out, or been forgotten. What is held stays as it lies as long as the batch still brings it: only what a
//! source added is appended then. Else the batch is judged anew as a whole, as if it had never been begun.
//!
//! **Invariant:** whatever was held, the log ends up with the batch as it comes now, each message of it once.
//!
//! **Invariant:** a batch that was never seen pays nothing for this: it holds nothing, and no table is read.

use std::collections::{BTreeMap, HashMap, HashSet};

use deltalake::arrow::array::{BooleanArray, RecordBatch};
use deltalake::arrow::compute::filter_record_batch;
use deltalake::datafusion::prelude::{col, lit};
use relata_model::{Admitted, Identity, Interaction, Month};

use crate::append::{BatchId, InteractionLog};
use crate::concerned::Concerned;
use crate::content::Content;
use crate::erase::{of_month, select, sorted};
use crate::known::{Known, identities_of};
use crate::rows::{self, Came, Copy, Numbers, Row, Said, column, month_of};
use crate::schema;
use crate::table::LogError;

/// What makes two copies the same: a copy with another date in another month counts for itself.
pub(crate) type Key = (Month, Identity);

/// A message of a batch, as it would be kept.
pub(crate) struct Coming {
    pub key: Key,
    content: Content,
    said: Option<Said>,
}

impl Coming {
    pub fn all(admitted: &Admitted, numbers: Numbers<'_>) -> Result<Vec<Coming>, LogError> {
        let coming = |it: &Interaction| {
            let said = it.activity.as_ref().map(|it| Said::of(it, numbers)).transpose()?;
            Ok(Coming { key: (month_of(it), it.identity), content: Content::of(it, numbers)?, said })
        };
        admitted.interactions().iter().map(coming).collect()
    }

    pub fn is_of_a_crm(&self) -> bool {
        self.said.is_some()
    }

    fn kept_in(&self) -> Kept {
        (self.key, self.said.is_some())
    }
}

/// Which copies of which interaction: those of mailboxes, or with `true` those of CRMs.
type Kept = (Key, bool);

/// What the log holds of a batch.
#[derive(Default)]
pub(crate) struct Held {
    /// The interactions it speaks for.
    pub rows: HashMap<Key, Row>,
    /// Its copies, in order.
    copies: HashMap<Kept, Vec<Copy>>,
    /// Which of the interactions have their exchanges.
    related: HashSet<Key>,
}

/// What the log lacks of a batch, or of several.
#[derive(Default)]
pub(crate) struct Lacking {
    /// Interactions.
    pub rows: Vec<Row>,
    /// Interactions whose exchanges are lacking: these, and some it holds.
    pub unrelated: Vec<Row>,
    /// Copies.
    pub copies: Vec<Copy>,
}

impl Lacking {
    /// Adds what it lacks of another batch.
    pub fn extend(&mut self, of: Lacking) {
        self.rows.extend(of.rows);
        self.unrelated.extend(of.unrelated);
        self.copies.extend(of.copies);
    }
}

impl Held {
    /// Returns what is to be appended of a batch that arrives in this place, its messages from this position on.
    pub fn lacks(
        &self,
        coming: &[Coming],
        unknown: &HashSet<Key>,
        batch: BatchId,
        (arrived, position): (i64, i32),
    ) -> Lacking {
        let unrelated = self.rows.values().filter(|it| !self.related.contains(&(it.month, it.identity)));
        let unrelated = unrelated.cloned().collect();
        let mut lacking = Lacking { rows: Vec::new(), unrelated, copies: Vec::new() };
        let mut met: HashSet<Key> = HashSet::with_capacity(coming.len());
        let mut met_copies: HashMap<Kept, usize> = HashMap::new();
        for (it, position) in coming.iter().zip(position..) {
            let first = met.insert(it.key);
            let place = met_copies.entry(it.kept_in()).or_default();
            let is_held = self.copies.get(&it.kept_in()).is_some_and(|held| *place < held.len());
            *place += 1;
            if is_held {
                continue;
            }
            let came = Came::with(batch, arrived, position);
            let ((month, identity), said) = (it.key, it.said);
            let of_held = self.rows.get(&it.key).filter(|row| first && !self.has_copy(row));
            let is_new = first && unknown.contains(&it.key);
            if is_new {
                lacking.rows.push(Row { month, identity, content: it.content.clone(), came });
            }
            let came = of_held.map_or(came, |row| row.came);
            let content = (!is_new && of_held.is_none()).then(|| it.content.clone());
            lacking.copies.push(Copy { month, identity, came, content, said });
        }
        lacking.unrelated.extend(lacking.rows.iter().cloned());
        lacking
    }

    /// Whether the copy that speaks for an interaction is in.
    fn has_copy(&self, row: &Row) -> bool {
        let key = (row.month, row.identity);
        [false, true].iter().filter_map(|it| self.copies.get(&(key, *it))).flatten().any(|it| it.came == row.came)
    }

    /// Whether all of it is among what comes, as it lies.
    fn comes_again(&self, coming: &[Coming], unknown: &HashSet<Key>) -> bool {
        let mut first: HashMap<Key, &Coming> = HashMap::new();
        let mut copies: HashMap<Kept, Vec<&Coming>> = HashMap::new();
        for it in coming {
            first.entry(it.key).or_insert(it);
            copies.entry(it.kept_in()).or_default().push(it);
        }
        let says = |copy: &Copy, it: &Coming| {
            let content = match &copy.content {
                Some(content) => Some(content),
                None => self.rows.get(&it.key).filter(|row| row.came == copy.came).map(|row| &row.content),
            };
            copy.said == it.said && content == Some(&it.content)
        };
        let come = |(kept, held): (&Kept, &Vec<Copy>)| {
            let Some(come) = copies.get(kept) else { return false };
            !unknown.contains(&kept.0) && held.len() <= come.len() && held.iter().zip(come).all(|(it, of)| says(it, of))
        };
        let spoken = |(key, row): (&Key, &Row)| first.get(key).is_some_and(|it| it.content == row.content);
        self.rows.iter().all(spoken) && self.copies.iter().all(come)
    }

    fn months(&self) -> BTreeMap<Month, Vec<Row>> {
        let mut months: BTreeMap<Month, Vec<Row>> = BTreeMap::new();
        for ((month, _), _) in self.copies.keys() {
            months.entry(*month).or_default();
        }
        for it in self.rows.values() {
            months.entry(it.month).or_default().push(it.clone());
        }
        months
    }
}

impl InteractionLog {
    /// Returns what the log holds of a batch that was begun, nothing if it had to be taken back.
    pub(crate) async fn held(&self, batch: BatchId, coming: &[Coming], known: &mut Known) -> Result<Held, LogError> {
        let held = self.brought_by(batch).await?;
        let months = held.months();
        let unknown = self.unknown(coming, known).await?;
        if held.comes_again(coming, &unknown)
            && let Some(related) = self.related(&months).await?
        {
            return Ok(Held { related, ..held });
        }
        for month in months.into_keys() {
            self.take_back(batch, month).await?;
        }
        known.clear();
        Ok(Held::default())
    }

    async fn brought_by(&self, batch: BatchId) -> Result<Held, LogError> {
        let of_batch = || col("mailbox").eq(lit(batch.mailbox.0)).and(col("batch").eq(lit(batch.number)));
        let mut held = Held::default();
        for it in select(&self.interaction, of_batch(), schema::interaction()).await? {
            held.rows.extend(rows::read_interactions(&it)?.into_iter().map(|it| ((it.month, it.identity), it)));
        }
        for (table, schema) in [(&self.sighting, schema::sighting()), (&self.activity, schema::activity())] {
            for it in select(table, of_batch(), schema).await? {
                for it in rows::read_copies(&it)? {
                    let kept = ((it.month, it.identity), it.said.is_some());
                    held.copies.entry(kept).or_default().push(it);
                }
            }
        }
        held.copies.values_mut().for_each(|it| it.sort_by_key(|it| it.came.order()));
        Ok(held)
    }

    /// Returns which of these interactions have their exchanges; `None` if some have others, because taking them back
    /// stopped half-way.
    async fn related(&self, months: &BTreeMap<Month, Vec<Row>>) -> Result<Option<HashSet<Key>>, LogError> {
        let mut related = HashSet::new();
        for (month, of) in months.iter().filter(|it| !it.1.is_empty()) {
            let identities: HashSet<Identity> = of.iter().map(|it| it.identity).collect();
            let mut found: Vec<RecordBatch> = Vec::new();
            let mut there: HashSet<Identity> = HashSet::new();
            for batch in of_month(&self.exchange, *month, schema::exchange()).await? {
                let all = identities_of(column(&batch, "identity"))?;
                let theirs: BooleanArray = all.iter().map(|it| Some(identities.contains(it))).collect();
                there.extend(all.into_iter().filter(|it| identities.contains(it)));
                found.push(filter_record_batch(&batch, &theirs)?);
            }
            let with: Vec<Row> = of.iter().filter(|it| there.contains(&it.identity)).cloned().collect();
            if sorted(&found)? != rows::exchanges(&with)? {
                return Ok(None);
            }
            related.extend(there.into_iter().map(|it| (*month, it)));
        }
        Ok(Some(related))
    }

    /// Takes what a batch brought out of a month again, as if it had not been read; other copies stay.
    async fn take_back(&self, batch: BatchId, month: Month) -> Result<(), LogError> {
        let is_of_batch = |it: &Came| (it.mailbox, it.batch) == (batch.mailbox.0, batch.number);
        let change =
            self.change(month, Concerned::All, &|said, came, _| (!is_of_batch(came)).then(|| said.clone())).await?;
        self.make(change).await
    }
}
