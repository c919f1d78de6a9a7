//! Trouble: what a service's refusals mean, told apart by what to do.
//!
//! ```text
//! status, code, Retry-After ──▶ Retry | Reset | Reauthorise | Skip | Refused ──▶ FetchError
//! ```

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use relata_connectors::FetchError;
use serde::Deserialize;

/// What to do about a question that was not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Ask the same again later.
    #[error("{why}")]
    Retry {
        /// After this long, if the service said so.
        after: Option<Duration>,
        /// What happened.
        why: String,
    },
    /// The service no longer knows where we were: begin that round anew. Nothing of what was read is wrong.
    #[error("the service no longer knows where reading had come to")]
    Reset,
    /// What we show is not taken any more: nothing works until somebody renews it.
    #[error("{why}")]
    Reauthorise {
        /// Since when, if it ever worked.
        since: Option<Timestamp>,
        /// What is wrong, and what to do.
        why: String,
    },
    /// It is not there: a mailbox, a folder, a message.
    #[error("{why}")]
    Skip {
        /// The service's code.
        code: String,
        /// What is not there.
        why: String,
    },
    /// The service said no to this one thing.
    #[error("{why}")]
    Refused {
        /// The service's code.
        code: String,
        /// Whom to ask for what.
        why: String,
    },
}

impl Trouble {
    /// Something that may be gone the next time.
    pub(crate) fn passing(why: impl Into<String>) -> Trouble {
        Trouble::Retry { after: None, why: why.into() }
    }

    /// Whether an item or a folder is gone, in a mailbox that is there. Whatever else is not found may come back.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(self, Trouble::Skip { code, .. } if matches!(code.as_str(), "ErrorItemNotFound" | "ErrorFolderNotFound"))
    }

    /// Returns how a connector says it. A reset is for the connector to deal with; where it cannot, reading stops there.
    pub(crate) fn into_fetch_error(self, now: Timestamp) -> FetchError {
        match self {
            Trouble::Retry { after: Some(after), .. } => {
                // Whole seconds, rounded up: nobody is asked too early.
                let seconds = after.as_secs_f64().ceil() as i64;
                let until = now.saturating_add(SignedDuration::from_secs(seconds));
                FetchError::Throttled { until: until.unwrap_or(Timestamp::MAX) }
            }
            Trouble::Retry { after: None, why } => FetchError::Interrupted { why },
            Trouble::Reset => FetchError::Interrupted { why: Trouble::Reset.to_string() },
            Trouble::Reauthorise { since, why } => FetchError::Unauthorised { since: since.unwrap_or(now), why },
            Trouble::Skip { why, .. } | Trouble::Refused { why, .. } => FetchError::Refused { why },
        }
    }
}

/// Codes under which a service forgets a delta token. Sources: "Get incremental changes to messages in a folder", and reports.
const FORGOTTEN: [&str; 6] = [
    "syncstatenotfound",
    "syncstateinvalid",
    "resyncrequired",
    "resynchronisation required",
    "invaliddeltatoken",
    "errorinvalidsyncstatedata",
];

/// Returns what a refusal means. `what` is what was asked for, in words: "the mailbox".
pub(crate) fn classify(status: u16, body: &[u8], after: Option<Duration>, what: &str) -> Trouble {
    let code = code_of(body);
    let lower = code.to_ascii_lowercase();
    let said = if code.is_empty() { format!("status {status}") } else { format!("{code}, status {status}") };
    match status {
        _ if FORGOTTEN.contains(&lower.as_str()) => Trouble::Reset,
        401 => Trouble::Reauthorise { since: None, why: format!("the service does not take our token ({said})") },
        403 => Trouble::Refused {
            why: format!(
                "{what} may not be read by the application ({said}): ask whoever administers Exchange and Entra to grant it, or take \
                 it out of the group"
            ),
            code,
        },
        404 => Trouble::Skip { why: format!("{what} is not there, is inactive or lies on premises ({said})"), code },
        410 => Trouble::Reset,
        408 | 425 | 429 | 500..600 => {
            // Waiting is asked for by these alone; whatever comes without a pause is tried a few times.
            Trouble::Retry { after, why: format!("the service is busy ({said})") }
        }
        _ => {
            Trouble::Refused { why: format!("the service does not understand how {what} is asked for ({said})"), code }
        }
    }
}

/// `{"error": {"code": "ErrorAccessDenied", …}}`; of the rest nothing is repeated.
fn code_of(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Envelope {
        error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        #[serde(default)]
        code: String,
    }
    let code = serde_json::from_slice::<Envelope>(body).map(|it| it.error.code).unwrap_or_default();
    code.chars().filter(|it| it.is_ascii_alphanumeric() || "._-".contains(*it)).take(60).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(refusals: &[(u16, &str, Option<u64>)], expected: Expect) {
        let lines = refusals.iter().map(|(status, code, after)| {
            let body = format!(r#"{{"error": {{"code": "{code}", "message": "lea@contoso.com said hello"}}}}"#);
            let trouble = classify(*status, body.as_bytes(), after.map(Duration::from_secs), "the mailbox");
            let now = "2026-03-02T09:00:00Z".parse().unwrap();
            format!("{trouble:?}\n  {}\n", trouble.clone().into_fetch_error(now))
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn refusals_are_told_apart_by_what_to_do() {
        check(
            &[
                (429, "ApplicationThrottled", Some(30)),
                (503, "", None),
                (410, "resyncRequired", None),
                (404, "syncStateNotFound", None),
                (400, "SyncStateInvalid", None),
                (401, "InvalidAuthenticationToken", None),
                (403, "ErrorAccessDenied", None),
                (404, "ErrorItemNotFound", None),
                (400, "BadRequest", None),
            ],
            expect![[r#"
                Retry { after: Some(30s), why: "the service is busy (ApplicationThrottled, status 429)" }
                  the service is busy and asked to be left alone until 2026-03-02T09:00:30Z; reading goes on by itself then
                Retry { after: None, why: "the service is busy (status 503)" }
                  the service is busy (status 503); reading goes on from the same place later
                Reset
                  the service no longer knows where reading had come to; reading goes on from the same place later
                Reset
                  the service no longer knows where reading had come to; reading goes on from the same place later
                Reset
                  the service no longer knows where reading had come to; reading goes on from the same place later
                Reauthorise { since: None, why: "the service does not take our token (InvalidAuthenticationToken, status 401)" }
                  the service does not take our token (InvalidAuthenticationToken, status 401); nothing has been read since 2026-03-02T09:00:00Z
                Refused { code: "ErrorAccessDenied", why: "the mailbox may not be read by the application (ErrorAccessDenied, status 403): ask whoever administers Exchange and Entra to grant it, or take it out of the group" }
                  the mailbox may not be read by the application (ErrorAccessDenied, status 403): ask whoever administers Exchange and Entra to grant it, or take it out of the group
                Skip { code: "ErrorItemNotFound", why: "the mailbox is not there, is inactive or lies on premises (ErrorItemNotFound, status 404)" }
                  the mailbox is not there, is inactive or lies on premises (ErrorItemNotFound, status 404)
                Refused { code: "BadRequest", why: "the service does not understand how the mailbox is asked for (BadRequest, status 400)" }
                  the service does not understand how the mailbox is asked for (BadRequest, status 400)
            "#]],
        );
    }
}
