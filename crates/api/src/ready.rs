//! Health: whether the server is alive, and whether it can answer.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ErrorBody;
use crate::{ApiError, ApiResult, ApiState};

/// How the server is.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerState)]
pub struct Health {
    state: &'static str,
}

/// Returns at once, as long as the process lives.
#[utoipa::path(get, path = "/healthz", tag = "server", responses((status = 200, body = Health)))]
pub(crate) async fn is_alive() -> Json<Health> {
    Json(Health { state: "alive" })
}

/// Returns whether the database answers.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "server",
    responses((status = 200, body = Health), (status = 502, body = ErrorBody)),
)]
pub(crate) async fn is_ready(State(state): State<ApiState>) -> ApiResult<Json<Health>> {
    if state.store.is_ready().await {
        return Ok(Json(Health { state: "ready" }));
    }
    Err(ApiError::Refused("the database does not answer; check that it runs and that its disk is not full".to_owned()))
}
