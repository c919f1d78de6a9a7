//! Upkeep of the log: few files to read, and none kept for longer than promised.

use std::time::Duration;

use relata_interaction_log::{Freed, LogError};
use relata_model::enabling::FILES_KEPT_DAYS;

use crate::compute::summed;
use crate::line::Line;

/// How long files that are no longer part of the log stay on disk, for readers that still have them open. Far below
/// the 30 days within which what was erased must be gone from every file.
const RETENTION: Duration = Duration::from_secs(FILES_KEPT_DAYS as u64 * 86_400);

/// Somebody may be opening the log just now, commit by commit; nobody takes so long.
const COMMITS_KEPT: Duration = Duration::from_secs(3_600);

/// Joins small files, before computing: a month whose files change afterwards would be summed again.
///
/// # Errors
///
/// [`LogError`]; nothing is lost.
pub async fn compact(line: &Line<'_>) -> Result<(), LogError> {
    line.log.compact().await
}

/// Joins the small files of months that changed since they were summed, where there are many: cheap, while much is read. Months that
/// did not change are left as they are, or they would be summed again.
///
/// # Errors
///
/// [`LogError`]; nothing is lost.
pub async fn join_small(line: &Line<'_>) -> Result<(), LogError> {
    let summed = summed(line.log).await?;
    line.log.join_small(|month| summed.get(&month) != Some(&true)).await
}

/// Removes files that have not been part of the log for a week, and the commits that nobody reads any more.
///
/// # Errors
///
/// [`LogError`] if a file cannot be removed.
pub async fn clear_away(line: &Line<'_>) -> Result<Freed, LogError> {
    line.log.forget_commits(COMMITS_KEPT).await?;
    line.log.vacuum(RETENTION).await
}
