//! What can go wrong with keys, told apart by what the caller should do.

use std::path::PathBuf;

/// Why a key could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file of root keys can be read by others; the operator closes it.
    #[error("{path} can be read by others than its owner; run: chmod 600 {path}", path = .0.display())]
    Exposed(PathBuf),
    /// The file of root keys holds something else.
    #[error("{path}, line {line}: this is no root key; restore the file from your copy", path = .0.display(), line = .1)]
    Damaged(PathBuf, usize),
    /// The file of root keys cannot be read or written.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, #[source] std::io::Error),
    /// Sealed with a version of the root key that the file no longer holds.
    #[error(
        "this was sealed with version {0} of the root key, which the key file does not hold; restore it from your copy"
    )]
    NoSuchVersion(u32),
    /// Changed since it was sealed, sealed for another purpose, or never sealed by us.
    #[error("what was sealed cannot be opened: it was changed, or was sealed for something else")]
    NotOurs,
}
