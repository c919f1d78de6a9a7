//! Id tokens: who signed in, by the provider's word for this one sign-in.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::SignInError::NotTrusted;
use crate::claims::{Common, Expected, LEEWAY_SECONDS};
use crate::error::Result;

/// Groups of somebody in more than this are not read to the end.
const MOST_GROUPS: usize = 500;
/// What a provider may call a subject or a group, by its standard and beyond it.
const LONGEST_NAME_BYTES: usize = 256;

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who vouches for them.
    pub issuer: String,
    /// What the issuer calls them: with the issuer, the only key.
    pub subject: String,
    /// What they are called.
    pub name: Option<String>,
    /// Their address, if the provider has verified that it is theirs.
    pub verified_email: Option<String>,
    /// Their entry in a Microsoft directory (`oid`).
    pub directory_id: Option<String>,
    /// The groups the provider names.
    pub groups: Vec<String>,
    /// What the provider calls this session (`sid`).
    pub idp_session: Option<String>,
    /// When they last proved who they are, if the provider says so.
    pub authenticated_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct IdToken {
    #[serde(flatten)]
    common: Common,
    pub(crate) sub: String,
    nonce: Option<String>,
    auth_time: Option<i64>,
    sid: Option<String>,
    #[serde(flatten)]
    person: Map<String, Value>,
}

/// What the sign-in was begun with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun<'a> {
    pub(crate) nonce: &'a str,
    /// They were asked to prove anew who they are, and this is when.
    pub(crate) again_at: Option<Timestamp>,
}

impl IdToken {
    pub(crate) fn check(&self, expected: Expected<'_>, begun: Begun<'_>) -> Result<()> {
        self.common.check(expected)?;
        if self.nonce.as_deref() != Some(begun.nonce) {
            return Err(NotTrusted("the token is for another sign-in"));
        }
        if self.sub.is_empty() || self.sub.len() > LONGEST_NAME_BYTES {
            return Err(NotTrusted("the token does not say whose it is"));
        }
        if self.auth_time.is_some_and(|it| it > expected.now.as_second() + LEEWAY_SECONDS) {
            return Err(NotTrusted("the token is of the future; compare the clocks of the two servers"));
        }
        let Some(asked) = begun.again_at else { return Ok(()) };
        match self.auth_time {
            None => Err(NotTrusted("the provider does not say when you proved who you are, which is needed here")),
            Some(it) if it < asked.as_second() - LEEWAY_SECONDS => {
                Err(NotTrusted("the provider did not ask you to prove again who you are, which is needed here"))
            }
            Some(_) => Ok(()),
        }
    }

    /// Returns whether the token alone does not say who it is.
    pub(crate) fn says_too_little(&self, groups_claim: &str) -> bool {
        ["name", "email", groups_claim].into_iter().any(|it| !it.is_empty() && !self.person.contains_key(it))
    }

    /// Returns who signed in; `more`: what the provider said beside the token, where the token says nothing.
    pub(crate) fn into_identity(self, issuer: &str, groups_claim: &str, more: Map<String, Value>) -> Identity {
        let mut person = self.person;
        // An address counts with its own word on whether it was verified, never with another's.
        if !person.contains_key("email") {
            person.remove("email_verified");
        }
        let own_email = person.contains_key("email");
        for (name, value) in more.into_iter().filter(|(name, _)| !(own_email && name == "email_verified")) {
            person.entry(name).or_insert(value);
        }
        let text = |name: &str| person.get(name).and_then(Value::as_str).map(str::to_owned);
        let verified = matches!(person.get("email_verified"), Some(Value::Bool(true)))
            || person.get("email_verified").and_then(Value::as_str) == Some("true");
        Identity {
            issuer: issuer.to_owned(),
            subject: self.sub,
            name: text("name").or_else(|| text("preferred_username")),
            verified_email: text("email").filter(|_| verified),
            directory_id: text("oid"),
            groups: groups(person.get(groups_claim)),
            idp_session: self.sid,
            authenticated_at: self.auth_time.and_then(|it| Timestamp::from_second(it).ok()),
        }
    }
}

fn groups(claim: Option<&Value>) -> Vec<String> {
    let named: Vec<&Value> = match claim {
        Some(Value::Array(them)) => them.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let fitting = named.into_iter().filter_map(Value::as_str).filter(|it| (1..=LONGEST_NAME_BYTES).contains(&it.len()));
    fitting.take(MOST_GROUPS).map(str::to_owned).collect()
}
