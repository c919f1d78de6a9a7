//! Signing in: with the provider, there and back, or with a local administrator's password.
//!
//! ```text
//! GET /sign-in/start ─▶ the provider ─▶ GET /sign-in/callback ─▶ a new session ─▶ back
//! ```
//!
//! **Invariant:** every sign-in begins a new session and ends the one the browser had. The way back is finished once, by
//! the browser that began it.

use axum::Json;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relata_keys::{Password, Token, TokenHash, are_equal};
use relata_model::audit::{Action, AuditEvent};
use relata_model::{Address, ColleagueId, Name};
use relata_sign_in::{Answer, Attempt, Identity, Provider, SignInError};
use relata_store::{AccountId, NewSession, SignInAttempt, SignedIn};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::client::Client;
use crate::access::cookies::Cookie;
use crate::access::page::page;
use crate::access::who::LOCAL;
use crate::ask::{Asked, Given};
use crate::error::ErrorBody;
use crate::{ApiError, ApiResult, ApiState};

/// How long a browser may be on its way.
const WAY_SECONDS: i64 = 600;
const LONGEST_BACK_BYTES: usize = 1000;
const LONGEST_PASSWORD_BYTES: usize = 1000;
const LONGEST_NAME_BYTES: usize = 100;

/// The ways to sign in that there are.
#[derive(Serialize, ToSchema)]
pub struct SignInWays {
    /// Null: there is none.
    #[schema(required)]
    provider: Option<ProviderName>,
    /// Whether there is a local administrator.
    local: bool,
    /// Whether this is the demo, where nobody signs in.
    demo: bool,
}

/// A provider.
#[derive(Serialize, ToSchema)]
pub struct ProviderName {
    name: String,
}

/// Returns the ways to sign in that there are.
#[utoipa::path(get, path = "/api/v1/sign-in", tag = "access", responses((status = 200, body = SignInWays)))]
pub(crate) async fn get_sign_in(State(state): State<ApiState>) -> ApiResult<Json<SignInWays>> {
    let provider = state.access.provider.is_some();
    Ok(Json(SignInWays {
        provider: provider.then(|| ProviderName { name: state.settings.access.provider_name.clone() }),
        local: state.store.has_local_administrator().await?,
        demo: state.viewer.is_some(),
    }))
}

/// Where to go afterwards.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Start {
    /// A path of ours.
    back: Option<String>,
    /// Whether to prove anew who one is.
    #[serde(default)]
    again: bool,
}

/// Sends the browser to the provider.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/start",
    tag = "access",
    params(Start),
    responses(
        (status = 302, description = "To the provider"),
        (status = 400, description = "A page that says why not"),
        (status = 404, description = "There is no provider"),
        (status = 429, body = ErrorBody),
        (status = 502, description = "The provider cannot be reached"),
    ),
)]
pub(crate) async fn start_sign_in(
    State(state): State<ApiState>,
    client: Client,
    headers: HeaderMap,
    Asked(asked): Asked<Start>,
) -> ApiResult<Response> {
    state.access.limits.ways.check(&client.address)?;
    let Some(provider) = &state.access.provider else { return Ok(no_provider()) };
    let back = asked.back.unwrap_or_else(|| "/".to_owned());
    if !is_ours(&back) {
        let said = "The address to go back to is none of Relata's.";
        return Ok(page(StatusCode::BAD_REQUEST, "Signing in did not begin", said));
    }
    let now = (state.clock)();
    let settings = &state.settings.access;
    // Two tabs that sign in at the same time share what the browser holds.
    let held = Cookie::Way.read(&headers, settings).map(str::to_owned);
    let browser = held.unwrap_or_else(|| Token::random().reveal().to_owned());
    let (key, nonce, verifier) = (Token::random(), Token::random(), Token::random());
    let attempt = Attempt {
        state: key.reveal(),
        nonce: nonce.reveal(),
        verifier: verifier.reveal(),
        again_at: asked.again.then_some(now),
    };
    let there = match provider.way_there(attempt, now).await {
        Ok(there) => there,
        Err(error) => return failed(&state, &error).await,
    };
    let kept = SignInAttempt {
        browser_hash: TokenHash::of(&browser).as_str().to_owned(),
        nonce: nonce.reveal().to_owned(),
        verifier: verifier.reveal().to_owned(),
        back,
        again: asked.again,
        session: None,
        started_at: now,
    };
    state.store.start_sign_in(key.hash().as_str(), &kept).await?;
    let cookie = Cookie::Way.set(&browser, WAY_SECONDS, settings);
    sent_to(StatusCode::FOUND, &there, [cookie])
}

/// What the browser brings back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Callback {
    pub(crate) state: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) error: Option<String>,
}

/// Takes the browser back from the provider, and begins a session.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/callback",
    tag = "access",
    params(Callback),
    responses(
        (status = 303, description = "Signed in, and back to where one came from"),
        (status = 400, description = "A page that says why not"),
        (status = 403, description = "The provider said no"),
        (status = 404, description = "There is no provider"),
        (status = 429, body = ErrorBody),
        (status = 502, description = "The provider cannot be reached"),
    ),
)]
pub(crate) async fn finish_sign_in(
    State(state): State<ApiState>,
    client: Client,
    headers: HeaderMap,
    Asked(asked): Asked<Callback>,
) -> ApiResult<Response> {
    state.access.limits.ways.check(&client.address)?;
    let Some(provider) = &state.access.provider else { return Ok(no_provider()) };
    let key = asked.state.as_deref().unwrap_or_default();
    let kept = state.store.finish_sign_in(TokenHash::of(key).as_str(), (state.clock)()).await?;
    let Some(kept) = kept.filter(|it| it.session.is_none() && is_of_this_browser(&state, &headers, it)) else {
        let error = SignInError::NotTrusted("it was not begun in this browser, took too long or was finished before");
        return failed(&state, &error).await;
    };
    match identity(provider, &asked, key, &kept, (state.clock)()).await {
        Ok(identity) => signed_in(&state, &client, &headers, identity, &kept.back).await,
        Err(error) => failed(&state, &error).await,
    }
}

async fn identity(
    provider: &Provider,
    asked: &Callback,
    key: &str,
    kept: &SignInAttempt,
    now: Timestamp,
) -> Result<Identity, SignInError> {
    let again_at = kept.again.then_some(kept.started_at);
    let attempt = Attempt { state: key, nonce: &kept.nonce, verifier: &kept.verifier, again_at };
    let answer = Answer { code: asked.code.as_deref(), iss: asked.iss.as_deref(), error: asked.error.as_deref() };
    provider.way_back(answer, attempt, now).await
}

fn is_of_this_browser(state: &ApiState, headers: &HeaderMap, kept: &SignInAttempt) -> bool {
    let held = Cookie::Way.read(headers, &state.settings.access);
    held.is_some_and(|it| are_equal(TokenHash::of(it).as_str().as_bytes(), kept.browser_hash.as_bytes()))
}

async fn signed_in(
    state: &ApiState,
    client: &Client,
    headers: &HeaderMap,
    identity: Identity,
    back: &str,
) -> ApiResult<Response> {
    let now = (state.clock)();
    let colleague = colleague(state, &identity).await?;
    let email = identity.verified_email.as_deref();
    let name = identity.name.as_deref().and_then(Name::new).or_else(|| email.and_then(Name::new));
    let account = SignedIn {
        issuer: &identity.issuer,
        subject: &identity.subject,
        name: name.as_ref().map_or("Somebody without a name", |it| it.as_str()),
        email,
        colleague: colleague.as_ref(),
        groups: &identity.groups,
        at: now,
    };
    let account = state.store.account_of(&account).await?;
    let begin = Begin {
        account,
        // What the provider does not say was long ago.
        authenticated_at: identity.authenticated_at.unwrap_or(Timestamp::UNIX_EPOCH),
        idp_session: identity.idp_session.as_deref(),
    };
    let cookie = begin_session(state, client, headers, begin).await?;
    let cookies = [cookie, Cookie::Way.remove(&state.settings.access)];
    sent_to(StatusCode::SEE_OTHER, back, cookies)
}

/// Returns the colleague somebody is: by the directory's own id, or by an address the provider has verified.
async fn colleague(state: &ApiState, identity: &Identity) -> ApiResult<Option<ColleagueId>> {
    if let Some(id) = &identity.directory_id
        && let Some(colleague) = state.store.colleague_of_entry(id).await?
    {
        return Ok(Some(colleague));
    }
    let address = identity.verified_email.as_deref().and_then(|it| Address::parse_unlisted(it).ok());
    match address {
        Some(address) => Ok(state.store.colleague_of_address(&address).await?),
        None => Ok(None),
    }
}

/// A session about to begin.
struct Begin<'a> {
    account: AccountId,
    authenticated_at: Timestamp,
    idp_session: Option<&'a str>,
}

/// Begins a session with a token of its own, and returns the cookie that carries it.
async fn begin_session(
    state: &ApiState,
    client: &Client,
    headers: &HeaderMap,
    begin: Begin<'_>,
) -> ApiResult<HeaderValue> {
    let (now, settings) = ((state.clock)(), &state.settings.access);
    state.store.forget_what_is_over(now, settings.idle_seconds).await?;
    let actor = format!("account:{}", begin.account.0);
    state.store.audit(&[AuditEvent::new(now, &actor, Action::SignedIn)]).await?;
    let token = Token::random();
    let hash = token.hash();
    let before = Cookie::Session.read(headers, settings).map(TokenHash::of);
    let ends = now.as_second().saturating_add(settings.longest_seconds);
    let new = NewSession {
        token_hash: hash.as_str(),
        account: begin.account,
        authenticated_at: begin.authenticated_at.min(now),
        at: now,
        expires_at: Timestamp::from_second(ends).unwrap_or(Timestamp::MAX),
        idp_session: begin.idp_session,
        client: &client.browser,
        instead_of: before.as_ref().map(TokenHash::as_str),
    };
    state.store.start_session(&new).await?;
    Ok(Cookie::Session.set(token.reveal(), settings.longest_seconds, settings))
}

/// A local administrator's name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalSignIn {
    name: String,
    password: String,
}

/// Signs a local administrator in.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/local",
    tag = "access",
    request_body = LocalSignIn,
    responses(
        (status = 204, description = "Signed in"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody, description = "The name or the password is wrong"),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn sign_in_locally(
    State(state): State<ApiState>,
    client: Client,
    headers: HeaderMap,
    Given(given): Given<LocalSignIn>,
) -> ApiResult<Response> {
    let LocalSignIn { name, password } = given;
    let fits = name.len() <= LONGEST_NAME_BYTES && password.len() <= LONGEST_PASSWORD_BYTES;
    let limits = &state.access.limits;
    limits.passwords.check(&client.address)?;
    limits.passwords_of_name.check(&name.chars().take(LONGEST_NAME_BYTES).collect::<String>())?;
    let hash = if fits { state.store.local_administrator(&name).await? } else { None };
    if !is_right(&state, password, hash).await? {
        let event = AuditEvent::new((state.clock)(), "relata", Action::SignInFailed);
        state.store.audit(&[event.with("why", "password")]).await?;
        return Err(ApiError::NotYou("the name or the password is wrong".to_owned()));
    }
    let now = (state.clock)();
    let account =
        SignedIn { issuer: LOCAL, subject: &name, name: &name, email: None, colleague: None, groups: &[], at: now };
    let account = state.store.account_of(&account).await?;
    let begin = Begin { account, authenticated_at: now, idp_session: None };
    let cookie = begin_session(&state, &client, &headers, begin).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Checks a password where it keeps nobody waiting, a few at a time.
async fn is_right(state: &ApiState, password: String, hash: Option<String>) -> ApiResult<bool> {
    let _turn = state.access.passwords.acquire().await.map_err(anyhow::Error::from)?;
    let checked = tokio::task::spawn_blocking(move || Password::is(&password, hash.as_deref()));
    Ok(checked.await.map_err(anyhow::Error::from)?)
}

/// Tells the browser why it is not signed in, and the trail that somebody is not.
async fn failed(state: &ApiState, error: &SignInError) -> ApiResult<Response> {
    let (status, why, text) = match error {
        SignInError::Refused(code) => {
            (StatusCode::FORBIDDEN, "refused", format!("The provider did not sign you in: it answered `{code}`."))
        }
        SignInError::NotTrusted(what) => {
            let text = format!("What came back cannot be trusted: {what}. Begin again.");
            (StatusCode::BAD_REQUEST, "not_trusted", text)
        }
        SignInError::Unreachable(_) | SignInError::Settings(_) => {
            tracing::warn!("the provider cannot be used: {error}");
            let text = "The provider cannot be used at the moment. Try again later, or tell your administrator.";
            (StatusCode::BAD_GATEWAY, "unreachable", text.to_owned())
        }
    };
    let event = AuditEvent::new((state.clock)(), "relata", Action::SignInFailed);
    state.store.audit(&[event.with("why", why)]).await?;
    Ok(page(status, "You are not signed in", &text))
}

fn no_provider() -> Response {
    page(StatusCode::NOT_FOUND, "You are not signed in", "No provider is set up here to sign in with.")
}

/// Returns whether that is a path of ours, and nothing a browser could take for another host.
pub(crate) fn is_ours(back: &str) -> bool {
    let plain = back.len() <= LONGEST_BACK_BYTES && back.bytes().all(|it| (b'!'..=b'~').contains(&it) && it != b'\\');
    plain && back.starts_with('/') && !back.starts_with("//")
}

pub(crate) fn sent_to<const COOKIES: usize>(
    status: StatusCode,
    place: &str,
    cookies: [HeaderValue; COOKIES],
) -> ApiResult<Response> {
    let place = HeaderValue::try_from(place).map_err(anyhow::Error::from)?;
    let mut response = (status, [(LOCATION, place)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_gone_back_to() {
        for (back, expected) in [
            ("/", true),
            ("/records/O-1?tab=kpis&x=%2F#top", true),
            ("", false),
            ("records", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/a\r\nset-cookie: x=y", false),
            ("/\tb", false),
            ("/ä", false),
        ] {
            assert_eq!(is_ours(back), expected, "{back:?}");
        }
        assert!(!is_ours(&format!("/{}", "a".repeat(LONGEST_BACK_BYTES))));
    }
}
