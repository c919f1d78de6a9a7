//! Randomness of the system.

use ring::rand::{SecureRandom, SystemRandom};

/// Returns that many random bytes, fit for keys.
pub fn random<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).expect("the system has randomness to give");
    bytes
}
