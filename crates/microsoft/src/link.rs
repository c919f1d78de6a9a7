//! Links: where a service says its next page is. They are capabilities and hold ids, so logs never show them.

use std::fmt;

use relata_outgoing::Url;
use serde::{Deserialize, Serialize};

/// Longer links are not Microsoft's.
const LONGEST_BYTES: usize = 32 * 1024;

/// A link that a service gave, and that leads back to the same service.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Returns the link if it leads to the service at `base`: same scheme, host and port.
    pub(crate) fn pinned(text: String, base: &Url) -> Option<Link> {
        let url = Url::parse(&text).ok().filter(|_| text.len() <= LONGEST_BYTES)?;
        let same = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
        (same && url.fragment().is_none()).then_some(Link(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_back_to_the_same_service_are_followed() {
        let base = Url::parse("https://graph.microsoft.com").unwrap();
        for (link, followed) in [
            ("https://graph.microsoft.com/v1.0/users?$skiptoken=a", true),
            ("https://graph.microsoft.com:443/v1.0/users", true),
            ("https://GRAPH.microsoft.com/v1.0/users", true),
            ("https://graph.microsoft.com:8443/v1.0/users", false),
            ("http://graph.microsoft.com/v1.0/users", false),
            ("https://graph.microsoft.com.evil.example/v1.0/users", false),
            ("https://graph.microsoft.com@evil.example/v1.0/users", false),
            ("https://lea@graph.microsoft.com/v1.0/users", false),
            ("/v1.0/users", false),
            ("//evil.example/", false),
        ] {
            assert_eq!(Link::pinned(link.to_owned(), &base).is_some(), followed, "{link}");
        }
        let link = Link::pinned("https://graph.microsoft.com/secret".to_owned(), &base).unwrap();
        assert_eq!(format!("{link:?}"), "Link(…)");
    }
}
