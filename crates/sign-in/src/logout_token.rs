//! Logout tokens: the provider says that a session, or all of somebody's, are over.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::SignInError::NotTrusted;
use crate::claims::{Common, Expected};
use crate::error::Result;

/// The types a logout token may call itself: nothing that other tokens say of themselves, so none can pass for one.
pub(crate) const TYPES: [&str; 2] = ["logout+jwt", "application/logout+jwt"];
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What the provider says is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logout {
    /// One session, as the provider calls it.
    pub idp_session: Option<String>,
    /// Somebody, as the provider calls them; with a session, whose it is.
    pub subject: Option<String>,
    /// The token's number: whoever takes it twice is being fooled.
    pub jti: String,
    /// When the token ends.
    pub expires_at: Timestamp,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LogoutToken {
    #[serde(flatten)]
    common: Common,
    sub: Option<String>,
    sid: Option<String>,
    jti: String,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

impl LogoutToken {
    pub(crate) fn check(self, expected: Expected<'_>) -> Result<Logout> {
        let expires_at = self.common.check(expected)?;
        if !self.events.get(EVENT).is_some_and(Value::is_object) {
            return Err(NotTrusted("the token tells of something else"));
        }
        // An id token has one: it shall never pass for a logout token.
        if self.nonce.is_some() {
            return Err(NotTrusted("the token is an id token"));
        }
        if self.sid.is_none() && self.sub.is_none() {
            return Err(NotTrusted("the token does not say whose it is"));
        }
        Ok(Logout { idp_session: self.sid, subject: self.sub, jti: self.jti, expires_at })
    }
}
