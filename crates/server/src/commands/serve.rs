//! `relata serve`: the web application and the API, until interrupted.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use relata_api::{ApiState, Encryption, Introductions, Smtp, Viewer};
use relata_model::Address;
use relata_model::introduction::Template;
use relata_model::policy::Role;
use relata_store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::opened::{Opened, now};
use crate::settings::{self, Security, Settings, ViewerRole};

/// Where to serve.
#[derive(Args)]
pub struct Serve {
    /// Where to serve; port 0 takes a free one [default: the setting server.listen]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

/// What is shown, and where.
pub struct Shown {
    /// Where requests are answered.
    pub listen: SocketAddr,
    /// What the organisation is called.
    pub organisation: String,
    /// Whether this is the sample.
    pub demo: bool,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let listen = self.listen.unwrap_or(settings.server.listen);
        anyhow::ensure!(
            listen.ip().is_loopback(),
            "Relata has no sign-in yet and stays on this machine; listen on 127.0.0.1 or [::1], not on {}",
            listen.ip()
        );
        let opened = Opened::open(&settings).await?;
        let organisation = settings.organisation.name.clone();
        show(opened, &settings, Shown { listen, organisation, demo: false }).await
    }
}

/// Answers requests until interrupted.
///
/// # Errors
///
/// If the address is taken, or a setting cannot be used.
pub async fn show(opened: Opened, settings: &Settings, shown: Shown) -> anyhow::Result<()> {
    let viewer = viewer(&opened.store, settings).await?;
    let listener = TcpListener::bind(shown.listen).await.with_context(|| {
        format!("{} cannot be used; is another Relata running there? Choose one with --listen", shown.listen)
    })?;
    let address = listener.local_addr()?;
    let state = ApiState {
        store: Arc::new(opened.store),
        settings: Arc::new(relata_api::Settings {
            organisation: shown.organisation,
            demo: shown.demo,
            hosts: vec![address.to_string()],
            introductions: introductions(&settings.introductions)?,
        }),
        viewer: Some(Arc::new(viewer)),
        clock: now,
    };
    println!("Relata is at http://{address}");
    relata_api::serve(listener, state, interrupted()).await.context("the server stopped")
}

/// Who is shown as signed in, until there is a sign-in.
async fn viewer(store: &Store, settings: &Settings) -> anyhow::Result<Viewer> {
    let given = settings.viewer.colleague.as_str();
    let roles: &[Role] = match settings.viewer.role {
        ViewerRole::Salesperson => &[Role::Salesperson],
        // The demo's viewer tries everything.
        ViewerRole::Administrator => {
            &[Role::SalesManager, Role::Administrator, Role::DirectoryAdministrator, Role::Auditor]
        }
    };
    if given.is_empty() {
        return Ok(Viewer::with_roles("Viewer", None, roles.iter().copied()));
    }
    let address =
        Address::parse_unlisted(given).with_context(|| format!("viewer.colleague: `{given}` is no address"))?;
    let person = store.person_of(&address).await?;
    let person =
        person.with_context(|| format!("viewer.colleague: nobody in the directory has the address {given}"))?;
    let colleague = store.colleague(person).await?;
    let colleague = colleague.with_context(|| format!("viewer.colleague: {given} is nobody of the directory"))?;
    let viewer = Viewer::with_roles(&colleague.name, Some(colleague.email), roles.iter().copied());
    Ok(Viewer { person: Some(person), ..viewer })
}

fn introductions(given: &settings::Introductions) -> anyhow::Result<Introductions> {
    let template = Template::new(&given.subject, given.body.trim()).context("[introductions] cannot be used")?;
    let smtp = (!given.smtp.host.is_empty()).then(|| smtp(&given.smtp)).transpose()?;
    Ok(Introductions { template, smtp })
}

fn smtp(given: &settings::Smtp) -> anyhow::Result<Smtp> {
    let credentials = match given.username.as_str() {
        "" => None,
        user => {
            let file = &given.password_file;
            let password = std::fs::read_to_string(file)
                .with_context(|| format!("introductions.smtp.password_file: {} cannot be read", file.display()))?;
            Some((user.to_owned(), password.trim_end().to_owned()))
        }
    };
    let encryption = match given.security {
        Security::Starttls => Encryption::StartTls,
        Security::Tls => Encryption::Tls,
        Security::None => Encryption::None,
    };
    Ok(Smtp { host: given.host.clone(), port: given.port, encryption, credentials, from: given.from.clone() })
}

/// Done when somebody asks the server to stop: Ctrl-C, or a service manager's SIGTERM.
async fn interrupted() {
    let mut term = signal(SignalKind::terminate()).expect("a handler can be set once, at the start");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
