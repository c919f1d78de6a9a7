//! Sealing: AES-256-GCM under the newest root key, bound to a purpose.
//!
//! ```text
//! sealed = format (1 byte) ‖ version of the key (4) ‖ nonce (12) ‖ ciphertext and tag (n + 16)
//! ```
//!
//! The purpose is part of what the tag covers, so what was sealed as one thing cannot be put in the place of another.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::{KeyError, random};

pub(crate) const KEY_BYTES: usize = 32;
const FORMAT: u8 = 1;
const PREFIX_BYTES: usize = 5;

/// The root keys, the newest first: it seals, all of them open.
pub struct RootKeys {
    versions: Vec<(u32, Zeroizing<[u8; KEY_BYTES]>)>,
}

impl RootKeys {
    /// The newest first, and at least one.
    pub(crate) fn new(versions: Vec<(u32, Zeroizing<[u8; KEY_BYTES]>)>) -> RootKeys {
        RootKeys { versions }
    }

    pub(crate) fn versions(&self) -> &[(u32, Zeroizing<[u8; KEY_BYTES]>)] {
        &self.versions
    }

    pub(crate) fn with_a_newer(mut self, key: Zeroizing<[u8; KEY_BYTES]>) -> RootKeys {
        let version = self.newest() + 1;
        self.versions.insert(0, (version, key));
        self
    }

    /// Returns keys that live as long as this value: for the demo, and for tests.
    pub fn in_memory() -> RootKeys {
        RootKeys::new(vec![(1, Zeroizing::new(random()))])
    }

    /// Returns the version that seals.
    pub fn newest(&self) -> u32 {
        self.versions[0].0
    }

    /// Seals a secret for a purpose, which is a fixed name such as `oidc client secret`.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Vec<u8> {
        let (version, key) = &self.versions[0];
        let nonce: [u8; NONCE_LEN] = random();
        let mut sealed = vec![FORMAT];
        sealed.extend(version.to_be_bytes());
        let bound = bound(&sealed, purpose);
        let mut text = Zeroizing::new(secret.to_vec());
        let tag = cipher(key)
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), &mut text)
            .expect("a secret is shorter than 64 GB");
        sealed.extend(nonce);
        sealed.extend(text.iter());
        sealed.extend(tag.as_ref());
        sealed
    }

    /// Opens what was sealed for that purpose.
    ///
    /// # Errors
    ///
    /// [`KeyError::NoSuchVersion`] if the key is gone, [`KeyError::NotOurs`] for everything else.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (prefix, rest) = sealed.split_at_checked(PREFIX_BYTES).ok_or(KeyError::NotOurs)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::NotOurs)?;
        let version = version_of(prefix)?;
        let (_, key) = self.versions.iter().find(|it| it.0 == version).ok_or(KeyError::NoSuchVersion(version))?;
        let mut text = Zeroizing::new(text.to_vec());
        let length = cipher(key)
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(bound(prefix, purpose)), &mut text)
            .map_err(|_| KeyError::NotOurs)?
            .len();
        text.truncate(length);
        Ok(text)
    }

    /// Returns the same secret sealed with the newest version, or `None` if it is already.
    ///
    /// # Errors
    ///
    /// As [`RootKeys::open`].
    pub fn reseal(&self, purpose: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, KeyError> {
        let secret = self.open(purpose, sealed)?;
        Ok((version_of(sealed)? != self.newest()).then(|| self.seal(purpose, &secret)))
    }
}

impl fmt::Debug for RootKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions: Vec<_> = self.versions.iter().map(|(version, _)| version.to_string()).collect();
        write!(f, "RootKeys(versions {})", versions.join(", "))
    }
}

fn cipher(key: &[u8; KEY_BYTES]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("a key has 32 bytes"))
}

fn bound(prefix: &[u8], purpose: &str) -> Vec<u8> {
    [b"relata sealed ", prefix, purpose.as_bytes()].concat()
}

fn version_of(sealed: &[u8]) -> Result<u32, KeyError> {
    match sealed {
        [FORMAT, a, b, c, d, ..] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(KeyError::NotOurs),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_sealed_opens_for_its_purpose_alone(secret: Vec<u8>, purpose in "[a-z ]{0,20}", other in "[a-z ]{0,20}") {
            let keys = RootKeys::in_memory();
            let sealed = keys.seal(&purpose, &secret);
            prop_assert_eq!(keys.open(&purpose, &sealed).unwrap().to_vec(), secret);
            prop_assert_eq!(keys.open(&other, &sealed).is_ok(), other == purpose);
        }

        #[test]
        fn one_flipped_bit_and_it_stays_closed(secret: Vec<u8>, place: prop::sample::Index, bit in 0..8u8) {
            let keys = RootKeys::in_memory();
            let mut sealed = keys.seal("test", &secret);
            let place = place.index(sealed.len());
            sealed[place] ^= 1 << bit;
            prop_assert!(keys.open("test", &sealed).is_err());
            prop_assert!(keys.reseal("test", &sealed).is_err());
        }

        #[test]
        fn a_part_of_it_or_something_else_stays_closed(secret: Vec<u8>, length: prop::sample::Index, noise: Vec<u8>) {
            let keys = RootKeys::in_memory();
            let sealed = keys.seal("test", &secret);
            prop_assert!(keys.open("test", &sealed[..length.index(sealed.len())]).is_err());
            prop_assert!(keys.open("test", &noise).is_err());
        }

        #[test]
        fn other_keys_and_other_versions_open_nothing(secret: Vec<u8>) {
            let keys = RootKeys::in_memory();
            let sealed = keys.seal("test", &secret);
            prop_assert!(matches!(RootKeys::in_memory().open("test", &sealed), Err(KeyError::NotOurs)));
            let newer = RootKeys::new(vec![(2, Zeroizing::new(random()))]);
            prop_assert!(matches!(newer.open("test", &sealed), Err(KeyError::NoSuchVersion(1))));
            let mut relabelled = sealed;
            relabelled[PREFIX_BYTES - 1] = 2;
            let both = keys.with_a_newer(Zeroizing::new(random()));
            prop_assert!(matches!(both.open("test", &relabelled), Err(KeyError::NotOurs)));
        }
    }

    #[test]
    fn the_same_secret_is_sealed_differently_each_time() {
        let keys = RootKeys::in_memory();
        assert_ne!(keys.seal("test", b"a secret"), keys.seal("test", b"a secret"));
    }
}
