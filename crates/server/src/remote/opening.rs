//! Opening a connection: what is sealed, and the client it makes.

use anyhow::Context;
use jiff::Timestamp;
use relata_api::Tried;
use relata_keys::open_or_create;
use relata_microsoft::dataverse::Dataverse;
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Pace};
use relata_outgoing::Outgoing;
use relata_store::{Connection, CredentialKind, NewConnection, Store, secret_name};

use crate::settings::Settings;

/// Where the certificate begins in what is sealed: the key comes first.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
/// Rows of Dataverse asked for at once; it gives up to 5,000, and shares its time with everybody who works there.
const ROWS_ON_A_PAGE: u32 = 1_000;

/// Returns the client of a tenant of Microsoft 365.
///
/// # Errors
///
/// If its secret cannot be opened, or what the operator chose cannot be used.
pub async fn open(
    settings: &Settings,
    store: &Store,
    connection: &Connection,
    clock: fn() -> Timestamp,
) -> anyhow::Result<Graph> {
    graph(settings, &registered(settings, store, connection).await?, Pace::new(clock))
}

/// Returns the client of an environment of Dataverse.
///
/// # Errors
///
/// If its secret cannot be opened, or what the operator chose cannot be used.
pub async fn open_dataverse(
    settings: &Settings,
    store: &Store,
    connection: &Connection,
    clock: fn() -> Timestamp,
) -> anyhow::Result<Dataverse> {
    dataverse(settings, &registered(settings, store, connection).await?, Pace::new(clock))
}

/// Returns the client of a tenant of Microsoft 365 that may be connected or not.
///
/// # Errors
///
/// If what was registered, or what the operator chose, cannot be used.
pub fn graph(settings: &Settings, application: &Application, pace: Pace) -> anyhow::Result<Graph> {
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let limits = Limits { per_mailbox: settings.sources.requests_at_once, ..Limits::default() };
    Graph::new(application, outgoing, limits, pace).context("the connection cannot be used")
}

/// Returns the client of an environment of Dataverse that may be connected or not.
///
/// # Errors
///
/// As [`graph`].
pub fn dataverse(settings: &Settings, application: &Application, pace: Pace) -> anyhow::Result<Dataverse> {
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let limits = Limits { page: ROWS_ON_A_PAGE, ..Limits::default() };
    Dataverse::new(application, &application.cloud.graph, outgoing, limits, pace)
        .context("the connection cannot be used")
}

/// Returns what is registered of what is tried, entered or connected.
///
/// # Errors
///
/// As [`registered`], or if what was entered cannot be used.
pub async fn of_tried(settings: &Settings, store: &Store, what: &Tried) -> anyhow::Result<Application> {
    match what {
        Tried::Entered { to, secret } => entered(to, secret),
        Tried::Connected(connection) => registered(settings, store, connection).await,
    }
}

/// Returns what was registered of a connection, with what proves that it is us.
///
/// # Errors
///
/// If its secret cannot be opened.
async fn registered(settings: &Settings, store: &Store, connection: &Connection) -> anyhow::Result<Application> {
    let name = secret_name(connection.id);
    let sealed = store.secret(&name).await.context("the database cannot be asked")?;
    let sealed = sealed.context("its secret is gone; connect it anew")?;
    let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
    let opened = keys.open(&name, &sealed).context("its secret cannot be opened with these root keys")?;
    let text = std::str::from_utf8(&opened).context("its secret is no text; connect it anew")?;
    entered(&connection.to, text)
}

/// Returns what was registered as somebody entered it; `secret` is a secret, or a key and its certificate one after the other.
///
/// # Errors
///
/// If the certificate is missing.
fn entered(to: &NewConnection, secret: &str) -> anyhow::Result<Application> {
    let credential = match to.credential {
        CredentialKind::Secret => Credential::Secret(secret.to_owned().into()),
        CredentialKind::Certificate => {
            let at = secret.find(CERTIFICATE).context("its certificate is missing; connect it anew")?;
            let (key, certificate) = secret.split_at(at);
            Credential::Certificate { key_pem: key.to_owned().into(), certificate_pem: certificate.to_owned() }
        }
    };
    Ok(Application {
        tenant: to.tenant.clone(),
        client: to.client.clone(),
        credential,
        cloud: Cloud { login: to.login_host.clone(), graph: to.service_host.clone() },
    })
}
