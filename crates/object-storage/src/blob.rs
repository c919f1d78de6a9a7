//! Blobs: one version of one file, fetched piece by piece.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use bytes::{Buf, Bytes};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore};
use relata_connectors::files::stored::Stored;
use tokio::task::JoinHandle;

use crate::bucket::Shared;
use crate::recent;

/// What is fetched for those who jump, and kept for a while.
const BLOCK_BYTES: u64 = if cfg!(test) { 64 } else { 1024 * 1024 };
/// What is fetched for those who read onward: a few requests a second at full speed.
const WINDOW_BYTES: u64 = if cfg!(test) { 256 } else { 8 * 1024 * 1024 };

/// A file in object storage.
#[derive(Clone)]
pub(crate) struct Blob {
    pub(crate) of: Arc<Shared>,
    pub(crate) path: Path,
    /// Its mark, as requests say it; or nothing.
    pub(crate) etag: String,
    pub(crate) bytes: u64,
}

impl Blob {
    /// Fetches a range from the network.
    async fn fetch(self, range: Range<u64>) -> io::Result<Bytes> {
        let fetched = async {
            let if_match = (!self.etag.is_empty()).then(|| self.etag.clone());
            let options = GetOptions { range: Some(GetRange::Bounded(range)), if_match, ..GetOptions::default() };
            self.of.store.get_opts(&self.path, options).await?.bytes().await
        };
        // No file is damaged where the network fails, whatever the kind of its error.
        fetched
            .await
            .map_err(|it| io::Error::new(io::ErrorKind::ConnectionAborted, self.of.told(Some(&self.path), &it)))
    }

    /// Returns a block, from memory or from the network.
    fn block(&self, block: u64) -> io::Result<Bytes> {
        let place = recent::Place { file: self.path.to_string(), etag: self.etag.clone(), block };
        if let Some(bytes) = self.of.recent.get(&place) {
            return Ok(bytes);
        }
        let from = block * BLOCK_BYTES;
        let range = from..(from + BLOCK_BYTES).min(self.bytes);
        let bytes = self.of.handle.block_on(self.clone().fetch(range))?;
        self.of.recent.put(place, bytes.clone());
        Ok(bytes)
    }

    /// Returns what is there of a block from a place on.
    fn rest_of_block(&self, at: u64) -> io::Result<Bytes> {
        Ok(self.block(at / BLOCK_BYTES)?.slice((at % BLOCK_BYTES) as usize..))
    }
}

impl Stored for Blob {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let end = at.saturating_add(bytes as u64).min(self.bytes);
        let mut read = Vec::with_capacity(end.saturating_sub(at) as usize);
        while at + (read.len() as u64) < end {
            let next = at + read.len() as u64;
            let mut piece = self.rest_of_block(next)?;
            piece.truncate((end - next) as usize);
            read.extend_from_slice(&piece);
        }
        Ok(read)
    }

    fn onward(&self, at: u64) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Onward { blob: self.clone(), begun: false, next: at, window: Bytes::new(), ahead: None }))
    }
}

/// Everything from a place on. The first block comes alone, for whoever reads no more than that; after it a window is always fetched
/// while the one before is read.
struct Onward {
    blob: Blob,
    begun: bool,
    /// Where what was not asked for yet begins.
    next: u64,
    window: Bytes,
    ahead: Option<JoinHandle<io::Result<Bytes>>>,
}

impl Onward {
    fn fill(&mut self) -> io::Result<()> {
        if !self.begun && self.next < self.blob.bytes {
            self.begun = true;
            self.window = self.blob.rest_of_block(self.next)?;
            self.next += self.window.len() as u64;
            return Ok(());
        }
        let Some(asked) = self.ahead.take().or_else(|| self.ask()) else { return Ok(()) };
        let fetched = self.blob.of.handle.block_on(asked);
        self.window = fetched.map_err(|it| io::Error::new(io::ErrorKind::ConnectionAborted, it))??;
        self.ahead = self.ask();
        Ok(())
    }

    /// Asks for the next window. `None` at the end.
    fn ask(&mut self) -> Option<JoinHandle<io::Result<Bytes>>> {
        let end = (self.next + WINDOW_BYTES).min(self.blob.bytes);
        let range = self.next..end;
        self.next = end;
        (!range.is_empty()).then(|| self.blob.of.handle.spawn(self.blob.clone().fetch(range)))
    }
}

impl Read for Onward {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.window.is_empty() {
            self.fill()?;
        }
        let got = into.len().min(self.window.len());
        self.window.copy_to_slice(&mut into[..got]);
        Ok(got)
    }
}

impl Drop for Onward {
    fn drop(&mut self) {
        if let Some(ahead) = &self.ahead {
            ahead.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::blob;

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_than_a_window_is_fetched_ahead_however_slow_whoever_reads_is() {
        let (blob, content) = blob(5_000).await;
        let read = move || {
            let mut onward = Onward { blob, begun: false, next: 0, window: Bytes::new(), ahead: None };
            let (mut read, mut bytes) = (Vec::new(), [0; 10]);
            while read.len() < content.len() {
                let got = onward.read(&mut bytes).unwrap();
                read.extend_from_slice(&bytes[..got]);
                let held = onward.window.len() as u64;
                let ahead = onward.next - read.len() as u64 - held;
                assert!(held <= WINDOW_BYTES && ahead <= WINDOW_BYTES, "{held} held, {ahead} fetched ahead");
            }
            assert_eq!(read, content);
        };
        tokio::task::spawn_blocking(read).await.unwrap();
    }
}
