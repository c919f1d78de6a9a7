//! `relata audit`: the trail to read, as a file, and whether a trail is still what was written.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_api::closing;
use relata_keys::{PublicKey, Signer, key_of, key_text};
use relata_model::audit::{Action, AuditEvent, Head, Line, Verdict};
use relata_store::{AuditQuery, Store};

use crate::exported_trail::{Broken, Holds, check_export};
use crate::opened::{is_there, now};
use crate::secrets::Secrets;
use crate::settings::Settings;

/// What to do with the audit trail.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show what was done last and who looked at whose ties, the newest first
    List(List),
    /// Go through the trail and name the first line that somebody changed, removed, moved or put there
    ///
    /// Without a file, the trail of this installation. A file is one that `relata audit export` or the web application
    /// wrote; it is verified by itself, anywhere, without a database and a network. Fails if the trail does not hold.
    Verify(Verify),
    /// Write the whole trail to a file, a JSON object a line and its signed head at the end
    Export(Export),
}

#[derive(Args)]
struct List {
    /// How many lines at most
    #[arg(long, value_name = "LINES", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// Only what was done in that way: view, export, role_given, …
    #[arg(long, value_parser = action)]
    action: Option<Action>,
    /// Only what they did: operator, account:7, …
    #[arg(long)]
    actor: Option<String>,
}

#[derive(Args)]
struct Verify {
    /// The file
    file: Option<PathBuf>,
    /// The public key of the installation that the file is from, as `relata receipt key` prints it there
    ///
    /// Without it, the key in the file is used: that shows that the file was not changed since it was signed, not by whom.
    #[arg(long, requires = "file")]
    key: Option<String>,
    /// A head that was noted before, `count:hash`: the trail must still hold it; may be given again
    ///
    /// `relata audit verify` prints it. Of a trail in a database, only a head that was kept elsewhere shows that the end
    /// was cut off or everything was written anew.
    #[arg(long, value_name = "HEAD", value_parser = head)]
    head: Vec<Head>,
}

#[derive(Args)]
struct Export {
    /// The file; without it, the terminal
    file: Option<PathBuf>,
}

impl Audit {
    /// Shows, verifies or exports, and fails if the trail is not as it was written.
    pub async fn run(self, settings: impl Fn() -> anyhow::Result<Settings>) -> anyhow::Result<ExitCode> {
        match self.what {
            What::List(it) => {
                list(&open(&settings()?).await?, it).await?;
                Ok(ExitCode::SUCCESS)
            }
            What::Verify(Verify { file: Some(file), key, head }) => {
                let key = key.as_deref().map(key_of).transpose()?;
                Ok(say_of_file(of_file(&file, head, key)?, key))
            }
            What::Verify(Verify { file: None, head, .. }) => {
                let store = open(&settings()?).await?;
                Ok(say(&store.verify_audit(head).await?))
            }
            What::Export(it) => {
                let settings = settings()?;
                let store = open(&settings).await?;
                let Secrets { signer, .. } = Secrets::open(&settings, &store, now()).await?;
                export(&store, &signer, it.file.as_deref()).await?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn head(text: &str) -> Result<Head, String> {
    Head::parse(text).ok_or_else(|| "a head is a number, a colon and 64 hexadecimal digits".to_owned())
}

fn action(text: &str) -> Result<Action, String> {
    let known: Vec<&str> = Action::ALL.iter().map(|it| it.name()).collect();
    Action::named(text).ok_or_else(|| format!("it is none of {}", known.join(", ")))
}

/// Opens the database alone: the trail is in it, and a copy of it can be looked at elsewhere.
async fn open(settings: &Settings) -> anyhow::Result<Store> {
    is_there(settings)?;
    Store::open(&settings.database_url()).await.context("the database cannot be opened")
}

async fn list(store: &Store, asked: List) -> anyhow::Result<()> {
    let query = AuditQuery { before: None, action: asked.action, actor: asked.actor, subject: None };
    let found = store.audited(&query, asked.limit).await?;
    store.audit(&[AuditEvent::new(now(), "operator", Action::AuditRead)]).await?;
    if found.is_empty() {
        println!("The trail holds nothing of that sort.");
    }
    for it in found {
        let shown =
            if it.people.is_empty() { String::new() } else { format!("  ties of {} colleagues", it.people.len()) };
        let detail = if it.detail == "{}" { String::new() } else { format!("  {}", it.detail) };
        println!("{:>6}  {}  {}  {}  {}{shown}{detail}", it.seq, it.at, it.actor, it.action, it.subject);
    }
    Ok(())
}

fn of_file(file: &Path, known: Vec<Head>, key: Option<PublicKey>) -> anyhow::Result<Result<Holds, Broken>> {
    let cannot = || format!("{} cannot be read", file.display());
    let lines = BufReader::new(File::open(file).with_context(cannot)?).lines();
    check_export(lines, known, key).with_context(cannot)
}

fn say_of_file(found: Result<Holds, Broken>, expected: Option<PublicKey>) -> ExitCode {
    match found {
        Ok(Holds { head, signed_by }) => {
            say_intact(head);
            match expected {
                Some(_) => println!("signed: by the key given"),
                None => {
                    println!("signed: by the key {}; is that the organisation's? --key checks it", key_text(signed_by))
                }
            }
            ExitCode::SUCCESS
        }
        Err(broken) => say_broken(broken),
    }
}

fn say(verdict: &Verdict) -> ExitCode {
    match verdict {
        Verdict::Intact(head) => {
            say_intact(*head);
            ExitCode::SUCCESS
        }
        Verdict::Broken { seq, why } => say_broken(Broken::Line(*seq, *why)),
    }
}

fn say_intact(head: Head) {
    println!("intact: {} lines, each as it was written", head.count);
    println!("head:   {head}");
}

fn say_broken(broken: Broken) -> ExitCode {
    println!("BROKEN: {}", broken.sentences());
    ExitCode::FAILURE
}

async fn export(store: &Store, signer: &Signer, file: Option<&Path>) -> anyhow::Result<()> {
    store.audit(&[AuditEvent::new(now(), "operator", Action::AuditExported)]).await?;
    let head = store.audit_head().await?;
    let mut to: Box<dyn Write + Send> = match file {
        Some(file) => {
            Box::new(BufWriter::new(File::create(file).with_context(|| format!("{} cannot be made", file.display()))?))
        }
        None => Box::new(std::io::stdout()),
    };
    let mut after = 0;
    while after < head.count {
        let lines = store.audit_lines(after).await?;
        let Some((last, _)) = lines.last() else { break };
        after = *last;
        for line in lines.iter().filter(|it| it.0 <= head.count).filter_map(|it| it.1.as_ref()).map(Line::exported) {
            writeln!(to, "{line}").context("the trail cannot be written")?;
        }
    }
    writeln!(to, "{}", closing(&head, signer)).context("the trail cannot be written")?;
    to.flush().context("the trail cannot be written")?;
    Ok(())
}
