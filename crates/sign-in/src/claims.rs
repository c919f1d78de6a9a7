//! What id tokens and logout tokens have in common: by whom, for whom, and when.

use jiff::Timestamp;
use serde::Deserialize;

use crate::SignInError::NotTrusted;
use crate::error::Result;

/// How far two clocks may be apart.
pub(crate) const LEEWAY_SECONDS: i64 = 60;
/// A token comes straight from the provider: an old one comes from elsewhere.
pub(crate) const OLDEST_SECONDS: i64 = 600;

/// By whom, for whom, and when.
#[derive(Debug, Deserialize)]
pub(crate) struct Common {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: Option<i64>,
    iat: i64,
    nbf: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Whose token it must be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) now: Timestamp,
}

impl Common {
    /// Checks all of it, and returns when the token ends.
    pub(crate) fn check(&self, expected: Expected<'_>) -> Result<Timestamp> {
        if self.iss != expected.issuer {
            return Err(NotTrusted("the token is by another provider"));
        }
        let (ours, several) = match &self.aud {
            Audience::One(it) => (it == expected.client_id, false),
            Audience::Several(them) => (them.iter().any(|it| it == expected.client_id), them.len() > 1),
        };
        let presented_by_us = match &self.azp {
            Some(azp) => azp == expected.client_id,
            None => !several,
        };
        if !ours || !presented_by_us {
            return Err(NotTrusted("the token is for somebody else"));
        }
        let now = expected.now.as_second();
        let ends = self.exp.ok_or(NotTrusted("the token does not say when it ends"))?;
        if ends.saturating_add(LEEWAY_SECONDS) <= now {
            return Err(NotTrusted("the token is over"));
        }
        if self.iat.max(self.nbf.unwrap_or(i64::MIN)) > now + LEEWAY_SECONDS {
            return Err(NotTrusted("the token is of the future; compare the clocks of the two servers"));
        }
        if self.iat < now - OLDEST_SECONDS {
            return Err(NotTrusted("the token is too old"));
        }
        Timestamp::from_second(ends).map_err(|_| NotTrusted("the token does not say when it ends"))
    }
}
