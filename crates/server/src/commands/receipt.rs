//! `relata receipt`: the signed statement of an erasure, and whether one holds.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_keys::{check_receipt, key_of, key_text};
use relata_model::audit::{Action, AuditEvent};
use relata_store::ErasureId;

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// What to do with a receipt.
#[derive(Args)]
pub struct Receipt {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check a receipt: needs no database and no network
    ///
    /// Fails if it was changed, or was signed with another key than the one given.
    Verify {
        /// The file
        file: PathBuf,
        /// The organisation's public key, as `relata receipt key` prints it
        ///
        /// Without it, the key in the receipt is used: that shows that it was not changed since it was signed, not by whom.
        #[arg(long)]
        key: Option<String>,
    },
    /// Print the receipt of an erasure, which is there once its files are gone
    Show {
        /// The erasure's number
        erasure: i64,
    },
    /// Print the public key that receipts and exported audit trails are signed with
    Key,
}

impl Receipt {
    /// Checks, shows, or prints the key.
    pub async fn run(self, settings: impl FnOnce() -> anyhow::Result<Settings>) -> anyhow::Result<()> {
        match self.what {
            What::Verify { file, key } => verify(&file, key.as_deref()),
            What::Show { erasure } => show(&Opened::open_existing(&settings()?).await?, erasure).await,
            What::Key => {
                let opened = Opened::open_existing(&settings()?).await?;
                println!("{}", key_text(opened.signer.public_key()));
                Ok(())
            }
        }
    }
}

fn verify(file: &PathBuf, key: Option<&str>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let expected = key.map(key_of).transpose()?;
    let (statement, signed_by) = check_receipt(&text, expected)?;
    println!("The receipt holds: nothing of it was changed since it was signed.");
    if expected.is_none() {
        println!("It was signed with the key {}; is that the organisation's? --key checks it.", key_text(signed_by));
    }
    println!("{statement:#}");
    Ok(())
}

async fn show(opened: &Opened, erasure: i64) -> anyhow::Result<()> {
    let found = opened.store.erasure(ErasureId(erasure)).await?;
    let found = found.with_context(|| format!("there is no erasure {erasure}; `relata erasures` lists them"))?;
    let receipt = found.receipt.with_context(|| {
        format!("erasure {erasure} has no receipt yet: it is signed once its files are gone, by {}", found.files_due)
    })?;
    let event = AuditEvent::new(now(), "operator", Action::ReceiptDownloaded).of(format!("erasure:{erasure}"));
    opened.store.audit(&[event]).await?;
    print!("{receipt}");
    Ok(())
}
