//! `relata import`: directory, records and mail from files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use relata_model::{Ledger, RecordKind};
use relata_pipeline::{Imported, import_activities, import_directory, import_groups, import_mail, import_records};

use crate::commands::data_connect::DataConnect;
use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::settings::Settings;
use crate::turn::Turn;
use crate::worker::do_what_is_due;

/// What to import.
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The directory: who your colleagues are (CSV: id, name, email, aliases, title, department, status)
    ///
    /// Aliases are separated by semicolons; status is active, left, guest, shared, room or group. Whoever is no
    /// longer in the file has left.
    Directory(File),
    /// Security groups of the directory, to leave them out (CSV or JSON lines: group, name, colleague, from, to)
    ///
    /// A row for each member: the colleague's directory id or address, and if the directory says so, since when and
    /// until when. A group without members has one row without a colleague. Whoever is no longer in the file has left
    /// the group now; members of a group that is read for the first time count as members since ever.
    Groups(File),
    /// Contacts of your CRM (CSV or JSON lines: id, name, title, email, account, company, owner, state, created)
    Contacts(File),
    /// Leads of your CRM (CSV or JSON lines: id, name, title, email, company, owner, stakeholders, state, created)
    Leads(File),
    /// Accounts of your CRM (CSV or JSON lines: id, name, domains, owner, primary_contact, state, created)
    Accounts(File),
    /// Opportunities of your CRM (CSV or JSON lines: id, name, account, contact, stakeholders, owner, team, stage,
    /// state, revenue, currency, created, close, closed)
    ///
    /// State is open, won or lost; close is the estimated day, closed the day it happened. Lists are separated by
    /// semicolons; a stakeholder is a contact's id or an address.
    Opportunities(File),
    /// Activities of your CRM: emails, appointments, phone calls and tasks (CSV or JSON lines)
    ///
    /// Columns: id, type, regarding, direction, from, to, cc, organizer, required, optional, owner, start, end,
    /// duration, state, message_id, in_reply_to, opens, clicks, attachment_opens. Only completed ones count; open ones
    /// in the future are shown as what comes next. No consent to mailbox data is needed.
    Activities(Activities),
    /// Mail and calendars: mbox, maildir, EML or ICS, as a file or a folder of them, also .gz and .zst
    ///
    /// Only headers are read. A mailbox belongs to the colleague whose directory id or address its file or folder is
    /// named for; --owner says so where the name does not. Importing again takes what is new.
    Mail(Mail),
    /// Mail, meetings and directory of many mailboxes: an extract of Microsoft Graph Data Connect
    ///
    /// JSON lines, plain, .gz or .zst, or Parquet, in any folders below the one given, on this machine or in object storage of Azure
    /// or S3; what a file holds, its columns say. Files with a column of bodies are refused. Stopped at any moment, it goes on where it was; importing again takes what is
    /// new. docs/microsoft-bulk.md says which columns to choose.
    DataConnect(DataConnect),
}

#[derive(Args)]
struct File {
    /// The file
    file: PathBuf,
}

#[derive(Args)]
struct Activities {
    /// The file
    file: PathBuf,
    /// Start over: read the whole file again
    #[arg(long)]
    again: bool,
}

#[derive(Args)]
struct Mail {
    /// A file or folder
    path: PathBuf,
    /// Whose mailbox it is: a directory id or an address
    #[arg(long, value_name = "COLLEAGUE")]
    owner: Option<String>,
    /// Start over: judge anew what was left out, after the directory or a rule changed
    #[arg(long)]
    again: bool,
}

impl Import {
    /// Imports, and says what became of every row or message.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        if let What::DataConnect(it) = self.what {
            return it.run(settings).await;
        }
        let _turn = Turn::wait(&settings).await?;
        let opened = Opened::open(&settings).await?;
        let line = opened.line(now());
        match self.what {
            What::Directory(it) => say("directory entries", &import_directory(&line, &it.file).await?),
            What::Groups(it) => say("groups", &import_groups(&line, &it.file).await?),
            What::Contacts(it) => say("contacts", &import_records(&line, RecordKind::Contact, &it.file).await?),
            What::Leads(it) => say("leads", &import_records(&line, RecordKind::Lead, &it.file).await?),
            What::Accounts(it) => say("accounts", &import_records(&line, RecordKind::Account, &it.file).await?),
            What::Opportunities(it) => {
                say("opportunities", &import_records(&line, RecordKind::Opportunity, &it.file).await?);
            }
            What::Activities(it) => {
                let bar = Bar::new("Reading activities");
                let ledger = import_activities(&line, &it.file, it.again, &|it| bar.tell(it)).await?;
                bar.done(&balance(&ledger));
            }
            What::Mail(it) => {
                let bar = Bar::new("Reading mail");
                let mail = relata_pipeline::Mail { path: &it.path, owner: it.owner.as_deref(), again: it.again };
                let ledger = import_mail(&line, mail, &|it| bar.tell(it)).await?;
                bar.done(&balance(&ledger));
            }
            // It takes turns of its own.
            What::DataConnect(_) => {}
        }
        do_what_is_due(&line, &opened.signer).await
    }
}

fn say(what: &str, imported: &Imported) {
    println!("{} {what} taken over, {} rows could not be read", imported.entries, imported.skipped.len());
    for it in &imported.skipped {
        println!("  {}: {}", it.place, it.reason);
    }
}

/// Returns a ledger in words.
pub fn balance(ledger: &Ledger) -> String {
    let mut text = format!(
        "{} read = {} stored + {} duplicates + {} left out + {} quarantined",
        ledger.read,
        ledger.stored,
        ledger.duplicates,
        ledger.filtered.values().sum::<u64>(),
        ledger.quarantined,
    );
    for (rule, count) in &ledger.filtered {
        text += &format!("\n  left out: {count:>6}  {}", rule.explanation());
    }
    text
}
