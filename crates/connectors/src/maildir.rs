//! Maildir: a folder in which each message is a file, `cur` for the seen and `new` for the unseen.
//!
//! Subfolders are Maildir++ (`.Sent`, `.Archive.2025`) or plain folders that hold `cur` and `new` themselves.
//! The letters behind `:2,` are flags; `D` is a draft. The number a file name begins with is when it was delivered.

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
const DEEPEST: usize = 16;

/// Returns the connector of a maildir.
pub(crate) fn connector(root: PathBuf, now: Timestamp) -> Box<dyn Connector> {
    Box::new(Blocking(Arc::new(MessageFiles::new(root, now, list))))
}

/// Returns whether a folder is a maildir.
pub(crate) fn is_maildir(path: &Path) -> bool {
    path.join("cur").is_dir() && path.join("new").is_dir()
}

fn list(root: &Path) -> Result<Vec<MessageFile>, FetchError> {
    let mut files = Vec::new();
    list_into(root, root, 0, &mut files)?;
    Ok(files)
}

fn list_into(folder: &Path, root: &Path, depth: usize, files: &mut Vec<MessageFile>) -> Result<(), FetchError> {
    let kind = if folder == root { Folder::Other } else { kind_of(folder) };
    for entry in fs::read_dir(folder).map_err(|it| failed(folder, &it))? {
        let path = entry.map_err(|it| failed(folder, &it))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_folder = path.is_dir() && !path.is_symlink();
        match name.as_str() {
            "cur" | "new" if is_folder => messages_into(&path, kind, files)?,
            "tmp" => {}
            _ if is_folder && depth < DEEPEST => list_into(&path, root, depth + 1, files)?,
            _ => {}
        }
    }
    Ok(())
}

fn messages_into(folder: &Path, kind: Folder, files: &mut Vec<MessageFile>) -> Result<(), FetchError> {
    for entry in fs::read_dir(folder).map_err(|it| failed(folder, &it))? {
        let path = entry.map_err(|it| failed(folder, &it))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') || !path.is_file() {
            continue;
        }
        // Gone between the listing and the look: moved by a mail program, and found again next time.
        let Ok(file) = MessageFile::new(path) else { continue };
        files.push(MessageFile { folder: kind, draft: is_draft(&name), delivered: delivered(&name), ..file });
    }
    Ok(())
}

/// `.Archive.Sent` says Sent.
fn kind_of(folder: &Path) -> Folder {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit('.').next().map_or(Folder::Other, folder_named)
}

fn is_draft(name: &str) -> bool {
    name.rsplit_once("2,").is_some_and(|(before, flags)| before.ends_with([':', ';', '!']) && flags.contains('D'))
}

fn delivered(name: &str) -> Option<Timestamp> {
    let digits: &str = name.split('.').next()?;
    Timestamp::from_second(digits.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_tell_flags_and_time() {
        for (name, draft, at) in [
            ("1772442000.M1P2.host,S=9:2,DS", true, Some("2026-03-02T09:00:00Z")),
            ("1772442000.M1P2.host,S=9:2,RS", false, Some("2026-03-02T09:00:00Z")),
            ("1772442000.D2.host", false, Some("2026-03-02T09:00:00Z")),
            ("cur-12;2,D", true, None),
        ] {
            assert_eq!((is_draft(name), delivered(name).map(|it| it.to_string()).as_deref()), (draft, at), "{name}");
        }
    }
}
