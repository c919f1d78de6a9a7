//! Lines: a file line by line in constant memory, with one line of foresight.

use std::io::{self, BufRead, Read};

use super::compressed::Opened;
use crate::mail::LONGEST_HEADER_BYTES;

/// What is kept of a line; the rest of a longer one is passed over.
const LONGEST_LINE_BYTES: u64 = LONGEST_HEADER_BYTES as u64;

/// A file, read line by line.
pub(crate) struct Lines {
    file: Opened,
    /// Where the current line ends, in bytes of plain text.
    offset: u64,
    current: Vec<u8>,
    /// The line after the current one, and how many bytes it has, if it was looked at.
    ahead: Vec<u8>,
    ahead_bytes: Option<u64>,
}

impl Lines {
    pub(crate) fn new(file: Opened, offset: u64) -> Lines {
        Lines { file, offset, current: Vec::new(), ahead: Vec::new(), ahead_bytes: None }
    }

    /// Where the next line begins.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// How many bytes of the file on disk were read.
    pub(crate) fn on_disk(&self) -> u64 {
        self.file.on_disk.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Moves to the next line; `None` at the end.
    pub(crate) fn advance(&mut self) -> io::Result<Option<&[u8]>> {
        let bytes = match self.ahead_bytes.take() {
            Some(bytes) => {
                std::mem::swap(&mut self.current, &mut self.ahead);
                bytes
            }
            None => read_line(&mut self.file.text, &mut self.current)?,
        };
        self.offset += bytes;
        Ok((bytes > 0).then_some(&self.current))
    }

    /// Looks at the line after the current one, without moving; empty at the end.
    pub(crate) fn peek(&mut self) -> io::Result<&[u8]> {
        if self.ahead_bytes.is_none() {
            self.ahead_bytes = Some(read_line(&mut self.file.text, &mut self.ahead)?);
        }
        Ok(&self.ahead)
    }

    /// Reads up to the next empty line (or postmark, where a program forgot the line): a message's headers, cut
    /// where nobody's headers go on.
    pub(crate) fn header_block(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        block.clear();
        while !self.peek()?.starts_with(b"From ") {
            let Some(line) = self.advance()? else { break };
            if is_blank(line) {
                break;
            }
            if block.len() + line.len() <= LONGEST_HEADER_BYTES {
                block.extend_from_slice(line);
            }
        }
        Ok(())
    }
}

pub(crate) fn is_blank(line: &[u8]) -> bool {
    matches!(line, b"\n" | b"\r\n" | b"\r" | b"")
}

/// Reads one line and keeps what is bearable of it. Returns how many bytes it has.
fn read_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    line.clear();
    let bytes = text.by_ref().take(LONGEST_LINE_BYTES).read_until(b'\n', line)? as u64;
    let cut = bytes == LONGEST_LINE_BYTES && !line.ends_with(b"\n");
    Ok(if cut { bytes + text.skip_until(b'\n')? as u64 } else { bytes })
}
