//! The guard: what every request must satisfy, and what every answer carries.
//!
//! The server listens on the loopback by default and trusts who can reach it. Two tricks would let a web page elsewhere
//! reach it too: a name that resolves to 127.0.0.1 (so the `Host` must be one of ours), and a form that posts to us
//! (so the `Origin` of whatever changes something must be ours).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::ErrorBody;
use crate::{ApiState, Settings};

/// No request of ours is longer: the longest is an edited introduction.
const LONGEST_BODY_BYTES: usize = 64 * 1024;
/// Sending mail may take 20 seconds.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// Scripts and styles come from us alone. Adopted style sheets, which the components use, are no inline styles.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// Answers of the API are about people: no cache keeps them.
pub(crate) fn never_cached(router: Router) -> Router {
    router.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// Puts the guard in front of everything.
pub(crate) fn guarded(router: Router, state: ApiState) -> Router {
    let headers = [
        (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    let router = router
        .layer(DefaultBodyLimit::max(LONGEST_BODY_BYTES))
        .layer(from_fn_with_state(Arc::clone(&state.settings), check));
    headers.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value)))
    })
}

async fn check(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let Some(host) = host(request.uri(), request.headers()) else {
        return refuse(StatusCode::BAD_REQUEST, "the request names no host");
    };
    if !is_ours(host, &settings.hosts) {
        let detail = "this server is not known by that name; ask it under the address it printed when it started";
        return refuse(StatusCode::MISDIRECTED_REQUEST, detail);
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && comes_from_elsewhere(host, request.headers()) {
        return refuse(StatusCode::FORBIDDEN, "the request comes from another site");
    }
    match tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => refuse(StatusCode::GATEWAY_TIMEOUT, "this took too long; try again in a moment"),
    }
}

fn refuse(status: StatusCode, detail: &str) -> Response {
    (status, Json(ErrorBody { detail: detail.to_owned() })).into_response()
}

fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    uri.authority().map(|it| it.as_str()).or_else(|| headers.get(HOST)?.to_str().ok())
}

fn is_ours(host: &str, configured: &[String]) -> bool {
    let name = without_port(host);
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        || configured.iter().any(|it| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(name))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    }
}

/// A browser names the origin of everything that changes something; what is no browser cannot be tricked.
fn comes_from_elsewhere(host: &str, headers: &HeaderMap) -> bool {
    match headers.get(ORIGIN).map(|it| it.to_str().unwrap_or_default()) {
        Some(origin) => origin.split_once("://").is_none_or(|(_, it)| !it.eq_ignore_ascii_case(host)),
        None => headers.get("sec-fetch-site").is_some_and(|it| it != "same-origin" && it != "none"),
    }
}
