//! The rehearsal: the whole product against an invented tenant of Microsoft 365 and its CRM in Dataverse, so that an administrator can go through
//! everything before a real mailbox is read.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use relata_api::Viewer;
use relata_keys::open_or_create;
use relata_model::policy::Role;
use relata_stand_in::{CLIENT, SECRET, Size, StandIn, Tenant};
use relata_store::{ConnectionKind, CredentialKind, NewConnection};

use crate::commands::demo::for_demo;
use crate::commands::serve::{self, Shown};
use crate::opened::{Opened, now};
use crate::settings::Settings;

/// The same people each time.
const SEED: u64 = 365;
/// The group that is in scope.
const GROUP: &str = "Sales";
/// So often a message arrives.
const A_MESSAGE: Duration = Duration::from_secs(3);
const LOOPBACK: &str = "127.0.0.1";

/// Starts the stand-in, connects it, and serves until interrupted. Nothing is consented to: that is for whoever rehearses.
///
/// # Errors
///
/// If an address is taken, or the data folder cannot be used.
pub async fn run(settings: Settings, folder: PathBuf, listen: SocketAddr) -> anyhow::Result<()> {
    let mut settings = for_demo(settings, folder.join("microsoft365"));
    settings.outgoing.allow = vec![LOOPBACK.to_owned()];
    settings.sources.every = "60s".to_owned();
    if listen.port() != 0 && listen.ip().is_loopback() {
        settings.sources.public_url = format!("http://{listen}");
    }
    let opened = Opened::open(&settings).await?;
    let stand_in = stand_in(now(), listen.port()).await?;
    connect(&settings, &opened, &stand_in).await?;
    eprintln!(
        "An invented tenant answers as Microsoft Graph at {}; every {} seconds a message arrives there.",
        stand_in.graph().trim_start_matches("http://"),
        A_MESSAGE.as_secs()
    );
    eprintln!("An invented CRM answers beside it as Dataverse.");
    eprintln!(
        "To connect the tenant yourself: tenant {}, application {CLIENT}, client secret {SECRET}; under national clouds, tokens come \
         from {} and mailboxes are read at {}.",
        stand_in.look(|it| it.id().to_owned()),
        stand_in.login(),
        stand_in.graph()
    );
    eprintln!("Turn relationship intelligence on, consent, and watch Settings → Sources.");
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(A_MESSAGE).await;
            stand_in.change(Tenant::deliver_invented);
        }
    });
    let roles = [Role::SalesManager, Role::Administrator, Role::DirectoryAdministrator, Role::Auditor];
    let demo_viewer = Some(Viewer::with_roles("You", None, roles));
    serve::show(opened, &settings, Shown { listen, organisation: "Contoso (invented)".to_owned(), demo_viewer }).await
}

/// Next to where the web application is shown, so that the second start finds it where the first did.
async fn stand_in(now: Timestamp, port: u16) -> anyhow::Result<StandIn> {
    let mut tenant =
        Tenant::invented(&Size { mailboxes: 40, ..Size::default() }, SEED, now).with_invented_crm().ticking();
    tenant.limit_to_group(GROUP);
    let port = if port == 0 { 0 } else { port.saturating_add(1) };
    StandIn::start_at(tenant, port).await.with_context(|| format!("port {port} of {LOOPBACK} cannot be used"))
}

async fn connect(settings: &Settings, opened: &Opened, stand_in: &StandIn) -> anyhow::Result<()> {
    let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id(GROUP).map(str::to_owned)));
    let group = group.context("the invented tenant has a group for each department")?;
    let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
    let seal = |name: &str| (keys.seal(name, SECRET.as_bytes()), keys.newest());
    for (kind, host, group) in [
        (ConnectionKind::Microsoft365, stand_in.graph(), group),
        (ConnectionKind::Dataverse, stand_in.dataverse(), String::new()),
    ] {
        let new = NewConnection {
            kind,
            source: NewConnection::source_of(kind, &tenant, host),
            tenant: tenant.clone(),
            client: CLIENT.to_owned(),
            login_host: stand_in.login().to_owned(),
            service_host: host.to_owned(),
            credential: CredentialKind::Secret,
            group,
        };
        opened.store.connect(&new, seal, "operator", now()).await?;
    }
    Ok(())
}
