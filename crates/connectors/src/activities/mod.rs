//! Activities of a CRM, as CSV or JSON lines: emails, meetings, calls and tasks, and the records they regard.
//!
//! ```text
//! id,type,regarding,direction,from,to,cc,bcc,organizer,required,optional,owner,sent,start,actual_start,end,actual_end,
//! duration,duration_seconds,state,message_id,in_reply_to,conversation,ical_uid,opens,clicks,attachment_opens,followed
//! ```
//!
//! The names other programs give these are in columns.rs. People are addresses; times without a zone are UTC; a
//! duration is minutes. What an activity means to Relata, whether it counts yet, is the model's to say.
//!
//! **Invariant:** subject and description of an activity have no column, so they go nowhere.
//!
//! **Invariant:** a row is an interaction or a report; an interaction of which a field could not be read comes with a
//! report of that field besides.

mod columns;
mod names;
mod parties;
mod translate;
mod words;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use jiff::Timestamp;
use relata_model::{Observed, Quarantined};

use crate::files::{Blocking, Gathered, OnDisk, compressed, failed, shown};
use crate::table::{MOST_BYTES, Table, TableError};
use crate::{Batch, Cursor, FetchError, OpenOptions, Source};
use names::Names;

/// The CRM of a file: whichever it was exported from, its ids are its own.
const FILES: &str = "csv";
/// What a row weighs against the header bytes of a batch.
const ROW_BYTES: usize = 1024;

/// Returns a file of CRM activities as a source, plain or compressed. Nothing is read yet.
///
/// # Errors
///
/// If the path does not exist, may not be read, or is a folder.
pub fn open_activities(path: &Path, options: &OpenOptions) -> Result<Source, FetchError> {
    if std::fs::metadata(path).map_err(|it| failed(path, &it))?.is_dir() {
        let reason = "it is a folder; name the CSV or JSON-lines file itself".to_owned();
        return Err(FetchError::Unreadable { path: path.to_owned(), reason });
    }
    let file = Activities { path: path.to_owned(), now: options.now, read: Mutex::new(None) };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { name, owner_hint: None, connector: Box::new(Blocking(Arc::new(file))) })
}

/// One file of activities.
struct Activities {
    path: PathBuf,
    /// Of activities without a state, those up to now took place.
    now: Timestamp,
    /// The file as the last batch found it, so that it is not read again for each batch.
    read: Mutex<Option<Content>>,
}

/// What a file holds.
struct Content {
    /// Size and time of change: while they stay, so does the content.
    stamp: (u64, Option<SystemTime>),
    fingerprint: u64,
    table: Table,
    names: Names,
}

impl Activities {
    fn content(&self) -> Result<Content, FetchError> {
        let stamp = self.stamp()?;
        let mut bytes = Vec::new();
        let opened = compressed::open_at(&self.path, 0).map_err(|it| failed(&self.path, &it))?;
        let read = opened.map_or(Ok(0), |it| it.text.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        let breaks_off = match read {
            Err(error) if compressed::is_break(&error) => true,
            Err(error) => return Err(failed(&self.path, &error)),
            Ok(_) => false,
        };
        if bytes.len() as u64 > MOST_BYTES {
            return Err(self.unreadable("it is larger than 256 MB; export it in parts".to_owned()));
        }
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let mut table =
            Table::parse(&shown(&self.path), &bytes, columns::COLUMNS).map_err(|it| self.unreadable(it.to_string()))?;
        if breaks_off {
            table.add_unreadable("the compressed file breaks off here; whatever followed is missing");
        }
        let names = Names::of(FILES, &table);
        Ok(Content { stamp, fingerprint: hasher.finish(), table, names })
    }

    fn stamp(&self) -> Result<(u64, Option<SystemTime>), FetchError> {
        let metadata = std::fs::metadata(&self.path).map_err(|it| failed(&self.path, &it))?;
        Ok((metadata.len(), metadata.modified().ok()))
    }

    fn unreadable(&self, reason: String) -> FetchError {
        FetchError::Unreadable { path: self.path.clone(), reason }
    }
}

impl OnDisk for Activities {
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let stamp = self.stamp()?;
        let mut kept = self.read.lock().expect("no reader panics while it holds the file");
        let content = match kept.take().filter(|it| it.stamp == stamp) {
            Some(it) => it,
            None => self.content()?,
        };
        let rows = content.table.len();
        // Activities change in the middle, when they are completed: other content is read from the start.
        let start = cursor.and_then(parse_cursor).filter(|it| it.0 == content.fingerprint);
        let mut next = start.map_or(0, |it| it.1.min(rows));
        let mut gathered = Gathered::default();
        while next < rows && !gathered.is_full() {
            content.gather(next, self.now, &mut gathered);
            next += 1;
        }
        let more = next < rows;
        let position = if more { stamp.0 * next as u64 / rows as u64 } else { stamp.0 };
        let batch = gathered.into_batch(format!("{:016x} {next}", content.fingerprint), position, more);
        *kept = Some(content).filter(|_| more);
        Ok(batch)
    }

    fn bytes(&self) -> Result<u64, FetchError> {
        self.stamp().map(|it| it.0)
    }
}

impl Content {
    fn gather(&self, index: usize, now: Timestamp, gathered: &mut Gathered) {
        let mut problems = Vec::new();
        match read(&self.table, &self.names, index, now, &mut problems) {
            Ok(observed) => gathered.add(Ok(observed), ROW_BYTES, String::new),
            // Of a row that is not used, the one reason says enough.
            Err(problem) => return gathered.skip(problem.place, problem.reason),
        }
        for problem in problems {
            gathered.skip(problem.place, problem.reason);
        }
    }
}

fn read(
    table: &Table,
    names: &Names,
    index: usize,
    now: Timestamp,
    problems: &mut Vec<Quarantined>,
) -> Result<Observed, Quarantined> {
    let row = table.row(index)?;
    if names.is_again(index) {
        return Err(row.problem("id", "another row has the same id; the first one counts"));
    }
    translate::observed(&row, names, now, problems)
}

/// One activity of a CRM that was asked for it.
#[derive(Clone, Debug)]
pub struct ReadActivity {
    /// The CRM's identifier.
    pub id: String,
    /// What it says, if anything of it can be used.
    pub observed: Option<Observed>,
    /// What of it could not be read; if nothing can be used, the reason alone.
    pub skipped: Vec<Quarantined>,
}

/// Reads activities from JSON lines in our own columns, as a client of a CRM writes them; `crm` is whose ids they have,
/// `file` what messages call them.
///
/// # Errors
///
/// If a column is missing.
pub fn activities_from_bytes(
    crm: &str,
    file: &str,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Vec<ReadActivity>, TableError> {
    let table = Table::parse(file, bytes, columns::COLUMNS)?;
    let names = Names::of(crm, &table);
    let one = |index| {
        let id = table.row(index).map_or(String::new(), |it| it.get("id").to_owned());
        let mut skipped = Vec::new();
        match read(&table, &names, index, now, &mut skipped) {
            Ok(observed) => ReadActivity { id, observed: Some(observed), skipped },
            Err(problem) => ReadActivity { id, observed: None, skipped: vec![problem] },
        }
    };
    Ok((0..table.len()).map(one).collect())
}

fn parse_cursor(cursor: &Cursor) -> Option<(u64, usize)> {
    let (fingerprint, next) = cursor.0.split_once(' ')?;
    Some((u64::from_str_radix(fingerprint, 16).ok()?, next.parse().ok()?))
}

#[cfg(test)]
mod tests;
