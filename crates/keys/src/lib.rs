//! Keys: what is secret, sealed, signed or hashed; the one place that knows cryptography.
//!
//! | what | with what | for |
//! |---|---|---|
//! | [`RootKeys`] | AES-256-GCM | sealing what the store must keep and nobody may read |
//! | [`Token`], [`TokenHash`] | 256 random bits, SHA-256 | sessions, API tokens, embed tokens |
//! | [`Signer`], [`PublicKey`] | Ed25519 | receipts and exports that are checked elsewhere |
//! | [`sign_receipt`], [`check_receipt`] | Ed25519 over JSON | what was erased, for whoever asked |
//! | [`sign_text`], [`check_text`] | Ed25519 over text | the head of an exported audit trail |
//! | [`Password`], [`is_guessable`] | argon2id, rules | the local administrator |
//!
//! **Invariant:** nothing secret is printed: no `Debug` here shows more than a name or a version.
//!
//! **Invariant:** what was changed, was sealed for another purpose, or was made by a key we do not have is an error.

mod error;
mod guessable;
mod password;
mod random;
mod receipt;
mod root_file;
mod seal;
mod signed_text;
mod signing;
mod token;

pub use error::KeyError;
pub use guessable::is_guessable;
pub use password::Password;
pub use random::random;
pub use receipt::{NotAReceipt, check_receipt, sign_receipt};
pub use root_file::{open_or_create, rotate};
pub use seal::RootKeys;
pub use signed_text::{NotAKey, NotSigned, SignedText, check_text, key_of, key_text, sign_text};
pub use signing::{PublicKey, Signer};
pub use token::{Token, TokenHash, are_equal};
