//! Mbox: a mailbox in one file, read as a stream in constant memory, compressed or not.
//!
//! ```text
//! From lea@acme.com Fri Jul  8 12:08:34 2011     ◀ postmark: after an empty line, with a date
//! From: Lea <lea@acme.com>                       ◀ header block: kept, up to 256 KB
//!
//! …                                              ◀ body: passed over, never held
//! ```
//!
//! **Invariant:** the cursor is a byte offset into the plain text, at the start of a message or at the end; it
//! moves only past what was read. A file that no longer has a message there is a different file: start over.
//!
//! A compressed file that breaks off gives everything before the break, and the break is accounted for once.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;

use jiff::Timestamp;
use relata_model::Folder;

use crate::files::lines::{Lines, is_blank};
use crate::files::{Gathered, OnDisk, compressed, failed, shown};
use crate::mail::{Place, observe, parse_postmark};
use crate::{Batch, Cursor, FetchError};

/// What some editors put before the first line.
const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// One mbox file.
pub(crate) struct Mbox {
    path: PathBuf,
    folder: Folder,
    now: Timestamp,
    /// The file as the last batch left it, so that a compressed one is not read again from the start.
    open: Mutex<Option<Lines>>,
}

impl Mbox {
    pub(crate) fn new(path: PathBuf, folder: Folder, now: Timestamp) -> Mbox {
        Mbox { path, folder, now, open: Mutex::new(None) }
    }

    /// The file at a message's first line; `None` if it ends there.
    fn lines_at(&self, offset: u64) -> Result<Option<Lines>, FetchError> {
        let kept = self.open.lock().expect("no reader panics while it holds the file").take();
        if let Some(lines) = kept.filter(|it| it.offset() == offset && offset > 0) {
            return Ok(Some(lines));
        }
        let opened = compressed::open_at(&self.path, offset).map_err(|it| failed(&self.path, &it))?;
        let mut lines = Lines::new(opened.ok_or(FetchError::CursorExpired)?, offset);
        loop {
            match lines.peek() {
                Ok(b"") => return Ok(None),
                Ok(line) if line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).starts_with(b"From ") => {
                    return Ok(Some(lines));
                }
                Ok(line) if !is_blank(line) => return Err(self.not_at_a_message(offset)),
                Ok(_) => lines.advance().map(|_| ()).map_err(|it| failed(&self.path, &it))?,
                // Damaged from the first byte on: the reader says so, and accounts for it.
                Err(error) if compressed::is_break(&error) => return Ok(Some(lines)),
                Err(error) => return Err(failed(&self.path, &error)),
            }
        }
    }

    fn not_at_a_message(&self, offset: u64) -> FetchError {
        if offset > 0 {
            return FetchError::CursorExpired;
        }
        FetchError::Unreadable { path: self.path.clone(), reason: "it does not begin like an mbox file".to_owned() }
    }

    /// Reads messages until the batch is full. Returns whether the file goes on.
    fn gather(&self, lines: &mut Lines, gathered: &mut Gathered) -> io::Result<bool> {
        let mut block = Vec::new();
        loop {
            let begin = lines.offset();
            let Some(postmark) = lines.advance()? else { return Ok(false) };
            let delivered = parse_postmark(&String::from_utf8_lossy(postmark));
            lines.header_block(&mut block)?;
            let place = Place { folder: self.folder, delivered, now: self.now };
            gathered.add(observe(&block, &place), block.len(), || self.place(begin));
            if !pass_over_body(lines)? {
                return Ok(false);
            }
            if gathered.is_full() {
                return Ok(true);
            }
        }
    }

    fn place(&self, offset: u64) -> String {
        format!("{} at byte {offset}", shown(&self.path))
    }
}

impl OnDisk for Mbox {
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let start = cursor.map_or(Some(At::default()), At::parse).ok_or(FetchError::CursorExpired)?;
        let size = self.bytes()?;
        let mut gathered = Gathered::default();
        if start.broken == Some(size) {
            // Still as it was when it broke off: nothing new, and said before.
            return Ok(gathered.into_batch(start.to_string(), size, false));
        }
        let Some(mut lines) = self.lines_at(start.offset)? else {
            return Ok(gathered.into_batch(start.to_string(), size, false));
        };
        match self.gather(&mut lines, &mut gathered) {
            Ok(more) => {
                let (at, position) = (At { offset: lines.offset(), broken: None }, lines.on_disk());
                if more {
                    *self.open.lock().expect("no reader panics while it holds the file") = Some(lines);
                }
                Ok(gathered.into_batch(at.to_string(), position, more))
            }
            Err(error) if compressed::is_break(&error) => {
                gathered.skip(
                    self.place(lines.offset()),
                    "the compressed file breaks off here; everything before was read, whatever followed is missing",
                );
                let at = At { offset: start.offset, broken: Some(size) };
                Ok(gathered.into_batch(at.to_string(), size, false))
            }
            Err(error) => Err(failed(&self.path, &error)),
        }
    }

    fn bytes(&self) -> Result<u64, FetchError> {
        std::fs::metadata(&self.path).map(|it| it.len()).map_err(|it| failed(&self.path, &it))
    }
}

/// The cursor: where to go on, and the size at which the file was found broken.
#[derive(Default)]
struct At {
    offset: u64,
    broken: Option<u64>,
}

impl At {
    fn parse(cursor: &Cursor) -> Option<At> {
        match cursor.0.split_once(" broken ") {
            Some((offset, size)) => Some(At { offset: offset.parse().ok()?, broken: Some(size.parse().ok()?) }),
            None => Some(At { offset: cursor.0.parse().ok()?, broken: None }),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.broken {
            Some(size) => write!(f, "{} broken {size}", self.offset),
            None => write!(f, "{}", self.offset),
        }
    }
}

/// Moves to just before the next postmark; `false` at the end of the file.
fn pass_over_body(lines: &mut Lines) -> io::Result<bool> {
    let mut after_blank = true;
    loop {
        let next = lines.peek()?;
        if next.is_empty() {
            return Ok(false);
        }
        let candidate = after_blank && next.starts_with(b"From ");
        if candidate && is_postmark(next) {
            return Ok(true);
        }
        after_blank = is_blank(next);
        lines.advance()?;
    }
}

/// Bodies have lines that begin with `From `, too; few of them hold a date.
fn is_postmark(line: &[u8]) -> bool {
    parse_postmark(&String::from_utf8_lossy(&line[..line.len().min(500)])).is_some()
}
