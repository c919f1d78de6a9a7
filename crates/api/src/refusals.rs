//! Refusals: what was asked for in vain, told to the log, so that whoever watches the log sees attempts.
//!
//! ```text
//! WARN relata::refused: status=403 method=GET path=/api/v1/records/{record}/kpis actor=account:7
//! ```
//!
//! It is the log and not the audit trail: what anybody can cause as often as they like must not fill what is kept for ever.
//!
//! **Invariant:** a line holds the path's template and the asker's number: nothing of what was asked for.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{Method, StatusCode};

use crate::ApiState;

/// Who asks, from when that is known.
#[derive(Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<String>>);

/// Under which key everybody is counted who is not known.
const SOMEBODY: &str = "somebody";

impl Asker {
    /// Notes who asks.
    pub(crate) fn is(&self, actor: String) {
        // A request has one asker, whom every extractor finds again.
        let _ = self.0.set(actor);
    }
}

/// What is told of a request, should it be refused.
pub(crate) struct Attempt {
    asker: Asker,
    method: Method,
    path: String,
    /// Whether it came with something that should prove who asks.
    proves: bool,
}

impl Attempt {
    /// Takes down what may have to be told, and lets the request be asked for its viewer.
    pub(crate) fn of(request: &mut Request) -> Attempt {
        let asker = Asker::default();
        request.extensions_mut().insert(asker.clone());
        let path = request.extensions().get::<MatchedPath>().map_or("none of ours", |it| it.as_str()).to_owned();
        let headers = request.headers();
        let proves = headers.contains_key(AUTHORIZATION) || headers.contains_key(COOKIE);
        let method = request.method().clone();
        Attempt { proves: proves || method != Method::GET, asker, method, path }
    }

    /// Tells the log, if that is how the request ended. Of people who are not known, some a minute are told of.
    pub(crate) fn ended(&self, status: StatusCode, state: &ApiState) {
        let is_attempt = match status {
            StatusCode::UNAUTHORIZED => self.proves,
            StatusCode::FORBIDDEN
            | StatusCode::MISDIRECTED_REQUEST
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::BAD_REQUEST => self.path.starts_with("/api/"),
            _ => false,
        };
        let known = self.asker.0.get();
        if !is_attempt || known.is_none() && state.access.limits.refusals.check(SOMEBODY).is_err() {
            return;
        }
        let (status, method, path) = (status.as_u16(), &self.method, &self.path);
        let actor = known.map_or(SOMEBODY, String::as_str);
        tracing::warn!(target: "relata::refused", status, %method, path, actor, "refused");
    }
}
