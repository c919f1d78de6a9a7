//! Access requests: everything that is kept about a person, gathered for that person.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use relata_model::audit::{Action, of_person};
use relata_model::policy::Right;
use relata_model::{Address, PersonId};
use relata_store::AccessRequest;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::erasures::download;
use crate::error::ErrorBody;
use crate::roles::Made;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Whose data.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessSubject {
    /// The person's id.
    id: Option<String>,
    /// Or an address of theirs.
    address: Option<String>,
}

/// A request for everything about a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccessRequest {
    subject: AccessSubject,
}

/// Every access request.
#[derive(Serialize, ToSchema)]
pub struct AccessRequests {
    /// The newest first.
    requests: Vec<AccessRequestBody>,
}

/// An access request, and whether it was answered. The answer is at `…/json` and `…/html`.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessRequestOfPerson)]
pub struct AccessRequestBody {
    id: String,
    /// Whose data.
    person: String,
    /// What they are called; null once nobody of that number is left.
    #[schema(required)]
    name: Option<String>,
    /// `requested`, `ready`, `expired`, `failed`.
    state: String,
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
    /// What whoever asked is called.
    requested_by: String,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    ready_at: Option<Timestamp>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    #[schema(required)]
    detail: Option<String>,
}

/// What those are called whose data were asked for, and those who asked, by actor.
struct Names {
    persons: HashMap<PersonId, String>,
    actors: HashMap<String, String>,
}

impl Names {
    async fn of(state: &ApiState, requests: &[AccessRequest]) -> ApiResult<Names> {
        let persons: Vec<PersonId> = requests.iter().map(|it| it.person).collect();
        let actors: Vec<&str> = requests.iter().map(|it| it.requested_by.as_str()).collect();
        let persons = state.store.names_of_persons(&persons).await?;
        Ok(Names { persons, actors: state.names_of(&actors).await? })
    }
}

impl AccessRequestBody {
    fn of(it: AccessRequest, names: &Names) -> AccessRequestBody {
        AccessRequestBody {
            id: it.id.0.to_string(),
            person: it.person.to_string(),
            name: names.persons.get(&it.person).cloned(),
            state: it.state,
            requested_at: it.requested_at,
            requested_by: names.actors.get(&it.requested_by).cloned().unwrap_or_default(),
            ready_at: it.ready_at,
            expires_at: it.expires_at,
            detail: it.detail,
        }
    }
}

/// Asks for everything about a person. It is ready within a minute.
#[utoipa::path(
    post,
    path = "/api/v1/access-requests",
    tag = "access-requests",
    request_body = NewAccessRequest,
    responses(
        (status = 202, body = Made),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn request_access(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewAccessRequest>,
) -> ApiResult<(StatusCode, Json<Made>)> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    state.proved_lately(&viewer)?;
    let person = match (given.subject.id, given.subject.address) {
        (Some(id), None) => PersonId(id.parse().map_err(|_| no_request())?),
        (None, Some(text)) => {
            let wrong = |_| ApiError::BadRequest("subject.address is no address".to_owned());
            let address = Address::parse_unlisted(&text).map_err(wrong)?;
            state.store.person_of(&address).await?.ok_or_else(no_request)?
        }
        _ => return Err(ApiError::BadRequest("subject: give either an id or an address".to_owned())),
    };
    state.store.person(person).await?.ok_or_else(no_request)?;
    let event = state.event(&viewer, Action::AccessRequested).of(of_person(person));
    state.store.audit(&[event]).await?;
    let id = state.store.request_access(person, &viewer.actor(), (state.clock)()).await?;
    Ok((StatusCode::ACCEPTED, Json(Made { id: id.0.to_string() })))
}

/// Lists access requests.
#[utoipa::path(
    get,
    path = "/api/v1/access-requests",
    tag = "access-requests",
    responses((status = 200, body = AccessRequests), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_access_requests(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<AccessRequests>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let requests = state.store.access_requests().await?;
    let names = Names::of(&state, &requests).await?;
    let requests = requests.into_iter().rev().map(|it| AccessRequestBody::of(it, &names)).collect();
    Ok(Json(AccessRequests { requests }))
}

/// Returns an access request. Whoever it is of may ask too.
#[utoipa::path(
    get,
    path = "/api/v1/access-requests/{request}",
    tag = "access-requests",
    params(("request" = String, Path, description = "The request's id")),
    responses(
        (status = 200, body = AccessRequestBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_access_request(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<AccessRequestBody>> {
    let request = found(&state, &viewer, &id).await?;
    let names = Names::of(&state, std::slice::from_ref(&request)).await?;
    Ok(Json(AccessRequestBody::of(request, &names)))
}

/// Returns the answer for programs.
#[utoipa::path(
    get,
    path = "/api/v1/access-requests/{request}/json",
    tag = "access-requests",
    params(("request" = String, Path, description = "The request's id")),
    responses(
        (status = 200, body = String, content_type = "application/json"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "There is none, it is not ready, or it expired"),
    ),
)]
pub(crate) async fn download_access_json(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Response> {
    let request = given_away(&state, &viewer, &id).await?;
    Ok(download(request.json.ok_or_else(no_request)?, "application/json", "about.json"))
}

/// Returns the answer for people: one page without scripts.
#[utoipa::path(
    get,
    path = "/api/v1/access-requests/{request}/html",
    tag = "access-requests",
    params(("request" = String, Path, description = "The request's id")),
    responses(
        (status = 200, body = String, content_type = "text/html"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "There is none, it is not ready, or it expired"),
    ),
)]
pub(crate) async fn download_access_html(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Response> {
    let request = given_away(&state, &viewer, &id).await?;
    Ok(download(request.html.ok_or_else(no_request)?, "text/html; charset=utf-8", "about.html"))
}

/// Finds a request, and records that its answer is about to leave.
async fn given_away(state: &ApiState, viewer: &crate::Viewer, id: &str) -> ApiResult<AccessRequest> {
    let request = found(state, viewer, id).await?;
    let event = state.event(viewer, Action::AccessDownloaded).of(format!("person:{}", request.person));
    state.store.audit(&[event]).await?;
    Ok(request)
}

/// Finds a request: whoever may carry out people's wishes may, and whoever it is of.
async fn found(state: &ApiState, viewer: &crate::Viewer, id: &str) -> ApiResult<AccessRequest> {
    let number: Option<i64> = id.parse().ok();
    let all = state.store.access_requests().await?;
    let request = all.into_iter().find(|it| Some(it.id.0) == number);
    let own = request.as_ref().is_some_and(|it| viewer.person == Some(it.person));
    if !own {
        state.let_see(viewer, Right::ManagePeople).await?;
    }
    request.ok_or_else(no_request)
}

fn no_request() -> ApiError {
    ApiError::NotFound("there is no such person or request, or no answer yet".to_owned())
}
