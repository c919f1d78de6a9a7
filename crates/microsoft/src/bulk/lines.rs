//! Lines: the files of an extract line by line, whatever they are on the disk: plain, packed, or Parquet.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use relata_columnar::{Ranged, Rows};
use relata_connectors::files::compressed;
use relata_connectors::files::stored::Stored;

/// A longer line is passed over: 500 recipients have 60 KB, and all headers of a message 20.
pub(super) const LONGEST_LINE_BYTES: u64 = 4 * 1024 * 1024;

/// The columns that any dataset is read by; of a Parquet file no other is fetched.
const COLUMNS: [&str; 36] = [
    "id",
    "puser",
    "pObjectId",
    "ODataType",
    "rowinformation",
    "internetMessageId",
    "conversationId",
    "receivedDateTime",
    "sentDateTime",
    "isDraft",
    "from",
    "sender",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "internetMessageHeaders",
    "iCalUId",
    "type",
    "originalStart",
    "sensitivity",
    "isAllDay",
    "isCancelled",
    "isOrganizer",
    "start",
    "end",
    "organizer",
    "attendees",
    "responseStatus",
    "displayName",
    "mail",
    "userPrincipalName",
    "jobTitle",
    "department",
    "userType",
    "accountEnabled",
    "proxyAddresses",
];

/// A file, read line by line.
pub(super) struct Lines {
    of: Of,
    is_first: bool,
}

enum Of {
    Text(compressed::Opened),
    Rows(Box<Rows>, u64),
}

/// A file of a place, for whoever reads Parquet.
struct AsRanged(Arc<dyn Stored>);

impl Ranged for AsRanged {
    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        self.0.range(at, bytes)
    }
}

/// One line that was read.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// How far it moves on: bytes of plain text, or a row.
    pub(super) moved: u64,
    /// How many bytes it has.
    pub(super) bytes: u64,
}

impl Lines {
    /// Opens a file at an offset of its plain text, or after so many rows. `None` if it is shorter.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or [breaks off](compressed::is_break) before the offset.
    pub(super) fn open(file: &Arc<dyn Stored>, offset: u64) -> io::Result<Option<Lines>> {
        let ranged = Arc::new(AsRanged(file.clone()));
        let of = if Rows::are_in(&*ranged)? {
            Of::Rows(Box::new(Rows::open(ranged, &COLUMNS, offset)?), offset)
        } else {
            let Some(opened) = compressed::open_stored(&**file, offset)? else { return Ok(None) };
            Of::Text(opened)
        };
        Ok(Some(Lines { of, is_first: offset == 0 }))
    }

    /// The names of all columns, where a file says them before its first line.
    pub(super) fn columns(&self) -> &[String] {
        match &self.of {
            Of::Text(_) => &[],
            Of::Rows(rows, _) => rows.columns(),
        }
    }

    /// A column that holds bytes where a text should be.
    pub(super) fn column_of_bytes(&self) -> Option<&str> {
        match &self.of {
            Of::Text(_) => None,
            Of::Rows(rows, _) => rows.column_of_bytes(),
        }
    }

    /// How far it was read, in bytes on the disk, of which there are so many.
    pub(super) fn on_disk(&self, bytes: u64) -> u64 {
        match &self.of {
            Of::Text(opened) => opened.on_disk.load(Ordering::Relaxed),
            Of::Rows(rows, row) => (u128::from(bytes) * u128::from(*row) / u128::from(rows.extent().max(1))) as u64,
        }
    }

    /// Reads the next line and keeps what is bearable of it. `None` at the end.
    ///
    /// # Errors
    ///
    /// If the disk fails, or the file [breaks off](compressed::is_break).
    pub(super) fn next(&mut self, line: &mut Vec<u8>) -> io::Result<Option<Step>> {
        match &mut self.of {
            Of::Text(opened) => {
                let bytes = read_line(&mut opened.text, line)?;
                Ok((bytes > 0).then_some(Step { moved: bytes, bytes }))
            }
            Of::Rows(rows, row) => {
                if !rows.next(line)? {
                    return Ok(None);
                }
                *row += 1;
                Ok(Some(Step { moved: 1, bytes: line.len() as u64 }))
            }
        }
    }

    /// The line read last, without white space around it, and without the mark some programs begin a file with.
    pub(super) fn bare<'a>(&mut self, line: &'a [u8]) -> &'a [u8] {
        let marked = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.is_first);
        self.is_first = false;
        marked.unwrap_or(line).trim_ascii()
    }
}

/// Reads one line and keeps what is bearable of it. Returns how many bytes it has.
fn read_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    line.clear();
    let bytes = text.by_ref().take(LONGEST_LINE_BYTES).read_until(b'\n', line)? as u64;
    let cut = bytes == LONGEST_LINE_BYTES && !line.ends_with(b"\n");
    Ok(if cut { bytes + text.skip_until(b'\n')? as u64 } else { bytes })
}
