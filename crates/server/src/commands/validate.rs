//! `relata validate`: how well strength and health predict who will write to whom.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use relata_analytics::{Engine, Scope, edges};
use relata_pipeline::known;
use relata_validation::{
    Accounts, Edges, HealthOptions, Organisations, StrengthOptions, TooLittle, Truth, ValidationReport,
    validate_health, validate_strength,
};

use crate::opened::Opened;
use crate::settings::Settings;
use crate::turn::Turn;

/// What to measure on.
#[derive(Args)]
pub struct Validate {
    /// A CSV of edges: `timestamp,source,target[,kind]` (also .gz); without it, your own history
    ///
    /// Timestamps are seconds since 1970 or ISO times; kind is to, cc, bcc or reply (cc+reply for both).
    #[arg(long, value_name = "FILE")]
    edges: Option<PathBuf>,
    /// A CSV that says who works where: person,organisation; or a list of the people of one organisation
    #[arg(long, value_name = "FILE", requires = "edges")]
    organisation: Option<PathBuf>,
    /// A CSV of person,account: which company an outsider is of; without it, the domain of names that are addresses
    #[arg(long, value_name = "FILE", requires = "organisation")]
    accounts: Option<PathBuf>,
    /// How many days ahead to predict
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    horizon: u32,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl Validate {
    /// Measures, and prints our formulas beside their baselines.
    ///
    /// # Errors
    ///
    /// When a file cannot be used, or the history says too little for both.
    pub async fn run(self, settings: impl Fn() -> anyhow::Result<Settings>) -> anyhow::Result<()> {
        let mut options = StrengthOptions { horizon_days: self.horizon, ..StrengthOptions::default() };
        let (edges, organisations) = match &self.edges {
            Some(file) => (read_edges(file)?, self.organisation.as_deref().map(read_organisations).transpose()?),
            None => {
                options.truth = Some(Truth::Exchange);
                let (edges, ours) = own_history(&settings()?).await?;
                (edges, Some(ours))
            }
        };
        let reading = edges.reading();
        eprint!("{}", reading.skipped);
        eprintln!("{} people, {} messages, {} edges", edges.people().len(), edges.message_count(), edges.len());
        let accounts = self.accounts.as_deref().map(read_accounts).transpose()?.unwrap_or(Accounts::ByDomain);
        let health = HealthOptions { horizon_days: self.horizon, ..HealthOptions::default() };
        let strength = validate_strength(&edges, organisations.as_ref(), &options);
        let health = validate_health(&edges, organisations.as_ref(), &accounts, &health);
        let report = match (strength, health) {
            (Err(strength), Err(health)) => anyhow::bail!("{strength}; {health}"),
            (strength, health) => {
                ValidationReport { strength: said(strength, "strength"), health: said(health, "health") }
            }
        };
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            print!("{report}");
        }
        Ok(())
    }
}

/// One of the two may lack what it needs; the other is printed all the same.
fn said<T>(report: Result<T, TooLittle>, of: &str) -> Option<T> {
    report.inspect_err(|error| eprintln!("{of} was not measured: {error}")).ok()
}

fn read_edges(file: &Path) -> anyhow::Result<Edges> {
    Edges::read(open(file)?).with_context(|| format!("{} cannot be used", file.display()))
}

fn read_organisations(file: &Path) -> anyhow::Result<Organisations> {
    Organisations::read(open(file)?).with_context(|| format!("{} cannot be used", file.display()))
}

fn read_accounts(file: &Path) -> anyhow::Result<Accounts> {
    Accounts::read(open(file)?).with_context(|| format!("{} cannot be used", file.display()))
}

fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    relata_connectors::reader(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// Returns the log as edges, and our people as the one organisation.
async fn own_history(settings: &Settings) -> anyhow::Result<(Edges, Organisations)> {
    // What does not fit into memory lies where the next turn removes it.
    let _turn = Turn::wait(settings).await?;
    let opened = Opened::open(settings).await?;
    let known = known(&opened.store).await?;
    let engine = Engine::new(opened.log.exchanges().await?, &Scope::Everything, &opened.room).await?;
    let mut table = String::from("timestamp,source,target,kind,message,recipients\n");
    for it in edges(&engine, &known).await? {
        let kind = match (it.copied, it.reply) {
            (false, false) => "to",
            (true, false) => "cc",
            (false, true) => "to+reply",
            (true, true) => "cc+reply",
        };
        table += &format!("{},{},{},{kind},{:?},{}\n", it.at, it.source, it.target, it.message, it.audience);
    }
    let edges = Edges::read(table.as_bytes()).context("the log holds no email between colleagues and contacts yet")?;
    let colleagues: BTreeSet<_> = known.iter().filter(|it| it.colleague).map(|it| it.person).collect();
    let ours: String = colleagues.iter().map(|it| format!("{it}\n")).collect();
    Ok((edges, Organisations::read(ours.as_bytes())?))
}
