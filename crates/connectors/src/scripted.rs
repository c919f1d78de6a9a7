//! Scripted: interactions from a text in the notation, for tests, examples and demonstrations.
//!
//! The shortest connector there is; copy it for the next.

use async_trait::async_trait;
use relata_model::Observed;
use relata_model::notation::{self, NotInNotation};

use crate::{Batch, Connector, Cursor, FetchError, Places};

/// A source that says what a text says.
pub struct Scripted {
    script: Vec<Observed>,
    /// Interactions in a batch; few, so that a short script has several.
    batch: usize,
}

impl Scripted {
    /// Makes a source of a text in the notation.
    ///
    /// # Errors
    ///
    /// The first line that is not in the notation.
    pub fn new(text: &str, batch: usize) -> Result<Scripted, NotInNotation> {
        Ok(Scripted { script: notation::parse(text)?, batch: batch.max(1) })
    }
}

#[async_trait]
impl Connector for Scripted {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let start: usize = cursor.map_or(Ok(0), |it| it.0.parse()).map_err(|_| FetchError::CursorExpired)?;
        let rest = self.script.get(start..).ok_or(FetchError::CursorExpired)?;
        let end = start + rest.len().min(self.batch);
        Ok(Batch {
            observed: self.script[start..end].to_vec(),
            skipped: Vec::new(),
            places: Places::default(),
            cursor: Cursor(end.to_string()),
            position: end as u64,
            more: end < self.script.len(),
        })
    }

    async fn extent(&self) -> Result<u64, FetchError> {
        Ok(self.script.len() as u64)
    }
}
