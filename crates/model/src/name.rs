//! Names: what a person is called, as strangers wrote it.

use std::fmt;

/// A display name without control, format and bidirectional characters, trimmed, at most 200 characters.
///
/// Names come from other people's mail: they may hold markup, formulas or somebody else's address. They are
/// shown as text and never decide who somebody is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Returns the name, or `None` if nothing readable is left.
    pub fn new(text: &str) -> Option<Name> {
        let _ = text;
        None
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Logs never show names.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}
