//! Upkeep of the log: few files to read, and none kept for longer than promised.

use std::time::Duration;

use relata_interaction_log::{Freed, LogError};
use relata_model::enabling::FILES_KEPT_DAYS;

use crate::line::Line;

/// How long files that are no longer part of the log stay on disk, for readers that still have them open. Far below
/// the 30 days within which what was erased must be gone from every file.
const RETENTION: Duration = Duration::from_secs(FILES_KEPT_DAYS as u64 * 86_400);

/// Joins small files, before computing: a month whose files change afterwards would be summed again.
///
/// # Errors
///
/// [`LogError`]; nothing is lost.
pub async fn compact(line: &Line<'_>) -> Result<(), LogError> {
    line.log.compact().await
}

/// Removes files that have not been part of the log for a week.
///
/// # Errors
///
/// [`LogError`] if a file cannot be removed.
pub async fn vacuum(line: &Line<'_>) -> Result<Freed, LogError> {
    line.log.vacuum(RETENTION).await
}
