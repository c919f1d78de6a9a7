//! One's own mailbox: sending requests from it, by what the viewer granted for that and nothing else.
//!
//! ```text
//! start ─▶ the provider asks the viewer ─▶ callback ─▶ a token, sealed, in this session: for an hour, or as long as it lasts
//! ```
//!
//! **Invariant:** the token is of the account that is signed in, or it is thrown away. None is asked for that would outlive the
//! hour, and none is ever shown.

use std::future::Future;
use std::pin::Pin;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use relata_keys::Token;
use relata_model::audit::Action;
use relata_model::policy::Right;
use relata_sign_in::{Answer, Attempt, Provider, SignInError, Wish};
use relata_store::{Account, AccountId, MailboxGrant, SessionId, SignInAttempt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::page::page;
use crate::ask::Asked;
use crate::error::ErrorBody;
use crate::mail::NotSent;
use crate::sign_in::{Callback, is_ours, sent_to};
use crate::viewer::{Asking, Through};
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// No grant is kept longer, whatever the provider says.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);
const BACK: &str = "/api/v1/own-mailbox/callback";

/// Sends from people's own mailboxes. The server gives it: through what, the API does not know.
pub struct OwnMailboxes {
    /// The permission that people grant, as the provider names it.
    pub scope: String,
    /// Sends.
    pub send: SendAs,
}

/// Sends a letter as whoever granted the token.
pub type SendAs = Box<dyn Fn(OwnLetter) -> Sending + Send + Sync>;
/// A letter on its way.
pub type Sending = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send>>;

/// A letter from somebody's own mailbox: plain text to one person.
pub struct OwnLetter {
    /// What the sender granted.
    pub token: String,
    /// The address it goes to.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// By which the message is to be known, with its angle brackets.
    pub message_id: String,
}

/// Whether Relata may send from the viewer's own mailbox.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnMailbox)]
pub struct OwnMailboxBody {
    state: OwnMailboxWord,
    /// Until when it may; null: it may not.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// How it stands with the viewer's own mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OwnMailboxState)]
pub enum OwnMailboxWord {
    /// Relata may send from it.
    Granted,
    /// The viewer may grant it.
    Possible,
    /// Nobody set that up, or the viewer did not sign in with the provider.
    Impossible,
}

/// Where to go afterwards.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Start {
    /// A path of ours.
    back: Option<String>,
}

/// Says whether Relata may send from the viewer's own mailbox.
#[utoipa::path(
    get,
    path = "/api/v1/own-mailbox",
    tag = "me",
    responses((status = 200, body = OwnMailboxBody), (status = 401, body = ErrorBody)),
)]
pub(crate) async fn get_own_mailbox(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<OwnMailboxBody>> {
    let (word, until) = standing(&state, &viewer).await?;
    Ok(Json(OwnMailboxBody { state: word, until }))
}

/// Sends the browser to the provider, which asks the viewer whether Relata may send from their mailbox.
#[utoipa::path(
    get,
    path = "/api/v1/own-mailbox/start",
    tag = "me",
    params(Start),
    responses(
        (status = 302, description = "To the provider"),
        (status = 400, description = "A page that says why not"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "Nobody set that up, or the viewer did not sign in with the provider"),
        (status = 502, description = "The provider cannot be reached"),
    ),
)]
pub(crate) async fn start_own_mailbox(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Start>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::AskForIntroductions).await?;
    let Some(able) = able(&state, &viewer).await? else { return Err(impossible()) };
    let back = asked.back.unwrap_or_else(|| "/".to_owned());
    if !is_ours(&back) {
        return Ok(not_granted(StatusCode::BAD_REQUEST, "The address to go back to is none of Relata's."));
    }
    let now = (state.clock)();
    let (key, nonce, verifier) = (Token::random(), Token::random(), Token::random());
    let attempt = Attempt { state: key.reveal(), nonce: nonce.reveal(), verifier: verifier.reveal(), again_at: None };
    let redirect = redirect(&state);
    let there = match able.provider.way_to_grant(attempt, able.wish(&redirect), now).await {
        Ok(there) => there,
        Err(error) => return Ok(failed(&error)),
    };
    let kept = SignInAttempt {
        browser_hash: String::new(),
        nonce: nonce.reveal().to_owned(),
        verifier: verifier.reveal().to_owned(),
        back,
        again: false,
        session: Some(able.session),
        started_at: now,
    };
    state.store.start_sign_in(key.hash().as_str(), &kept).await?;
    sent_to(StatusCode::FOUND, &there, [])
}

/// Takes the browser back from the provider, with what the viewer granted.
#[utoipa::path(
    get,
    path = "/api/v1/own-mailbox/callback",
    tag = "me",
    params(Callback),
    responses(
        (status = 303, description = "Granted, and back to where one came from"),
        (status = 400, description = "A page that says why not"),
        (status = 401, body = ErrorBody),
        (status = 403, description = "The provider, or the viewer, said no"),
        (status = 409, body = ErrorBody, description = "Nobody set that up, or the viewer did not sign in with the provider"),
        (status = 502, description = "The provider cannot be reached"),
    ),
)]
pub(crate) async fn finish_own_mailbox(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Callback>,
) -> ApiResult<Response> {
    let Some(able) = able(&state, &viewer).await? else { return Err(impossible()) };
    let now = (state.clock)();
    let key = asked.state.as_deref().unwrap_or_default();
    let kept = state.store.finish_sign_in(relata_keys::TokenHash::of(key).as_str(), now).await?;
    let Some(kept) = kept.filter(|it| it.session == Some(able.session)) else {
        let error = SignInError::NotTrusted("it was not begun in this session, took too long or was finished before");
        return Ok(failed(&error));
    };
    let attempt = Attempt { state: key, nonce: &kept.nonce, verifier: &kept.verifier, again_at: None };
    let answer = Answer { code: asked.code.as_deref(), iss: asked.iss.as_deref(), error: asked.error.as_deref() };
    let redirect = redirect(&state);
    let granted = match able.provider.granted(answer, attempt, able.wish(&redirect), now).await {
        Ok(granted) => granted,
        Err(error) => return Ok(failed(&error)),
    };
    if (&granted.identity.issuer, &granted.identity.subject) != (&able.account.issuer, &able.account.subject) {
        return Ok(failed(&SignInError::NotTrusted(
            "it was granted by another account than the one you are signed in with",
        )));
    }
    let life = granted.life_seconds.map_or(LONGEST, |it| SignedDuration::from_secs(it.max(0)));
    let (sealed, _) = state.access.seal(&name_of(able.session), granted.access_token.as_bytes());
    state.store.audit(&[state.event(&viewer, Action::MailboxGranted)]).await?;
    let grant = MailboxGrant { sealed, expires_at: now + life.min(LONGEST) };
    state.store.put_mailbox_grant(able.session, &grant, now).await?;
    sent_to(StatusCode::SEE_OTHER, &kept.back, [])
}

/// Takes back that Relata may send from the viewer's mailbox, wherever they are signed in.
#[utoipa::path(
    delete,
    path = "/api/v1/own-mailbox",
    tag = "me",
    responses((status = 200, body = OwnMailboxBody), (status = 401, body = ErrorBody)),
)]
pub(crate) async fn take_back_own_mailbox(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<OwnMailboxBody>> {
    if let Through::Session { account, .. } = viewer.through {
        state.store.audit(&[state.event(&viewer, Action::MailboxTakenBack)]).await?;
        state.store.drop_mailbox_grants(AccountId(account)).await?;
    }
    let (word, until) = standing(&state, &viewer).await?;
    Ok(Json(OwnMailboxBody { state: word, until }))
}

/// Returns how it stands, and until when a grant is good.
pub(crate) async fn standing(state: &ApiState, viewer: &Viewer) -> ApiResult<(OwnMailboxWord, Option<Timestamp>)> {
    let Some(able) = able(state, viewer).await? else { return Ok((OwnMailboxWord::Impossible, None)) };
    let grant = state.store.mailbox_grant(able.session, (state.clock)()).await?;
    Ok(match grant {
        Some(it) => (OwnMailboxWord::Granted, Some(it.expires_at)),
        None => (OwnMailboxWord::Possible, None),
    })
}

/// Returns what the viewer granted in this session; `None`: nothing, or nothing that can still be used.
pub(crate) async fn token_of<'a>(
    state: &'a ApiState,
    viewer: &Viewer,
) -> ApiResult<Option<(&'a OwnMailboxes, String)>> {
    let Some(able) = able(state, viewer).await? else { return Ok(None) };
    let Some(grant) = state.store.mailbox_grant(able.session, (state.clock)()).await? else { return Ok(None) };
    let opened = state.access.open(&name_of(able.session), &grant.sealed);
    // Sealed under a root key that is gone: it is granted anew.
    let token = opened.and_then(|it| String::from_utf8(it).ok());
    Ok(token.map(|it| (able.mailboxes, it)))
}

/// What sending from the viewer's mailbox takes.
struct Able<'a> {
    mailboxes: &'a OwnMailboxes,
    provider: &'a Provider,
    session: SessionId,
    account: Account,
}

impl Able<'_> {
    fn wish<'w>(&'w self, redirect_uri: &'w str) -> Wish<'w> {
        Wish { scope: &self.mailboxes.scope, redirect_uri, hint: self.account.email.as_deref() }
    }
}

async fn able<'a>(state: &'a ApiState, viewer: &Viewer) -> ApiResult<Option<Able<'a>>> {
    let Through::Session { session, account, .. } = viewer.through else { return Ok(None) };
    let (Some(mailboxes), Some(provider)) = (&state.access.own_mailboxes, &state.access.provider) else {
        return Ok(None);
    };
    let account = state.store.account(AccountId(account)).await?.filter(|it| it.issuer == provider.issuer());
    Ok(account.map(|account| Able { mailboxes, provider, session: SessionId(session), account }))
}

fn name_of(session: SessionId) -> String {
    format!("mailbox of session {}", session.0)
}

fn redirect(state: &ApiState) -> String {
    format!("{}{BACK}", state.settings.access.url)
}

pub(crate) fn impossible() -> ApiError {
    ApiError::Conflict(
        "your own mailbox cannot be used: an administrator sets `host` under [introductions.graph] in relata.toml, and you \
         sign in with the provider it belongs to"
            .to_owned(),
    )
}

fn not_granted(status: StatusCode, text: &str) -> Response {
    page(status, "Your mailbox is not used", text)
}

/// Tells the browser why nothing was granted.
fn failed(error: &SignInError) -> Response {
    match error {
        SignInError::Refused(code) => {
            let text = format!("Nothing was granted: the provider answered `{code}`. Go back, and send another way.");
            not_granted(StatusCode::FORBIDDEN, &text)
        }
        SignInError::NotTrusted(what) => {
            let text = format!("What came back cannot be trusted: {what}. Go back, and begin again.");
            not_granted(StatusCode::BAD_REQUEST, &text)
        }
        SignInError::Unreachable(_) | SignInError::Settings(_) => {
            tracing::warn!("the provider cannot be used: {error}");
            let text = "The provider cannot be used at the moment. Go back, and send another way.";
            not_granted(StatusCode::BAD_GATEWAY, text)
        }
    }
}
