//! The manifest: which files of an extract were read, how far, and what became of their lines.

use std::collections::BTreeMap;

use relata_connectors::files::stored::Listed;
use serde::{Deserialize, Serialize};

/// Every file that was met, by its path inside the extract.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Manifest {
    version: u32,
    /// How many blocks were put into the spool and noted here.
    #[serde(default)]
    pub(super) blocks: u64,
    /// The files, by path.
    pub files: BTreeMap<String, FileRead>,
}

/// The form of manifests; another one is read as none, and the extract from the start, which loses nothing.
const VERSION: u32 = 1;

impl Manifest {
    pub(super) fn parse(bytes: &[u8]) -> Manifest {
        let read = serde_json::from_slice(bytes).ok().filter(|it: &Manifest| it.version == VERSION);
        read.unwrap_or(Manifest { version: VERSION, ..Manifest::default() })
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("plain fields are written without error")
    }

    /// The entry of a file; one whose length, time of change or mark is another than before starts over.
    pub(super) fn file(&mut self, file: &Listed) -> &mut FileRead {
        let stamp = Stamp { bytes: file.bytes, changed: file.changed, etag: file.etag.clone() };
        let entry = self.files.entry(file.name.clone()).or_default();
        if entry.stamp != stamp {
            *entry = FileRead { stamp, ..FileRead::default() };
        }
        entry
    }
}

/// What tells that a file is still the same.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub struct Stamp {
    /// Length as it is stored.
    pub bytes: u64,
    /// Time of change, in milliseconds since 1970; 0 where there is a mark.
    pub changed: i64,
    /// The mark that object storage gives every version of it, or nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub etag: String,
}

/// What became of one file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub struct FileRead {
    /// Which file it was.
    pub stamp: Stamp,
    /// How far it was read, in bytes of plain text; of Parquet, in rows.
    pub offset: u64,
    /// How far it was read, in bytes on disk.
    pub on_disk: u64,
    /// Whether it was read to its end, or given up.
    pub finished: bool,
    /// Lines that are not blank.
    pub lines: u64,
    /// Lines that show an interaction.
    pub taken: u64,
    /// Lines that could not be used; they are in the spool, with place and reason.
    pub quarantined: u64,
    /// Lines of mailboxes that are not to be read; nothing of them is kept.
    pub left_alone: u64,
    /// Lines of Data Connect about the extraction itself.
    pub summaries: u64,
    /// Why the file, or the rest of it, is not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl FileRead {
    /// Whether so many lines cannot be used that the file is not what it seems.
    pub(super) fn is_over_budget(&self) -> bool {
        self.quarantined > MOST_BAD_LINES && self.quarantined * BAD_LINES_IN > self.lines
    }

    /// Nothing more of it is read, for that reason.
    pub(super) fn refuse(&mut self, reason: String) {
        (self.finished, self.refused) = (true, Some(reason));
    }
}

/// A file may have that many unusable lines, or one in a hundred, whichever is more.
const MOST_BAD_LINES: u64 = 100;
const BAD_LINES_IN: u64 = 100;
