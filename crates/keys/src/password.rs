//! Passwords: argon2id, with what OWASP recommends.

use argon2::password_hash::{Error, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::random;

/// 19 MiB, twice, on one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// What a password is compared with when there is nobody of that name, so that finding out takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashing of passwords. Each takes some 30 ms and 19 MiB: never on a thread that serves others.
pub struct Password;

impl Password {
    /// Returns the hash of a password with a salt of its own, as text that says how it was made.
    pub fn hash(password: &str) -> String {
        let salt = SaltString::encode_b64(&random::<16>()).expect("16 bytes are a salt");
        let hash = argon2().hash_password(password.as_bytes(), &salt).expect("a password is shorter than 4 GB");
        hash.to_string()
    }

    /// Returns whether this is the password; `None`: there is nobody of that name, which takes as long to say.
    pub fn is(password: &str, hash: Option<&str>) -> bool {
        let known = PasswordHash::new(hash.unwrap_or(NOBODY));
        let found = known.and_then(|it| argon2().verify_password(password.as_bytes(), &it));
        debug_assert!(matches!(found, Ok(()) | Err(Error::Password)), "a stored hash is one of ours");
        found.is_ok() && hash.is_some()
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("these are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash() {
        let hash = Password::hash("correct horse");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(Password::is("correct horse", Some(&hash)));
        assert!(!Password::is("correct horses", Some(&hash)));
        assert!(!Password::is("", Some(&hash)));
        assert!(!Password::is("correct horse", None));
        assert_ne!(hash, Password::hash("correct horse"), "each has a salt of its own");
    }
}
