//! Taking turns: the log has one writer at a time, also when the command line runs beside `relata serve`.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};

use anyhow::Context;

use crate::opened::private_folder;
use crate::settings::Settings;

/// The turn to write; given back when dropped, also when the process dies.
pub struct Turn {
    _file: File,
    /// Counted in the file. Whoever has the turn after their own last one knows that nobody wrote in between.
    pub number: u64,
}

impl Turn {
    /// Waits until nobody else writes, and says so if it takes a while.
    ///
    /// # Errors
    ///
    /// If the lock file cannot be made.
    pub async fn wait(settings: &Settings) -> anyhow::Result<Turn> {
        if let Some(turn) = Turn::take(settings)? {
            return Ok(turn);
        }
        eprintln!("another Relata is at work on this data folder; waiting until it is done …");
        let file = open(settings)?;
        let file = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await?;
        Turn::of(settings, file.context("the lock cannot be taken")?)
    }

    /// Takes the turn, unless somebody else has it.
    ///
    /// # Errors
    ///
    /// As [`Turn::wait`].
    pub fn take(settings: &Settings) -> anyhow::Result<Option<Turn>> {
        let file = open(settings)?;
        match file.try_lock() {
            Ok(()) => Turn::of(settings, file).map(Some),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("the lock cannot be taken"),
        }
    }

    /// Counts a turn in the file that was locked for it. What somebody who was killed left of computing goes: nobody computes now.
    fn of(settings: &Settings, mut file: File) -> anyhow::Result<Turn> {
        let spilled = settings.spill_folder();
        match fs::remove_dir_all(&spilled) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let stays = || format!("{} cannot be removed; remove it by hand", spilled.display());
                return Err(error).with_context(stays);
            }
            _ => {}
        }
        let mut text = String::new();
        // Whatever else stands there counts from the start.
        let number = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse::<u64>().ok()).unwrap_or(0) + 1;
        let counted = file.rewind().and_then(|()| write!(file, "{number:020}"));
        counted.context("the turns cannot be counted; check that the disk is not full")?;
        Ok(Turn { _file: file, number })
    }
}

fn open(settings: &Settings) -> anyhow::Result<File> {
    private_folder(&settings.data.folder).context("the data folder cannot be made")?;
    let path = settings.data.folder.join("writer.lock");
    File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be made; check the data folder's permissions", path.display()))
}
