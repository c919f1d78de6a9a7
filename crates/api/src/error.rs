//! What an endpoint says when it cannot do what was asked: always `{"detail": "…"}`.
//!
//! One type, and it separates what is theirs from what is ours. What is ours is logged here, once, and shown to
//! nobody.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use relata_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// What every endpoint returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// Why an endpoint could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Not in a form we understand; the text says what to write instead.
    #[error("{0}")]
    BadRequest(String),
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthorized,
    /// The viewer may not; the text says which right is missing and who grants it.
    #[error("{0}")]
    Forbidden(String),
    /// Not there, or not for this viewer: the same answer for both.
    #[error("{0}")]
    NotFound(String),
    /// It cannot be done as things stand; the text says what has to change first.
    #[error("{0}")]
    Conflict(String),
    /// Somebody we depend on refused.
    #[error("{0}")]
    Refused(String),
    /// Ours, not theirs.
    #[error("something went wrong on our side; the log of the server says what")]
    Internal(#[from] anyhow::Error),
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// What is wrong, and what to do about it.
    pub detail: String,
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            ApiError::BadRequest(_) => StatusCode::BAD_REQUEST,
            ApiError::Unauthorized => StatusCode::UNAUTHORIZED,
            ApiError::Forbidden(_) => StatusCode::FORBIDDEN,
            ApiError::NotFound(_) => StatusCode::NOT_FOUND,
            ApiError::Conflict(_) => StatusCode::CONFLICT,
            ApiError::Refused(_) => StatusCode::BAD_GATEWAY,
            ApiError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        ApiError::Internal(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let ApiError::Internal(error) = &self {
            tracing::error!("a request failed: {error:#}");
        }
        (self.status(), Json(ErrorBody { detail: self.to_string() })).into_response()
    }
}

pub(crate) async fn no_such_path() -> ApiError {
    ApiError::NotFound("the API has no such path; /api/v1/openapi.json lists them all".to_owned())
}

pub(crate) async fn no_such_method() -> Response {
    let detail = "this path does not take that method; /api/v1/openapi.json lists them all".to_owned();
    (StatusCode::METHOD_NOT_ALLOWED, Json(ErrorBody { detail })).into_response()
}
