//! Errors of the store, told apart by what the caller should do.

use std::error::Error;
use std::io;
use std::sync::Arc;

use relata_model::enabling::NotPossible;
use sqlx::migrate::MigrateError;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is wrong: tell whoever configured it.
    #[error("`{0}` is no database; write `sqlite:PATH` or `postgres://USER@HOST/NAME`")]
    NotADatabase(String),
    /// Somebody else went on from the same place: read the cursor again and start from there.
    #[error("mailbox {mailbox} has committed {found} batches, not {expected}; read its cursor again")]
    OutOfStep {
        /// Which mailbox.
        mailbox: i64,
        /// How many batches the caller took for committed.
        expected: i64,
        /// How many are.
        found: i64,
    },
    /// Whoever opened the store did not give the secret by which the forgotten are known again: give it.
    #[error("the key of the suppression list is missing, so nobody can be forgotten or known again")]
    NoSuppressionKey,
    /// There is nobody and nothing of that number: show that it is not there.
    #[error("there is no such person or mailbox")]
    NotThere,
    /// Enabling or consent do not stand so that this could happen: tell whoever asked; the text says what comes first.
    #[error(transparent)]
    NotPossible(#[from] NotPossible),
    /// Something stored is not what this version writes: a bug, or a database of a later version.
    #[error("the database holds {0}, which this version does not understand")]
    NotUnderstood(String),
    /// The audit trail could not be written: do nothing, and answer nothing, that would have to be in it.
    #[error("the audit trail could not be written, so nothing was done")]
    NotRecorded(#[source] Arc<StoreError>),
    /// The disk under the database has no room left: make some, and do the same again. The source is of the kind
    /// [`io::ErrorKind::StorageFull`].
    #[error("the disk under the database is full")]
    Full(#[source] io::Error),
    /// The database cannot be reached or is locked: try again later.
    #[error("the database did not do what it was asked")]
    Database(#[source] sqlx::Error),
    /// The tables could not be brought up to date: the database is of a later version, or damaged.
    #[error("the database could not be brought up to date")]
    Migration(#[source] MigrateError),
}

/// What SQLite and PostgreSQL call a full disk: `SQLITE_FULL`, `disk_full`.
const FULL: [&str; 2] = ["13", "53100"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        if is_full(&error) { StoreError::Full(no_room(error)) } else { StoreError::Database(error) }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> StoreError {
        match &error {
            MigrateError::Execute(of) | MigrateError::ExecuteMigration(of, _) if is_full(of) => {
                StoreError::Full(no_room(error))
            }
            _ => StoreError::Migration(error),
        }
    }
}

fn is_full(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|it| it.code());
    code.is_some_and(|it| FULL.contains(&it.as_ref()))
}

fn no_room(error: impl Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::StorageFull, error)
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;
