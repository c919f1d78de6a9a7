//! Signing: Ed25519, for what is checked elsewhere and later.

use std::fmt;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

const SIGNATURE_BYTES: usize = 64;

/// A signing key.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// Returns the key of a seed, which is as secret as the key: keep it sealed.
    pub fn from_seed(seed: &[u8; 32]) -> Signer {
        Signer(Ed25519KeyPair::from_seed_unchecked(seed).expect("a seed has 32 bytes"))
    }

    /// Returns the key that checks what this one signs.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().as_ref().try_into().expect("an Ed25519 key has 32 bytes"))
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.sign(message).as_ref().try_into().expect("an Ed25519 signature has 64 bytes")
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({:?})", self.public_key())
    }
}

/// The key that checks signatures: 32 bytes, no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Returns whether the signature is that of this message by this key.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_signature_is_of_one_message_by_one_key(seed: [u8; 32], other: [u8; 32], message: Vec<u8>, bit: prop::sample::Index) {
            let signer = Signer::from_seed(&seed);
            let mut signature = signer.sign(&message);
            prop_assert!(signer.public_key().verifies(&message, &signature));
            prop_assert_eq!(Signer::from_seed(&other).public_key().verifies(&message, &signature), seed == other);
            prop_assert!(!signer.public_key().verifies(&[&message[..], b"!"].concat(), &signature));
            let bit = bit.index(SIGNATURE_BYTES * 8);
            signature[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!signer.public_key().verifies(&message, &signature));
            prop_assert!(!signer.public_key().verifies(&message, &[]));
        }
    }

    #[test]
    fn the_key_of_a_seed_is_that_of_rfc_8032() {
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let seed: Vec<u8> = (0..32).map(|it| u8::from_str_radix(&seed[2 * it..2 * it + 2], 16).unwrap()).collect();
        let signer = Signer::from_seed(seed[..].try_into().unwrap());
        assert_eq!(signer.public_key().0[..4], [0xd7, 0x5a, 0x98, 0x01]);
        assert_eq!(signer.sign(b"")[..4], [0xe5, 0x56, 0x43, 0x00]);
    }
}
