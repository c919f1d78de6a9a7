//! `relata receipt`: the signed statement of an erasure, and whether one holds.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_keys::{check_receipt, key_of, key_text};
use relata_store::ErasureId;

use crate::opened::Opened;
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
    Verify {
        /// The file
        file: PathBuf,
        /// The organisation's public key, as `relata receipt key` prints it
        #[arg(long)]
        key: Option<String>,
    },
    /// Print the receipt of an erasure
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
            What::Show { erasure } => show(&Opened::open(&settings()?).await?, erasure).await,
            What::Key => {
                let opened = Opened::open(&settings()?).await?;
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
        println!("It was signed with the key {}; is that the organisation's?", key_text(signed_by));
    }
    println!("{statement:#}");
    Ok(())
}

async fn show(opened: &Opened, erasure: i64) -> anyhow::Result<()> {
    let found = opened.store.erasure(ErasureId(erasure)).await?;
    let found = found.with_context(|| format!("there is no erasure {erasure}; `relata erasures` lists them"))?;
    let receipt = found
        .receipt
        .with_context(|| format!("erasure {erasure} has no receipt yet: its files go by {}", found.files_due))?;
    print!("{receipt}");
    Ok(())
}
