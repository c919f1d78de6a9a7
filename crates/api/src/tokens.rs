//! API tokens: what programs ask with. A token is shown once, when it is made.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use relata_keys::Token;
use relata_model::Name;
use relata_model::audit::Action;
use relata_model::policy::{Right, Rights};
use relata_store::{ApiTokenId, NewApiToken};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Viewer};

const LONGEST_NAME_CHARS: usize = 100;
const LONGEST_LIFE_DAYS: u32 = 3650;

/// Every token there ever was.
#[derive(Serialize, ToSchema)]
pub struct ApiTokens {
    /// The newest first.
    tokens: Vec<ApiTokenBody>,
}

/// A token, without the token.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiToken)]
pub struct ApiTokenBody {
    id: String,
    name: String,
    rights: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    created_by: String,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// To a minute.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    used_at: Option<Timestamp>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// A token that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedToken {
    /// What it is for.
    name: String,
    /// Of the rights that the viewer has, and `issue_embed_tokens`.
    rights: Vec<String>,
    /// Null: never.
    #[schema(required)]
    expires_in_days: Option<u32>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub struct NewToken {
    id: String,
    /// Shown this once.
    token: String,
}

/// Lists API tokens.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    tag = "access",
    responses((status = 200, body = ApiTokens), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_tokens(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<ApiTokens>> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    let kept = state.store.api_tokens().await?;
    let names = state.names_of(&kept.iter().map(|it| it.created_by.as_str()).collect::<Vec<_>>()).await?;
    let tokens = kept.iter().map(|it| ApiTokenBody {
        id: it.id.0.to_string(),
        name: it.name.clone(),
        rights: it.rights.split_whitespace().map(str::to_owned).collect(),
        created_at: it.created_at,
        created_by: names[it.created_by.as_str()].clone(),
        expires_at: it.expires_at,
        used_at: it.used_at,
        revoked_at: it.revoked_at,
    });
    Ok(Json(ApiTokens { tokens: tokens.collect() }))
}

/// Makes an API token, and shows it this once.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "access",
    request_body = WantedToken,
    responses(
        (status = 200, body = NewToken),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn create_token(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(wanted): Given<WantedToken>,
) -> ApiResult<Json<NewToken>> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    // Programs need not prove anything anew, so whoever makes them one has to.
    state.proved_lately(&viewer)?;
    let name = Name::new(&wanted.name).filter(|it| it.as_str().chars().count() <= LONGEST_NAME_CHARS);
    let name = name.ok_or_else(|| ApiError::BadRequest("`name` must say what the token is for".to_owned()))?;
    let rights = rights(&viewer, &wanted.rights)?;
    let (now, token) = ((state.clock)(), Token::random());
    let (actor, hash) = (viewer.actor(), token.hash());
    let new = NewApiToken {
        token_hash: hash.as_str(),
        name: name.as_str(),
        rights: &rights,
        created_by: &actor,
        at: now,
        expires_at: wanted.expires_in_days.map(|it| ends(now, it)).transpose()?,
    };
    let id = state.store.keep_api_token(&new).await?;
    let event = state.event(&viewer, Action::TokenIssued).of(format!("token:{}", id.0)).with("rights", &rights);
    if let Err(error) = state.store.audit(&[event]).await {
        state.store.revoke_api_token(id, now).await?;
        return Err(error.into());
    }
    Ok(Json(NewToken { id: id.0.to_string(), token: token.reveal().to_owned() }))
}

/// Revokes an API token, and every widget that rests on it.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{token}",
    tag = "access",
    params(("token" = String, Path, description = "The token's id")),
    responses(
        (status = 204, description = "It is good for nothing any more"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn revoke_token(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    let none = || ApiError::NotFound("there is no such token, or it was revoked before".to_owned());
    let id = ApiTokenId(id.parse().map_err(|_| none())?);
    if !state.store.revoke_api_token(id, (state.clock)()).await? {
        return Err(none());
    }
    state.store.audit(&[state.event(&viewer, Action::TokenRevoked).of(format!("token:{}", id.0))]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the rights by name, if the viewer may hand them on.
fn rights(viewer: &Viewer, wanted: &[String]) -> ApiResult<String> {
    let mut rights = Vec::new();
    for name in wanted {
        let unknown = || ApiError::BadRequest(format!("`rights`: there is no right `{}`", name.escape_debug()));
        let right = Right::named(name).ok_or_else(unknown)?;
        if right != Right::IssueEmbedTokens && !viewer.rights.has(right) {
            let said = format!("`rights`: you do not have `{name}` yourself, so no token of yours can");
            return Err(ApiError::BadRequest(said));
        }
        rights.push(right);
    }
    if rights.is_empty() {
        return Err(ApiError::BadRequest("`rights` must name at least one".to_owned()));
    }
    let rights: Rights = rights.into_iter().collect();
    Ok(rights.iter().map(Right::name).collect::<Vec<_>>().join(" "))
}

fn ends(now: Timestamp, days: u32) -> ApiResult<Timestamp> {
    let fits = (1..=LONGEST_LIFE_DAYS).contains(&days);
    let said = || ApiError::BadRequest(format!("`expires_in_days` must lie between 1 and {LONGEST_LIFE_DAYS}"));
    if !fits {
        return Err(said());
    }
    now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).map_err(|_| said())
}
