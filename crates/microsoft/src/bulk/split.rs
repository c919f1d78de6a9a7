//! Splitting: one pass over an extract sorts what it shows by mailbox, in constant memory.
//!
//! ```text
//! extract/*.json, .jsonl, .gz, .zst ──blocks of 16 MB──▶ spool/0409a7eb-….jsonl, spool/18960c5f-….jsonl, …
//! ```
//!
//! A file holds the lines of many mailboxes, in any order, while the pipeline reads mailbox by mailbox. An index of places
//! would grow with the lines where owners alternate, and needs seeking, which compressed files cannot do; a connector
//! for each owner over the whole extract would read it once for each of thousands. So what a block shows is grouped and
//! appended to a file for each owner: memory is one block and the names in it, and each line is decoded once.
//!
//! **Invariant:** the manifest moves after the spool is on the disk. A crash repeats a block, and never loses one; the log
//! keeps one copy of what is there twice.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use relata_connectors::FetchError;
use relata_connectors::files::{compressed, failed, shown};
use relata_model::Quarantined;

use super::dataset::{self, Dataset, Taken, Unused};
use super::line::{Row, Shape};
use super::manifest::{FileRead, Manifest, Stamp};
use super::spool::{self, NOBODY, Spool};

/// Plain text that is read before the spool and the manifest are written; tests have several blocks in small files.
const BLOCK_BYTES: u64 = if cfg!(test) { 1024 * 1024 } else { 16 * 1024 * 1024 };
/// A longer line is passed over: 500 recipients have 60 KB, and all headers of a message 20.
const LONGEST_LINE_BYTES: u64 = 4 * 1024 * 1024;
/// So many lines may come before the first that shows which dataset a file holds.
const FIRST_LINES: usize = 100;

/// What the operator says of an extract.
#[derive(Clone, Copy, Debug)]
pub struct ExtractOptions {
    /// The present: later dates are wrong stamps.
    pub now: Timestamp,
    /// Whether files may have a column with subjects, which is passed over unread.
    pub subject_permitted: bool,
}

/// An extract on its way into a spool.
pub struct Split {
    root: PathBuf,
    /// `None` for a survey.
    spool: Option<Spool>,
    options: ExtractOptions,
    manifest: Manifest,
    /// The files still to read, the next one last.
    rest: Vec<PathBuf>,
    open: Option<Reading>,
    bytes: u64,
}

/// How far an extract has been sorted, in bytes on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// Read so far.
    pub position: u64,
    /// In all.
    pub extent: u64,
    /// Whether there is more.
    pub more: bool,
}

struct Reading {
    path: PathBuf,
    name: String,
    dataset: Dataset,
    opened: compressed::Opened,
}

impl Split {
    /// Begins, or goes on where the spool's manifest says. The extract is a file, or a folder with folders in it.
    ///
    /// # Errors
    ///
    /// If the extract or the spool may not be read.
    pub fn new(extract: &Path, spool: &Spool, options: ExtractOptions) -> Result<Split, FetchError> {
        let manifest = match fs::read(spool.manifest()) {
            Ok(bytes) => Manifest::parse(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Manifest::parse(b""),
            Err(error) => return Err(failed(&spool.manifest(), &error)),
        };
        Split::of(extract, Some(spool.clone()), manifest, options)
    }

    /// Begins a survey: what an extract would give, and what of it would be refused, without keeping anything.
    ///
    /// # Errors
    ///
    /// If the extract may not be read.
    pub fn survey(extract: &Path, options: ExtractOptions) -> Result<Split, FetchError> {
        Split::of(extract, None, Manifest::parse(b""), options)
    }

    fn of(
        extract: &Path,
        spool: Option<Spool>,
        mut manifest: Manifest,
        options: ExtractOptions,
    ) -> Result<Split, FetchError> {
        let mut rest = files_under(extract)?;
        let mut bytes = 0;
        for path in &rest {
            let stamp = stamp(path)?;
            bytes += stamp.bytes;
            manifest.file(&name_in(extract, path), stamp);
        }
        rest.reverse();
        Ok(Split { root: extract.to_owned(), spool, options, manifest, rest, open: None, bytes })
    }

    /// What was read, and what was refused.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Sorts one block, and notes how far it came. A file that cannot be used is refused in the manifest, and the next
    /// one is read.
    ///
    /// # Errors
    ///
    /// If the disk fails; what came before is kept.
    pub fn step(&mut self) -> Result<Sorted, FetchError> {
        let Some(mut reading) = self.next_file()? else { return Ok(self.sorted(false)) };
        let mut read = self.manifest.files[&reading.name].clone();
        let (keeps, begun) = (self.spool.is_some(), (read.taken, read.quarantined));
        let mut block = Block { options: self.options, keeps, begun, lines: BTreeMap::new() };
        let done = block.fill(&mut reading, &mut read)?;
        for (owner, lines) in &block.lines {
            if let Some(spool) = &self.spool {
                spool.append(owner, lines)?;
            }
        }
        read.finished |= done;
        read.on_disk = if read.finished { read.stamp.bytes } else { reading.opened.on_disk.load(Ordering::Relaxed) };
        let finished = read.finished;
        self.manifest.files.insert(reading.name.clone(), read);
        self.note()?;
        self.open = (!finished).then_some(reading);
        Ok(self.sorted(true))
    }

    fn sorted(&self, more: bool) -> Sorted {
        let position = self.manifest.files.values().map(|it| it.on_disk).sum::<u64>().min(self.bytes);
        Sorted { position, extent: self.bytes, more }
    }

    fn note(&self) -> Result<(), FetchError> {
        self.spool.as_ref().map_or(Ok(()), |it| spool::replace(&it.manifest(), &self.manifest.bytes()))
    }

    fn next_file(&mut self) -> Result<Option<Reading>, FetchError> {
        if let Some(open) = self.open.take() {
            return Ok(Some(open));
        }
        while let Some(path) = self.rest.pop() {
            let name = name_in(&self.root, &path);
            let read = self.manifest.file(&name, stamp(&path)?);
            if read.finished {
                continue;
            }
            let refusal = match dataset_of(&path)? {
                Told::Holds(dataset) if dataset.is_of_mailboxes() => match compressed::open_at(&path, read.offset) {
                    Ok(Some(opened)) => return Ok(Some(Reading { path, name, dataset, opened })),
                    Ok(None) => Some("it is shorter than it was; read it again".to_owned()),
                    Err(error) if compressed::is_break(&error) => Some(BREAKS_OFF.to_owned()),
                    Err(error) => return Err(failed(&path, &error)),
                },
                // People are read for themselves.
                Told::Holds(_) | Told::Empty => None,
                Told::Nothing => Some(UNKNOWN.to_owned()),
                Told::BreaksOff => Some(BREAKS_OFF.to_owned()),
            };
            (read.finished, read.refused, read.on_disk) = (true, refusal, read.stamp.bytes);
            self.note()?;
        }
        Ok(None)
    }
}

const UNKNOWN: &str = "it holds none of the datasets that are read: Message_v1, SentItem_v1, CalendarView_v0, Event_v1, User_v1 and \
     GroupMembers_v0, as JSON lines";
const BREAKS_OFF: &str = "the compressed file breaks off or is damaged; copy it again";

/// What one step gathers.
struct Block {
    options: ExtractOptions,
    /// Whether anything is to be kept.
    keeps: bool,
    /// Lines taken and quarantined before it.
    begun: (u64, u64),
    /// Lines of the spool, by owner.
    lines: BTreeMap<String, Vec<u8>>,
}

impl Block {
    /// Reads up to the size of a block. Returns whether the file is at its end.
    fn fill(&mut self, reading: &mut Reading, read: &mut FileRead) -> Result<bool, FetchError> {
        let begin = read.offset;
        let mut line = Vec::new();
        while read.offset - begin < BLOCK_BYTES {
            let bytes = match read_line(&mut reading.opened.text, &mut line) {
                Ok(0) => return Ok(true),
                Ok(bytes) => bytes,
                Err(error) if compressed::is_break(&error) => {
                    read.refuse(BREAKS_OFF.to_owned());
                    return Ok(true);
                }
                Err(error) => return Err(failed(&reading.path, &error)),
            };
            let is_first = read.offset == 0;
            read.offset += bytes;
            let text = bare(&line, is_first);
            if text.is_empty() {
                continue;
            }
            read.lines += 1;
            if bytes > LONGEST_LINE_BYTES {
                self.refuse(NOBODY, &reading.path, read, "the line is longer than 4 MB");
            } else {
                self.take(text, reading, read);
            }
            if read.is_over_budget() {
                read.refuse(format!(
                    "more than one line in a hundred cannot be used, up to line {}; the file is probably damaged or no \
                     extract; the rest of it is not read",
                    read.lines
                ));
            }
            if read.finished {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn take(&mut self, text: &[u8], reading: &Reading, read: &mut FileRead) {
        match dataset::read(reading.dataset, text, self.options.subject_permitted, self.options.now) {
            Ok(Taken { owner, seen: Ok((observed, answer)) }) => {
                read.taken += 1;
                if self.keeps {
                    spool::write(&observed, answer, self.lines.entry(owner).or_default());
                }
            }
            Ok(Taken { owner, seen: Err(reason) }) => self.refuse(&owner, &reading.path, read, reason),
            Err(Unused::Malformed(reason)) => self.refuse(NOBODY, &reading.path, read, reason),
            Err(Unused::Summary) => read.summaries += 1,
            Err(Unused::Forbidden(column)) => {
                // Nothing of a block with such a line is kept.
                self.lines.clear();
                (read.taken, read.quarantined) = self.begun;
                read.refuse(format!(
                    "it has the column {column}, which holds what people wrote; choose header columns only for this \
                     dataset in the pipeline, ask for the approval again, and delete this file"
                ));
            }
        }
    }

    fn refuse(&mut self, owner: &str, path: &Path, read: &mut FileRead, reason: &str) {
        read.quarantined += 1;
        if !self.keeps {
            return;
        }
        let place = format!("{} line {}", shown(path), read.lines);
        let into = self.lines.entry(owner.to_owned()).or_default();
        spool::write_refused(Quarantined { place, reason: reason.to_owned() }, into);
    }
}

/// What the first lines of a file tell.
pub(super) enum Told {
    Holds(Dataset),
    Empty,
    Nothing,
    BreaksOff,
}

/// Tells which dataset a file holds, by the first line that shows it.
pub(super) fn dataset_of(path: &Path) -> Result<Told, FetchError> {
    let opened = match compressed::open_at(path, 0) {
        Ok(Some(it)) => it,
        Ok(None) => return Ok(Told::Empty),
        Err(error) if compressed::is_break(&error) => return Ok(Told::BreaksOff),
        Err(error) => return Err(failed(path, &error)),
    };
    let (mut file, mut line, mut told) = (opened.text, Vec::new(), Told::Empty);
    for index in 0..FIRST_LINES {
        match read_line(&mut file, &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if compressed::is_break(&error) => return Ok(Told::BreaksOff),
            Err(error) => return Err(failed(path, &error)),
        }
        let text = bare(&line, index == 0);
        if text.is_empty() {
            continue;
        }
        told = Told::Nothing;
        if let Ok(shape) = serde_json::from_slice::<Shape<'_>>(text)
            && !shape.rowinformation.is_some_and(Row::is_a_summary)
            && let Some(dataset) = Dataset::of(&shape, path)
        {
            return Ok(Told::Holds(dataset));
        }
    }
    Ok(told)
}

/// Reads one line and keeps what is bearable of it. Returns how many bytes it has.
pub(super) fn read_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    line.clear();
    let bytes = text.by_ref().take(LONGEST_LINE_BYTES).read_until(b'\n', line)? as u64;
    let cut = bytes == LONGEST_LINE_BYTES && !line.ends_with(b"\n");
    Ok(if cut { bytes + text.skip_until(b'\n')? as u64 } else { bytes })
}

/// A line without white space around it, and without the mark some programs begin a file with.
pub(super) fn bare(line: &[u8], is_first: bool) -> &[u8] {
    let marked = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| is_first);
    marked.unwrap_or(line).trim_ascii()
}

/// Every file of an extract, by path; what begins with a dot or an underscore is a program's own note.
pub(super) fn files_under(path: &Path) -> Result<Vec<PathBuf>, FetchError> {
    let error = |it: io::Error| failed(path, &it);
    if fs::metadata(path).map_err(error)?.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(error)? {
        let entry = entry.map_err(error)?;
        let sort = entry.file_type().map_err(error)?;
        if entry.file_name().to_string_lossy().starts_with(['.', '_']) {
            continue;
        }
        if sort.is_dir() {
            found.extend(files_under(&entry.path())?);
        } else if sort.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn name_in(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).ok().filter(|it| !it.as_os_str().is_empty());
    inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default())).to_string_lossy().into_owned()
}

fn stamp(path: &Path) -> Result<Stamp, FetchError> {
    let metadata = fs::metadata(path).map_err(|it| failed(path, &it))?;
    let changed = metadata.modified().ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
    let changed = changed.and_then(|it| i64::try_from(it.as_millis()).ok()).unwrap_or_default();
    Ok(Stamp { bytes: metadata.len(), changed })
}
