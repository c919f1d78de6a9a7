//! What an endpoint says when it cannot do what was asked: always `{"detail": "…"}`.
//!
//! One type, and it separates what is theirs from what is ours. What is ours is logged here, once, and shown to
//! nobody.

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
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
    /// What was to prove somebody does not; the text says what.
    #[error("{0}")]
    NotYou(String),
    /// The viewer may, after signing in again to show that it is them.
    #[error("{0}")]
    Again(String),
    /// Asked too often.
    #[error("this was asked too often; try again in {seconds} seconds")]
    TooMany {
        /// When it may be asked again.
        seconds: u64,
    },
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
    /// Whether it may be done after signing in again; left out where that does not help.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub again: bool,
}

impl ErrorBody {
    /// Returns the body of an error that signing in again does not help.
    pub(crate) fn new(detail: &str) -> ErrorBody {
        ErrorBody { detail: detail.to_owned(), again: false }
    }
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            ApiError::BadRequest(_) => StatusCode::BAD_REQUEST,
            ApiError::Unauthorized | ApiError::NotYou(_) => StatusCode::UNAUTHORIZED,
            ApiError::Forbidden(_) | ApiError::Again(_) => StatusCode::FORBIDDEN,
            ApiError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
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
        let again = matches!(self, ApiError::Again(_));
        let mut response = (self.status(), Json(ErrorBody { detail: self.to_string(), again })).into_response();
        if let ApiError::TooMany { seconds } = self {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

pub(crate) async fn no_such_path() -> ApiError {
    ApiError::NotFound("the API has no such path; /api/v1/openapi.json lists them all".to_owned())
}

pub(crate) async fn no_such_method() -> Response {
    let detail = "this path does not take that method; /api/v1/openapi.json lists them all";
    (StatusCode::METHOD_NOT_ALLOWED, Json(ErrorBody::new(detail))).into_response()
}
