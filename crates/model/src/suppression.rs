//! Suppression: knowing again who asked to be forgotten, without knowing who they are.
//!
//! ```text
//! lea@acme.com ──HMAC-SHA-256, secret key──▶ 32 bytes ──▶ kept for ever; the address is not
//! ```
//!
//! A plain hash of an address is undone by guessing. With a key that lies elsewhere the list tells nothing to whoever
//! gets hold of it, and still stops the next sync from bringing somebody back.
//!
//! **Invariant:** what is suppressed is never kept as text.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Address, ColleagueId, Standing, hex};

/// The secret behind the list: 32 random bytes, made once. With another key nobody on the list is known again.
#[derive(Clone, PartialEq, Eq)]
pub struct SuppressionKey([u8; 32]);

/// An address, an entry of the directory, or a mailbox on the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Suppressed(pub [u8; 32]);

impl SuppressionKey {
    /// Makes a key of 32 bytes from a generator of secrets.
    pub fn new(bytes: [u8; 32]) -> SuppressionKey {
        SuppressionKey(bytes)
    }

    /// Returns what stands on the list for an address.
    pub fn of(&self, address: &Address) -> Suppressed {
        self.hash(&["address:v1:", address.as_str()])
    }

    /// Returns what stands on the list for an entry of the directory, whatever addresses it is given later.
    pub fn of_colleague(&self, colleague: &ColleagueId) -> Suppressed {
        self.hash(&["colleague:v1:", &colleague.0])
    }

    /// Returns what stands on the list for a mailbox that is not to be read again, by its source and its name there.
    pub fn of_mailbox(&self, source: &str, name: &str) -> Suppressed {
        self.hash(&["mailbox:v1:", source, "\0", name])
    }

    fn hash(&self, parts: &[&str]) -> Suppressed {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        parts.iter().for_each(|it| mac.update(it.as_bytes()));
        Suppressed(mac.finalize().into_bytes().into())
    }
}

/// What the directory said of an address on the list, the last time it was asked: mail that merely names whoever is
/// gone counts for the others as it did before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// The entry the address belonged to.
    pub entry: Suppressed,
    /// How it stood.
    pub standing: Standing,
}

/// Who is not to be kept, and the key to know them by.
#[derive(Clone, Debug, Default)]
pub struct Suppression {
    key: Option<SuppressionKey>,
    listed: BTreeMap<Suppressed, Option<Was>>,
}

impl Suppression {
    /// Returns an empty list with a key.
    pub fn with(key: SuppressionKey) -> Suppression {
        Suppression { key: Some(key), listed: BTreeMap::new() }
    }

    /// Puts something on the list; of an address of the directory with what it was there.
    pub fn add(&mut self, suppressed: Suppressed, was: Option<Was>) {
        self.listed.insert(suppressed, was);
    }

    /// Returns whether an address is on the list.
    pub fn has(&self, address: &Address) -> bool {
        self.find(address).is_some()
    }

    /// Returns whether an entry of the directory is on the list.
    pub fn has_colleague(&self, colleague: &ColleagueId) -> bool {
        self.lists(|it| it.of_colleague(colleague))
    }

    /// Returns whether a mailbox is on the list.
    pub fn has_mailbox(&self, source: &str, name: &str) -> bool {
        self.lists(|it| it.of_mailbox(source, name))
    }

    /// Returns what the directory said of an address on the list; `None` if it is not on it, `Some(None)` for somebody
    /// outside.
    pub fn find(&self, address: &Address) -> Option<Option<Was>> {
        let key = self.key.as_ref().filter(|_| !self.listed.is_empty())?;
        self.listed.get(&key.of(address)).copied()
    }

    /// Returns what is known of the entries of the directory whose addresses are on the list.
    pub fn entries(&self) -> impl Iterator<Item = Was> {
        self.listed.values().copied().flatten()
    }

    fn lists(&self, of: impl Fn(&SuppressionKey) -> Suppressed) -> bool {
        self.key.as_ref().filter(|_| !self.listed.is_empty()).is_some_and(|it| self.listed.contains_key(&of(it)))
    }
}

impl Suppressed {
    /// Returns the bytes in hexadecimal: how they stand in a receipt.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }
}

impl fmt::Debug for SuppressionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SuppressionKey")
    }
}

impl fmt::Debug for Suppressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex()[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse_unlisted(text).unwrap()
    }

    fn check(listed: &[&str], asked: &str, expected: bool) {
        let key = SuppressionKey::new([7; 32]);
        let mut suppression = Suppression::with(key.clone());
        listed.iter().for_each(|it| suppression.add(key.of(&address(it)), None));
        assert_eq!(suppression.has(&address(asked)), expected, "{asked}");
    }

    #[test]
    fn an_address_is_known_again_in_any_spelling_and_no_other_is() {
        check(&["lea@acme"], "Lea@ACME", true);
        check(&["lea@acme"], "lea.b@acme", false);
        check(&[], "lea@acme", false);
    }

    #[test]
    fn another_key_knows_nobody() {
        let mut suppression = Suppression::with(SuppressionKey::new([8; 32]));
        suppression.add(SuppressionKey::new([7; 32]).of(&address("lea@acme")), None);
        assert!(!suppression.has(&address("lea@acme")));
    }

    #[test]
    fn an_address_an_entry_and_a_mailbox_of_one_name_are_three_things() {
        let key = SuppressionKey::new([7; 32]);
        let all = [
            key.of(&address("amber@us")),
            key.of_colleague(&ColleagueId("amber@us".to_owned())),
            key.of_mailbox("amber@us", ""),
        ];
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
    }
}
