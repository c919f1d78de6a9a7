//! Signing out: by oneself, or because the provider says that it is over.

use axum::Json;
use axum::extract::{Form, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use relata_keys::TokenHash;
use relata_model::audit::{Action, AuditEvent};
use relata_sign_in::SignInError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::client::Client;
use crate::access::cookies::Cookie;
use crate::error::ErrorBody;
use crate::{ApiError, ApiResult, ApiState};

/// Where to go after signing out here.
#[derive(Serialize, ToSchema)]
pub struct SignedOut {
    /// The provider's own way out; null: nowhere.
    #[schema(required)]
    redirect: Option<String>,
}

/// Ends the session of this browser.
#[utoipa::path(
    post,
    path = "/api/v1/sign-out",
    tag = "access",
    responses((status = 200, body = SignedOut), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn sign_out(State(state): State<ApiState>, headers: HeaderMap) -> ApiResult<Response> {
    let (settings, now) = (&state.settings.access, (state.clock)());
    let mut redirect = None;
    if let Some(hash) = Cookie::Session.read(&headers, settings).map(TokenHash::of)
        && let Some((_, account)) = state.store.session(hash.as_str(), now, settings.idle_seconds).await?
    {
        let actor = format!("account:{}", account.id.0);
        state.store.audit(&[AuditEvent::new(now, &actor, Action::SignedOut)]).await?;
        state.store.end_session(hash.as_str()).await?;
        if let Some(provider) = state.access.provider.as_ref().filter(|it| it.issuer() == account.issuer) {
            // Who is signed out here stays so, whether the provider can be asked or not.
            redirect = provider.way_out(&format!("{}/", settings.url), now).await.unwrap_or_default();
        }
    }
    let headers = [
        (SET_COOKIE, Cookie::Session.remove(settings)),
        // What a browser kept of pages to go back to. Ours alone are the cookie above, and no data in any storage.
        (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\"")),
    ];
    Ok((headers, Json(SignedOut { redirect })).into_response())
}

/// What a provider posts.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LogoutForm {
    logout_token: String,
}

/// Ends what the provider says is over (OpenID Connect Back-Channel Logout).
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/backchannel-logout",
    tag = "access",
    request_body(content = LogoutForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It is over"),
        (status = 400, body = ErrorBody, description = "The token does not hold"),
        (status = 404, body = ErrorBody, description = "There is no provider"),
        (status = 429, body = ErrorBody),
        (status = 502, body = ErrorBody),
    ),
)]
pub(crate) async fn end_by_provider(
    State(state): State<ApiState>,
    client: Client,
    form: Result<Form<LogoutForm>, axum::extract::rejection::FormRejection>,
) -> ApiResult<StatusCode> {
    state.access.limits.ways.check(&client.address)?;
    let provider = state.access.provider.as_ref();
    let provider = provider.ok_or_else(|| ApiError::NotFound("there is no provider here".to_owned()))?;
    let Ok(Form(form)) = form else { return Err(ApiError::BadRequest("this is no logout".to_owned())) };
    let now = (state.clock)();
    let logout = provider.logout(&form.logout_token, now).await.map_err(|error| match error {
        SignInError::NotTrusted(why) => ApiError::BadRequest(why.to_owned()),
        other => ApiError::Refused(other.to_string()),
    })?;
    if !state.store.take_logout(&logout.jti, logout.expires_at).await? {
        return Err(ApiError::BadRequest("the token was taken before".to_owned()));
    }
    let ended = match (&logout.idp_session, &logout.subject) {
        (Some(session), _) => state.store.end_idp_session(provider.issuer(), session).await?,
        (None, Some(subject)) => state.store.end_sessions_of_subject(provider.issuer(), subject).await?,
        (None, None) => 0,
    };
    let event = AuditEvent::new(now, "relata", Action::SessionEnded).with("by", "provider").with("sessions", ended);
    state.store.audit(&[event]).await?;
    Ok(StatusCode::OK)
}
