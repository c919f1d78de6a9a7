//! Hooks: where another service tells us that something happened. It is no part of the API: nobody signs in, nothing is told.
//!
//! ```text
//! validationToken ─▶ back, as plain text          body ─▶ whoever knows what it means ─▶ 202, whatever it said
//! ```
//!
//! **Invariant:** an answer says nothing of what we know: a subscription that is there and one that is not are answered alike.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::access::client::Client;
use crate::{ApiResult, ApiState};

/// Where Microsoft 365 tells us of mailboxes.
pub const MICROSOFT365: &str = "/hooks/microsoft365";
/// Microsoft sends some hundred notifications at once, of a kilobyte each.
const LONGEST_BODY_BYTES: usize = 1024 * 1024;
/// Microsoft's are some hundred letters.
const LONGEST_TOKEN_BYTES: usize = 1024;

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is noted, or there is nothing to note.
    Noted,
    /// It is no notification.
    Nonsense,
    /// It could not be noted; it is to be told again.
    Again,
}

/// Hearing, under way.
pub type Hearing<'a> = Pin<Box<dyn Future<Output = Heard> + Send + 'a>>;

/// Whoever knows what notifications mean.
pub trait Hear: Send + Sync {
    /// Takes what was posted, and returns soon: the other side waits three seconds.
    fn hear<'a>(&'a self, body: &'a [u8]) -> Hearing<'a>;
}

/// The routes, for whoever hears.
pub(crate) fn routes(hears: Arc<dyn Hear>) -> Router<ApiState> {
    let told = async move |State(state): State<ApiState>, client: Client, query: RawQuery, body: Bytes| {
        told(&state, hears.as_ref(), &client, query.0.as_deref(), &body).await
    };
    Router::new().route(MICROSOFT365, post(told)).layer(DefaultBodyLimit::max(LONGEST_BODY_BYTES))
}

async fn told(
    state: &ApiState,
    hears: &dyn Hear,
    client: &Client,
    query: Option<&str>,
    body: &[u8],
) -> ApiResult<Response> {
    state.access.limits.notifications.check(&client.address)?;
    if let Some(token) = query.and_then(validation_token) {
        return Ok(match token {
            Some(token) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], token).into_response(),
            None => StatusCode::BAD_REQUEST.into_response(),
        });
    }
    Ok(match hears.hear(body).await {
        Heard::Noted => StatusCode::ACCEPTED.into_response(),
        Heard::Nonsense => StatusCode::BAD_REQUEST.into_response(),
        Heard::Again => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    })
}

/// Returns the token that is to be sent back, decoded; the inner `None`: it is none of Microsoft's.
fn validation_token(query: &str) -> Option<Option<String>> {
    let encoded = query.split('&').find_map(|it| it.strip_prefix("validationToken="))?;
    Some(decoded(encoded).filter(|it| !it.is_empty() && it.len() <= LONGEST_TOKEN_BYTES))
}

fn decoded(encoded: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits = std::str::from_utf8(&digits).ok().filter(|it| !it.starts_with('+'))?;
                u8::from_str_radix(digits, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(query: &str, expected: Expect) {
        expected.assert_eq(&format!("{:?}", validation_token(query)));
    }

    #[test]
    fn a_token_comes_back_as_it_was_before_it_was_encoded() {
        check("validationToken=Validation%3A+1%2B1%3D2+%3Cb%3E", expect![[r#"Some(Some("Validation: 1+1=2 <b>"))"#]]);
        check("a=b&validationToken=%C3%A9", expect![[r#"Some(Some("é"))"#]]);
        check("a=b", expect!["None"]);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for query in ["validationToken=", "validationToken=%F", "validationToken=%+1", "validationToken=%FF"] {
            check(query, expect!["Some(None)"]);
        }
        check(&format!("validationToken={}", "a".repeat(LONGEST_TOKEN_BYTES + 1)), expect!["Some(None)"]);
    }
}
