//! Upkeep: many small files become few, and files nobody needs any more leave the disk.

use std::num::NonZeroU64;
use std::time::Duration;

use crate::append::InteractionLog;
use crate::table::{LogError, Table};

/// What a vacuum removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Files that are gone.
    pub files: u64,
}

/// Files of a month are joined up to this size: large enough to scan quickly, small enough to rewrite quickly.
const FILE_BYTES: NonZeroU64 = NonZeroU64::new(128 * 1024 * 1024).expect("not zero");

impl InteractionLog {
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
            let vacuum = |it: deltalake::DeltaTable| {
                it.vacuum().with_retention_period(retention).with_enforce_retention_duration(false).into_future()
            };
            freed.files += table.change(vacuum).await?.files_deleted.len() as u64;
        }
        Ok(freed)
    }

    fn tables(&self) -> [&Table; 5] {
        [&self.interaction, &self.sighting, &self.activity, &self.exchange, &self.pair_month]
    }
}
