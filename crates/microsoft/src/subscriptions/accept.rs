//! Acceptance: what a notification says that may be believed.
//!
//! Pure: bytes and the hash of the secret in, hints out. Nothing of a notification but whose mailbox it hints at is used.

use std::collections::BTreeSet;

use ring::digest::{SHA256, digest};
use serde::Deserialize;

use crate::lenient::{List, Text};

/// Longer notifications are not Microsoft's: it sends some hundred at once, of a kilobyte each.
const LONGEST_BYTES: usize = 1024 * 1024;

/// What a batch of notifications comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Where to look.
    pub hints: BTreeSet<Hint>,
    /// What happened to subscriptions.
    pub lifecycle: BTreeSet<(String, Lifecycle)>,
    /// Notifications that did not show the secret.
    pub forged: usize,
}

/// That something changed for a subscription, and no more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hint {
    /// The subscription, which the caller knows the mailbox of.
    pub subscription: String,
}

/// What happened to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lifecycle {
    /// It ends unless it is renewed now.
    ReauthorizationRequired,
    /// It has ended: make a new one, and look.
    SubscriptionRemoved,
    /// Notifications were lost: look.
    Missed,
}

/// Why a batch of notifications is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no batch of notifications")]
pub struct NotAccepted;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope {
    value: List<Wire>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    subscription_id: Text,
    client_state: Text,
    lifecycle_event: Text,
}

/// Returns the hash under which a subscription's secret is kept.
pub fn client_state_hash(client_state: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, client_state.as_bytes()).as_ref());
    hash
}

/// Returns what a batch of notifications hints at. `known` returns the hash of the secret of a subscription, if there is such a
/// one; whether a secret is right takes as long as whether it is wrong.
///
/// # Errors
///
/// [`NotAccepted`] if the bytes are no such batch.
pub fn accept(bytes: &[u8], known: impl Fn(&str) -> Option<[u8; 32]>) -> Result<Accepted, NotAccepted> {
    let envelope: Envelope = match bytes.len() {
        0..=LONGEST_BYTES => serde_json::from_slice(bytes).map_err(|_| NotAccepted)?,
        _ => return Err(NotAccepted),
    };
    let mut accepted = Accepted::default();
    for it in envelope.value.items {
        let subscription = it.subscription_id.0;
        let given = client_state_hash(&it.client_state.0);
        // A subscription nobody knows is compared, too, with what nothing hashes to.
        let kept = known(&subscription);
        let same = same(&given, &kept.unwrap_or_default());
        if kept.is_none() || !same {
            accepted.forged += 1;
            continue;
        }
        match it.lifecycle_event.some() {
            None => {
                accepted.hints.insert(Hint { subscription });
            }
            Some("reauthorizationRequired") => {
                accepted.lifecycle.insert((subscription, Lifecycle::ReauthorizationRequired));
            }
            Some("subscriptionRemoved") => {
                accepted.lifecycle.insert((subscription, Lifecycle::SubscriptionRemoved));
            }
            // Whatever else there may be one day: looking is never wrong.
            Some(_) => {
                accepted.lifecycle.insert((subscription, Lifecycle::Missed));
            }
        }
    }
    Ok(accepted)
}

/// Whether two hashes are the same, in the same time whether they are or not.
fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(json: &str, expected: Expect) {
        let known = |id: &str| ["s1", "s2"].contains(&id).then(|| client_state_hash("secret"));
        let text = match accept(json.as_bytes(), known) {
            Ok(it) => format!("hints {:?}, lifecycle {:?}, forged {}", it.hints, it.lifecycle, it.forged),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn hints_are_taken_once_and_only_with_the_secret() {
        check(
            r#"{"value": [
                {"subscriptionId": "s1", "clientState": "secret", "changeType": "created", "resourceData": {"id": "AAMk"}},
                {"subscriptionId": "s1", "clientState": "secret", "changeType": "updated", "resource": "Users/x/Messages/y"},
                {"subscriptionId": "s2", "clientState": "guess"}, {"subscriptionId": "s2"}, {"subscriptionId": "s3", "clientState": "secret"},
                {"subscriptionId": 7, "clientState": {}}, "nonsense"
            ], "validationTokens": null}"#,
            expect![[r#"hints {Hint { subscription: "s1" }}, lifecycle {}, forged 4"#]],
        );
    }

    #[test]
    fn what_happens_to_subscriptions_is_told_apart() {
        check(
            r#"{"value": [
                {"subscriptionId": "s1", "clientState": "secret", "lifecycleEvent": "reauthorizationRequired"},
                {"subscriptionId": "s1", "clientState": "secret", "lifecycleEvent": "missed"},
                {"subscriptionId": "s2", "clientState": "secret", "lifecycleEvent": "subscriptionRemoved"},
                {"subscriptionId": "s2", "clientState": "secret", "lifecycleEvent": "something new"}
            ]}"#,
            expect![[
                r#"hints {}, lifecycle {("s1", ReauthorizationRequired), ("s1", Missed), ("s2", SubscriptionRemoved), ("s2", Missed)}, forged 0"#
            ]],
        );
    }

    #[test]
    fn what_is_no_batch_is_not_accepted() {
        for text in ["", "[", "7"] {
            assert_eq!(accept(text.as_bytes(), |_| None), Err(NotAccepted), "{text}");
        }
        assert_eq!(accept(&vec![b' '; LONGEST_BYTES + 1], |_| None), Err(NotAccepted));
        assert_eq!(accept(b"{}", |_| None), Ok(Accepted::default()));
    }
}
