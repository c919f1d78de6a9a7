//! Assertion: a short-lived statement, signed with a certificate's key, that stands for a secret.
//!
//! Microsoft identity platform, "application authentication certificate credentials": PS256, the certificate's SHA-256 in the
//! header `x5t#S256`, the token endpoint as audience.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use serde_json::json;
use zeroize::Zeroizing;

/// An assertion is good for this long; Microsoft recommends five to ten minutes.
const LIFE_SECONDS: i64 = 600;
/// The service's clock may run behind ours.
const BEHIND_SECONDS: i64 = 60;

/// A certificate with its key, ready to sign.
pub(crate) struct Signer {
    key: RsaKeyPair,
    thumbprint: String,
}

impl Signer {
    /// Reads a key and its certificate. Fails in words for the operator that repeat nothing of them.
    pub(crate) fn new(key_pem: &str, certificate_pem: &str) -> Result<Signer, String> {
        let key = pem(key_pem, &["PRIVATE KEY", "RSA PRIVATE KEY"])
            .ok_or("the private key is not in PEM; it begins with -----BEGIN PRIVATE KEY-----")?;
        let key = RsaKeyPair::from_pkcs8(&key)
            .or_else(|_| RsaKeyPair::from_der(&key))
            .map_err(|_| "the private key is no RSA key of 2048 bits or more without a password")?;
        let certificate = pem(certificate_pem, &["CERTIFICATE"])
            .ok_or("the certificate is not in PEM; it begins with -----BEGIN CERTIFICATE-----")?;
        Ok(Signer { key, thumbprint: URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate)) })
    }

    /// Returns an assertion that `client` shows to the token endpoint at `audience`.
    pub(crate) fn assertion(&self, client: &str, audience: &str, now: Timestamp) -> Result<Zeroizing<String>, String> {
        let chance = SystemRandom::new();
        let mut id = [0; 16];
        chance.fill(&mut id).map_err(|_| "the system has no random numbers")?;
        let now = now.as_second();
        let header = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint});
        let claims = json!({
            "aud": audience, "iss": client, "sub": client, "jti": URL_SAFE_NO_PAD.encode(id),
            "iat": now, "nbf": now - BEHIND_SECONDS, "exp": now + LIFE_SECONDS,
        });
        let part = |it: serde_json::Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &chance, signed.as_bytes(), &mut signature)
            .map_err(|_| "the private key does not sign")?;
        Ok(Zeroizing::new(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }
}

/// Returns the bytes of the first block with one of these labels.
fn pem(text: &str, labels: &[&str]) -> Option<Zeroizing<Vec<u8>>> {
    labels.iter().find_map(|label| {
        let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
        let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
        let body: Zeroizing<String> = Zeroizing::new(body.split_whitespace().collect());
        STANDARD.decode(body.as_bytes()).ok().map(Zeroizing::new)
    })
}
