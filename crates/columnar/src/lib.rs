//! Columnar: a Parquet file, read as the lines of JSON it might have been.
//!
//! ```text
//! file.parquet ──the columns asked for, some rows at a time──▶ {"puser":"…","toRecipients":[{"emailAddress":…}],…}
//! ```
//!
//! Whoever reads lines of JSON reads Parquet with it, nested columns and lists alike; a text stays a text, also one that holds
//! JSON. A column that was not asked for is never fetched from the disk.
//!
//! **Invariant:** memory is a page of each column asked for and a batch of rows, however large a file or a row group is.

use std::io;
use std::sync::Arc;

use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::ranges::Ranges;

mod ranges;

/// Bytes that can be asked for from anywhere in them, wherever they lie.
pub trait Ranged: Send + Sync {
    /// Returns how many there are.
    fn bytes(&self) -> u64;

    /// Returns so many from there on, or fewer at their end.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>>;
}

/// What a Parquet file begins and ends with.
const MAGIC: &[u8] = b"PAR1";
/// Rows that are made lines at once: some megabytes of messages.
const BATCH_ROWS: usize = 1_024;

/// A Parquet file, read row by row.
pub struct Rows {
    columns: Vec<String>,
    /// A column asked for that holds bytes where a text should be.
    bytes: Option<String>,
    extent: u64,
    ranges: Ranges,
    reader: ParquetRecordBatchReader,
    /// The lines of a batch, and how far they were handed out.
    lines: Vec<u8>,
    given: usize,
}

impl Rows {
    /// Returns whether a file is Parquet, by how it begins.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn are_in(file: &dyn Ranged) -> io::Result<bool> {
        Ok(file.range(0, MAGIC.len())? == MAGIC)
    }

    /// Opens a file after so many rows, to read of its columns those that are among the ones `wanted`, by their exact names.
    ///
    /// # Errors
    ///
    /// What `file` says if it cannot be read; [`io::ErrorKind::InvalidData`] if it breaks off or is damaged.
    pub fn open(file: Arc<dyn Ranged>, wanted: &[&str], after: u64) -> io::Result<Rows> {
        let ranges = Ranges::of(file);
        let builder = ParquetRecordBatchReaderBuilder::try_new(ranges.clone()).map_err(|it| ranges.failure(it))?;
        let fields = builder.schema().fields().clone();
        let columns = fields.iter().map(|it| it.name().clone()).collect();
        let is_wanted = |name: &String| wanted.contains(&name.as_str());
        let kept = fields.iter().enumerate().filter(|it| is_wanted(it.1.name()));
        let mask = ProjectionMask::roots(builder.parquet_schema(), kept.clone().map(|it| it.0));
        let bytes = kept.map(|it| it.1).find(|it| holds_bytes(it.data_type())).map(|it| it.name().clone());
        let extent = builder.metadata().file_metadata().num_rows().try_into().unwrap_or_default();
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        let builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS).with_offset(after);
        let reader = builder.build().map_err(|it| ranges.failure(it))?;
        Ok(Rows { columns, bytes, extent, ranges, reader, lines: Vec::new(), given: 0 })
    }

    /// Returns the names of all its columns, also of those that are not read.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns a column asked for that holds bytes where a text should be: what it says cannot be told.
    pub fn column_of_bytes(&self) -> Option<&str> {
        self.bytes.as_deref()
    }

    /// Returns how many rows the file has.
    pub fn extent(&self) -> u64 {
        self.extent
    }

    /// Reads the next row into a line, which begins empty and has no end of line. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// As [`Rows::open`].
    pub fn next(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        while self.given == self.lines.len() {
            let Some(batch) = self.reader.next() else { return Ok(false) };
            self.lines.clear();
            self.given = 0;
            // With its nulls, so that every line shows every column.
            let writer = WriterBuilder::new().with_explicit_nulls(true);
            let mut writer = writer.build::<_, LineDelimited>(&mut self.lines);
            let written = batch.and_then(|it| writer.write(&it)).and_then(|()| writer.finish());
            written.map_err(|it| self.ranges.failure(it))?;
        }
        let rest = &self.lines[self.given..];
        let end = rest.iter().position(|it| *it == b'\n').unwrap_or(rest.len());
        line.extend_from_slice(&rest[..end]);
        self.given += (end + 1).min(rest.len());
        Ok(true)
    }
}

/// Whether there are bytes anywhere in a type.
fn holds_bytes(sort: &DataType) -> bool {
    match sort {
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => true,
        DataType::List(of) | DataType::LargeList(of) | DataType::FixedSizeList(of, _) | DataType::Map(of, _) => {
            holds_bytes(of.data_type())
        }
        DataType::Struct(of) => of.iter().any(|it| holds_bytes(it.data_type())),
        DataType::Dictionary(_, of) => holds_bytes(of),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
