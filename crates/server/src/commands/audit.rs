//! `relata audit`: the trail as a file, and whether a trail is still what was written.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_model::audit::{Action, AuditEvent, Head, Line, Signed, Verdict, VerifyingExport};
use relata_store::Store;

use crate::opened::now;
use crate::settings::Settings;

/// What to do with the audit trail.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Go through the trail and name the first line that somebody changed, removed, moved or put there
    ///
    /// Without a file, the trail of this installation. A file is one that `relata audit export` or the web application
    /// wrote; it is verified by itself, anywhere.
    Verify(Verify),
    /// Write the whole trail to a file, a JSON object a line and its head at the end
    Export(Export),
}

#[derive(Args)]
struct Verify {
    /// The file
    file: Option<PathBuf>,
    /// A head that was noted before, `count:hash`: the trail must still hold it; may be given again
    ///
    /// `relata audit verify` prints it. Only a head that was kept elsewhere shows that the end was cut off or everything
    /// was written anew.
    #[arg(long, value_name = "HEAD", value_parser = head)]
    head: Vec<Head>,
}

#[derive(Args)]
struct Export {
    /// The file; without it, the terminal
    file: Option<PathBuf>,
}

impl Audit {
    /// Verifies or exports, and fails if the trail is not as it was written.
    pub async fn run(self, settings: impl Fn() -> anyhow::Result<Settings>) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Verify(Verify { file: Some(file), head }) => {
                let (verdict, signed) = of_file(&file, head)?;
                Ok(say(&verdict, signed.as_ref()))
            }
            What::Verify(Verify { file: None, head }) => {
                let store = open(&settings()?).await?;
                Ok(say(&store.verify_audit(head).await?, None))
            }
            What::Export(it) => {
                export(&open(&settings()?).await?, it.file.as_deref()).await?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn head(text: &str) -> Result<Head, String> {
    Head::parse(text).ok_or_else(|| "a head is a number, a colon and 64 hexadecimal digits".to_owned())
}

/// Opens the database alone: the trail is in it, and a copy of it can be looked at elsewhere.
async fn open(settings: &Settings) -> anyhow::Result<Store> {
    Store::open(&settings.database_url()).await.context("the database cannot be opened")
}

fn of_file(file: &Path, known: Vec<Head>) -> anyhow::Result<(Verdict, Option<Signed>)> {
    let cannot = || format!("{} cannot be read", file.display());
    let mut export = VerifyingExport::new(known);
    for line in BufReader::new(File::open(file).with_context(cannot)?).lines() {
        if let Err((seq, why)) = export.take(&line.with_context(cannot)?) {
            return Ok((Verdict::Broken { seq, why }, None));
        }
    }
    Ok(export.end())
}

fn say(verdict: &Verdict, signed: Option<&Signed>) -> ExitCode {
    match verdict {
        Verdict::Intact(head) => {
            println!("intact: {} lines, each as it was written", head.count);
            println!("head:   {head}");
            if let Some(it) = signed {
                println!("signed: by the key {}", it.public_key);
            }
            ExitCode::SUCCESS
        }
        Verdict::Broken { seq, why } => {
            println!("BROKEN: line {seq} {}", why.sentence());
            println!(
                "What is before line {seq} is as it was written. Compare with an export or a backup that is older."
            );
            ExitCode::FAILURE
        }
    }
}

async fn export(store: &Store, file: Option<&Path>) -> anyhow::Result<()> {
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
    writeln!(to, "{}", head.closing(None)).context("the trail cannot be written")?;
    to.flush().context("the trail cannot be written")?;
    Ok(())
}
