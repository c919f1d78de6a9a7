//! Signed texts: a message, and beside it the key and the signature, in letters that people pass on.
//!
//! What is signed begins with a line that says what it is, so that nothing signed for one purpose can be taken for another.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::{PublicKey, Signer};

/// Who vouches for a message, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedText {
    /// The key, of 32 bytes.
    pub public_key: String,
    /// The signature, of 64.
    pub signature: String,
}

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// What stands where the key should stand is none.
    NoKey,
    /// It was signed with another key than the one expected.
    OtherKey,
    /// The message was changed after it was signed, or the signature is of something else.
    Changed,
}

/// What was given as a key is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key given is not 32 bytes in base64; give it as `relata receipt key` prints it")]
pub struct NotAKey;

/// Signs a message.
pub fn sign_text(signer: &Signer, message: &str) -> SignedText {
    let signature = STANDARD.encode(signer.sign(message.as_bytes()));
    SignedText { public_key: key_text(signer.public_key()), signature }
}

/// Returns the key that signed a message, if the signature holds.
///
/// # Errors
///
/// [`NotSigned`]. Without an expected key, whether the key is the organisation's is left to whoever reads it.
pub fn check_text(message: &str, signed: &SignedText, expected: Option<PublicKey>) -> Result<PublicKey, NotSigned> {
    let key = key_of(&signed.public_key).map_err(|NotAKey| NotSigned::NoKey)?;
    if expected.is_some_and(|it| it != key) {
        return Err(NotSigned::OtherKey);
    }
    let signature = STANDARD.decode(&signed.signature).map_err(|_| NotSigned::Changed)?;
    if key.verifies(message.as_bytes(), &signature) { Ok(key) } else { Err(NotSigned::Changed) }
}

/// Returns a public key as people pass it on.
pub fn key_text(key: PublicKey) -> String {
    STANDARD.encode(key.0)
}

/// Returns the public key a text spells.
///
/// # Errors
///
/// If it is not 32 bytes in base64.
pub fn key_of(text: &str) -> Result<PublicKey, NotAKey> {
    let bytes = STANDARD.decode(text.trim()).ok().and_then(|it| it.try_into().ok());
    bytes.map(PublicKey).ok_or(NotAKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(seed: u8) -> Signer {
        Signer::from_seed(&[seed; 32])
    }

    #[track_caller]
    fn check(message: &str, change: impl FnOnce(&mut SignedText), expected: Result<(), NotSigned>) {
        let mut signed = sign_text(&signer(7), "relata note v1\nhello");
        change(&mut signed);
        assert_eq!(check_text(message, &signed, Some(signer(7).public_key())).map(|_| ()), expected);
    }

    #[test]
    fn a_signature_holds_for_one_message_of_one_key() {
        let message = "relata note v1\nhello";
        check(message, |_| (), Ok(()));
        check("relata note v1\nHello", |_| (), Err(NotSigned::Changed));
        check(message, |it| it.signature = "no base64".to_owned(), Err(NotSigned::Changed));
        check(message, |it| it.public_key = "short".to_owned(), Err(NotSigned::NoKey));
        check(message, |it| *it = sign_text(&signer(8), "relata note v1\nhello"), Err(NotSigned::OtherKey));
        check(message, |it| it.signature = sign_text(&signer(8), message).signature, Err(NotSigned::Changed));
    }

    #[test]
    fn a_key_is_read_as_it_is_passed_on() {
        assert_eq!(key_of(&key_text(signer(7).public_key())), Ok(signer(7).public_key()));
        assert_eq!(key_of("no key"), Err(NotAKey));
    }
}
