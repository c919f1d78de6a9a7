//! `relata forget` and `relata erasures`: somebody or something goes, everywhere.

use std::collections::BTreeMap;

use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use relata_model::enabling::{FILES_DUE, FILES_KEPT_DAYS};
use relata_model::{Address, MailboxId};
use relata_pipeline::{ErasureError, erase_step};
use relata_store::{Erasure, ErasureId, ErasureState, Forget as Whom, NewErasure, Store, StoreError};

use crate::opened::{Opened, now};
use crate::settings::Settings;
use crate::turn::Turn;

/// Whom or what to forget.
#[derive(Args)]
pub struct Forget {
    #[command(subcommand)]
    what: What,
    /// Why; it stands in the list of erasures, so name nobody
    #[arg(long, global = true, default_value = "asked for")]
    reason: String,
}

#[derive(Subcommand)]
enum What {
    /// Somebody, inside or outside, by any of their addresses; also an address that was never met
    ///
    /// They are out of sight at once, their rows go now, their files within 30 days, and nothing of them comes back with
    /// the next import: the address is kept as a hash under a secret key.
    Person {
        /// An address
        address: String,
    },
    /// What one mailbox showed; `relata erasures --mailboxes` lists them
    Mailbox {
        /// The mailbox's number
        number: i64,
    },
    /// Everything about everybody. What was released of accounts stays: it names nobody, and cannot be untold
    Everything {
        /// Yes, everything
        #[arg(long)]
        yes: bool,
    },
}

impl Forget {
    /// Asks for it, does it to the last row, and says how.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let opened = Opened::open_existing(&settings).await?;
        let _turn = Turn::wait(&settings).await?;
        let forget = match self.what {
            What::Person { address } => {
                Whom::Address(Address::parse_unlisted(&address).with_context(|| format!("`{address}` is no address"))?)
            }
            What::Mailbox { number } => Whom::Mailbox(MailboxId(number)),
            What::Everything { yes } => {
                anyhow::ensure!(yes, "this forgets everything about everybody; say so with --yes");
                Whom::Everything
            }
        };
        // What is kept of it is kept in seconds.
        let at = Timestamp::from_second(now().as_second())?;
        let new = NewErasure { forget, at, files_due: at + FILES_DUE, by: "operator".to_owned(), reason: self.reason };
        let id = match opened.store.request_erasure(&new).await {
            Err(StoreError::NotThere) => {
                anyhow::bail!("there is no such mailbox; `relata erasures --mailboxes` lists them")
            }
            asked => asked?,
        };
        println!("erasure {}: out of sight as of {at}", id.0);
        to_the_last_row(&opened, id).await?;
        let erasure = opened.store.erasure(id).await?.context("it was just asked for")?;
        println!("erasure {}: no row is left; its files go by {}", id.0, erasure.files_due);
        print!("{}", counts(&erasure.counts)?);
        println!(
            "Files wait {FILES_KEPT_DAYS} days for readers; then `relata serve` removes them by itself, or the next `relata \
             compute` or `relata import`.\nAfterwards `relata receipt show {}` prints the signed receipt. Backups are yours \
             to remove.",
            id.0
        );
        Ok(())
    }
}

/// Returns how many rows went, a table a line.
fn counts(json: &str) -> anyhow::Result<String> {
    let counts: BTreeMap<String, u64> = serde_json::from_str(json).context("what went was not counted")?;
    let lines = counts.iter().filter(|it| *it.1 > 0).map(|(table, count)| format!("{count:>8} {table}\n"));
    let lines: String = lines.collect();
    Ok(if lines.is_empty() { "The log held nothing of it.\n".to_owned() } else { lines })
}

async fn to_the_last_row(opened: &Opened, id: ErasureId) -> Result<(), ErasureError> {
    loop {
        let state = erase_step(&opened.line(now()), id, &|_| ()).await?;
        eprintln!("erasure {}: {}", id.0, words(state));
        if state >= ErasureState::RowsGone {
            return Ok(());
        }
    }
}

fn words(state: ErasureState) -> &'static str {
    match state {
        ErasureState::Requested => "asked for, and out of sight",
        ErasureState::LogGone => "gone from the log",
        ErasureState::StoreGone => "gone from the dictionary",
        ErasureState::RowsGone => "no row is left; the files wait",
        ErasureState::FilesGone => "no file is left",
    }
}

/// What to list.
#[derive(Args)]
pub struct Erasures {
    /// List the mailboxes that can be forgotten instead
    #[arg(long)]
    mailboxes: bool,
}

impl Erasures {
    /// Lists erasures: how far each has come, by when its files are gone.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let opened = Opened::open_existing(&settings).await?;
        if self.mailboxes {
            return mailboxes(&opened.store).await;
        }
        let erasures = opened.store.erasures().await?;
        if erasures.is_empty() {
            println!("Nobody asked to be forgotten.");
        }
        erasures.iter().for_each(print);
        Ok(())
    }
}

async fn mailboxes(store: &Store) -> anyhow::Result<()> {
    for it in store.mailboxes().await? {
        println!("{:>6}  {}  {}  {} messages read", it.id, it.source, it.name, it.ledger.read);
    }
    Ok(())
}

fn print(it: &Erasure) {
    let source = it.source.replace('_', " ");
    println!(
        "{:>4}  {} ({source}), asked for {} by {}: {}",
        it.id.0, it.kind, it.requested_at, it.requested_by, it.reason
    );
    let files = it.files_gone_at.map_or(format!("files go by {}", it.files_due), |it| format!("files gone {it}"));
    println!("      {}; {files}", words(it.state));
    if let Some(detail) = &it.detail {
        println!("      the last try failed: {detail}");
    }
}
