//! `relata source`: connections to Microsoft 365 and Dataverse, where there is no browser.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_keys::open_or_create;
use relata_model::enabling::FILES_DUE;
use relata_store::{Connection, ConnectionId, ConnectionKind, ConnectionState, CredentialKind, NewConnection, Store};

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// Whoever runs a command, in the audit trail.
const OPERATOR: &str = "operator";

/// What to do with sources on the network.
#[derive(Args)]
pub struct Source {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Connect a tenant of Microsoft 365 or an environment of Dataverse, or connect it anew with another secret
    ///
    /// docs/microsoft365.md and docs/dataverse.md say what to register there and which permissions to grant. Look at `relata
    /// plan` before you let it be read.
    Connect(Connect),
    /// List what is connected, and how its mailboxes fare
    List,
    /// Stop reading a connection until it is resumed
    Pause(Which),
    /// Read a connection again from where it stopped
    Resume(Which),
    /// Take the next whole reading of a CRM for true, even if most of its records are missing
    ///
    /// Relata removes nothing when a CRM suddenly shows far fewer records than before, which is what lost rights look like.
    Believe(Which),
    /// End a connection: its secret goes at once; what it brought stays, unless you say so
    Disconnect(Disconnect),
}

#[derive(Args)]
struct Connect {
    /// The directory (tenant) id or domain
    #[arg(long)]
    tenant: String,
    /// The application (client) id of the registration
    #[arg(long)]
    client: String,
    /// Of Microsoft 365: the object id of the security group whose members' mailboxes are read
    #[arg(long, required_unless_present = "dataverse", conflicts_with = "dataverse")]
    group: Option<String>,
    /// Of Dataverse: the environment's address, such as contoso.crm4.dynamics.com, with https:// before it
    #[arg(long, value_name = "URL")]
    dataverse: Option<String>,
    /// A file that holds the client secret and nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key_file", "certificate_file"], required_unless_present = "key_file")]
    secret_file: Option<PathBuf>,
    /// A file with the private key, PEM; safer than a secret
    #[arg(long, value_name = "FILE", requires = "certificate_file")]
    key_file: Option<PathBuf>,
    /// A file with the certificate that was uploaded to the registration, PEM
    #[arg(long, value_name = "FILE", requires = "key_file")]
    certificate_file: Option<PathBuf>,
    /// Where tokens come from, for national clouds
    #[arg(long, value_name = "URL", default_value = NewConnection::LOGIN_HOST)]
    login_host: String,
    /// Where mailboxes are read, for national clouds
    #[arg(long, value_name = "URL", default_value = NewConnection::GRAPH_HOST, conflicts_with = "dataverse")]
    graph_host: String,
}

#[derive(Args)]
struct Which {
    /// The connection's number; `relata source list` tells it
    number: i64,
}

#[derive(Args)]
struct Disconnect {
    #[command(flatten)]
    which: Which,
    /// Erase everything that came from it, too
    #[arg(long)]
    erase: bool,
}

impl Source {
    /// Does it, and says what was done.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let opened = match self.what {
            What::Connect(_) => Opened::open(&settings).await?,
            _ => Opened::open_existing(&settings).await?,
        };
        let store = opened.store;
        match self.what {
            What::Connect(it) => it.run(&settings, &store).await,
            What::List => list(&store).await,
            What::Pause(it) => it.change(&store, ConnectionState::Paused).await,
            What::Resume(it) => it.change(&store, ConnectionState::Reading).await,
            What::Believe(it) => it.believe(&store).await,
            What::Disconnect(it) => it.run(&store).await,
        }
    }
}

impl Connect {
    async fn run(self, settings: &Settings, store: &Store) -> anyhow::Result<()> {
        let (credential, sealed) = match (&self.secret_file, &self.key_file, &self.certificate_file) {
            (Some(secret), _, _) => (CredentialKind::Secret, read(secret)?.trim().to_owned()),
            (None, Some(key), Some(certificate)) => {
                (CredentialKind::Certificate, format!("{}\n{}", read(key)?, read(certificate)?))
            }
            _ => anyhow::bail!("give --secret-file, or --key-file and --certificate-file"),
        };
        let (kind, service_host) = match &self.dataverse {
            Some(environment) => (ConnectionKind::Dataverse, environment),
            None => (ConnectionKind::Microsoft365, &self.graph_host),
        };
        let service_host = service_host.trim_end_matches('/').to_owned();
        let new = NewConnection {
            kind,
            source: NewConnection::source_of(kind, &self.tenant, &service_host),
            tenant: self.tenant,
            client: self.client,
            login_host: self.login_host.trim_end_matches('/').to_owned(),
            service_host,
            credential,
            group: self.group.unwrap_or_default(),
        };
        let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
        let seal = |name: &str| (keys.seal(name, sealed.as_bytes()), keys.newest());
        let ConnectionId(number) = store.connect(&new, seal, OPERATOR, now()).await?;
        println!("connection {number}: {}", new.source);
        println!("Run `relata plan` to see what would be read, then `relata collect`, or let `relata serve` do so.");
        Ok(())
    }
}

impl Which {
    async fn change(self, store: &Store, state: ConnectionState) -> anyhow::Result<()> {
        let connection = existing(store, self.number).await?;
        anyhow::ensure!(connection.state != ConnectionState::Ended, "it has ended; connect it anew");
        store.change_connection(connection.id, state, OPERATOR, now()).await?;
        println!("{}: {}", connection.to.source, state.name());
        Ok(())
    }
}

impl Which {
    async fn believe(self, store: &Store) -> anyhow::Result<()> {
        let connection = existing(store, self.number).await?;
        let reads = store.believe_walks(connection.id).await?;
        anyhow::ensure!(reads, "it is no CRM, or was never read");
        println!("{}: what it does not show the next time is removed", connection.to.source);
        Ok(())
    }
}

impl Disconnect {
    async fn run(self, store: &Store) -> anyhow::Result<()> {
        let connection = existing(store, self.which.number).await?;
        store.change_connection(connection.id, ConnectionState::Ended, OPERATOR, now()).await?;
        println!("{} is disconnected, and its secret is gone", connection.to.source);
        if !self.erase {
            println!("What it brought stays; `relata forget` erases it mailbox by mailbox.");
            return Ok(());
        }
        let at = now();
        let erased = store.erase_source(&connection.to.source, OPERATOR, at, at + FILES_DUE).await?;
        if connection.to.kind == ConnectionKind::Dataverse {
            println!("its records are removed; `relata erasures` shows how far the erasure of its activities has come");
            return Ok(());
        }
        println!(
            "{erased} mailboxes and calendars are out of sight; `relata erasures` shows how far their erasure has come"
        );
        Ok(())
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

async fn existing(store: &Store, number: i64) -> anyhow::Result<Connection> {
    let found = store.connections().await?.into_iter().find(|it| it.id.0 == number);
    found.with_context(|| format!("there is no connection {number}; `relata source list` lists them"))
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let connections = store.connections().await?;
    if connections.is_empty() {
        println!("nothing is connected; `relata source connect --help` says how");
    }
    let (sources, troubles) = (store.sources().await?, store.troubles(now()).await?);
    for it in connections {
        println!("{:>3}  {}  {} since {}", it.id.0, it.to.source, it.state.name(), it.changed_at);
        if let Some(source) = sources.iter().find(|source| source.name == it.to.source) {
            let ledger = &source.ledger;
            println!(
                "     {} mailboxes and calendars, {} messages read, {} stored",
                source.mailboxes, ledger.read, ledger.stored
            );
        }
        for it in store.record_readings(it.id).await? {
            println!("     {}: {} stored, {} rows read, {} removed", it.kind.name(), it.stored, it.read, it.removed);
            if let Some((since, why)) = it.failing {
                println!("     cannot be read since {since}: {why}");
            }
        }
        for trouble in troubles.iter().filter(|trouble| trouble.source == it.to.source).take(20) {
            let what = trouble.what.text();
            println!("     since {}: {what}\n         → {}", trouble.since, trouble.what.remedy());
        }
    }
    Ok(())
}
