//! Taking turns: the log has one writer at a time, also when the command line runs beside `relata serve`.

use std::fs::{File, TryLockError};

use anyhow::Context;

use crate::opened::private_folder;
use crate::settings::Settings;

/// The turn to write; given back when dropped, also when the process dies.
pub struct Turn {
    _file: File,
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
        Ok(Turn { _file: file.context("the lock cannot be taken")? })
    }

    /// Takes the turn, unless somebody else has it.
    ///
    /// # Errors
    ///
    /// As [`Turn::wait`].
    pub fn take(settings: &Settings) -> anyhow::Result<Option<Turn>> {
        let file = open(settings)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Turn { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("the lock cannot be taken"),
        }
    }
}

fn open(settings: &Settings) -> anyhow::Result<File> {
    private_folder(&settings.data.folder).context("the data folder cannot be made")?;
    let path = settings.data.folder.join("writer.lock");
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be made; check the data folder's permissions", path.display()))
}
