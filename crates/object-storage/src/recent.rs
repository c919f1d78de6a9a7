//! Recent: the blocks that were fetched last, for whoever comes back to them.
//!
//! Parquet is read column by column, a page of each in turn; and whoever wants to know what a file holds reads its beginning more
//! than once.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

/// Which block of which version of which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) etag: String,
    pub(crate) block: u64,
}

/// Blocks, the one that was used last at the end.
pub(crate) struct Recent {
    most: usize,
    blocks: Mutex<Vec<(Place, Bytes)>>,
}

impl Recent {
    pub(crate) fn of(most: usize) -> Recent {
        Recent { most, blocks: Mutex::default() }
    }

    pub(crate) fn get(&self, place: &Place) -> Option<Bytes> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let at = blocks.iter().rposition(|it| it.0 == *place)?;
        let block = blocks.remove(at);
        let bytes = block.1.clone();
        blocks.push(block);
        Some(bytes)
    }

    pub(crate) fn put(&self, place: Place, bytes: Bytes) {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        if blocks.len() >= self.most {
            blocks.remove(0);
        }
        blocks.push((place, bytes));
    }
}
