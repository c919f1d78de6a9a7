//! The store and the log, opened as the settings say.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use relata_interaction_log::InteractionLog;
use relata_keys::Signer;
use relata_pipeline::{Line, Room};
use relata_store::Store;

use crate::secrets::Secrets;
use crate::settings::Settings;

/// Where everything is kept, open.
pub struct Opened {
    /// The operational database.
    pub store: Store,
    /// The history.
    pub log: InteractionLog,
    /// What computing may take.
    pub room: Room,
    /// Signs receipts and exported trails.
    pub signer: Signer,
}

impl Opened {
    /// Opens both, creating what is missing.
    ///
    /// # Errors
    ///
    /// If the data folder cannot be made, or one of the two cannot be opened.
    pub async fn open(settings: &Settings) -> anyhow::Result<Opened> {
        let folder = &settings.data.folder;
        private_folder(folder).with_context(|| {
            format!("the data folder {} cannot be made; check its parent's permissions", folder.display())
        })?;
        let store = Store::open(&settings.database_url()).await.context("the database cannot be opened")?;
        let Secrets { suppression, signer } = Secrets::open(settings, &store, now()).await?;
        let store = store.knowing(suppression);
        let place = settings.log_place();
        if !place.contains("://") {
            std::fs::create_dir_all(&place).with_context(|| format!("the log's folder {place} cannot be made"))?;
        }
        let log = InteractionLog::open(&place).await.with_context(|| format!("the log at {place} cannot be opened"))?;
        Ok(Opened { store, log, room: settings.room()?, signer })
    }

    /// Opens both where something was stored before: for whoever asks what is kept of people, or to forget them. In another
    /// folder by mistake, they would be told that nothing is there.
    ///
    /// # Errors
    ///
    /// As [`Opened::open`], and if nothing was ever stored there.
    pub async fn open_existing(settings: &Settings) -> anyhow::Result<Opened> {
        is_there(settings)?;
        Opened::open(settings).await
    }

    /// Returns what every step of the line needs.
    pub fn line(&self, now: Timestamp) -> Line<'_> {
        Line { store: &self.store, log: &self.log, room: &self.room, now }
    }
}

/// Looks whether something was ever stored where the settings say.
///
/// # Errors
///
/// If not; the message says what to do.
pub fn is_there(settings: &Settings) -> anyhow::Result<()> {
    let url = settings.database_url();
    // Another database is not ours to look for: its server says what is wrong.
    let Some(file) = url.strip_prefix("sqlite:") else { return Ok(()) };
    let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
    anyhow::ensure!(
        Path::new(file).exists(),
        "nothing is stored here: there is no {file}; run this in the folder of your relata.toml, or name that with --config"
    );
    Ok(())
}

/// Makes a file that nobody but this user can read, and writes to it; one that is there is replaced.
pub fn private_file(file: &Path, text: &str) -> std::io::Result<()> {
    // A file that is there keeps its permissions, so it goes first.
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    made.write_all(text.as_bytes())
}

/// Makes a folder that nobody but this user can enter; one that is there stays as it is.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Asks the clock. Nothing else does; everything below is told.
pub fn now() -> Timestamp {
    Timestamp::now()
}
