//! Embedding: which sites may show widgets, and the tokens with which they do.
//!
//! ```text
//! the site's server ── POST /embed/tokens (API token) ─▶ token ─▶ its page ── POST /embed/sessions ─▶ session
//! ```

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use relata_keys::{Token, TokenHash};
use relata_model::audit::{Action, AuditEvent, of_person, of_record};
use relata_model::policy::Right;
use relata_model::{Address, ColleagueId, Name, RecordId};
use relata_store::{ApiTokenId, EmbedOrigin, NewEmbedToken};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::client::Client;
use crate::ask::Given;
use crate::error::ErrorBody;
use crate::guard;
use crate::records::no_such_record;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Through};

/// A token lies on its way for seconds; the session that it becomes ends with it.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
const MOST_ORIGINS: usize = 50;
const LONGEST_LABEL_CHARS: usize = 100;

/// Sites that may show widgets.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Origins {
    origins: Vec<Origin>,
}

/// A site.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmbedOrigin)]
pub struct Origin {
    /// `https://crm.example`, without a path.
    origin: String,
    /// What you call it.
    label: String,
}

/// A token that is wanted for a widget.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedEmbedToken {
    /// The record's id in the CRM.
    record: String,
    /// The directory's id of the colleague who looks; or `email`.
    #[serde(default)]
    colleague: Option<String>,
    /// The address of the colleague who looks; or `colleague`.
    #[serde(default)]
    email: Option<String>,
    /// The site whose page shows it.
    origin: String,
}

/// A token for a widget.
#[derive(Serialize, ToSchema)]
pub struct EmbedToken {
    /// Good for one exchange.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// A token to be exchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    token: String,
    /// The site whose page shows the widget.
    origin: String,
}

/// A widget that is open.
#[derive(Serialize, ToSchema)]
pub struct EmbedOpened {
    /// Goes along as `Authorization: Embed …`.
    session: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    record: String,
    viewer: EmbedViewer,
}

/// Who looks.
#[derive(Serialize, ToSchema)]
pub struct EmbedViewer {
    name: String,
}

/// Lists the sites that may show widgets.
#[utoipa::path(
    get,
    path = "/api/v1/embed/origins",
    tag = "embedding",
    responses((status = 200, body = Origins), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_origins(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Origins>> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    Ok(Json(origins(&state).await?))
}

/// Lets these sites show widgets, and no others.
#[utoipa::path(
    put,
    path = "/api/v1/embed/origins",
    tag = "embedding",
    request_body = Origins,
    responses(
        (status = 200, body = Origins),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn change_origins(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<Origins>,
) -> ApiResult<Json<Origins>> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    let mut named: Vec<EmbedOrigin> = given.origins.into_iter().map(site).collect::<ApiResult<_>>()?;
    named.sort_by(|one, other| one.origin.cmp(&other.origin));
    named.dedup_by(|one, other| one.origin == other.origin);
    if named.len() > MOST_ORIGINS {
        return Err(ApiError::BadRequest(format!("`origins` names more than {MOST_ORIGINS}")));
    }
    let event = state.event(&viewer, Action::EmbedOriginsChanged).with("origins", named.len());
    state.store.audit(&[event]).await?;
    state.store.set_embed_origins(&named, &viewer.actor(), (state.clock)()).await?;
    Ok(Json(origins(&state).await?))
}

/// Makes a token for one widget: one record, one colleague, one site, five minutes.
#[utoipa::path(
    post,
    path = "/api/v1/embed/tokens",
    tag = "embedding",
    request_body = WantedEmbedToken,
    responses(
        (status = 200, body = EmbedToken),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "The site is not registered"),
    ),
)]
pub(crate) async fn create_embed_token(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(wanted): Given<WantedEmbedToken>,
) -> ApiResult<Json<EmbedToken>> {
    state.let_see(&viewer, Right::IssueEmbedTokens).await?;
    let Through::Token { token: asked_with } = viewer.through else {
        let said = "tokens for widgets are made by the server of an application, with an API token";
        return Err(ApiError::Forbidden(said.to_owned()));
    };
    if !state.store.embed_origins().await?.iter().any(|it| it.origin == wanted.origin) {
        let said = "this site may not show widgets; an administrator registers it under Settings, Embedding";
        return Err(ApiError::Conflict(said.to_owned()));
    }
    let colleague = colleague(&state, &wanted).await?;
    let person = state.store.person_of_colleague(&colleague).await?.ok_or_else(nobody)?;
    let record = RecordId(wanted.record);
    state.store.record(&record).await?.ok_or_else(no_such_record)?;
    let (now, token) = ((state.clock)(), Token::random());
    let expires_at = now + LIFE;
    let event = state.event(&viewer, Action::EmbedTokenIssued).of(of_record(&record)).with("person", person);
    state.store.audit(&[event]).await?;
    let hash = token.hash();
    let new = NewEmbedToken {
        token_hash: hash.as_str(),
        record: &record,
        colleague: &colleague,
        origin: &wanted.origin,
        asked_with: ApiTokenId(asked_with),
        at: now,
        expires_at,
    };
    state.store.keep_embed_token(&new).await?;
    Ok(Json(EmbedToken { token: token.reveal().to_owned(), expires_at }))
}

/// Exchanges a token for the session of a widget, once.
#[utoipa::path(
    post,
    path = "/api/v1/embed/sessions",
    tag = "embedding",
    request_body = Exchange,
    responses(
        (status = 200, body = EmbedOpened),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody, description = "The token is not good, or not any more"),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn open_embed_session(
    State(state): State<ApiState>,
    client: Client,
    headers: HeaderMap,
    Given(given): Given<Exchange>,
) -> ApiResult<Json<EmbedOpened>> {
    state.access.limits.ways.check(&client.address)?;
    let now = (state.clock)();
    let session = Token::random();
    let opened = match is_sent_from(&given.origin, &headers, &state) {
        false => None,
        true => {
            let (token, session) = (TokenHash::of(&given.token), session.hash());
            state.store.open_embed_session(token.as_str(), session.as_str(), &given.origin, now).await?
        }
    };
    let Some(opened) = opened else {
        state.store.audit(&[AuditEvent::new(now, "relata", Action::EmbedRefused)]).await?;
        let said = "this token is good no more: it was used, is over, or is for another site. Load the page again";
        return Err(ApiError::NotYou(said.to_owned()));
    };
    let person = state.store.person_of_colleague(&opened.colleague).await?.ok_or(ApiError::Unauthorized)?;
    let event = AuditEvent::new(now, &of_person(person), Action::EmbedStarted).of(of_record(&opened.record));
    state.store.audit(&[event]).await?;
    let name = state.store.colleague(person).await?.map(|it| it.name).unwrap_or_default();
    Ok(Json(EmbedOpened {
        session: session.reveal().to_owned(),
        expires_at: opened.expires_at,
        record: opened.record.0,
        viewer: EmbedViewer { name },
    }))
}

async fn origins(state: &ApiState) -> ApiResult<Origins> {
    let origins = state.store.embed_origins().await?;
    Ok(Origins { origins: origins.into_iter().map(|it| Origin { origin: it.origin, label: it.label }).collect() })
}

/// The application's own page says where it is; our frame says what the page around it is.
fn is_sent_from(origin: &str, headers: &HeaderMap, state: &ApiState) -> bool {
    let sent = headers.get(header::ORIGIN).map(|it| it.to_str().unwrap_or("null"));
    sent.is_none_or(|it| it == origin || guard::is_our_origin(it, headers, &state.settings))
}

async fn colleague(state: &ApiState, wanted: &WantedEmbedToken) -> ApiResult<ColleagueId> {
    let found = match (&wanted.colleague, &wanted.email) {
        (Some(entry), None) => state.store.colleague_of_entry(entry).await?,
        (None, Some(email)) => {
            let address = Address::parse_unlisted(email).map_err(|_| nobody())?;
            state.store.colleague_of_address(&address).await?
        }
        _ => return Err(ApiError::BadRequest("name who looks, by `colleague` or by `email`".to_owned())),
    };
    found.ok_or_else(nobody)
}

fn nobody() -> ApiError {
    ApiError::NotFound("nobody who works here is called that in the directory".to_owned())
}

/// Returns a site, if it is one that a browser could name: https, or http on this machine, and nothing but the origin.
fn site(given: Origin) -> ApiResult<EmbedOrigin> {
    let label = Name::new(&given.label).filter(|it| it.as_str().chars().count() <= LONGEST_LABEL_CHARS);
    let label = label.ok_or_else(|| ApiError::BadRequest("`label` must say what you call the site".to_owned()))?;
    let origin = given.origin.trim().to_ascii_lowercase();
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    let name = guard::without_port(host);
    let plain = host.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b':' | b'[' | b']'));
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
    if name.is_empty() || !plain || !(scheme == "https" || scheme == "http" && local) {
        let said = format!("`{}` is no origin; write it as https://crm.example", given.origin.escape_debug());
        return Err(ApiError::BadRequest(said));
    }
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let origin = origin.strip_suffix(usual).unwrap_or(&origin).to_owned();
    Ok(EmbedOrigin { origin, label: label.as_str().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_an_origin_and_nothing_more() {
        let site = |origin: &str| {
            let given = Origin { origin: origin.to_owned(), label: "CRM".to_owned() };
            super::site(given).map(|it| it.origin).ok()
        };
        for (given, expected) in [
            ("https://crm.example", Some("https://crm.example")),
            (" https://CRM.example:443 ", Some("https://crm.example")),
            ("https://crm.example:8443", Some("https://crm.example:8443")),
            ("http://localhost:8090", Some("http://localhost:8090")),
            ("http://[::1]:80", Some("http://[::1]")),
            ("http://crm.example", None),
            ("https://crm.example/", None),
            ("https://*.example", None),
            ("https://a.example https://b.example", None),
            ("https://crm.example; script-src *", None),
            ("null", None),
            ("https://", None),
            ("*", None),
        ] {
            assert_eq!(site(given).as_deref(), expected, "{given:?}");
        }
    }
}
