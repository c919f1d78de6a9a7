//! Relata: who knows whom, from the metadata of an organisation's mail.
//!
//! One binary, one file per command. Start at [`commands`].

mod access;
mod commands;
mod exported_trail;
mod extracts;
mod memory;
mod nightly;
mod opened;
mod out_of_room;
mod own_mailboxes;
mod progress;
mod push;
mod remote;
mod sample;
mod secrets;
mod settings;
mod spools;
mod trials;
mod turn;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::Settings;

/// Relata tells who in your organisation knows whom outside, and how well.
///
/// It reads the metadata of mail, meetings and calls, never a body and never a subject, under
/// consent, and shows for every contact the colleagues who can introduce you.
/// Try it on real mail headers first:
///
///     relata demo
#[derive(Parser)]
#[command(
    version,
    verbatim_doc_comment,
    after_help = "\
A first installation, step by step:
  relata import directory people.csv      who your colleagues are
  relata consent enable                   then `relata consent give`, or both in the web application
  relata import contacts contacts.csv     whom your CRM knows (also: leads, accounts)
  relata import mail exported/            mbox, maildir, EML and ICS files, one per colleague
  relata compute                          who knows whom, as of today
  relata administrator set me             who signs in first, and gives roles to the others
  relata serve                            look at it in the browser
Settings are in relata.toml; `relata settings` prints every one with its reason."
)]
struct Arguments {
    /// The settings file [default: relata.toml in this folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show Relata on a sample of real mail headers, all set up
    Demo(commands::demo::Demo),
    /// Serve the web application and the API
    Serve(commands::serve::Serve),
    /// Take over directory, records or mail from files
    Import(commands::import::Import),
    /// Turn relationship intelligence on, consent for the organisation, and see where it stands
    Consent(commands::consent::Consent),
    /// Connect Microsoft 365, and pause or end connections
    Source(commands::source::Source),
    /// Show what would be read of what is connected, before anything is
    Plan(commands::plan::Plan),
    /// Read everything that is connected, once, and show what changed
    Collect(commands::collect::Collect),
    /// Show what every mailbox has beside what was read of it, and check it now
    Ledger(commands::ledger::Ledger),
    /// Compute who knows whom and publish it
    Compute(commands::compute::Compute),
    /// Explain how well a colleague knows a contact
    Explain(commands::explain::Explain),
    /// Invent an organisation of any size, to try, test and measure with
    Generate(commands::generate::Generate),
    /// Measure how well the scores predict, on your own history or on edge files
    Validate(commands::validate::Validate),
    /// Show the audit trail, write it to a file, or verify that nobody changed it
    Audit(commands::audit::Audit),
    /// Set the password of a local administrator, list or remove local administrators
    Administrator(commands::administrator::Administrator),
    /// Rotate the root keys
    Keys(commands::keys::Keys),
    /// Check the installation, and say what to do about each finding
    Doctor(commands::doctor::Doctor),
    /// Forget somebody, a mailbox or everything
    Forget(commands::forget::Forget),
    /// List what was asked to be forgotten, and how far that has come
    Erasures(commands::forget::Erasures),
    /// Gather everything that is kept about a person
    Access(commands::access::Access),
    /// Check or print the signed statement of an erasure
    Receipt(commands::receipt::Receipt),
    /// Print every setting with its default and its reason
    Settings,
}

/// What is logged unless `RELATA_LOG` says otherwise. Delta Lake warns for every file that it keeps no statistics of
/// binary columns, which is as we want it.
const QUIET: &str = "warn,deltalake_core=error";

/// What shells say of a program whose reader left: 128 and the signal's number.
const ENDED_BY_SIGPIPE: i32 = 141;

#[tokio::main]
async fn main() -> ExitCode {
    panic_quietly();
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("RELATA_LOG").unwrap_or_else(|_| QUIET.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("relata: {}", out_of_room::told(&error));
            ExitCode::FAILURE
        }
    }
}

/// What a writer of files says that is shut down a second time, after a disk was full (object_store 0.13). It panics in a task
/// of its own; whoever waits for the file is told why it was not written.
const SHUT_DOWN_TWICE: &str = "Already shut down";

/// Says nothing of two panics that are no mistake to tell of. `relata … | head` ends as other programs do: whoever reads our
/// output may stop. And what a full disk leads to is told once, by whoever wanted to write.
fn panic_quietly() {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout: Broken pipe") {
            std::process::exit(ENDED_BY_SIGPIPE);
        }
        if said != SHUT_DOWN_TWICE {
            otherwise(panic);
        }
    }));
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = || Settings::read(arguments.config.as_deref());
    match arguments.command {
        Command::Demo(it) => it.run(settings()?).await?,
        Command::Serve(it) => it.run(settings()?).await?,
        Command::Import(it) => it.run(settings()?).await?,
        Command::Consent(it) => it.run(settings()?).await?,
        Command::Source(it) => it.run(settings()?).await?,
        Command::Plan(it) => return it.run(settings()?).await,
        Command::Collect(it) => return it.run(settings()?).await,
        Command::Ledger(it) => return it.run(settings()?).await,
        Command::Compute(it) => it.run(settings()?).await?,
        Command::Explain(it) => it.run(settings()?).await?,
        Command::Generate(it) => it.run(settings()?).await?,
        Command::Validate(it) => it.run(settings).await?,
        Command::Audit(it) => return it.run(settings).await,
        Command::Administrator(it) => it.run(settings()?).await?,
        Command::Keys(it) => it.run(settings()?).await?,
        Command::Doctor(it) => return it.run(settings()).await,
        Command::Forget(it) => it.run(settings()?).await?,
        Command::Erasures(it) => it.run(settings()?).await?,
        Command::Access(it) => it.run(settings()?).await?,
        Command::Receipt(it) => it.run(settings).await?,
        Command::Settings => print!("{}", settings::DEFAULTS),
    }
    Ok(ExitCode::SUCCESS)
}
