//! `relata ledger`: what every mailbox has, beside what was read of it and what became of that.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use relata_api::ledger_csv;
use relata_model::completeness::Tally;
use relata_model::{MailboxId, Month};
use relata_pipeline::Checked;
use relata_store::{FolderMonth, LedgerLine, LedgerQuery, Store};
use serde_json::json;

use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::remote::{Round, Rounds};
use crate::settings::Settings;
use crate::turn::Turn;
use crate::worker::{do_what_is_due, for_a_while};

/// So many mailboxes are asked for at once.
const PAGE: u32 = 500;

/// What to show.
#[derive(Args)]
pub struct Ledger {
    /// Only this source, by its name
    #[arg(long)]
    source: Option<String>,
    /// Hold every mailbox against its source now, instead of showing what the last night found
    #[arg(long)]
    check: bool,
    /// Print it for programs
    #[arg(long)]
    json: bool,
    /// Print a table for spreadsheets, a row for each mailbox and folder
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// A folder of a mailbox, over all months.
#[derive(Default)]
struct Folder {
    name: Option<String>,
    source: u64,
    tally: Tally,
    gone: u64,
    found_late: u64,
    /// Months in which something is unexplained, and how much.
    unexplained: Vec<(Month, i64, jiff::Timestamp)>,
}

impl Ledger {
    /// Prints a line for each mailbox and folder, and fails if something is unexplained.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        if self.check {
            check(&settings).await?;
        }
        let store = Opened::open_existing(&settings).await?.store;
        let sources = store.sources().await?.into_iter().map(|it| it.name);
        let sources: Vec<String> = sources.filter(|it| self.source.as_ref().is_none_or(|of| of == it)).collect();
        anyhow::ensure!(
            !sources.is_empty() || self.source.is_none(),
            "there is no such source; `relata source list` lists them"
        );
        if self.csv {
            return table(&store, sources).await;
        }
        let mut all = Vec::new();
        for source in sources {
            let lines = lines(&store, &source).await?;
            for line in lines.into_iter().filter(|it| it.kind == "mail") {
                let folders = folders(&store, line.mailbox).await?;
                all.push((source.clone(), line, folders));
            }
        }
        let unexplained: u64 = all.iter().map(|it| it.1.completeness.unexplained).sum();
        if self.json {
            let mailboxes: Vec<_> = all.iter().map(|(source, line, folders)| as_json(source, line, folders)).collect();
            println!("{}", json!({"mailboxes": mailboxes, "unexplained": unexplained}));
        } else {
            print(&all);
        }
        Ok(if unexplained == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Prints the table that the web application downloads, and fails if something is unexplained.
async fn table(store: &Store, sources: Vec<String>) -> anyhow::Result<ExitCode> {
    let mut all = Vec::new();
    for source in sources {
        let folders = store.ledger_folders(&source, false).await?;
        all.push((source, folders));
    }
    print!("{}", ledger_csv(&all));
    let is_explained = all.iter().flat_map(|it| &it.1).all(|it| it.unexplained == 0);
    Ok(if is_explained { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Brings everything up to date, then holds it against its source.
async fn check(settings: &Settings) -> anyhow::Result<()> {
    let (mut rounds, since, bar) = (Rounds::default(), now(), Bar::new("Checking mailboxes"));
    let mut sum = Checked::default();
    loop {
        // A while at a time: who is to be forgotten does not wait.
        let _turn = Turn::wait(settings).await?;
        let opened = Opened::open_existing(settings).await?;
        let line = opened.line(now());
        do_what_is_due(&line, &opened.signer).await?;
        let go_on = for_a_while();
        let tell = |it| bar.tell(it);
        let read = rounds.round(&line, settings, (since, now), (&go_on, &tell)).await?;
        for it in &read {
            if let Err(why) = &it.outcome {
                eprintln!("{}: {why}", it.source);
            }
        }
        if read.iter().any(Round::is_unfinished) {
            continue;
        }
        let (checked, _) = rounds.check(&line, settings, since, (&go_on, &tell)).await?;
        let more = checked.unfinished > 0;
        sum += checked;
        if !more {
            break;
        }
    }
    bar.done(&format!(
        "{} mailboxes held against their source: {} folders and months counted, {} read again, {} messages found by it, {} that \
         could not be read before; {} mailboxes could not be asked",
        sum.mailboxes, sum.counted, sum.read_again, sum.found_late, sum.mended, sum.failing
    ));
    Ok(())
}

async fn lines(store: &Store, source: &str) -> anyhow::Result<Vec<LedgerLine>> {
    let mut all: Vec<LedgerLine> = Vec::new();
    loop {
        let after = all.last().map(|it| it.mailbox);
        let asked = LedgerQuery { source: source.to_owned(), after, unexplained: false };
        let page = store.ledger_page(&asked, PAGE).await?;
        let more = page.len() == PAGE as usize;
        all.extend(page);
        if !more {
            return Ok(all);
        }
    }
}

async fn folders(store: &Store, mailbox: MailboxId) -> anyhow::Result<BTreeMap<String, Folder>> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for it in store.folder_months(mailbox).await? {
        let FolderMonth { folder, month, tally, gone, found_late, counted, unexplained, .. } = it;
        let of = folders.entry(folder).or_default();
        of.source += counted.map_or(0, |it| it.0);
        of.tally += &tally;
        of.gone += gone;
        of.found_late += found_late;
        of.unexplained.extend(unexplained.map(|(count, since)| (month, count, since)));
    }
    for it in store.mail_folders(mailbox).await? {
        if let Some(folder) = folders.get_mut(&it.folder) {
            folder.name = it.name;
        }
    }
    Ok(folders)
}

fn print(all: &[(String, LedgerLine, BTreeMap<String, Folder>)]) {
    if all.is_empty() {
        println!("no mailbox was read over the network yet; `relata source connect --help` says how");
    }
    let mut last = None;
    for (source, line, folders) in all {
        if last != Some(source) {
            println!("{source}");
            let heads = ["source", "kept", "left out", "unreadable", "left since", "unexplained"];
            println!("{:<38}{}", "", heads.map(|it| format!("{it:>12}")).concat());
            last = Some(source);
        }
        let it = &line.completeness;
        let Some(checked_at) = it.checked_at else {
            println!("  {:<36}{} messages read, not checked yet", called(line), line.read);
            continue;
        };
        row(&called(line), [it.source, it.kept, it.left_out, it.quarantined, it.gone, it.unexplained]);
        for (key, of) in folders {
            let name = of.name.clone().unwrap_or_else(|| format!("folder {key}"));
            let left_out = of.tally.left_out.values().sum();
            let unexplained = of.unexplained.iter().map(|it| it.1.unsigned_abs()).sum();
            row(&format!("  {name}"), [of.source, of.tally.kept, left_out, of.tally.quarantined, of.gone, unexplained]);
            for (month, count, since) in &of.unexplained {
                println!("      {month}: {count:+} unexplained since {since}");
            }
        }
        println!(
            "    checked {checked_at}; {} older than what is read, {} in folders that are not read, {} found late",
            it.older, it.beside, it.found_late
        );
    }
}

fn row(name: &str, counts: [u64; 6]) {
    println!("  {name:<36}{}", counts.map(|it| format!("{it:>12}")).concat());
}

/// What a mailbox is called: its owner's name, else what its source calls it.
fn called(line: &LedgerLine) -> String {
    line.owner.as_ref().and_then(|it| it.1.clone()).unwrap_or_else(|| line.name.clone())
}

fn as_json(source: &str, line: &LedgerLine, folders: &BTreeMap<String, Folder>) -> serde_json::Value {
    let it = &line.completeness;
    let folder = |(key, of): (&String, &Folder)| {
        let left_out: BTreeMap<&str, u64> = of.tally.left_out.iter().map(|it| (it.0.name(), *it.1)).collect();
        let months = of.unexplained.iter();
        let months = months.map(
            |(month, count, since)| json!({"month": month.to_string(), "messages": count, "since": since.to_string()}),
        );
        json!({
            "folder": key, "name": of.name, "source": of.source, "kept": of.tally.kept, "left_out": left_out,
            "quarantined": of.tally.quarantined, "gone": of.gone, "found_late": of.found_late,
            "unexplained": months.collect::<Vec<_>>(),
        })
    };
    json!({
        "source": source, "mailbox": line.mailbox.to_string(), "name": line.name,
        "has": it.source, "kept": it.kept, "left_out": it.left_out, "quarantined": it.quarantined, "older": it.older,
        "beside": it.beside, "gone": it.gone, "found_late": it.found_late, "unexplained": it.unexplained,
        "since": it.since.map(|it| it.to_string()), "checked_at": it.checked_at.map(|it| it.to_string()),
        "folders": folders.iter().map(folder).collect::<Vec<_>>(),
    })
}
