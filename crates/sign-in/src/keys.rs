//! The provider's keys, kept for a while and asked for again when a token names one we do not have.

use jiff::Timestamp;
use relata_outgoing::Outgoing;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::SignInError::{self, NotTrusted};
use crate::asking;
use crate::error::Result;
use crate::jws::{PublishedKey, Unchecked};

/// Keys are asked for again after this long.
const KEPT_SECONDS: i64 = 3600;
/// Somebody who invents names of keys makes us ask no more often than this.
const ASKED_AGAIN_AFTER_SECONDS: i64 = 30;

/// The keys as last asked for, and when.
#[derive(Debug, Default)]
pub(crate) struct Keys(Mutex<Option<(Timestamp, Vec<PublishedKey>)>>);

impl Keys {
    /// Returns the claims of a token that one of the provider's keys signed.
    pub(crate) async fn claims<T: for<'de> Deserialize<'de>>(
        &self,
        token: &Unchecked<'_>,
        place: &str,
        outgoing: &Outgoing,
        now: Timestamp,
    ) -> Result<T> {
        let mut kept = self.0.lock().await;
        if let Some((at, keys)) = kept.as_ref() {
            let age = now.as_second() - at.as_second();
            let known = token.key(keys);
            if let Some(key) = known.filter(|_| age < KEPT_SECONDS) {
                return token.claims(key);
            }
            if age < ASKED_AGAIN_AFTER_SECONDS {
                return Err(NotTrusted("the token is signed by a key that the provider does not have"));
            }
        }
        let keys = fetch(place, outgoing).await?;
        let (_, keys) = kept.insert((now, keys));
        let key = token.key(keys).ok_or(NotTrusted("the token is signed by a key that the provider does not have"))?;
        token.claims(key)
    }
}

async fn fetch(place: &str, outgoing: &Outgoing) -> Result<Vec<PublishedKey>> {
    #[derive(Deserialize)]
    struct Published {
        keys: Vec<Value>,
    }
    let body = asking::get(outgoing, place).await?;
    let not_understood = |_| SignInError::Unreachable(format!("{place} is no set of keys"));
    let published: Published = serde_json::from_slice(&body).map_err(not_understood)?;
    // Keys of kinds that nobody here has heard of are no reason to refuse the others.
    Ok(published.keys.into_iter().filter_map(|it| serde_json::from_value(it).ok()).collect())
}
