//! `relata doctor`: what a newcomer could have got wrong, each finding with what to do about it.

use std::process::ExitCode;

use clap::Args;
use relata_model::Directory;
use relata_model::enabling::Stage;
use relata_store::{Connection, ConnectionKind, ConnectionState, Source, SourceState, Store, Trouble, Wrong};

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// Nothing to choose.
#[derive(Args)]
pub struct Doctor {}

/// One line of the report.
enum Finding {
    Fine(String),
    /// Works, and could be better: what, and what to do.
    Better(String, &'static str),
    /// Does not work: what, and what to do.
    Broken(String, String),
}

use Finding::{Better, Broken, Fine};

impl Doctor {
    /// Prints a line for each check, and fails if something is broken.
    pub async fn run(self, settings: anyhow::Result<Settings>) -> anyhow::Result<ExitCode> {
        let findings = match settings {
            Err(error) => {
                vec![Broken(format!("{error:#}"), "correct relata.toml; `relata settings` prints every key".to_owned())]
            }
            Ok(settings) => examine(&settings).await?,
        };
        let broken = findings.iter().any(|it| matches!(it, Broken(..)));
        for finding in findings {
            match finding {
                Fine(what) => println!("  ok     {what}"),
                Better(what, remedy) => println!("  hint   {what}\n         → {remedy}"),
                Broken(what, remedy) => println!("  WRONG  {what}\n         → {remedy}"),
            }
        }
        Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

async fn examine(settings: &Settings) -> anyhow::Result<Vec<Finding>> {
    let mut findings = vec![Fine("the settings can be used".to_owned()), sending(settings)];
    let opened = match Opened::open(settings).await {
        Ok(opened) => opened,
        Err(error) => {
            findings.push(Broken(
                format!("{error:#}"),
                "check that the data folder can be written, and that the database runs and its address is right"
                    .to_owned(),
            ));
            return Ok(findings);
        }
    };
    findings.push(Fine(format!("database and log can be used ({} interactions)", opened.log.count().await?)));
    findings.push(consent(&opened.store).await?);
    findings.push(directory(&opened.store.directory().await?));
    findings.extend(sources(&opened.store).await?);
    findings.extend(records(&opened.store).await?);
    findings.extend(told(settings, &opened.store).await?);
    findings.extend(troubles(&opened.store).await?);
    findings.push(published(&opened.store).await?);
    Ok(findings)
}

async fn consent(store: &Store) -> anyhow::Result<Finding> {
    Ok(match store.enabling().await?.stage(now()) {
        Stage::Consented => Fine("consent to mailbox data is given".to_owned()),
        Stage::Off => Better(
            "relationship intelligence is off".to_owned(),
            "turn it on in the web application or with `relata consent enable`; until then no mail is kept",
        ),
        Stage::Lapsed => Better(
            "relationship intelligence turned itself off: nobody consented within 14 days".to_owned(),
            "turn it on again once somebody is there to consent",
        ),
        Stage::Awaiting | Stage::Withdrawn => Better(
            "no consent to mailbox data".to_owned(),
            "an administrator of the directory consents in the web application, or the operator with `relata consent \
             give`; until then no mail is kept",
        ),
    })
}

fn sending(settings: &Settings) -> Finding {
    let smtp = &settings.introductions.smtp;
    if smtp.host.is_empty() {
        Better(
            "no mail server for introductions".to_owned(),
            "set [introductions.smtp]; until then introductions open in the person's own mail program",
        )
    } else if !smtp.password_file.as_os_str().is_empty() && !smtp.password_file.is_file() {
        let what = format!("the password file {} is missing", smtp.password_file.display());
        Broken(what, "create it, readable by this user only".to_owned())
    } else {
        Fine(format!("introductions are sent through {}:{}", smtp.host, smtp.port))
    }
}

fn directory(directory: &Directory) -> Finding {
    match directory.entries().filter(|it| it.standing.is_colleague()).count() {
        0 => Broken(
            "nobody is in the directory, so no mail has a side".to_owned(),
            "relata import directory people.csv".to_owned(),
        ),
        colleagues => Fine(format!("{colleagues} colleagues are in the directory")),
    }
}

async fn sources(store: &Store) -> anyhow::Result<Vec<Finding>> {
    let sources = store.sources().await?;
    if sources.is_empty() {
        return Ok(vec![Better("no mail was read yet".to_owned(), "relata import mail FOLDER")]);
    }
    // What is wrong with a connection is among the troubles.
    let connections = store.connections().await?.into_iter().filter(|it| it.state == ConnectionState::Reading);
    let connected: Vec<String> = connections.map(|it| it.to.source).collect();
    let is_told = |it: &Source| matches!(it.state, SourceState::Broken(_)) && connected.contains(&it.name);
    let findings = sources.into_iter().filter(|it| !is_told(it)).map(|it| match it.state {
        SourceState::Broken(detail) => Broken(
            format!("{} could not be read to the end: {detail}", it.name),
            "mend what is named, then import it again; what was read is kept".to_owned(),
        ),
        _ if !it.ledger.adds_up() => Broken(
            format!("the ledger of {} does not add up", it.name),
            "this is a mistake of ours; please report it with the numbers of the overview page".to_owned(),
        ),
        _ => Fine(format!("{}: {} messages read, all accounted for", it.name, it.ledger.read)),
    });
    Ok(findings.collect())
}

/// What of a CRM cannot be read, though the rest of it can.
async fn records(store: &Store) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for it in store.connections().await?.into_iter().filter(|it| it.state == ConnectionState::Reading) {
        for reading in store.record_readings(it.id).await? {
            let (kind, source) = (reading.kind.name(), &it.to.source);
            if let Some((since, why)) = reading.failing {
                findings.push(Broken(
                    format!("{source}: no {kind} has been read since {since}: {why}"),
                    "mend what is named; reading goes on by itself, and what was read is kept".to_owned(),
                ));
            }
        }
    }
    Ok(findings)
}

/// Says of each connection that is read whether we are told when something happens there.
async fn told(settings: &Settings, store: &Store) -> anyhow::Result<Vec<Finding>> {
    let every = &settings.sources.every;
    let mut findings = Vec::new();
    let reading = |it: &Connection| it.state == ConnectionState::Reading && it.to.kind == ConnectionKind::Microsoft365;
    for it in store.connections().await?.into_iter().filter(reading) {
        let source = it.to.source;
        if settings.sources.origin()?.is_none() {
            findings.push(Better(
                format!("{source}: nobody tells us when something happens; every mailbox is looked at every {every}"),
                "set sources.public_url, if Microsoft 365 can reach this server; docs/microsoft365.md says how",
            ));
            continue;
        }
        let told = store.told(it.id, now()).await?;
        // What is wrong is among the troubles.
        if told.refused.is_empty() && told.lapsed.is_none() {
            let many = told.subscribed;
            findings.push(Fine(format!("{source}: {many} mailboxes and calendars tell us when something happens")));
        }
    }
    Ok(findings)
}

/// What is wrong with connections and their mailboxes.
async fn troubles(store: &Store) -> anyhow::Result<Vec<Finding>> {
    const SHOWN: usize = 20;
    let troubles = store.troubles(now()).await?;
    let finding = |it: Trouble| {
        let what = format!("{}: {}, since {}", it.source, it.what.text(), it.since);
        match it.what {
            Wrong::Silent | Wrong::AllSilent(..) | Wrong::NotTold(..) => Better(what, it.what.remedy()),
            _ => Broken(what, it.what.remedy().to_owned()),
        }
    };
    Ok(troubles.into_iter().take(SHOWN).map(finding).collect())
}

async fn published(store: &Store) -> anyhow::Result<Finding> {
    const DAYS: i64 = 2;
    Ok(match store.published().await? {
        None => Broken("nothing was computed yet".to_owned(), "relata compute".to_owned()),
        Some(it) if (now() - it.computed_at).total(jiff::Unit::Hour)? > (DAYS * 24) as f64 => Better(
            format!("insights are as of {}", it.computed_for),
            "run `relata compute` every night, after importing what is new",
        ),
        Some(it) => Fine(format!("insights are as of {}", it.computed_for)),
    })
}
