//! Secrets of the installation: made once, sealed under the root keys, kept in the store.
//!
//! The root keys lie in a file beside the data folder. Without it nobody who was forgotten is known again, and no receipt
//! is signed: keep a copy of it apart from the database.

use anyhow::Context;
use jiff::Timestamp;
use relata_keys::{RootKeys, Signer, open_or_create, random};
use relata_model::SuppressionKey;
use relata_store::Store;

use crate::settings::Settings;

/// What the suppression key is called in the store.
const SUPPRESSION_KEY: &str = "suppression key";

/// What the steps of an erasure need to know.
pub struct Secrets {
    /// Knows the forgotten again.
    pub suppression: SuppressionKey,
    /// Signs receipts and exported trails.
    pub signer: Signer,
}

impl Secrets {
    /// Returns the secrets; makes what is missing.
    ///
    /// # Errors
    ///
    /// If the file of root keys cannot be used, or what was sealed cannot be opened with it.
    pub async fn open(settings: &Settings, store: &Store, now: Timestamp) -> anyhow::Result<Secrets> {
        let file = settings.root_keys();
        anyhow::ensure!(
            file.exists() || store.secret(SUPPRESSION_KEY).await?.is_none(),
            "the file of root keys {file} is missing: restore it from your copy; without it nobody who was forgotten is known \
             again",
            file = file.display()
        );
        let keys = open_or_create(&file).context("the root keys cannot be used")?;
        Ok(Secrets {
            suppression: SuppressionKey::new(secret(&keys, store, SUPPRESSION_KEY, now).await?),
            signer: Signer::from_seed(&secret(&keys, store, "receipt key", now).await?),
        })
    }
}

async fn secret(keys: &RootKeys, store: &Store, name: &str, now: Timestamp) -> anyhow::Result<[u8; 32]> {
    let sealed = match store.secret(name).await? {
        Some(sealed) => sealed,
        None => store.keep_secret_once(name, &keys.seal(name, &random::<32>()), keys.newest(), now).await?,
    };
    let opened = keys.open(name, &sealed).with_context(|| format!("the {name} cannot be opened"))?;
    opened.as_slice().try_into().with_context(|| format!("the {name} has not 32 bytes"))
}
