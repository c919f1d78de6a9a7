//! Digests: the fingerprint of parts in their order, taken in one after the other.

use sha2::Sha256;
use sha2::digest::Digest as _;

use crate::hex::hex;

/// A fingerprint that is being made. Equal parts in equal order, equal fingerprint.
#[derive(Clone, Debug)]
pub struct Digest(Sha256);

impl Digest {
    /// Begins the fingerprint of a sort of thing: two sorts have different ones, whatever their parts.
    pub fn of(sort: &str) -> Digest {
        let mut digest = Digest(Sha256::new());
        digest.add(sort);
        digest
    }

    /// Takes in the next part.
    pub fn add(&mut self, part: &str) {
        // Lengths keep neighbours apart.
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
    }

    /// Returns the fingerprint, 64 hexadecimal digits in small letters.
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sort: &str, parts: &[&str]) -> String {
        let mut digest = Digest::of(sort);
        parts.iter().for_each(|it| digest.add(it));
        digest.hex()
    }

    #[test]
    fn the_same_parts_in_the_same_order_are_the_same() {
        assert_eq!(of("state", &["a", "b"]), of("state", &["a", "b"]));
        assert_eq!(of("state", &[]).len(), 64);
        for (sort, parts) in [("state", &["b", "a"][..]), ("state", &["ab"]), ("state", &["a", "b", ""]), ("a", &["b"])]
        {
            assert_ne!(of("state", &["a", "b"]), of(sort, parts), "{sort} {parts:?}");
        }
    }
}
