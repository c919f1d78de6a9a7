//! `relata serve`: the web application and the API, until interrupted.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use relata_api::{ApiState, Encryption, Hear, Introductions, MICROSOFT365, Smtp, Viewer};

use relata_model::introduced::Terms;
use relata_model::introduction::Template;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::access::{access, access_settings, may_listen};
use crate::opened::{Opened, now};
use crate::push::{Ear, Push};
use crate::settings::{self, Security, Settings};
use crate::trials::Trials;
use crate::worker::work;

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
    /// Who looks at the sample; `None`: this is not the demo, and people sign in.
    pub demo_viewer: Option<Viewer>,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let listen = self.listen.unwrap_or(settings.server.listen);
        let opened = Opened::open(&settings).await?;
        let organisation = settings.organisation.name.clone();
        show(opened, &settings, Shown { listen, organisation, demo_viewer: None }).await
    }
}

/// Answers requests until interrupted.
///
/// # Errors
///
/// If the address is taken or may not be used, or a setting cannot be used.
pub async fn show(opened: Opened, settings: &Settings, shown: Shown) -> anyhow::Result<()> {
    let listener = TcpListener::bind(shown.listen).await.with_context(|| {
        format!("{} cannot be used; is another Relata running there? Choose one with --listen", shown.listen)
    })?;
    let address = listener.local_addr()?;
    let said = access_settings(settings, address)?;
    may_listen(settings, &said, address, &opened.store).await?;
    let access = access(settings, &said)?;
    let can_sign_in = !settings.sign_in.issuer.is_empty() || opened.store.has_local_administrator().await?;
    if shown.demo_viewer.is_none() && !can_sign_in {
        eprintln!("Nobody can sign in yet. Set [sign_in], or run: relata administrator set NAME");
    }
    let url = said.url.clone();
    let store = Arc::new(opened.store);
    let signer = Arc::new(opened.signer);
    let origin = settings.sources.origin()?;
    let push = Arc::new(Push::new(origin.as_ref().map(|it| format!("{it}{MICROSOFT365}"))));
    let reached_under = origin.as_ref().and_then(|it| Some(it.split_once("://")?.1.to_owned()));
    let hears: Option<Arc<dyn Hear>> = match origin {
        Some(_) => Some(Arc::new(Ear::new(store.clone(), push.clone(), now))),
        None => None,
    };
    let tries = Arc::new(Trials::new(settings.clone(), store.clone(), now));
    let (shared, signing, settings_of_worker) = (store.clone(), signer.clone(), settings.clone());
    tokio::spawn(async move { work(&shared, &settings_of_worker, &signing, &push, now).await });
    let state = ApiState {
        store,
        settings: Arc::new(relata_api::Settings {
            organisation: shown.organisation,
            demo: shown.demo_viewer.is_some(),
            hosts: std::iter::once(address.to_string()).chain(reached_under).collect(),
            access: said,
            introductions: introductions(&settings.introductions)?,
        }),
        viewer: shown.demo_viewer.map(Arc::new),
        access: Arc::new(access),
        signer,
        hears,
        tries,
        clock: now,
    };
    println!("Relata is at {url}");
    relata_api::serve(listener, state, interrupted()).await.context("the server stopped")
}

fn introductions(given: &settings::Introductions) -> anyhow::Result<Introductions> {
    let template = Template::new(&given.subject, given.body.trim()).context("[introductions] cannot be used")?;
    let smtp = (!given.smtp.host.is_empty()).then(|| smtp(&given.smtp)).transpose()?;
    let terms = Terms { open_days: given.open_days, begin_within_days: given.begin_within_days };
    Ok(Introductions { template, smtp, terms })
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
