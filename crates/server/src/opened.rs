//! The store and the log, opened as the settings say.

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use relata_interaction_log::InteractionLog;
use relata_keys::Signer;
use relata_pipeline::Line;
use relata_store::Store;

use crate::secrets::Secrets;
use crate::settings::Settings;

/// Where everything is kept, open.
pub struct Opened {
    /// The operational database.
    pub store: Store,
    /// The history.
    pub log: InteractionLog,
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
        Ok(Opened { store, log, signer })
    }

    /// Returns what every step of the line needs.
    pub fn line(&self, now: Timestamp) -> Line<'_> {
        Line { store: &self.store, log: &self.log, now }
    }
}

/// Makes a folder that nobody but this user can enter; one that is there stays as it is.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Asks the clock. Nothing else does; everything below is told.
pub fn now() -> Timestamp {
    Timestamp::now()
}
