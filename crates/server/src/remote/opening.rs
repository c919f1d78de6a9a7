//! Opening a connection: what is sealed, and the client it makes.

use anyhow::Context;
use jiff::Timestamp;
use relata_keys::open_or_create;
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Pace};
use relata_outgoing::Outgoing;
use relata_store::{Connection, CredentialKind, Store, secret_name};

use crate::settings::Settings;

/// Where the certificate begins in what is sealed: the key comes first.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

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
    let application = Application {
        tenant: connection.to.tenant.clone(),
        client: connection.to.client.clone(),
        credential,
        cloud: Cloud { login: connection.to.login_host.clone(), graph: connection.to.service_host.clone() },
    };
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let limits = Limits { per_mailbox: settings.sources.requests_at_once, ..Limits::default() };
    Graph::new(&application, outgoing, limits, Pace::new(clock)).context("the connection cannot be used")
}
