//! Ranges: what the reader of Parquet asks for, fetched from wherever it lies.
//!
//! On its way through the reader an error becomes a text; the one that was is kept here, because a network that is lost is no damage.

use std::error::Error;
use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::Ranged;

/// The heading of a page is some hundred bytes.
const HEADING_BYTES: usize = 8 * 1024;

/// A file, for the reader of Parquet.
#[derive(Clone)]
pub(crate) struct Ranges {
    of: Arc<dyn Ranged>,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl Ranges {
    pub(crate) fn of(file: Arc<dyn Ranged>) -> Ranges {
        Ranges { of: file, failed: Arc::default() }
    }

    /// Why reading failed: the file could not be read, or what was read is damaged.
    pub(crate) fn failure(&self, error: impl Error + Send + Sync + 'static) -> io::Error {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        failed.unwrap_or_else(|| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        self.of.range(at, bytes).map_err(|error| {
            let text = io::Error::other(error.to_string());
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            text
        })
    }
}

impl Length for Ranges {
    fn len(&self) -> u64 {
        self.of.bytes()
    }
}

impl ChunkReader for Ranges {
    type T = BufReader<Onward>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::with_capacity(HEADING_BYTES, Onward { of: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let read = self.range(start, length)?;
        match read.len() == length {
            true => Ok(read.into()),
            false => {
                Err(ParquetError::EOF(format!("{length} bytes were expected at {start}, {} are there", read.len())))
            }
        }
    }
}

/// Everything from a place on.
pub(crate) struct Onward {
    of: Ranges,
    at: u64,
}

impl Read for Onward {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.of.range(self.at, into.len())?;
        into[..read.len()].copy_from_slice(&read);
        self.at += read.len() as u64;
        Ok(read.len())
    }
}
