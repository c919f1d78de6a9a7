//! Sessions and accounts: where one is signed in, who can sign in, and ending either.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_model::audit::Action;
use relata_model::policy::Right;
use relata_store::{AccountId, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::who::of_account;
use crate::ask::InPath;
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Through};

/// Where the viewer is signed in.
#[derive(Serialize, ToSchema)]
pub struct Sessions {
    /// The newest first. Empty where there is no signing in.
    sessions: Vec<SessionBody>,
}

/// A browser the viewer is signed in with.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionBody {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To a minute.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
    /// When it ends, whatever happens.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// The browser, in a few words.
    client: String,
    /// Whether it is the one that asks.
    current: bool,
}

/// Who can sign in.
#[derive(Serialize, ToSchema)]
pub struct Accounts {
    /// By name.
    accounts: Vec<AccountBody>,
}

/// Somebody who can sign in.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountBody {
    id: String,
    name: String,
    #[schema(required)]
    email: Option<String>,
    /// Who vouches for them; `local` for local administrators.
    issuer: String,
    /// The roles they have today.
    roles: Vec<&'static str>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When they signed in last.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
    /// How many sessions of theirs are open.
    sessions: u32,
}

/// Lists where the viewer is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    tag = "access",
    responses((status = 200, body = Sessions), (status = 401, body = ErrorBody)),
)]
pub(crate) async fn list_sessions(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Sessions>> {
    let Through::Session { session, account, .. } = viewer.through else {
        return Ok(Json(Sessions { sessions: Vec::new() }));
    };
    let idle = state.settings.access.idle_seconds;
    let sessions = state.store.sessions_of(AccountId(account), (state.clock)(), idle).await?;
    let sessions = sessions.into_iter().map(|it| SessionBody {
        id: it.id.0.to_string(),
        created_at: it.created_at,
        seen_at: it.seen_at,
        expires_at: it.expires_at,
        client: it.client,
        current: it.id.0 == session,
    });
    Ok(Json(Sessions { sessions: sessions.collect() }))
}

/// Ends one of the viewer's own sessions; another than the one that asks only after signing in lately.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{session}",
    tag = "access",
    params(("session" = String, Path, description = "The session's id")),
    responses(
        (status = 204, description = "It is over"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn end_session(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    let Through::Session { account, session, .. } = viewer.through else { return Err(no_such_session()) };
    let id: i64 = id.parse().map_err(|_| no_such_session())?;
    if id != session {
        // Whoever found a browser open shall not put its owner out elsewhere.
        state.proved_lately(&viewer)?;
    }
    let event = state.event(&viewer, Action::SessionEnded).of(format!("session:{id}")).with("by", "owner");
    if !state.store.end_session_of(AccountId(account), SessionId(id)).await? {
        return Err(no_such_session());
    }
    state.store.audit(&[event]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists who can sign in.
#[utoipa::path(
    get,
    path = "/api/v1/accounts",
    tag = "access",
    responses((status = 200, body = Accounts), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_accounts(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Accounts>> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    let idle = state.settings.access.idle_seconds;
    let mut accounts = Vec::new();
    for (it, sessions) in state.store.accounts((state.clock)(), idle).await? {
        let allowed = of_account(&state, &it).await?;
        let roles = allowed.map_or_else(BTreeSet::new, |it| it.roles);
        accounts.push(AccountBody {
            id: it.id.0.to_string(),
            name: it.name,
            email: it.email,
            issuer: it.issuer,
            roles: roles.iter().map(|it| it.name()).collect(),
            created_at: it.created_at,
            seen_at: it.seen_at,
            sessions,
        });
    }
    Ok(Json(Accounts { accounts }))
}

/// Ends every session of an account.
#[utoipa::path(
    delete,
    path = "/api/v1/accounts/{account}/sessions",
    tag = "access",
    params(("account" = String, Path, description = "The account's id")),
    responses(
        (status = 204, description = "They are over"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn end_sessions_of_account(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageAccess).await?;
    let nobody = || ApiError::NotFound("there is no such account".to_owned());
    let id = AccountId(id.parse().map_err(|_| nobody())?);
    state.store.account(id).await?.ok_or_else(nobody)?;
    let event = state.event(&viewer, Action::SessionEnded).of(format!("account:{}", id.0));
    state.store.audit(&[event.with("by", "administrator")]).await?;
    state.store.end_sessions_of(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn no_such_session() -> ApiError {
    ApiError::NotFound("you have no such session".to_owned())
}
