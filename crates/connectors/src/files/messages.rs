//! Message files: folders in which each file is one message, read in the order in which they came to be there.
//!
//! The cursor is the moment a file last changed (its name, flags or content) and its path, so what is added,
//! moved or copied in later comes after it, whatever it is called. A message that only moved is read once more,
//! which the log does not mind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::Timestamp;
use relata_model::Folder;

use super::lines::Lines;
use super::{Gathered, OnDisk, compressed, failed, shown};
use crate::mail::{Place, observe};
use crate::{Batch, Cursor, FetchError};

/// A file with one message, and what its path says about it.
#[derive(Clone, Debug)]
pub(crate) struct MessageFile {
    pub(crate) path: PathBuf,
    pub(crate) folder: Folder,
    pub(crate) draft: bool,
    pub(crate) delivered: Option<Timestamp>,
    pub(crate) bytes: u64,
    /// When it last changed, in nanoseconds since 1970.
    pub(crate) changed: i128,
}

impl MessageFile {
    /// Describes a file; what the path says is added by who knows the layout.
    pub(crate) fn new(path: PathBuf) -> Result<MessageFile, FetchError> {
        let metadata = fs::metadata(&path).map_err(|it| failed(&path, &it))?;
        let (bytes, changed) = (metadata.len(), changed(&metadata));
        Ok(MessageFile { path, folder: Folder::Other, draft: false, delivered: None, bytes, changed })
    }
}

/// The moment of the last change of name, flags or content; unlike the time of modification, copying keeps it new.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(metadata: &fs::Metadata) -> i128 {
    let modified = metadata.modified().ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
    modified.map_or(0, |it| it.as_nanos() as i128)
}

/// A folder of message files; `list` knows its layout.
pub(crate) struct MessageFiles<L> {
    pub(crate) root: PathBuf,
    pub(crate) now: Timestamp,
    pub(crate) list: L,
    /// What is left of a listing, so that a large folder is listed once and not once per batch.
    rest: Mutex<Option<Listing>>,
}

/// The files still to read, the next one last.
struct Listing {
    after: Option<Cursor>,
    files: Vec<MessageFile>,
    /// Of all files, also those read before.
    total_bytes: u64,
}

impl<L> MessageFiles<L>
where
    L: Fn(&Path) -> Result<Vec<MessageFile>, FetchError> + Send + Sync + 'static,
{
    pub(crate) fn new(root: PathBuf, now: Timestamp, list: L) -> Self {
        MessageFiles { root, now, list, rest: Mutex::new(None) }
    }

    fn listing(&self, cursor: Option<&Cursor>) -> Result<Listing, FetchError> {
        let kept = self.rest.lock().expect("no reader panics while it holds the list").take();
        if let Some(listing) = kept.filter(|it| it.after.as_ref() == cursor) {
            return Ok(listing);
        }
        let after = cursor.map(|it| parse(it).ok_or(FetchError::CursorExpired)).transpose()?;
        let mut files = (self.list)(&self.root)?;
        let total_bytes = files.iter().map(|it| it.bytes).sum();
        files.retain(|it| after.as_ref().is_none_or(|after| (it.changed, self.relative(it)) > *after));
        files.sort_by_cached_key(|it| std::cmp::Reverse((it.changed, self.relative(it))));
        Ok(Listing { after: cursor.cloned(), files, total_bytes })
    }

    fn relative(&self, file: &MessageFile) -> String {
        file.path.strip_prefix(&self.root).unwrap_or(&file.path).to_string_lossy().into_owned()
    }

    fn read_one(&self, file: &MessageFile, gathered: &mut Gathered) -> Result<(), FetchError> {
        let mut block = Vec::new();
        let opened = compressed::open_at(&file.path, 0);
        let read = opened.and_then(|it| match it {
            Some(it) => read_headers(&mut Lines::new(it, 0), &mut block),
            None => Ok(()),
        });
        match read {
            Ok(()) => {
                let place = Place { folder: file.folder, delivered: file.delivered, now: self.now };
                let mut outcome = observe(&block, &place);
                if let Ok(observed) = &mut outcome {
                    observed.marks.draft |= file.draft;
                }
                gathered.add(outcome, block.len(), || shown(&file.path));
                Ok(())
            }
            Err(error) => match failed(&file.path, &error) {
                // Moved or deleted since it was listed: the next listing shows where it is.
                FetchError::Missing { .. } => Ok(()),
                FetchError::Forbidden { .. } => {
                    gathered.skip(shown(&file.path), "this user may not read the file");
                    Ok(())
                }
                _ if compressed::is_break(&error) => {
                    gathered.skip(shown(&file.path), "the compressed file is damaged");
                    Ok(())
                }
                other => Err(other),
            },
        }
    }
}

/// Apple's `.emlx` begins with a line that counts the message's bytes.
fn read_headers(lines: &mut Lines, block: &mut Vec<u8>) -> std::io::Result<()> {
    let counts = lines.peek()?.trim_ascii();
    if !counts.is_empty() && counts.iter().all(u8::is_ascii_digit) {
        lines.advance()?;
    }
    lines.header_block(block)
}

impl<L> OnDisk for MessageFiles<L>
where
    L: Fn(&Path) -> Result<Vec<MessageFile>, FetchError> + Send + Sync + 'static,
{
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let mut listing = self.listing(cursor)?;
        let mut gathered = Gathered::default();
        while !gathered.is_full() {
            let Some(file) = listing.files.pop() else { break };
            self.read_one(&file, &mut gathered)?;
            listing.after = Some(Cursor(format!("{} {}", file.changed, self.relative(&file))));
        }
        let left: u64 = listing.files.iter().map(|it| it.bytes).sum();
        let position = listing.total_bytes.saturating_sub(left);
        let cursor = listing.after.clone().unwrap_or_else(|| Cursor("0 ".to_owned()));
        let more = !listing.files.is_empty();
        if more {
            *self.rest.lock().expect("no reader panics while it holds the list") = Some(listing);
        }
        Ok(gathered.into_batch(cursor.0, position, more))
    }

    fn bytes(&self) -> Result<u64, FetchError> {
        Ok((self.list)(&self.root)?.iter().map(|it| it.bytes).sum())
    }
}

fn parse(cursor: &Cursor) -> Option<(i128, String)> {
    let (changed, path) = cursor.0.split_once(' ')?;
    Some((changed.parse().ok()?, path.to_owned()))
}
