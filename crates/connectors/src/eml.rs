//! Single messages: files of one message each (`.eml`, `.txt`, `.emlx`, or no ending at all) in any tree of folders.
//!
//! The folders' names say what is sent, draft or junk, in many languages. Every file is read or accounted for:
//! what is no message is said to be none, and nothing is passed over because of its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use relata_model::Folder;

use crate::files::messages::{MessageFile, MessageFiles};
use crate::files::{Blocking, failed};
use crate::mail::folder_named;
use crate::{Connector, FetchError};

/// Folders in folders; deeper is a loop, or a joke.
const DEEPEST: usize = 32;

/// How far down files are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// In the folder itself.
    Here,
    /// In the folder and every folder below.
    Below,
}

/// Returns the connector of the message files in a folder (or of one file), except those `taken` by others.
pub(crate) fn connector(root: PathBuf, now: Timestamp, reach: Reach, taken: Vec<PathBuf>) -> Box<dyn Connector> {
    let list = move |root: &Path| {
        let mut files = Vec::new();
        for path in files_under(root, reach)?.into_iter().filter(|it| !taken.contains(it)) {
            let folder = folder_of(&path, root);
            // Gone between the listing and the look.
            let Ok(file) = MessageFile::new(path) else { continue };
            files.push(MessageFile { folder, ..file });
        }
        Ok(files)
    };
    Box::new(Blocking(Arc::new(MessageFiles::new(root, now, list))))
}

/// Returns every file in a folder, sorted, without what operating systems and mail programs leave behind.
pub(crate) fn files_under(root: &Path, reach: Reach) -> Result<Vec<PathBuf>, FetchError> {
    let mut files = Vec::new();
    if fs::metadata(root).map_err(|it| failed(root, &it))?.is_file() {
        files.push(root.to_owned());
    } else {
        walk(root, if reach == Reach::Here { DEEPEST } else { 0 }, &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), FetchError> {
    for entry in fs::read_dir(folder).map_err(|it| failed(folder, &it))? {
        let entry = entry.map_err(|it| failed(folder, &it))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|it| failed(folder, &it))?);
        if is_left_behind(&path) {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            walk(&path, depth + 1, files)?;
        } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |it| it.1);
    name.starts_with('.') || matches!(name.as_str(), "thumbs.db" | "desktop.ini") || ending == "msf"
}

/// The innermost folder whose name says something.
fn folder_of(path: &Path, root: &Path) -> Folder {
    let inside = path.parent().and_then(|it| it.strip_prefix(root).ok()).unwrap_or(Path::new(""));
    let names = inside.components().rev().map(|it| it.as_os_str().to_string_lossy().into_owned());
    let root_name = root.file_name().map(|it| it.to_string_lossy().into_owned());
    names.chain(root_name).map(|it| folder_named(&it)).find(|it| *it != Folder::Other).unwrap_or_default()
}
