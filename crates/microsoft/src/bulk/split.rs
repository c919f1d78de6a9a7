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
//! **Invariant:** the manifest moves after the spool is on the disk. A crash repeats a block, and neither loses nor doubles one.
//!
//! **Invariant:** of a mailbox that is not to be read, nothing reaches the spool.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use relata_connectors::FetchError;
use relata_connectors::files::stored::{Listed, Place, Stored};
use relata_connectors::files::{compressed, failed, shown};
use relata_model::Quarantined;

use super::dataset::{self, Dataset, Taken, Unused};
use super::line::{CONTENT, Shape};
use super::lines::{LONGEST_LINE_BYTES, Lines};
use super::manifest::{FileRead, Manifest};
use super::spool::{self, NOBODY, Spool};

/// Plain text that is read before the spool and the manifest are written; tests have several blocks in small files.
const BLOCK_BYTES: u64 = if cfg!(test) { 1024 * 1024 } else { 16 * 1024 * 1024 };
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
    extract: Arc<dyn Place>,
    /// `None` for a survey.
    spool: Option<Spool>,
    /// Whose mailboxes are to be read, by directory id; `None` for everybody's.
    owners: Option<BTreeSet<String>>,
    options: ExtractOptions,
    manifest: Manifest,
    /// The files still to read, the next one last.
    rest: Vec<Listed>,
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
    file: Listed,
    dataset: Dataset,
    lines: Lines,
}

impl Split {
    /// Begins, or goes on where the spool's manifest says.
    ///
    /// # Errors
    ///
    /// If the extract or the spool may not be read.
    pub fn new(extract: Arc<dyn Place>, spool: &Spool, options: ExtractOptions) -> Result<Split, FetchError> {
        let manifest = match fs::read(spool.manifest()) {
            Ok(bytes) => Manifest::parse(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Manifest::parse(b""),
            Err(error) => return Err(failed(&spool.manifest(), &error)),
        };
        spool.take_back(manifest.blocks)?;
        Split::of(extract, Some(spool.clone()), manifest, options)
    }

    /// Begins a survey: what an extract would give, and what of it would be refused, without keeping anything.
    ///
    /// # Errors
    ///
    /// If the extract may not be read.
    pub fn survey(extract: Arc<dyn Place>, options: ExtractOptions) -> Result<Split, FetchError> {
        Split::of(extract, None, Manifest::parse(b""), options)
    }

    /// Keeps from now on what lies in the mailboxes of these alone, by directory id.
    pub fn only(&mut self, owners: BTreeSet<String>) {
        self.owners = Some(owners);
    }

    fn of(
        extract: Arc<dyn Place>,
        spool: Option<Spool>,
        mut manifest: Manifest,
        options: ExtractOptions,
    ) -> Result<Split, FetchError> {
        let mut rest = extract.list()?;
        // Of files that are gone nothing needs to be told; one that comes back is read anew.
        let there: BTreeSet<&str> = rest.iter().map(|it| it.name.as_str()).collect();
        manifest.files.retain(|name, _| there.contains(name.as_str()));
        let mut bytes = 0;
        for file in &rest {
            bytes += file.bytes;
            manifest.file(file);
        }
        rest.reverse();
        Ok(Split { extract, spool, owners: None, options, manifest, rest, open: None, bytes })
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
        let mut read = self.manifest.files[&reading.file.name].clone();
        let (keeps, begun) = (self.spool.is_some(), (read.taken, read.quarantined, read.left_alone));
        let owners = self.owners.as_ref();
        let mut block = Block { options: self.options, owners, keeps, begun, lines: BTreeMap::new() };
        let done = block.fill(&mut reading, &mut read)?;
        let lines = block.lines;
        if let Some(spool) = &self.spool {
            spool.put(self.manifest.blocks + 1, &lines)?;
        }
        self.manifest.blocks += 1;
        read.finished |= done;
        read.on_disk = if read.finished { read.stamp.bytes } else { reading.lines.on_disk(read.stamp.bytes) };
        let finished = read.finished;
        self.manifest.files.insert(reading.file.name.clone(), read);
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
        while let Some(file) = self.rest.pop() {
            let read = self.manifest.file(&file);
            if read.finished {
                continue;
            }
            let path = &file.path;
            let open = self.extract.open(&file).map_err(|it| failed(path, &it))?;
            let refusal = match dataset_of(&open, path)? {
                Told::Holds(dataset) if dataset.is_of_mailboxes() => match Lines::open(&open, read.offset) {
                    Ok(Some(lines)) => match refused_by(&lines, self.options.subject_permitted) {
                        None => return Ok(Some(Reading { file, dataset, lines })),
                        refusal => refusal,
                    },
                    Ok(None) => Some("it is shorter than it was; read it again".to_owned()),
                    Err(error) if compressed::is_break(&error) => Some(BREAKS_OFF.to_owned()),
                    Err(error) => return Err(failed(path, &error)),
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
     GroupMembers_v0, as JSON lines or Parquet";
const BREAKS_OFF: &str = "the file breaks off or is damaged; copy it again";

/// What one step gathers.
struct Block<'a> {
    options: ExtractOptions,
    owners: Option<&'a BTreeSet<String>>,
    /// Whether anything is to be kept.
    keeps: bool,
    /// Lines taken, quarantined and left alone before it.
    begun: (u64, u64, u64),
    /// Lines of the spool, by owner.
    lines: BTreeMap<String, Vec<u8>>,
}

impl Block<'_> {
    /// Reads up to the size of a block. Returns whether the file is at its end.
    fn fill(&mut self, reading: &mut Reading, read: &mut FileRead) -> Result<bool, FetchError> {
        let (mut line, mut block) = (Vec::new(), 0);
        while block < BLOCK_BYTES {
            let step = match reading.lines.next(&mut line) {
                Ok(None) => return Ok(true),
                Ok(Some(step)) => step,
                Err(error) if compressed::is_break(&error) => {
                    read.refuse(BREAKS_OFF.to_owned());
                    return Ok(true);
                }
                Err(error) => return Err(failed(&reading.file.path, &error)),
            };
            read.offset += step.moved;
            block += step.bytes;
            let text = reading.lines.bare(&line);
            if text.is_empty() {
                continue;
            }
            read.lines += 1;
            if step.bytes > LONGEST_LINE_BYTES {
                self.refuse(NOBODY, &reading.file.path, read, "the line is longer than 4 MB");
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
            Ok(Taken { owner, .. }) if self.owners.is_some_and(|it| !it.contains(&owner)) => read.left_alone += 1,
            Ok(Taken { owner, seen: Ok((observed, own)) }) => {
                read.taken += 1;
                if self.keeps {
                    spool::write(&observed, own, self.lines.entry(owner).or_default());
                }
            }
            Ok(Taken { owner, seen: Err(reason) }) => self.refuse(&owner, &reading.file.path, read, reason),
            Err(Unused::Malformed(reason)) => self.refuse(NOBODY, &reading.file.path, read, reason),
            Err(Unused::Summary) => read.summaries += 1,
            Err(Unused::Forbidden(column)) => {
                // Nothing of a block with such a line is kept.
                self.lines.clear();
                (read.taken, read.quarantined, read.left_alone) = self.begun;
                read.refuse(holds_content(column));
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

/// Why a file that says its columns before its first line is not read.
fn refused_by(lines: &Lines, subject_permitted: bool) -> Option<String> {
    let is_there = |column: &&&str| lines.columns().iter().any(|it| it.eq_ignore_ascii_case(column));
    let content = CONTENT.iter().filter(|it| !(subject_permitted && **it == "subject")).find(is_there);
    let bytes = || {
        let column = lines.column_of_bytes()?;
        Some(format!("its column {column} holds bytes where a text should be; let the data flow write it as a string"))
    };
    content.map(|it| holds_content(it)).or_else(bytes)
}

fn holds_content(column: &str) -> String {
    format!(
        "it has the column {column}, which holds what people wrote; choose header columns only for this dataset in the \
         pipeline, ask for the approval again, and delete this file"
    )
}

/// What the first lines of a file tell.
pub(super) enum Told {
    Holds(Dataset),
    Empty,
    Nothing,
    BreaksOff,
}

/// Tells which dataset a file holds, by the first line that shows it.
pub(super) fn dataset_of(file: &Arc<dyn Stored>, path: &Path) -> Result<Told, FetchError> {
    let mut file = match Lines::open(file, 0) {
        Ok(Some(it)) => it,
        Ok(None) => return Ok(Told::Empty),
        Err(error) if compressed::is_break(&error) => return Ok(Told::BreaksOff),
        Err(error) => return Err(failed(path, &error)),
    };
    let (mut line, mut told) = (Vec::new(), Told::Empty);
    for _ in 0..FIRST_LINES {
        match file.next(&mut line) {
            Ok(None) => break,
            Ok(Some(_)) => {}
            Err(error) if compressed::is_break(&error) => return Ok(Told::BreaksOff),
            Err(error) => return Err(failed(path, &error)),
        }
        let text = file.bare(&line);
        if text.is_empty() {
            continue;
        }
        told = Told::Nothing;
        if let Ok(shape) = serde_json::from_slice::<Shape<'_>>(text)
            && let Some(dataset) = Dataset::of(&shape, path)
            && !shape.rowinformation.tells_a_summary()
        {
            return Ok(Told::Holds(dataset));
        }
    }
    Ok(told)
}
