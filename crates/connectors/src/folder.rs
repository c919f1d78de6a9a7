//! Opening a path: a file or a folder of anything people export becomes a list of sources.
//!
//! ```text
//! export/
//!   lea.mbox.gz        ─▶ mbox      owner lea
//!   amber/cur, new     ─▶ maildir   owner amber
//!   ben/Sent/1.eml …   ─▶ messages  owner ben
//!   ben/calendar.ics   ─▶ calendar  owner ben
//! ```
//!
//! What a file is, its first bytes say; its name, or the folder directly under the path, says whose it is. A path
//! that holds `Inbox` or `Sent` itself is one owner's.
//!
//! **Invariant:** every file under the path belongs to exactly one source, so nothing is passed over in silence.

use std::fs;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use relata_model::Folder;

use crate::calendar::{Calendar, Window};
use crate::eml::Reach;
use crate::files::lines::Lines;
use crate::files::{Blocking, compressed, failed};
use crate::mail::folder_named;
use crate::mbox::Mbox;
use crate::{Connector, FetchError, eml, maildir};

/// What the caller knows and files do not.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// The present: later dates are wrong stamps.
    pub now: Timestamp,
    /// Which occurrences of repeating meetings are wanted.
    pub window: Window,
}

/// A mailbox or calendar found under a path.
pub struct Source {
    /// What to call it: the file's or folder's name.
    pub name: String,
    /// Whose it may be, lower-case: file stem, folder name, or X-Origin. A hint for the directory, nothing more.
    pub owner_hint: Option<String>,
    /// Where it is read.
    pub connector: Box<dyn Connector>,
}

/// Returns the sources under a path, by name. Nothing is read yet but the first bytes of each file.
///
/// # Errors
///
/// If the path does not exist, or it or a folder under it may not be read.
pub fn open(path: &Path, options: &OpenOptions) -> Result<Vec<Source>, FetchError> {
    let mut found = Found { options, sources: Vec::new() };
    if fs::metadata(path).map_err(|it| failed(path, &it))?.is_file() {
        found.tree(path, Reach::Here, None)?;
    } else if maildir::is_maildir(path) {
        found.maildir(path);
    } else if folders_in(path)?.iter().any(|it| is_of_a_mailbox(it)) {
        found.tree(path, Reach::Below, Some(stem(path)))?;
    } else {
        found.tree(path, Reach::Here, None)?;
        for folder in folders_in(path)? {
            if maildir::is_maildir(&folder) {
                found.maildir(&folder);
            } else {
                found.tree(&folder, Reach::Below, Some(stem(&folder)))?;
            }
        }
    }
    found.sources.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found.sources)
}

fn folders_in(path: &Path) -> Result<Vec<PathBuf>, FetchError> {
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(path).and_then(|it| it.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut folders = entries.map_err(|it| failed(path, &it))?;
    folders.retain(|it| it.is_dir() && !it.is_symlink() && !stem(it).starts_with('.'));
    folders.sort();
    Ok(folders)
}

/// Inbox, Sent and the like lie side by side in the folder of one owner.
fn is_of_a_mailbox(folder: &Path) -> bool {
    let name = stem(folder);
    folder_named(&name) != Folder::Other || matches!(name.as_str(), "inbox" | "posteingang" | "archive" | "archiv")
}

struct Found<'a> {
    options: &'a OpenOptions,
    sources: Vec<Source>,
}

impl Found<'_> {
    fn maildir(&mut self, path: &Path) {
        let connector = maildir::connector(path.to_owned(), self.options.now);
        self.add(stem(path), Some(stem(path)), connector);
    }

    /// Mailbox and calendar files become a source each; all that is left under `root` becomes one of messages.
    fn tree(&mut self, root: &Path, reach: Reach, owner: Option<String>) -> Result<(), FetchError> {
        let (mut taken, mut messages) = (Vec::new(), Vec::new());
        for path in eml::files_under(root, reach)? {
            let name = path.strip_prefix(root).ok().filter(|it| !it.as_os_str().is_empty());
            let name = match (&owner, name) {
                (Some(owner), Some(inside)) => format!("{owner}/{}", inside.display()),
                _ => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            };
            let owner = owner.clone().or_else(|| Some(stem(&path)));
            match kind_of(&path) {
                FileKind::Mbox => {
                    let mbox = Mbox::new(path.clone(), folder_named(&stem(&path)), self.options.now);
                    self.add(name, owner, Box::new(Blocking(Arc::new(mbox))));
                    taken.push(path);
                }
                FileKind::Calendar => {
                    let calendar = Calendar::new(path.clone(), self.options.window);
                    self.add(name, owner, Box::new(Blocking(Arc::new(calendar))));
                    taken.push(path);
                }
                FileKind::Message => messages.push(path),
            }
        }
        if let Some(first) = messages.first() {
            let owner = origin(first).or(owner).or_else(|| Some(stem(root)));
            let connector = eml::connector(root.to_owned(), self.options.now, reach, taken);
            self.add(stem(root), owner, connector);
        }
        Ok(())
    }

    fn add(&mut self, name: String, owner_hint: Option<String>, connector: Box<dyn Connector>) {
        self.sources.push(Source { name, owner_hint, connector });
    }
}

enum FileKind {
    Mbox,
    Calendar,
    Message,
}

/// By its first bytes; a file that cannot be read counts as a message, which is accounted for as unreadable.
fn kind_of(path: &Path) -> FileKind {
    let mut head = Vec::new();
    let read = compressed::open_at(path, 0).and_then(|it| match it {
        Some(it) => it.text.take(1024).read_to_end(&mut head),
        None => Ok(0),
    });
    let head = crate::charset::decode(&head).trim_start().to_lowercase();
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_single = name.contains(".eml") || name.contains(".txt");
    // An empty file is an empty mailbox; a broken one is what its name says.
    let is_silent = head.is_empty() && !is_single && (read.is_ok() || name.contains(".mbox"));
    if head.starts_with("begin:vcalendar") || name.contains(".ics") {
        FileKind::Calendar
    } else if head.starts_with("from ") || is_silent {
        FileKind::Mbox
    } else {
        FileKind::Message
    }
}

/// Whose mailbox an exporter took a message from.
fn origin(path: &Path) -> Option<String> {
    let mut block = Vec::new();
    Lines::new(compressed::open_at(path, 0).ok()??, 0).header_block(&mut block).ok()?;
    let line = block.lines().map_while(Result::ok).find(|it| it.to_lowercase().starts_with("x-origin:"))?;
    Some(line.split_once(':')?.1.trim().to_lowercase())
}

/// A file's or folder's name without its endings, lower-case.
fn stem(path: &Path) -> String {
    let mut name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    for ending in [".gz", ".zst", ".mbox", ".mbx", ".ics", ".eml", ".txt"] {
        name = name.strip_suffix(ending).map(str::to_owned).unwrap_or(name);
    }
    name
}
