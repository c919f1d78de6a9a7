//! Opening a connection: what is sealed, and the client it makes.

use anyhow::Context;
use jiff::Timestamp;
use relata_keys::open_or_create;
use relata_microsoft::dataverse::Dataverse;
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Pace};
use relata_outgoing::Outgoing;
use relata_store::{Connection, CredentialKind, Store, secret_name};

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
    let application = application(settings, store, connection).await?;
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let limits = Limits { per_mailbox: settings.sources.requests_at_once, ..Limits::default() };
    Graph::new(&application, outgoing, limits, Pace::new(clock)).context("the connection cannot be used")
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
    let application = application(settings, store, connection).await?;
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let limits = Limits { page: ROWS_ON_A_PAGE, ..Limits::default() };
    let environment = &connection.to.service_host;
    Dataverse::new(&application, environment, outgoing, limits, Pace::new(clock))
        .context("the connection cannot be used")
}

/// Returns what was registered, with what proves that it is us.
async fn application(settings: &Settings, store: &Store, connection: &Connection) -> anyhow::Result<Application> {
    let name = secret_name(connection.id);
    let sealed = store.secret(&name).await?.context("its secret is gone; connect it anew")?;
    let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
    let opened = keys.open(&name, &sealed).context("its secret cannot be opened with these root keys")?;
    let text = std::str::from_utf8(&opened).context("its secret is no text; connect it anew")?;
    let credential = match connection.to.credential {
        CredentialKind::Secret => Credential::Secret(text.to_owned().into()),
        CredentialKind::Certificate => {
            let at = text.find(CERTIFICATE).context("its certificate is missing; connect it anew")?;
            let (key, certificate) = text.split_at(at);
            Credential::Certificate { key_pem: key.to_owned().into(), certificate_pem: certificate.to_owned() }
        }
    };
    Ok(Application {
        tenant: connection.to.tenant.clone(),
        client: connection.to.client.clone(),
        credential,
        cloud: Cloud { login: connection.to.login_host.clone(), graph: connection.to.service_host.clone() },
    })
}
