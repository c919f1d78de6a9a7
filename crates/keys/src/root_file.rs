//! The file of root keys: a version and a key a line, the newest first.
//!
//! It lies beside the data, not in it: a copy of the database without this file opens nothing that was sealed.
//! Rotating puts a new version on top; the older ones stay as long as anything sealed with them is left.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::seal::KEY_BYTES;
use crate::{KeyError, RootKeys, random};

const HEADER: &str = "# The root keys of Relata, newest first. Whoever reads this file can open every secret that Relata keeps.\n\
                      # Keep a copy of it apart from the database. Without it, what was sealed is lost.\n";

/// Returns the keys of that file; makes it, with one key, if there is none.
///
/// # Errors
///
/// When others than its owner can read the file, when it holds something else, when it cannot be read or made.
pub fn open_or_create(path: &Path) -> Result<RootKeys, KeyError> {
    match read(path)? {
        Some(keys) => Ok(keys),
        None => {
            let fresh = RootKeys::new(vec![(1, Zeroizing::new(random()))]);
            let temporary = write_beside(path, &fresh)?;
            // A link fails where somebody else was quicker, and then theirs are the keys.
            let linked = fs::hard_link(&temporary, path);
            fs::remove_file(&temporary).map_err(|it| in_file(path, it))?;
            match linked {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(in_file(path, error)),
                _ => sync_folder(path).and_then(|()| Ok(read(path)?.expect("it was made just now"))),
            }
        }
    }
}

/// Adds a version to the keys of that file, and returns them: from now on it seals, and the older ones only open.
///
/// # Errors
///
/// As [`open_or_create`].
pub fn rotate(path: &Path) -> Result<RootKeys, KeyError> {
    let keys = open_or_create(path)?.with_a_newer(Zeroizing::new(random()));
    let temporary = write_beside(path, &keys)?;
    fs::rename(&temporary, path).map_err(|it| in_file(path, it))?;
    sync_folder(path)?;
    Ok(keys)
}

fn read(path: &Path) -> Result<Option<RootKeys>, KeyError> {
    let mode = match fs::metadata(path) {
        Ok(it) => it.permissions().mode(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(in_file(path, error)),
    };
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|it| in_file(path, it))?);
    let mut versions: Vec<(u32, Zeroizing<[u8; KEY_BYTES]>)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let (version, key) = parse(line).ok_or_else(|| KeyError::Damaged(path.to_owned(), number))?;
        if versions.last().is_some_and(|(older, _)| *older <= version) {
            return Err(KeyError::Damaged(path.to_owned(), number));
        }
        versions.push((version, key));
    }
    if versions.is_empty() {
        return Err(KeyError::Damaged(path.to_owned(), 1));
    }
    Ok(Some(RootKeys::new(versions)))
}

fn parse(line: &str) -> Option<(u32, Zeroizing<[u8; KEY_BYTES]>)> {
    let (version, key) = line.split_once(' ')?;
    let key = Zeroizing::new(STANDARD.decode(key).ok()?);
    Some((version.parse().ok()?, Zeroizing::new(key.as_slice().try_into().ok()?)))
}

fn write_beside(path: &Path, keys: &RootKeys) -> Result<PathBuf, KeyError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:016x}", u64::from_ne_bytes(random())));
    let temporary = path.with_file_name(name);
    let mut text = Zeroizing::new(HEADER.to_owned());
    for (version, key) in keys.versions() {
        let key = Zeroizing::new(STANDARD.encode(key.as_slice()));
        *text += &format!("{version} {}\n", *key);
    }
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|it| in_file(path, it))?;
    Ok(temporary)
}

fn sync_folder(path: &Path) -> Result<(), KeyError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|it| it.sync_all()).map_err(|it| in_file(path, it))
}

fn in_file(path: &Path, error: std::io::Error) -> KeyError {
    KeyError::File(path.to_owned(), error)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Writes that text with that mode, and compares what opening the file gives.
    fn check(text: &str, mode: u32, expected: &Expect) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let found = match open_or_create(&path) {
            Ok(keys) => format!("{keys:?}"),
            Err(error) => error.to_string().replace(&folder.path().display().to_string(), ""),
        };
        expected.assert_eq(&found);
    }

    fn key_line(version: u32) -> String {
        format!("{version} {}\n", STANDARD.encode([7; KEY_BYTES]))
    }

    #[test]
    fn a_file_of_keys_is_read_newest_first_or_refused() {
        let two = format!("# a comment\n{}{}", key_line(2), key_line(1));
        check(&two, 0o600, &expect!["RootKeys(versions 2, 1)"]);
        check(&two, 0o640, &expect!["/keys can be read by others than its owner; run: chmod 600 /keys"]);
        check(&two, 0o604, &expect!["/keys can be read by others than its owner; run: chmod 600 /keys"]);
        check("", 0o600, &expect!["/keys, line 1: this is no root key; restore the file from your copy"]);
        check("1 c2hvcnQ=\n", 0o600, &expect!["/keys, line 1: this is no root key; restore the file from your copy"]);
        let wrong_order = key_line(1) + &key_line(2);
        check(&wrong_order, 0o600, &expect!["/keys, line 2: this is no root key; restore the file from your copy"]);
    }

    #[test]
    fn the_first_use_makes_a_file_that_its_owner_alone_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let made = open_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let sealed = made.seal("test", b"a secret");
        let opened = open_or_create(&path).unwrap().open("test", &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"a secret");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn rotating_adds_a_version_and_keeps_what_was_sealed_readable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let sealed = open_or_create(&path).unwrap().seal("test", b"a secret");
        let rotated = rotate(&path).unwrap();
        assert_eq!(format!("{rotated:?}"), "RootKeys(versions 2, 1)");
        assert_eq!(rotated.open("test", &sealed).unwrap().as_slice(), b"a secret");
        let again = rotated.reseal("test", &sealed).unwrap().expect("it was sealed with an older version");
        assert_eq!(open_or_create(&path).unwrap().open("test", &again).unwrap().as_slice(), b"a secret");
        assert!(rotated.reseal("test", &again).unwrap().is_none(), "the newest seals nothing again");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
