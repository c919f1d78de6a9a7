//! Stopped: a world whose process died between two commits of the log.
//!
//! A commit is a file, so a log that stopped is one without its newest. What lay in the files of rows stays on the disk, as
//! after a crash.

use std::path::{Path, PathBuf};

use crate::World;

impl World {
    /// Returns the commits of the log, the oldest first.
    ///
    /// # Panics
    ///
    /// If the folder cannot be read.
    pub fn commits(&self) -> Vec<PathBuf> {
        let mut commits: Vec<(u64, PathBuf)> = Vec::new();
        for table in files(&self.folder().join("log")) {
            let all = files(&table.join("_delta_log")).into_iter();
            commits.extend(all.filter(|it| it.extension().is_some_and(|it| it == "json")).map(|it| (made_at(&it), it)));
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

/// When a commit says it was made, in milliseconds; the clock of the disk is too coarse.
fn made_at(commit: &Path) -> u64 {
    let text = std::fs::read_to_string(commit).expect("a commit on this disk");
    let (_, rest) = text.split_once("\"commitInfo\":{\"timestamp\":").expect("a commit that says when it was made");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a time in milliseconds")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the log");
    entries.map(|it| it.expect("a folder of the log").path()).collect()
}
