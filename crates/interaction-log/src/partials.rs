//! Partials: the sums of a pair in a month, kept so that a month that did not change is never summed again.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use deltalake::arrow::array::{Array, RecordBatch, StringArray};
use deltalake::arrow::compute::cast;
use deltalake::arrow::datatypes::DataType;
use deltalake::datafusion::catalog::TableProvider;
use deltalake::datafusion::prelude::{col, lit};
use relata_model::strength::HALF_LIFE_DAYS;
use relata_model::{Digest, Month};

use crate::append::InteractionLog;
use crate::schema::MONTH;
use crate::table::LogError;

/// What partials were made of, month by month, each with the files they lie in.
pub(crate) type MadeOf = HashMap<Month, (Vec<String>, Fingerprint)>;

/// Names what a month's rows are made of. Equal fingerprints, equal rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub String);

impl InteractionLog {
    /// Returns the partials, for queries.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn partials(&self) -> Result<Arc<dyn TableProvider>, LogError> {
        self.pair_month.provider().await
    }

    /// Returns the months that have exchanges, each with the fingerprint of its rows and of the `reach` months
    /// before it, in which what it answers may lie. The half-life is part of it: partials hold faded sums, so with another all
    /// months are summed anew.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the table cannot be read.
    pub async fn months(&self, reach: i32) -> Result<BTreeMap<Month, Fingerprint>, LogError> {
        Ok(fingerprints(&self.exchange.files_by_month().await?, reach, &faded_by(HALF_LIFE_DAYS)))
    }

    /// Returns the months that have interactions, each with the fingerprint of all that is known of them, and of the
    /// month before, in which what is answered may lie.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a table cannot be read.
    pub async fn interaction_months(&self) -> Result<BTreeMap<Month, Fingerprint>, LogError> {
        let mut files = self.interaction.files_by_month().await?;
        for table in [&self.activity, &self.sighting] {
            for (month, of) in table.files_by_month().await? {
                files.entry(month).or_default().extend(of);
            }
        }
        Ok(fingerprints(&files, 1, "files"))
    }

    /// Returns the months that have partials, with what each was made of. Once it is known, it is asked for again only where a
    /// month's files changed.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if the table cannot be read.
    pub async fn partial_months(&self) -> Result<HashMap<Month, Fingerprint>, LogError> {
        let files = self.pair_month.files_by_month().await?;
        let mut made = self.made_of.lock().await;
        made.retain(|month, it| files.get(month) == Some(&it.0));
        for (month, files) in files {
            if let Entry::Vacant(unknown) = made.entry(month)
                && let Some(of) = self.made_of(month).await?
            {
                unknown.insert((files, of));
            }
        }
        Ok(made.iter().map(|(month, it)| (*month, it.1.clone())).collect())
    }

    /// Returns what a month's partials were made of: every row says the same.
    async fn made_of(&self, month: Month) -> Result<Option<Fingerprint>, LogError> {
        let rows = self.pair_month.scan().await?.filter(col(MONTH).eq(lit(month.to_string())))?;
        for batch in rows.select([col("of")])?.limit(0, Some(1))?.collect().await? {
            if let Some(of) = texts(&batch, 0)?.pop() {
                return Ok(Some(Fingerprint(of)));
            }
        }
        Ok(None)
    }

    /// Puts these partials in place of a month's.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if the commit fails.
    pub async fn replace_partials(&self, month: Month, rows: Vec<RecordBatch>) -> Result<(), LogError> {
        self.pair_month.replace(month, rows).await
    }
}

/// Names partials of sums that fade like this.
fn faded_by(half_life_days: f64) -> String {
    format!("files, half-life {half_life_days} days")
}

fn fingerprints(files: &BTreeMap<Month, Vec<String>>, reach: i32, sort: &str) -> BTreeMap<Month, Fingerprint> {
    let fingerprint = |month: Month| {
        let mut digest = Digest::of(sort);
        (-reach..=0).filter_map(|it| files.get(&month.plus(it))).flatten().for_each(|it| digest.add(it));
        Fingerprint(digest.hex())
    };
    files.keys().map(|month| (*month, fingerprint(*month))).collect()
}

fn texts(batch: &RecordBatch, column: usize) -> Result<Vec<String>, LogError> {
    let column = cast(batch.column(column), &DataType::Utf8)?;
    let column = column.as_any().downcast_ref::<StringArray>().expect("cast to text just above");
    Ok(column.iter().flatten().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_half_life_or_another_file_in_reach_is_another_fingerprint() {
        let files = |of: &[(&str, &str)]| -> BTreeMap<Month, Vec<String>> {
            of.iter().map(|(month, file)| (month.parse().unwrap(), vec![(*file).to_owned()])).collect()
        };
        let march = |of: &[(&str, &str)], half_life_days| {
            fingerprints(&files(of), 1, &faded_by(half_life_days)).remove(&"2026-03".parse().unwrap()).unwrap()
        };
        let expected = march(&[("2026-01", "a"), ("2026-02", "b"), ("2026-03", "c")], 60.0);
        assert_eq!(march(&[("2026-01", "other"), ("2026-02", "b"), ("2026-03", "c")], 60.0), expected);
        assert_ne!(march(&[("2026-01", "a"), ("2026-02", "other"), ("2026-03", "c")], 60.0), expected);
        assert_ne!(march(&[("2026-01", "a"), ("2026-02", "b"), ("2026-03", "c")], 90.0), expected);
    }
}
