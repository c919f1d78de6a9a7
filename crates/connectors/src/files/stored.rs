//! Stored: files wherever they lie, listed in a stable order and read from anywhere in them.
//!
//! A place on this machine is [`Folder`]; others are asked over the network. All of it is blocking code.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::failed;
use crate::FetchError;

/// Where files lie.
pub trait Place: Send + Sync {
    /// Lists every file, always in the same order; what begins with a dot or an underscore is a program's own note.
    ///
    /// # Errors
    ///
    /// If the place cannot be looked at.
    fn list(&self) -> Result<Vec<Listed>, FetchError>;

    /// Opens a file that was listed.
    ///
    /// # Errors
    ///
    /// If it cannot be opened. An error that holds a [`FetchError`] says itself what to do.
    fn open(&self, file: &Listed) -> io::Result<Arc<dyn Stored>>;
}

/// A file of a place. Whether it is still the same is told by its length, and its time of change or its mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its path inside the place, with `/` between folders.
    pub name: String,
    /// What it is called outside, to be shown.
    pub path: PathBuf,
    /// Its length as it is stored.
    pub bytes: u64,
    /// When it was changed, in milliseconds since 1970; 0 where a mark says more.
    pub changed: i64,
    /// The mark (`ETag`) that its place gives every version of it, or nothing.
    pub etag: String,
}

/// A file that is open, read from anywhere in it.
pub trait Stored: Send + Sync {
    /// Returns its length.
    fn bytes(&self) -> u64;

    /// Returns so many of its bytes, or fewer at its end.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>>;

    /// Returns a reader of everything from there on.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn onward(&self, at: u64) -> io::Result<Box<dyn Read + Send>>;
}

/// A folder of this machine with folders in it, or one file.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Place for Folder {
    fn list(&self) -> Result<Vec<Listed>, FetchError> {
        let mut paths = files_under(&self.0)?;
        paths.sort();
        paths.into_iter().map(|path| self.listed(path)).collect()
    }

    fn open(&self, file: &Listed) -> io::Result<Arc<dyn Stored>> {
        let open = File::open(&file.path)?;
        let bytes = open.metadata()?.len();
        Ok(Arc::new(OnThisMachine { file: Arc::new(open), bytes }))
    }
}

impl Folder {
    fn listed(&self, path: PathBuf) -> Result<Listed, FetchError> {
        let metadata = fs::metadata(&path).map_err(|it| failed(&path, &it))?;
        let changed = metadata.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|it| i64::try_from(it.as_millis()).ok()).unwrap_or_default();
        let inside = path.strip_prefix(&self.0).ok().filter(|it| !it.as_os_str().is_empty());
        let name = inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
        let name = name.to_string_lossy().into_owned();
        Ok(Listed { name, path, bytes: metadata.len(), changed, etag: String::new() })
    }
}

/// Whether a name is that of a program's own note, such as `_SUCCESS`.
pub fn is_a_note(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

fn files_under(path: &Path) -> Result<Vec<PathBuf>, FetchError> {
    let error = |it: io::Error| failed(path, &it);
    if fs::metadata(path).map_err(error)?.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(error)? {
        let entry = entry.map_err(error)?;
        let sort = entry.file_type().map_err(error)?;
        if is_a_note(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if sort.is_dir() {
            found.extend(files_under(&entry.path())?);
        } else if sort.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

struct OnThisMachine {
    file: Arc<File>,
    bytes: u64,
}

impl Stored for OnThisMachine {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let mut read = Vec::new();
        Onward { file: self.file.clone(), at }.take(bytes as u64).read_to_end(&mut read)?;
        Ok(read)
    }

    fn onward(&self, at: u64) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Onward { file: self.file.clone(), at }))
    }
}

struct Onward {
    file: Arc<File>,
    at: u64,
}

impl Read for Onward {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read_at(into, self.at)?;
        self.at += got as u64;
        Ok(got)
    }
}
