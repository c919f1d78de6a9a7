//! Stopped: a world whose process died between two commits of the log.
//!
//! A commit is a file, so a log that stopped is one without its newest. What lay in the files of rows stays on the disk, as
//! after a crash.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::World;

impl World {
    /// Returns the commits of the log, the oldest first.
    ///
    /// # Panics
    ///
    /// If the folder cannot be read.
    pub fn commits(&self) -> Vec<PathBuf> {
        let mut commits: Vec<(SystemTime, PathBuf)> = Vec::new();
        for table in files(&self.folder().join("log")) {
            let all = files(&table.join("_delta_log"));
            commits.extend(all.into_iter().filter(|it| it.extension().is_some_and(|it| it == "json")).map(|it| {
                let made = it.metadata().and_then(|it| it.modified()).expect("a commit on this disk");
                (made, it)
            }));
        }
        commits.sort();
        commits.into_iter().map(|it| it.1).collect()
    }

    /// Lets the process have died after so many commits of the log, the store being as it is.
    ///
    /// # Panics
    ///
    /// If a commit cannot be removed.
    pub async fn stopped(self, commits: usize) -> World {
        for it in self.commits().iter().skip(commits) {
            std::fs::remove_file(it).expect("a commit on this disk");
        }
        self.reopened().await
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the log");
    entries.map(|it| it.expect("a folder of the log").path()).collect()
}
