//! Seal: opaque tokens, links and ids.
//!
//! What a token remembers stands in the token itself, made unreadable, so that the stand-in holds nothing for a client that never
//! comes back. It keeps nobody out: it only keeps a client from reading what the real service would not let it read.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::chance::{mix, sum};

/// Returns a value as an opaque word, in letters, digits, `-` and `_`.
pub(crate) fn seal(seed: u64, value: &impl Serialize) -> String {
    let mut bytes = serde_json::to_vec(value).expect("what is sealed is plain data");
    let check = mix(seed, &[sum(&bytes)]);
    blur(check, &mut bytes);
    bytes.extend_from_slice(&check.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Returns the value in an opaque word, or nothing if a letter of it was changed or another tenant sealed it.
pub(crate) fn open<T: DeserializeOwned>(seed: u64, word: &str) -> Option<T> {
    let mut bytes = URL_SAFE_NO_PAD.decode(word).ok()?;
    let check = bytes.split_off(bytes.len().checked_sub(8)?);
    let check = u64::from_be_bytes(check.try_into().ok()?);
    blur(check, &mut bytes);
    (mix(seed, &[sum(&bytes)]) == check).then(|| serde_json::from_slice(&bytes).ok()).flatten()
}

fn blur(check: u64, bytes: &mut [u8]) {
    for (place, chunk) in bytes.chunks_mut(8).enumerate() {
        let mask = mix(check, &[place as u64]).to_be_bytes();
        chunk.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_under_its_seed_alone_and_unchanged() {
        let word = seal(1, &("inbox", 42));
        assert_eq!(open(1, &word), Some(("inbox".to_owned(), 42)));
        assert_eq!(open::<(String, u64)>(2, &word), None);
        assert_eq!(open::<(String, u64)>(1, &word.to_lowercase()), None);
        assert!(!word.contains("inbox"));
    }
}
