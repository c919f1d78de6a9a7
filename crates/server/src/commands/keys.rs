//! `relata keys`: the root keys, which seal every secret in the database.

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_keys::rotate;
use relata_model::audit::{Action, AuditEvent};

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// What to do with the root keys.
#[derive(Args)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a version to the root keys, and seal every secret with it anew
    ///
    /// Afterwards make a new copy of the key file. Interrupted, run it again: what is left is sealed then.
    Rotate,
}

impl Keys {
    /// Rotates the root keys.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let What::Rotate = self.what;
        let store = Opened::open_existing(&settings).await?.store;
        let file = settings.root_keys();
        let keys = rotate(&file).context("the root keys cannot be rotated")?;
        let older = store.secrets_older_than(keys.newest()).await?;
        for (name, sealed) in &older {
            let again = keys.reseal(name, sealed).with_context(|| format!("the {name} cannot be sealed anew"))?;
            if let Some(again) = again {
                store.replace_secret(name, &again, keys.newest(), now()).await?;
            }
        }
        let event = AuditEvent::new(now(), "operator", Action::SecretsRotated);
        store.audit(&[event.with("version", keys.newest()).with("secrets", older.len())]).await?;
        println!("{} secrets are sealed with version {} of {}", older.len(), keys.newest(), file.display());
        println!(
            "Copy that file to where your copy of it lies, apart from the database. A server that runs goes on as it is."
        );
        Ok(())
    }
}
