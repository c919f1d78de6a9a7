//! Tokens: random words that stand for a right, kept as hashes alone.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::hmac;
use zeroize::Zeroizing;

use crate::random;

const TOKEN_BYTES: usize = 32;

/// 256 random bits as 43 letters of base64url; it is shown to its bearer once, and never kept.
pub struct Token(Zeroizing<String>);

impl Token {
    /// Draws a token.
    pub fn random() -> Token {
        Token(Zeroizing::new(URL_SAFE_NO_PAD.encode(random::<TOKEN_BYTES>())))
    }

    /// Returns the token itself, to hand it to its bearer.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns what is kept of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The SHA-256 of a token, in 64 hexadecimal digits: it finds the token's row, and gives nobody the token.
///
/// Looking it up in an index is no way to guess a token by timing: whoever asks cannot choose the hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenHash(String);

impl TokenHash {
    /// Returns the hash of what a bearer presented, whatever it is.
    pub fn of(presented: &str) -> TokenHash {
        TokenHash(digest(&SHA256, presented.as_bytes()).as_ref().iter().map(|it| format!("{it:02x}")).collect())
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// Returns whether two secrets are the same, in a time that does not depend on where they differ.
pub fn are_equal(one: &[u8], other: &[u8]) -> bool {
    // Codes under a key that nobody knows: where the codes differ says nothing of where the secrets do.
    let key = hmac::Key::new(hmac::HMAC_SHA256, &random::<32>());
    hmac::verify(&key, one, hmac::sign(&key, other).as_ref()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_by_its_hash_and_printed_nowhere() {
        let token = Token::random();
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(token.hash(), TokenHash::of(token.reveal()));
        assert_ne!(token.hash(), Token::random().hash());
        assert_eq!(token.hash().as_str().len(), 64);
        assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(…) TokenHash(…)");
    }

    #[test]
    fn a_hash_is_that_of_sha_256() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(TokenHash::of("abc").as_str(), known);
    }

    #[test]
    fn secrets_are_equal_to_themselves_alone() {
        for (one, other) in [("", ""), ("a", "a"), ("a", "b"), ("a", "ab"), ("", "a")] {
            assert_eq!(are_equal(one.as_bytes(), other.as_bytes()), one == other, "{one:?} {other:?}");
        }
    }
}
