//! `relata forget` and `relata erasures`: somebody or something goes, everywhere.

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_model::enabling::FILES_DUE;
use relata_model::{Address, MailboxId};
use relata_pipeline::{ErasureError, erase_step};
use relata_store::{Erasure, ErasureId, ErasureState, Forget as Whom, NewErasure, Store};

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
        let opened = Opened::open(&settings).await?;
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
        let at = now();
        let new = NewErasure { forget, at, files_due: at + FILES_DUE, by: "operator".to_owned(), reason: self.reason };
        let id = opened.store.request_erasure(&new).await?;
        println!("erasure {}: out of sight as of {at}", id.0);
        to_the_last_row(&opened, id).await?;
        let erasure = opened.store.erasure(id).await?.context("it was just asked for")?;
        println!("erasure {}: no row is left; its files go by {}", id.0, erasure.files_due);
        println!("{}", erasure.counts);
        Ok(())
    }
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
        let opened = Opened::open(&settings).await?;
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
    let subject = it.subject.get(..12).unwrap_or("all");
    println!("{:>4}  {} ({})  {subject}  asked for {}", it.id.0, it.kind, it.source, it.requested_at);
    let files = it.files_gone_at.map_or(format!("files go by {}", it.files_due), |it| format!("files gone {it}"));
    println!("      {}; {files}", words(it.state));
    if let Some(detail) = &it.detail {
        println!("      the last try failed: {detail}");
    }
}
