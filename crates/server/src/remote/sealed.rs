//! Sealed: where a source goes on from, closed before it is kept.
//!
//! A service's links are capabilities, and hold ids. So a cursor lies in the database, and in every backup of it, only under the
//! root keys.

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use relata_connectors::{Batch, Census, Connector, Cursor, FetchError, Folder, Folders, Received};
use relata_keys::{RootKeys, open_or_create};

use crate::settings::Settings;

/// Closes and opens texts with the root keys.
#[derive(Clone)]
pub struct Seal {
    keys: Arc<RootKeys>,
}

impl Seal {
    /// Returns the seal of this installation.
    ///
    /// # Errors
    ///
    /// If the root keys cannot be used.
    pub fn of(settings: &Settings) -> anyhow::Result<Seal> {
        let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
        Ok(Seal { keys: Arc::new(keys) })
    }

    /// Returns a text as it may be kept for `purpose`.
    pub fn close(&self, purpose: &str, text: &str) -> String {
        BASE64.encode(self.keys.seal(purpose, text.as_bytes()))
    }

    /// Returns what was closed for `purpose`; `None` if it was not, or its key is gone.
    pub fn open(&self, purpose: &str, closed: &str) -> Option<String> {
        let opened = self.keys.open(purpose, &BASE64.decode(closed).ok()?).ok()?;
        String::from_utf8(opened.to_vec()).ok()
    }
}

/// A connector whose cursors are closed.
pub struct Sealed<C> {
    connector: C,
    seal: Seal,
    purpose: String,
}

impl<C: Connector> Sealed<C> {
    /// Closes the cursors of a connector; `name` is of that mailbox alone, so that none is taken for another's.
    pub fn new(connector: C, seal: &Seal, name: &str) -> Sealed<C> {
        Sealed { connector, seal: seal.clone(), purpose: format!("where {name} goes on") }
    }

    /// What cannot be opened leads nowhere: the mailbox is read again from the start, and nothing is stored twice.
    fn open(&self, closed: &Cursor) -> Result<Cursor, FetchError> {
        self.seal.open(&self.purpose, &closed.0).map(Cursor).ok_or(FetchError::CursorExpired)
    }
}

#[async_trait]
impl<C: Connector> Connector for Sealed<C> {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let opened = cursor.map(|it| self.open(it)).transpose()?;
        let mut batch = self.connector.fetch(opened.as_ref()).await?;
        batch.cursor = match cursor {
            // Sealed anew it would look like another, and be saved again after every look at which nothing happened.
            Some(closed) if opened.as_ref() == Some(&batch.cursor) => closed.clone(),
            _ => Cursor(self.seal.close(&self.purpose, &batch.cursor.0)),
        };
        Ok(batch)
    }

    async fn extent(&self) -> Result<u64, FetchError> {
        self.connector.extent().await
    }

    fn census(&self) -> Option<&dyn Census> {
        self.connector.census().map(|_| self as &dyn Census)
    }
}

#[async_trait]
impl<C: Connector> Census for Sealed<C> {
    async fn folders(&self, cursor: &Cursor) -> Result<Option<Folders>, FetchError> {
        match self.connector.census() {
            Some(census) => census.folders(&self.open(cursor)?).await,
            None => Ok(None),
        }
    }

    async fn count(&self, folder: &Folder, received: Received) -> Result<u64, FetchError> {
        match self.connector.census() {
            Some(census) => census.count(folder, received).await,
            None => Ok(0),
        }
    }

    async fn whole(&self, folder: &Folder, received: Received) -> Result<Batch, FetchError> {
        match self.connector.census() {
            Some(census) => census.whole(folder, received).await,
            None => Err(FetchError::CursorExpired),
        }
    }
}

#[cfg(test)]
mod tests {
    use relata_connectors::Places;

    use super::*;

    /// Goes one further each time, until three.
    struct Counting;

    #[async_trait]
    impl Connector for Counting {
        async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
            let at: u64 = cursor.map_or(0, |it| it.0.parse().expect("a cursor of its own"));
            let next = (at + 1).min(3);
            let (observed, skipped, places) = (Vec::new(), Vec::new(), Places::default());
            Ok(Batch { observed, skipped, places, cursor: Cursor(next.to_string()), position: next, more: next < 3 })
        }

        async fn extent(&self) -> Result<u64, FetchError> {
            Ok(3)
        }
    }

    fn sealed(keys: &Arc<RootKeys>, name: &str) -> Sealed<Counting> {
        Sealed::new(Counting, &Seal { keys: keys.clone() }, name)
    }

    #[tokio::test]
    async fn a_cursor_leads_on_shows_nothing_and_stays_the_same_where_nothing_happened() {
        let keys = Arc::new(RootKeys::in_memory());
        let source = sealed(&keys, "lea mail");
        let mut cursor = None;
        for position in 1..=3 {
            let batch = source.fetch(cursor.as_ref()).await.unwrap();
            assert_eq!(batch.position, position);
            assert!(batch.cursor.0.len() > 30, "{:?} shows where the source is", batch.cursor);
            cursor = Some(batch.cursor);
        }
        assert_eq!(source.fetch(cursor.as_ref()).await.unwrap().cursor, cursor.unwrap());
    }

    #[tokio::test]
    async fn a_cursor_of_somebody_else_of_another_key_or_of_nobody_starts_over() {
        let keys = Arc::new(RootKeys::in_memory());
        let cursor = sealed(&keys, "lea mail").fetch(None).await.unwrap().cursor;
        let other_keys = Arc::new(RootKeys::in_memory());
        for (source, cursor) in [
            (sealed(&keys, "ben mail"), cursor.clone()),
            (sealed(&other_keys, "lea mail"), cursor),
            (sealed(&keys, "lea mail"), Cursor("2".to_owned())),
        ] {
            assert!(matches!(source.fetch(Some(&cursor)).await, Err(FetchError::CursorExpired)));
        }
    }
}
