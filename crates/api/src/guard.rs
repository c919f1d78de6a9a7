//! The guard: what every request must satisfy, and what every answer carries.
//!
//! Two tricks let a web page elsewhere reach a server it should not: a name that resolves to its address (so the `Host`
//! must be one of ours), and a form that posts to it (so the `Origin` of whatever changes something must be ours).
//! Widgets are the one exception, and only on sites that an administrator registered:
//!
//! | place | who may show it | who may ask it from a page |
//! |---|---|---|
//! | `/embed/…`, the page for an iframe | registered sites | nobody |
//! | `/embed.js` | everybody: it holds no data | everybody |
//! | the API with `Authorization: Embed` | nobody | registered sites, without cookies |
//! | everything else | nobody | nobody |

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::ErrorBody;
use crate::refusals::Attempt;
use crate::{ApiState, Settings};

/// No request of ours is longer: the longest is an edited introduction.
const LONGEST_BODY_BYTES: usize = 64 * 1024;
/// Sending mail may take 20 seconds.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// Scripts and styles come from us alone. Adopted style sheets, which the components use, are no inline styles. Text
/// becomes elements in the templates of Lit and of Fluent alone (`fast-html`), which hold nothing from outside; `default` lets
/// the charts empty their place, and no text pass (`web/src/components/chart/trusted-types.ts`).
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
     require-trusted-types-for 'script'; trusted-types lit-html fast-html default; \
     frame-ancestors";
/// What every answer carries, whatever it is.
const ALWAYS: [(HeaderName, &str); 4] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Two years, and every host below ours too: a host of that name without TLS could set our cookies.
const ONLY_TLS: &str = "max-age=63072000; includeSubDomains";

/// What is asked for, as far as other sites are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The page for an iframe.
    Frame,
    /// The script that defines the widgets.
    Script,
    /// What widgets ask the API.
    Widget,
    /// Everything else.
    Own,
}

/// Answers of the API are about people: no cache keeps them.
pub(crate) fn never_cached(router: Router) -> Router {
    router.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// Puts the guard in front of everything.
pub(crate) fn guarded(router: Router, state: ApiState) -> Router {
    router.layer(DefaultBodyLimit::max(LONGEST_BODY_BYTES)).layer(from_fn_with_state(state, guard))
}

async fn guard(State(state): State<ApiState>, mut request: Request, next: Next) -> Response {
    let attempt = Attempt::of(&mut request);
    let place = place(&request);
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = pass(&state, place, request, next).await;
    attempt.ended(response.status(), &state);
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if state.settings.access.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_TLS));
    }
    let elsewhere = matches!(place, Place::Frame | Place::Script);
    let resource = if elsewhere { "cross-origin" } else { "same-origin" };
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static(resource));
    let ancestors = match place {
        Place::Frame => registered(&state).await.join(" "),
        _ => String::new(),
    };
    if place != Place::Frame {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let ancestors = if ancestors.is_empty() { "'none'" } else { &ancestors };
    let policy = HeaderValue::try_from(format!("{CONTENT_POLICY} {ancestors}"));
    headers.insert(CONTENT_SECURITY_POLICY, policy.expect("an origin is letters, digits and a few signs"));
    match place {
        Place::Script => drop(headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))),
        Place::Widget => {
            headers.append(VARY, HeaderValue::from_static("origin"));
            if let Some(origin) = origin
                && is_registered(&state, &origin).await
            {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
        }
        Place::Frame | Place::Own => {}
    }
    response
}

async fn pass(state: &ApiState, place: Place, request: Request, next: Next) -> Response {
    let Some(host) = host(request.uri(), request.headers()) else {
        return refuse(StatusCode::BAD_REQUEST, "the request names no host");
    };
    if !is_ours(host, &state.settings) {
        let detail = "this server is not known by that name; ask it under the address it printed when it started";
        return refuse(StatusCode::MISDIRECTED_REQUEST, detail);
    }
    if place == Place::Widget && request.method() == Method::OPTIONS {
        return preflight();
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && comes_from_elsewhere(host, request.headers()) && !may_come(state, place, request.headers()).await {
        return refuse(StatusCode::FORBIDDEN, "the request comes from another site");
    }
    match tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => refuse(StatusCode::GATEWAY_TIMEOUT, "this took too long; try again in a moment"),
    }
}

/// A widget brings its session in a header, and no browser sends that along by itself; before it does, it asks.
fn place(request: &Request) -> Place {
    let headers = request.headers();
    let asks = request.method() == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let embed = headers.get(AUTHORIZATION).is_some_and(|it| it.as_bytes().starts_with(b"Embed "));
    match request.uri().path() {
        "/embed.js" => Place::Script,
        "/api/v1/embed/sessions" => Place::Widget,
        path if path.starts_with("/embed/") => Place::Frame,
        path if path.starts_with("/api/") && (asks || embed) => Place::Widget,
        _ => Place::Own,
    }
}

/// Says what a registered site may send. That the site is one, the answer's other headers say, or not.
fn preflight() -> Response {
    let allowed = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, allowed).into_response()
}

async fn may_come(state: &ApiState, place: Place, headers: &HeaderMap) -> bool {
    match headers.get(ORIGIN) {
        Some(origin) => place == Place::Widget && is_registered(state, origin).await,
        None => false,
    }
}

async fn is_registered(state: &ApiState, origin: &HeaderValue) -> bool {
    registered(state).await.iter().any(|it| it.as_bytes() == origin.as_bytes())
}

/// Returns the sites that may show widgets; none, if they cannot be asked for.
async fn registered(state: &ApiState) -> Vec<String> {
    match state.store.embed_origins().await {
        Ok(origins) => origins.into_iter().map(|it| it.origin).collect(),
        Err(error) => {
            tracing::error!("the sites that may show widgets cannot be read: {error:#}");
            Vec::new()
        }
    }
}

fn refuse(status: StatusCode, detail: &str) -> Response {
    (status, Json(ErrorBody::new(detail))).into_response()
}

fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    uri.authority().map(|it| it.as_str()).or_else(|| headers.get(HOST)?.to_str().ok())
}

fn is_ours(host: &str, settings: &Settings) -> bool {
    let name = without_port(host);
    let configured = settings.hosts.iter().map(String::as_str).chain([settings.access.host()]);
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        || configured.into_iter().any(|it| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(name))
}

/// Returns whether an origin is that of our own pages.
pub(crate) fn is_our_origin(origin: &str, headers: &HeaderMap, settings: &Settings) -> bool {
    let asked = headers.get(HOST).and_then(|it| it.to_str().ok());
    let same = |host: &str| origin.split_once("://").is_some_and(|(_, it)| it.eq_ignore_ascii_case(host));
    origin.eq_ignore_ascii_case(&settings.access.url) || asked.is_some_and(same)
}

pub(crate) fn without_port(host: &str) -> &str {
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
