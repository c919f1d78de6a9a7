//! Graph: the client everything here goes through.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use relata_model::Address;
use relata_outgoing::Outgoing;

use crate::application::{Application, Limits};
use crate::pace::Pace;
use crate::service::Service;
use crate::trouble::Trouble;

/// Ids that stay when an item is moved, in plain UTC, and low in the queue when the service is busy.
pub(crate) const IMMUTABLE: (&str, &str) = ("prefer", "IdType=\"ImmutableId\"");
pub(crate) const LOW_PRIORITY: (&str, &str) = ("x-ms-throttle-priority", "low");

/// Microsoft Graph, asked as one application. Cheap to clone; all clones share tokens, gates and connections.
#[derive(Clone)]
pub struct Graph {
    pub(crate) service: Service,
    domains: Arc<BTreeSet<String>>,
}

/// Why a client cannot be made: the operator chose something that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotUsable(pub String);

impl Graph {
    /// Returns a client that has not asked anything yet.
    ///
    /// # Errors
    ///
    /// If an address may not be asked, or the certificate cannot be used.
    pub fn new(application: &Application, outgoing: Outgoing, limits: Limits, pace: Pace) -> Result<Graph, NotUsable> {
        let service = Service::new(application, &application.cloud.graph, outgoing, limits, pace).map_err(NotUsable)?;
        Ok(Graph { service, domains: Arc::default() })
    }

    /// Returns a client for what users do themselves, each with a token of their own; as an application it asks nothing.
    ///
    /// # Errors
    ///
    /// If the address may not be asked.
    pub fn of_users(host: &str, outgoing: Outgoing, pace: Pace) -> Result<Graph, NotUsable> {
        let service = Service::of_callers(host, outgoing, Limits::default(), pace).map_err(NotUsable)?;
        Ok(Graph { service, domains: Arc::default() })
    }

    /// Takes addresses under these domains though no public suffix list knows them: the organisation's own.
    #[must_use]
    pub fn trusting(mut self, domains: impl IntoIterator<Item = String>) -> Graph {
        self.domains = Arc::new(domains.into_iter().map(|it| it.to_lowercase()).collect());
        self
    }

    /// Returns the permissions that stand in the application's token, sorted. What Exchange grants for a group stands in none:
    /// probe mailboxes to know.
    ///
    /// # Errors
    ///
    /// If there is no token to be had.
    pub async fn roles(&self) -> Result<Vec<String>, Trouble> {
        self.service.roles().await
    }

    /// The address a text spells, strictly; under the organisation's own domains also without a public suffix.
    pub(crate) fn address(&self, text: &str) -> Option<Address> {
        Address::parse(text)
            .or_else(|strict| match Address::parse_unlisted(text) {
                Ok(own) if self.domains.contains(own.domain()) => Ok(own),
                _ => Err(strict),
            })
            .ok()
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Graph(…)")
    }
}

/// Returns a part of a path with everything escaped that could be more than a part.
pub(crate) fn part(text: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~@".contains(&it);
    // A part of dots alone would lead somewhere else.
    let dots = text.bytes().all(|it| it == b'.');
    let escape = |it: u8| match plain(it) && !dots {
        true => char::from(it).to_string(),
        false => format!("%{it:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// Returns options as a query, names as they are and values escaped.
pub(crate) fn query(options: &[(&str, &str)]) -> String {
    let escaped = |it: u8| match it.is_ascii_alphanumeric() || b"-._~,$:/()'".contains(&it) {
        true => char::from(it).to_string(),
        false => format!("%{it:02X}"),
    };
    let pairs =
        options.iter().map(|(name, value)| format!("{name}={}", value.bytes().map(escaped).collect::<String>()));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_path_is_no_more_than_that() {
        for (text, expected) in [
            ("lea@contoso.com", "lea@contoso.com"),
            ("../../users", "..%2F..%2Fusers"),
            ("..", "%2E%2E"),
            ("AAMk=/+?#", "AAMk%3D%2F%2B%3F%23"),
        ] {
            assert_eq!(part(text), expected);
        }
    }

    #[test]
    fn values_of_options_are_escaped() {
        let options = query(&[("$filter", "receivedDateTime ge 2026-03-01T00:00:00Z"), ("$top", "5&x=1")]);
        assert_eq!(options, "$filter=receivedDateTime%20ge%202026-03-01T00:00:00Z&$top=5%26x%3D1");
    }
}
