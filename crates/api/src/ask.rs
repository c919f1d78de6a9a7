//! What a request asks for: query, path and body, taken apart with answers a person can act on.

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query, Request};
use axum::http::request::Parts;
use relata_model::PersonId;
use serde::de::DeserializeOwned;

use crate::ApiError;

/// The query of a request.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(asked) = Query::from_request_parts(parts, state)
            .await
            .map_err(|error: QueryRejection| ApiError::BadRequest(lower_case(&error.body_text())))?;
        Ok(Asked(asked))
    }
}

/// The JSON body of a request.
pub(crate) struct Given<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Given<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Json(given) = Json::from_request(request, state)
            .await
            .map_err(|error: JsonRejection| ApiError::BadRequest(lower_case(&error.body_text())))?;
        Ok(Given(given))
    }
}

/// The ids in the path.
pub(crate) struct InPath<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for InPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::from_request_parts(parts, state).await;
        let Path(ids) = path.map_err(|_| ApiError::BadRequest("the path is no text".to_owned()))?;
        Ok(InPath(ids))
    }
}

/// Returns the person of an id. What is no number is nobody, as is a number nobody has.
pub(crate) fn person(id: &str) -> Result<PersonId, ApiError> {
    id.parse().map(PersonId).map_err(|_| nobody())
}

pub(crate) fn nobody() -> ApiError {
    ApiError::NotFound("there is no such person".to_owned())
}

/// Returns a limit that was asked for, or the usual one; at most 100.
pub(crate) fn limit(asked: Option<i64>, usual: u32) -> Result<u32, ApiError> {
    limit_of(asked, usual, 100)
}

/// Returns a limit that was asked for, or the usual one; at most `most`.
pub(crate) fn limit_of(asked: Option<i64>, usual: u32, most: u32) -> Result<u32, ApiError> {
    let limit = asked.unwrap_or(i64::from(usual));
    let fits = u32::try_from(limit).ok().filter(|it| (1..=most).contains(it));
    fits.ok_or_else(|| ApiError::BadRequest(format!("`limit` is {limit}; it must lie between 1 and {most}")))
}

/// Returns the message with a small first letter, as all our messages have.
fn lower_case(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map(|it| it.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
