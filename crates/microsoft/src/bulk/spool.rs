//! The spool: what an extract showed, set down once for each mailbox, to be read like any mailbox.
//!
//! ```text
//! spool/
//!   manifest.json          which files were read how far
//!   block.json             how long the files below were before the block that was put in last
//!   0409a7eb-….jsonl       {"spool":"5f3c…"}            which spool this is, drawn when the file is begun
//!                          {"i":"…","t":1612312661,…}   an interaction, or
//!                          {"q":["x.json line 7","…"]}  what could not be read, and why
//!   nobody.jsonl           lines that do not say whose they are
//! ```
//!
//! **Invariant:** its lines are made of [`Observed`], which has no place for what somebody wrote.
//!
//! **Invariant:** a block is in it whole and once, or not at all: one that a crash cut short is taken back before it is read again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use relata_connectors::files::{Blocking, Gathered, OnDisk, compressed, failed, shown};
use relata_connectors::{Batch, Cursor, FetchError, Source};
use relata_model::{
    Address, ColleagueId, Directory, Folder, Identity, Kind, Marks, Name, Observed, Participant, Quarantined, Response,
    Role, Side,
};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::event::Own;

/// Who owns the lines that do not say whose they are; no directory id.
pub(super) const NOBODY: &str = "nobody";

/// What an interaction weighs against the header bytes of a batch, beside its participants.
const LINE_BYTES: usize = 256;

/// A folder that holds what was read of an extract, by mailbox.
#[derive(Clone, Debug)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// Names a folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn at(folder: &Path) -> Result<Spool, FetchError> {
        fs::create_dir_all(folder).map_err(|it| failed(folder, &it))?;
        Ok(Spool { folder: folder.to_owned() })
    }

    /// Returns a source for each mailbox, by its owner's directory id, and one for the lines that name none.
    ///
    /// The directory says which addresses are the owner's, so that what they answered to an invitation is told of them.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn sources(&self, directory: &Directory) -> Result<Vec<Source>, FetchError> {
        let entries: io::Result<Vec<PathBuf>> =
            fs::read_dir(&self.folder).and_then(|it| it.map(|entry| entry.map(|entry| entry.path())).collect());
        let mut paths = entries.map_err(|it| failed(&self.folder, &it))?;
        paths.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
        paths.sort();
        let source = |path: PathBuf| {
            let owner = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let entry = directory.get(&ColleagueId(owner.clone()));
            let own =
                entry.map(|it| [&it.primary].into_iter().chain(&it.aliases).cloned().collect()).unwrap_or_default();
            let owner_hint = (owner != NOBODY).then(|| owner.clone());
            Source { name: owner, owner_hint, connector: Box::new(Blocking(Arc::new(Spooled { path, own }))) }
        };
        Ok(paths.into_iter().map(source).collect())
    }

    /// Removes everything once it was read; the manifest stays, so that the same files are not read again.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed.
    pub fn clear(&self) -> Result<(), FetchError> {
        for it in self.sources(&Directory::default())? {
            self.forget(&it.name)?;
        }
        Ok(())
    }

    /// Removes what was set down for one owner.
    ///
    /// # Errors
    ///
    /// If the file cannot be removed.
    pub fn forget(&self, owner: &str) -> Result<(), FetchError> {
        remove(&self.path_of(owner))
    }

    /// Removes everything, so that every file of the extract is read anew.
    ///
    /// # Errors
    ///
    /// If something cannot be removed.
    pub fn start_over(&self) -> Result<(), FetchError> {
        self.clear()?;
        for path in [self.manifest(), self.block()] {
            remove(&path)?;
        }
        Ok(())
    }

    /// Returns whether it holds nothing of anybody.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn is_empty(&self) -> Result<bool, FetchError> {
        Ok(self.sources(&Directory::default())?.is_empty())
    }

    /// Returns whose lines it holds, by directory id.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn owners(&self) -> Result<Vec<String>, FetchError> {
        let sources = self.sources(&Directory::default())?;
        Ok(sources.into_iter().filter_map(|it| it.owner_hint).collect())
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.folder.join("manifest.json")
    }

    fn block(&self) -> PathBuf {
        self.folder.join("block.json")
    }

    fn path_of(&self, owner: &str) -> PathBuf {
        self.folder.join(owner).with_extension("jsonl")
    }

    /// Puts in what a block showed, by owner, and returns once it is on the disk. Until the manifest counts it, a new beginning
    /// [takes it back](Spool::take_back).
    pub(super) fn put(&self, number: u64, lines: &BTreeMap<String, Vec<u8>>) -> Result<(), FetchError> {
        let length = |owner: &String| Ok((owner.clone(), length_of(&self.path_of(owner))?));
        let lengths: Result<_, FetchError> = lines.keys().map(length).collect();
        let before = Before { number, lengths: lengths? };
        replace(&self.block(), &serde_json::to_vec(&before).expect("plain fields are written without error"))?;
        lines.iter().try_for_each(|(owner, lines)| self.append(owner, lines))
    }

    /// Takes back a block that the manifest does not count.
    pub(super) fn take_back(&self, counted: u64) -> Result<(), FetchError> {
        let path = self.block();
        let before: Before = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| foreign(&path))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(&path, &error)),
        };
        if before.number <= counted {
            return Ok(());
        }
        for (owner, length) in before.lengths {
            let path = self.path_of(&owner);
            if length == 0 {
                remove(&path)?;
            } else if length < length_of(&path)? {
                let cut = OpenOptions::new().write(true).open(&path).and_then(|it| {
                    it.set_len(length)?;
                    it.sync_all()
                });
                cut.map_err(|it| failed(&path, &it))?;
            }
        }
        Ok(())
    }

    /// Adds lines to an owner's file, and returns once they are on the disk.
    fn append(&self, owner: &str, lines: &[u8]) -> Result<(), FetchError> {
        let path = self.path_of(owner);
        let added = || -> io::Result<()> {
            let mut file = OpenOptions::new().create(true).read(true).append(true).open(&path)?;
            let whole = whole_lines(&mut file)?;
            file.set_len(whole)?;
            if whole == 0 {
                file.write_all(&heading()?)?;
            }
            file.write_all(lines)?;
            file.sync_data()
        };
        added().map_err(|it| failed(&path, &it))
    }
}

/// How long the files of owners were before a block.
#[derive(Deserialize, Serialize)]
struct Before {
    /// The block's, counted from 1.
    number: u64,
    lengths: BTreeMap<String, u64>,
}

/// How many bytes a file has; none if it is not there.
fn length_of(path: &Path) -> Result<u64, FetchError> {
    match fs::metadata(path) {
        Ok(it) => Ok(it.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(failed(path, &error)),
    }
}

fn remove(path: &Path) -> Result<(), FetchError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path, &error)),
        _ => Ok(()),
    }
}

/// How far a file reaches without a line that was never written to its end.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

#[derive(Deserialize, Serialize)]
struct Heading {
    spool: String,
}

fn heading() -> io::Result<Vec<u8>> {
    let mut drawn = [0; 8];
    SystemRandom::new().fill(&mut drawn).map_err(|_| io::Error::other("the system gave no random bytes"))?;
    let heading = Heading { spool: format!("{:016x}", u64::from_be_bytes(drawn)) };
    let mut line = serde_json::to_vec(&heading)?;
    line.push(b'\n');
    Ok(line)
}

/// Address, name, role and answer.
type KeptPerson<'a> = (Cow<'a, str>, Option<Cow<'a, str>>, i32, i32);

/// An interaction, as it stands in a spool.
#[derive(Deserialize, Serialize)]
struct Kept<'a> {
    /// Identity, what it answers, and the conversation, in hexadecimal digits.
    i: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<String>,
    c: String,
    t: i64,
    k: i32,
    p: Vec<KeptPerson<'a>>,
    n: u32,
    m: u32,
    #[serde(default, skip_serializing_if = "Facts::says_nothing")]
    f: Facts,
}

/// Marks, the folder, and the owner's own answer.
#[derive(Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precedence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto: Option<String>,
    unsubscribe: bool,
    report: bool,
    reply: bool,
    draft: bool,
    cancelled: bool,
    private: bool,
    sent: bool,
    answer: i32,
    organises: bool,
}

impl Facts {
    fn says_nothing(&self) -> bool {
        *self == Facts::default()
    }
}

#[derive(Deserialize, Serialize)]
struct Refused {
    /// Where, and why.
    q: (String, String),
}

/// Writes a line for what was read.
pub(super) fn write(observed: &Observed, own: Own, into: &mut Vec<u8>) {
    let people = observed.participants.iter().map(|it| {
        let name = it.name.as_ref().map(|it| Cow::Borrowed(it.as_str()));
        (Cow::Borrowed(it.address.as_str()), name, it.role as i32, it.response as i32)
    });
    let marks = &observed.marks;
    let hex = |it: Identity| format!("{it:?}");
    let kept = Kept {
        i: hex(observed.identity),
        r: observed.reply_to.map(hex),
        c: hex(observed.conversation),
        t: observed.at.as_second(),
        k: observed.kind as i32,
        p: people.collect(),
        n: observed.audience,
        m: observed.minutes,
        f: Facts {
            list: marks.list.clone(),
            precedence: marks.precedence.clone(),
            auto: marks.auto_submitted.clone(),
            unsubscribe: marks.unsubscribe,
            report: marks.delivery_report,
            reply: marks.auto_reply,
            draft: marks.draft,
            cancelled: marks.cancelled,
            private: marks.private,
            sent: observed.folder == Folder::Sent,
            answer: own.answer as i32,
            organises: own.organises,
        },
    };
    line(&kept, into);
}

/// Writes a line for what could not be read.
pub(super) fn write_refused(refused: Quarantined, into: &mut Vec<u8>) {
    line(&Refused { q: (refused.place, refused.reason) }, into);
}

fn line(value: &impl Serialize, into: &mut Vec<u8>) {
    serde_json::to_writer(&mut *into, value).expect("plain fields are written without error");
    into.push(b'\n');
}

/// The file of one owner.
struct Spooled {
    path: PathBuf,
    /// The owner's addresses, the primary one first.
    own: Vec<Address>,
}

impl OnDisk for Spooled {
    fn read(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let after = cursor.map(|it| parse_cursor(it).ok_or(FetchError::CursorExpired)).transpose()?;
        let error = |it: io::Error| failed(&self.path, &it);
        let mut file = compressed::open_at(&self.path, 0).map_err(error)?.ok_or(FetchError::CursorExpired)?.text;
        let mut text = Vec::new();
        let begin = file.read_until(b'\n', &mut text).map_err(error)? as u64;
        let spool = serde_json::from_slice::<Heading>(&text).map_err(|_| foreign(&self.path))?.spool;
        let mut offset = match after {
            Some((of, offset)) if of == spool && offset >= begin => offset,
            Some(_) => return Err(FetchError::CursorExpired),
            None => begin,
        };
        let mut file = compressed::open_at(&self.path, offset).map_err(error)?.ok_or(FetchError::CursorExpired)?.text;
        let mut gathered = Gathered::default();
        let mut more = true;
        while !gathered.is_full() {
            text.clear();
            let read = file.read_until(b'\n', &mut text).map_err(error)? as u64;
            // A line without its end is being written, or was when something stopped; it is written again.
            if read == 0 || !text.ends_with(b"\n") {
                more = false;
                break;
            }
            offset += read;
            self.gather(&text, &mut gathered);
        }
        Ok(gathered.into_batch(format!("{spool} {offset}"), offset, more))
    }

    fn bytes(&self) -> Result<u64, FetchError> {
        fs::metadata(&self.path).map(|it| it.len()).map_err(|it| failed(&self.path, &it))
    }
}

impl Spooled {
    fn gather(&self, line: &[u8], gathered: &mut Gathered) {
        if let Ok(kept) = serde_json::from_slice::<Kept<'_>>(line)
            && let Some(observed) = self.observed(kept)
        {
            gathered.add(Ok(observed), line.len() + LINE_BYTES, String::new);
        } else if let Ok(Refused { q: (place, reason) }) = serde_json::from_slice(line) {
            gathered.skip(place, reason);
        } else if serde_json::from_slice::<Heading>(line).is_err() {
            gathered
                .skip(shown(&self.path), "a line of the spool is damaged; remove the spool and read the extract again");
        }
    }

    fn observed(&self, kept: Kept<'_>) -> Option<Observed> {
        let answer = response(kept.f.answer);
        let kind = Kind::numbered(kept.k);
        let participant = |(address, name, role, given): (Cow<'_, str>, Option<Cow<'_, str>>, i32, i32)| {
            let address = Address::parse_unlisted(&address).ok()?;
            let is_own = answer != Response::None && self.own.contains(&address);
            let response = if is_own { answer } else { response(given) };
            let name = name.as_deref().and_then(Name::new);
            Some(Participant { address, name, role: Role::numbered(role), response, side: Side::Unknown })
        };
        let mut participants = kept.p.into_iter().map(participant).collect::<Option<Vec<_>>>()?;
        let mut audience = kept.n;
        // Who was invited through a group, or to a meeting that hides who comes, stands in no list.
        if kind == Kind::Meeting
            && !kept.f.organises
            && !participants.iter().any(|it| self.own.contains(&it.address))
            && let Some(address) = self.own.first().cloned()
        {
            audience = audience.saturating_add(1);
            let (role, side) = (Role::Required, Side::Unknown);
            participants.push(Participant { address, name: None, role, response: answer, side });
        }
        Some(Observed {
            identity: identity(&kept.i)?,
            at: Timestamp::from_second(kept.t).ok()?,
            kind,
            participants,
            audience,
            reply_to: kept.r.and_then(|it| identity(&it)),
            conversation: identity(&kept.c)?,
            minutes: kept.m,
            marks: Marks {
                list: kept.f.list,
                unsubscribe: kept.f.unsubscribe,
                precedence: kept.f.precedence,
                auto_submitted: kept.f.auto,
                delivery_report: kept.f.report,
                auto_reply: kept.f.reply,
                draft: kept.f.draft,
                cancelled: kept.f.cancelled,
                private: kept.f.private,
            },
            folder: if kept.f.sent { Folder::Sent } else { Folder::Other },
            activity: None,
        })
    }
}

fn foreign(path: &Path) -> FetchError {
    let reason = "it was not written by Relata; name an empty folder for the spool".to_owned();
    FetchError::Unreadable { path: path.to_owned(), reason }
}

fn identity(hex: &str) -> Option<Identity> {
    let whole = u128::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 32)?;
    Some(Identity(whole.to_be_bytes()))
}

fn response(number: i32) -> Response {
    match number {
        1 => Response::Accepted,
        2 => Response::Tentative,
        3 => Response::Declined,
        _ => Response::None,
    }
}

fn parse_cursor(cursor: &Cursor) -> Option<(String, u64)> {
    let (spool, offset) = cursor.0.split_once(' ')?;
    Some((spool.to_owned(), offset.parse().ok()?))
}

/// Writes a small file whole or not at all.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let beside = path.with_extension("new");
    let written = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().map_err(|it| failed(path, &it))
}
