//! Files: what every connector that reads from disk has in common.
//!
//! A file connector is plain blocking code behind [`OnDisk`]; [`Blocking`] runs it on a thread of its own, so
//! that a slow disk never holds up the server.

pub mod compressed;
pub(crate) mod lines;
pub(crate) mod messages;
pub mod stored;

use std::io;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use relata_model::{Observed, Quarantined};

use crate::{Batch, Connector, Cursor, FetchError, Places};

/// Messages in a batch. Each becomes one commit of the log, so few would be slow; a crash repeats at most one
/// batch, so many would be wasteful; and 2,000 of the usual size are some 2 MB.
pub(crate) const BATCH_MESSAGES: usize = 2_000;
/// Header bytes in a batch, for mailboxes of monsters: what bounds memory whatever a mailbox holds.
pub(crate) const BATCH_HEADER_BYTES: usize = 16 * 1024 * 1024;

/// A source on disk, read by blocking code.
pub trait OnDisk: Send + Sync + 'static {
    /// As [`Connector::fetch`].
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError>;

    /// As [`Connector::extent`], in bytes.
    fn bytes(&self) -> Result<u64, FetchError>;
}

/// Makes a connector of a source on disk.
pub struct Blocking<T>(pub Arc<T>);

#[async_trait]
impl<T: OnDisk> Connector for Blocking<T> {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let (source, cursor) = (self.0.clone(), cursor.cloned());
        on_its_own_thread(move || source.read(cursor.as_ref())).await
    }

    async fn extent(&self) -> Result<u64, FetchError> {
        let source = self.0.clone();
        on_its_own_thread(move || source.bytes()).await
    }
}

async fn on_its_own_thread<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    tokio::task::spawn_blocking(read).await.unwrap_or_else(|_| {
        let reason = "the reader stopped; this is a fault of ours".to_owned();
        Err(FetchError::Unreadable { path: Path::new("").to_owned(), reason })
    })
}

/// What has been gathered for a batch so far.
#[derive(Default)]
pub struct Gathered {
    observed: Vec<Observed>,
    skipped: Vec<Quarantined>,
    header_bytes: usize,
}

impl Gathered {
    /// Adds what became of one message, and what its headers weigh.
    pub fn add(&mut self, outcome: Result<Observed, String>, header_bytes: usize, place: impl FnOnce() -> String) {
        self.header_bytes += header_bytes;
        match outcome {
            Ok(observed) => self.observed.push(observed),
            Err(reason) => self.skip(place(), reason),
        }
    }

    /// Accounts for something that could not be read.
    pub fn skip(&mut self, place: String, reason: impl Into<String>) {
        self.skipped.push(Quarantined { place, reason: reason.into() });
    }

    /// Whether it is time to commit what is there.
    pub fn is_full(&self) -> bool {
        self.observed.len() + self.skipped.len() >= BATCH_MESSAGES || self.header_bytes >= BATCH_HEADER_BYTES
    }

    /// Makes a batch of it; the arguments are those of [`Batch`].
    pub fn into_batch(self, cursor: String, position: u64, more: bool) -> Batch {
        let (observed, skipped, places) = (self.observed, self.skipped, Places::default());
        Batch { observed, skipped, places, cursor: Cursor(cursor), position, more }
    }
}

/// Tells what an error of the system means for the caller. One that says so itself, as those of other places do, is taken at its word.
pub fn failed(path: &Path, error: &io::Error) -> FetchError {
    if let Some(told) = error.get_ref().and_then(|it| it.downcast_ref::<FetchError>()) {
        return told.clone();
    }
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => FetchError::Missing { path },
        io::ErrorKind::PermissionDenied => FetchError::Forbidden { path },
        _ => FetchError::Unreadable { path, reason: error.to_string() },
    }
}

/// A file's name for ledgers and logs. Exports are named after mailboxes; what stands before an `@` is left out.
pub fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match name.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => name.into_owned(),
    }
}
