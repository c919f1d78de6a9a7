//! Census: what a source that has folders says it holds, beside what was read of it.
//!
//! A source without folders has none: a file is read whole or not at all.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::contract::{Batch, Cursor, FetchError};

/// What a source can be asked beside its messages.
#[async_trait]
pub trait Census: Send + Sync {
    /// Returns the folders there are, for whoever has read up to `cursor`; `None` if nothing was begun.
    async fn folders(&self, cursor: &Cursor) -> Result<Option<Folders>, FetchError>;

    /// Returns how many messages of a folder were received in a time.
    async fn count(&self, folder: &Folder, received: Received) -> Result<u64, FetchError>;

    /// Returns all messages of a folder that were received in a time, and that alone: its cursor leads nowhere.
    async fn whole(&self, folder: &Folder, received: Received) -> Result<Batch, FetchError>;
}

/// A time in which messages were received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Then or later; `None`: whenever.
    pub from: Option<Timestamp>,
    /// Before then.
    pub to: Timestamp,
}

/// The folders of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Those that are read.
    pub read: Vec<Folder>,
    /// How many messages lie in those that are not.
    pub beside: u64,
    /// What was received before is not read.
    pub since: Timestamp,
}

/// A folder that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// What the source calls it.
    pub id: String,
    /// What stands for it in ledgers.
    pub key: String,
    /// Its well-known name, if it has one. What people call folders is never asked for.
    pub name: Option<String>,
    /// How many messages lie in it, of whatever age.
    pub messages: u64,
}
