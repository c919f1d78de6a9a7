//! Errors of the store, told apart by what the caller should do.

use std::sync::Arc;

use relata_model::enabling::NotPossible;

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
    /// The database cannot be reached, is locked or is full: try again later.
    #[error("the database did not do what it was asked")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date: the database is of a later version, or damaged.
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;
