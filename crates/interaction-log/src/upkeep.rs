//! Upkeep: many small files become few, and files nobody needs any more leave the disk.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::time::Duration;

use deltalake::operations::vacuum::VacuumMode;
use deltalake::{DeltaTable, FilterOp, FilterValue};
use relata_model::{Digest, Month};

use crate::append::InteractionLog;
use crate::schema::{self, MONTH};
use crate::table::{LogError, Table};

/// What a vacuum removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Files that are gone.
    pub files: u64,
}

/// The tables, in the order in which they are kept.
pub(crate) const NAMES: [&str; 5] = ["interaction", "sighting", "activity", "exchange", "pair_month"];

/// Files of a month are joined up to this size: large enough to scan quickly, small enough to rewrite quickly.
const FILE_BYTES: NonZeroU64 = NonZeroU64::new(128 * 1024 * 1024).expect("not zero");

/// Between two upkeeps they are joined up to this size, so that what is joined is soon left alone: a little is written again,
/// however much a month holds.
const SMALL_BYTES: NonZeroU64 = NonZeroU64::new(8 * 1024 * 1024).expect("not zero");

/// More small files than that has no month for long. Each costs whoever scans the month a file to open, and every commit an entry.
const MOST_SMALL: usize = 24;

impl InteractionLog {
    /// Joins the small files of these months, of every month that has many of them. Whoever appends waits meanwhile.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a commit fails; nothing is lost.
    pub async fn join_small(&self, is_wanted: impl Fn(Month) -> bool) -> Result<(), LogError> {
        for table in [&self.interaction, &self.sighting, &self.activity, &self.exchange] {
            for month in table.crowded(MOST_SMALL, SMALL_BYTES.get()).await? {
                if is_wanted(month) {
                    let month = month.to_string();
                    let only = [(MONTH, FilterOp::Eq, FilterValue::Scalar(&month))];
                    let joined = |it: DeltaTable| it.optimize().with_filters(&only).with_target_size(SMALL_BYTES);
                    table.change(|it| joined(it).into_future()).await?;
                }
            }
        }
        Ok(())
    }

    /// Joins small files of one month into larger ones.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a commit fails; nothing is lost.
    pub async fn compact(&self) -> Result<(), LogError> {
        for table in self.tables() {
            table.change(|it| it.optimize().with_target_size(FILE_BYTES).into_future()).await?;
        }
        Ok(())
    }

    /// Removes files that have not been part of the log for `retention`: after an erasure, the moment at which
    /// the last byte is gone.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a file cannot be removed.
    pub async fn vacuum(&self, retention: Duration) -> Result<Freed, LogError> {
        let retention = chrono::Duration::from_std(retention).unwrap_or(chrono::Duration::MAX);
        let mut freed = Freed::default();
        for table in self.tables() {
            let vacuum = |it: DeltaTable| {
                it.vacuum().with_retention_period(retention).with_enforce_retention_duration(false).into_future()
            };
            freed.files += table.change(vacuum).await?.files_deleted.len() as u64;
        }
        Ok(freed)
    }

    /// Removes every file that has not been part of the log for `retention`, those of commits that failed too, and then
    /// the commits themselves: they say which numbers the files they added held, the smallest and the largest.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a file cannot be removed.
    pub async fn purge(&self, retention: Duration) -> Result<Freed, LogError> {
        let kept = chrono::Duration::from_std(retention).unwrap_or(chrono::Duration::MAX);
        let mut freed = Freed::default();
        for table in self.tables() {
            let vacuum = |it: DeltaTable| {
                let it = it.vacuum().with_mode(VacuumMode::Full).with_retention_period(kept);
                it.with_enforce_retention_duration(false).into_future()
            };
            freed.files += table.change(vacuum).await?.files_deleted.len() as u64;
        }
        freed.files += self.forget_commits(retention).await?;
        Ok(freed)
    }

    /// Removes the commits older than `kept`, after writing down what every table holds now: each commit lists the others, and whoever
    /// opens a table reads on from what was written down. Returns how many went.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a file cannot be written or removed.
    pub async fn forget_commits(&self, kept: Duration) -> Result<u64, LogError> {
        let kept = chrono::Duration::from_std(kept).unwrap_or(chrono::Duration::MAX);
        let mut gone = 0;
        for table in self.tables() {
            gone += table.forget_commits(kept).await?;
        }
        Ok(gone)
    }

    /// Removes every row of every table.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a commit fails; clear again.
    pub async fn clear(&self) -> Result<(), LogError> {
        let mut known = self.known.lock().await;
        for table in self.tables() {
            for month in table.files_by_month().await?.into_keys() {
                table.replace(month, Vec::new()).await?;
            }
        }
        known.clear();
        Ok(())
    }

    /// Returns how many rows every table holds, by `log.` and its name.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if a table cannot be read.
    pub async fn rows(&self) -> Result<BTreeMap<String, u64>, LogError> {
        let mut rows = BTreeMap::new();
        for (name, table) in NAMES.into_iter().zip(self.tables()) {
            rows.insert(format!("log.{name}"), table.scan().await?.count().await? as u64);
        }
        Ok(rows)
    }

    /// Adds the names of the files of every table, month by month: equal names, equal rows.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a table cannot be read.
    pub async fn add_to(&self, digest: &mut Digest) -> Result<(), LogError> {
        for (name, table) in NAMES.into_iter().zip(self.tables()) {
            digest.add(name);
            for (month, files) in table.files_by_month().await? {
                digest.add(&month.to_string());
                files.iter().for_each(|it| digest.add(it));
            }
        }
        Ok(())
    }

    /// Returns the columns of every table, by `log.` and its name.
    pub fn columns() -> BTreeMap<String, Vec<String>> {
        let schemas =
            [schema::interaction(), schema::sighting(), schema::activity(), schema::exchange(), schema::pair_month()];
        let columns = schemas.map(|it| it.fields().iter().map(|it| it.name().clone()).collect());
        NAMES.iter().map(|it| format!("log.{it}")).zip(columns).collect()
    }

    /// Returns how many files the tables are made of now.
    ///
    /// # Errors
    ///
    /// [`LogError::Table`] if a table cannot be read.
    pub async fn files(&self) -> Result<u64, LogError> {
        let mut files = 0;
        for table in self.tables() {
            files += table.files_by_month().await?.values().map(Vec::len).sum::<usize>() as u64;
        }
        Ok(files)
    }

    pub(crate) fn tables(&self) -> [&Table; 5] {
        [&self.interaction, &self.sighting, &self.activity, &self.exchange, &self.pair_month]
    }
}
