//! Access: what the settings say about getting in, checked and put together.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;
use relata_api::{Access, AccessSettings, Limits, Proxies};
use relata_keys::open_or_create;
use relata_sign_in::{Outgoing, Provider, ProviderSettings};
use relata_store::Store;

use crate::opened::now;
use crate::own_mailboxes::own_mailboxes;
use crate::settings::Settings;

/// Returns what the API is told about access, when it listens there.
///
/// # Errors
///
/// If `server.url` is no address for browsers, or `server.trusted_proxies` names no network.
pub fn access_settings(settings: &Settings, listen: SocketAddr) -> anyhow::Result<AccessSettings> {
    let (limits, sessions) = (&settings.limits, &settings.sessions);
    Ok(AccessSettings {
        url: url(&settings.server.url, listen)?,
        trusted_proxies: Proxies::parse(&settings.server.trusted_proxies).context("server.trusted_proxies")?,
        provider_name: settings.sign_in.name.clone(),
        idle_seconds: i64::from(sessions.idle_minutes) * 60,
        longest_seconds: i64::from(sessions.longest_hours) * 3600,
        limits: Limits {
            passwords: limits.passwords,
            passwords_of_name: limits.passwords_of_name,
            requests: limits.requests,
            searches: limits.searches,
            embedded: limits.embedded,
        },
    })
}

/// Returns access as the settings say, with the provider if there is one.
///
/// # Errors
///
/// If the provider cannot be used, or its secret cannot be read.
pub fn access(settings: &Settings, said: &AccessSettings) -> anyhow::Result<Access> {
    let given = &settings.sign_in;
    let provider = match given.issuer.as_str() {
        "" => None,
        issuer => Some(ProviderSettings {
            issuer: issuer.to_owned(),
            client_id: given.client_id.clone(),
            client_secret: secret(&given.client_secret_file)?,
            scopes: given.scopes.clone(),
            groups_claim: given.groups_claim.clone(),
            redirect_uri: format!("{}/api/v1/sign-in/callback", said.url),
        }),
    };
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let provider = provider.map(|it| Provider::new(it, outgoing)).transpose().context("[sign_in] cannot be used")?;
    let keys = open_or_create(&settings.root_keys()).context("the root keys cannot be used")?;
    Ok(Access::new(provider, keys, &said.limits, now).sending_from(own_mailboxes(settings)?))
}

/// Looks whether Relata may listen there: beyond this machine only to people who sign in, over TLS.
///
/// # Errors
///
/// If it may not; the message says what to set.
pub async fn may_listen(
    settings: &Settings,
    said: &AccessSettings,
    listen: SocketAddr,
    store: &Store,
) -> anyhow::Result<()> {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    anyhow::ensure!(
        !settings.sign_in.issuer.is_empty() || store.has_local_administrator().await?,
        "{} is reached from other machines, and nobody could sign in; set [sign_in], or run: relata administrator set NAME",
        listen.ip()
    );
    anyhow::ensure!(
        said.is_https(),
        "{} is reached from other machines; put a proxy that speaks TLS in front, and set server.url to its https address",
        listen.ip()
    );
    Ok(())
}

fn url(given: &str, listen: SocketAddr) -> anyhow::Result<String> {
    if given.is_empty() {
        return Ok(format!("http://{listen}"));
    }
    origin(given).with_context(|| {
        format!("server.url: `{given}` is no address for browsers; write it as https://relata.example.com")
    })
}

/// Returns an address as scheme and host: over TLS, or on this machine. `None`: it is none.
pub fn origin(given: &str) -> Option<String> {
    let given = given.trim_end_matches('/').to_ascii_lowercase();
    let (scheme, host) = given.split_once("://")?;
    let plain = !host.is_empty() && host.bytes().all(|it| it.is_ascii_alphanumeric() || b".-:[]".contains(&it));
    let local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|it| host == *it || host.starts_with(&format!("{it}:")));
    (plain && (scheme == "https" || scheme == "http" && local)).then_some(given)
}

fn secret(file: &Path) -> anyhow::Result<Option<String>> {
    if file.as_os_str().is_empty() {
        return Ok(None);
    }
    let secret = std::fs::read_to_string(file)
        .with_context(|| format!("sign_in.client_secret_file: {} cannot be read", file.display()))?;
    Ok(Some(secret.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_browsers_is_an_origin_over_tls_or_on_this_machine() {
        let listen = "127.0.0.1:8620".parse().unwrap();
        for (given, expected) in [
            ("", Some("http://127.0.0.1:8620")),
            ("https://Relata.example.com/", Some("https://relata.example.com")),
            ("https://relata.example.com:8443", Some("https://relata.example.com:8443")),
            ("http://localhost:8620", Some("http://localhost:8620")),
            ("http://relata.example.com", None),
            ("http://localhost.example.com", None),
            ("https://relata.example.com/path", None),
            ("relata.example.com", None),
            ("https://", None),
        ] {
            assert_eq!(url(given, listen).ok().as_deref(), expected, "{given}");
        }
    }
}
