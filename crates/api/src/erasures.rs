//! Erasures: asking for somebody or something to be forgotten, how far that has come, and the receipt of it.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relata_model::audit::Action;
use relata_model::enabling::FILES_DUE;
use relata_model::policy::Right;
use relata_model::{Address, MailboxId, PersonId};
use relata_store::{Erasure, ErasureId, ErasureState, Forget, NewErasure, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::error::ErrorBody;
use crate::roles::Made;
use crate::viewer::Asking;
use crate::wire::Named;
use crate::{ApiError, ApiResult, ApiState};

/// Longer reasons are novels.
const REASON_CHARS: usize = 500;

/// Whom or what to forget.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureSubject {
    /// `person`, `address`, `mailbox` or `everything`.
    kind: String,
    /// The person's or the mailbox's id.
    id: Option<String>,
    /// The address, also one that was never met.
    address: Option<String>,
}

/// A request to forget.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewErasureBody {
    subject: ErasureSubject,
    /// Why, if that is to be said. It stays in the list, so it should name nobody.
    #[serde(default)]
    reason: String,
}

/// Every erasure.
#[derive(Serialize, ToSchema)]
pub struct Erasures {
    /// The newest first.
    erasures: Vec<ErasureBody>,
}

/// An erasure, and how far it has come.
#[derive(Serialize, ToSchema)]
#[schema(as = Erasure)]
pub struct ErasureBody {
    id: String,
    /// `person`, `mailbox`, `everything`, `insights`.
    kind: String,
    /// `forget`, `opt_out`, `group`, `withdrawal`.
    source: String,
    /// Whom it is about; null where it is about nobody alone, and once no name of them is left.
    #[schema(required)]
    person: Option<Named>,
    /// `requested`, `rows_gone`, `files_gone`, `failed`; what failed is tried again.
    state: &'static str,
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
    /// What whoever asked is called.
    requested_by: String,
    #[schema(value_type = String, format = DateTime)]
    hidden_at: Timestamp,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    rows_gone_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    files_due: Timestamp,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    files_gone_at: Option<Timestamp>,
    /// Rows that went, by table.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    counts: serde_json::Value,
    /// Why the last try failed.
    #[schema(required)]
    detail: Option<String>,
}

/// Whom erasures are about, and what those are called who asked, by actor.
struct Names {
    persons: HashMap<ErasureId, (PersonId, String)>,
    actors: HashMap<String, String>,
}

impl Names {
    async fn of(state: &ApiState, erasures: &[Erasure]) -> ApiResult<Names> {
        let actors: Vec<&str> = erasures.iter().map(|it| it.requested_by.as_str()).collect();
        Ok(Names { persons: state.store.names_in_erasures().await?, actors: state.names_of(&actors).await? })
    }
}

impl ErasureBody {
    fn of(it: Erasure, names: &Names) -> ErasureBody {
        let state = match it.state {
            ErasureState::FilesGone => "files_gone",
            ErasureState::RowsGone => "rows_gone",
            _ if it.detail.is_some() => "failed",
            _ => "requested",
        };
        ErasureBody {
            id: it.id.0.to_string(),
            kind: it.kind,
            source: it.source,
            person: names.persons.get(&it.id).map(|(id, name)| Named { id: id.to_string(), name: name.clone() }),
            state,
            reason: it.reason,
            requested_at: it.requested_at,
            requested_by: names.actors.get(&it.requested_by).cloned().unwrap_or_default(),
            hidden_at: it.requested_at,
            rows_gone_at: it.rows_gone_at,
            files_due: it.files_due,
            files_gone_at: it.files_gone_at,
            counts: serde_json::from_str(&it.counts).unwrap_or_default(),
            detail: it.detail,
        }
    }
}

/// Asks for somebody or something to be forgotten. They are out of sight when this answers.
#[utoipa::path(
    post,
    path = "/api/v1/erasures",
    tag = "erasures",
    request_body = NewErasureBody,
    responses(
        (status = 202, body = Made),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn request_erasure(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewErasureBody>,
) -> ApiResult<(StatusCode, Json<Made>)> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    state.proved_lately(&viewer)?;
    let forget = forget(given.subject)?;
    if given.reason.chars().count() > REASON_CHARS {
        return Err(ApiError::BadRequest(format!("reason: say why in {REASON_CHARS} characters at most")));
    }
    let at = (state.clock)();
    let new = NewErasure { forget, at, files_due: at + FILES_DUE, by: viewer.actor(), reason: given.reason };
    match state.store.request_erasure(&new).await {
        Ok(id) => Ok((StatusCode::ACCEPTED, Json(Made { id: id.0.to_string() }))),
        Err(StoreError::NotThere) => Err(no_erasure()),
        Err(error) => Err(error.into()),
    }
}

fn forget(subject: ErasureSubject) -> ApiResult<Forget> {
    let wrong = |text: &str| ApiError::BadRequest(text.to_owned());
    let number = || subject.id.as_ref().and_then(|it| it.parse::<i64>().ok()).ok_or_else(no_erasure);
    match subject.kind.as_str() {
        "person" => Ok(Forget::Person(PersonId(number()?))),
        "mailbox" => Ok(Forget::Mailbox(MailboxId(number()?))),
        "address" => {
            let given = subject.address.as_deref().ok_or_else(|| wrong("subject.address is missing"))?;
            Address::parse_unlisted(given).map(Forget::Address).map_err(|_| wrong("subject.address is no address"))
        }
        "everything" => Ok(Forget::Everything),
        _ => Err(wrong("subject.kind is none of person, address, mailbox, everything")),
    }
}

/// Lists what was asked to be forgotten.
#[utoipa::path(
    get,
    path = "/api/v1/erasures",
    tag = "erasures",
    responses((status = 200, body = Erasures), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_erasures(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Erasures>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let erasures = state.store.erasures().await?;
    let names = Names::of(&state, &erasures).await?;
    let erasures = erasures.into_iter().rev().map(|it| ErasureBody::of(it, &names)).collect();
    Ok(Json(Erasures { erasures }))
}

/// Returns an erasure.
#[utoipa::path(
    get,
    path = "/api/v1/erasures/{erasure}",
    tag = "erasures",
    params(("erasure" = String, Path, description = "The erasure's id")),
    responses(
        (status = 200, body = ErasureBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_erasure(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<ErasureBody>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let erasure = found(&state, &id).await?;
    let names = Names::of(&state, std::slice::from_ref(&erasure)).await?;
    Ok(Json(ErasureBody::of(erasure, &names)))
}

/// Returns the receipt of an erasure: a signed statement that `relata receipt verify` checks without a server.
#[utoipa::path(
    get,
    path = "/api/v1/erasures/{erasure}/receipt",
    tag = "erasures",
    params(("erasure" = String, Path, description = "The erasure's id")),
    responses(
        (status = 200, body = String, content_type = "application/json"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "There is none, or its files are not gone yet"),
    ),
)]
pub(crate) async fn download_receipt(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let receipt = found(&state, &id).await?.receipt.ok_or_else(no_erasure)?;
    let event = state.event(&viewer, Action::ReceiptDownloaded).of(format!("erasure:{id}"));
    state.store.audit(&[event]).await?;
    Ok(download(receipt, "application/json", &format!("erasure-{id}.json")))
}

async fn found(state: &ApiState, id: &str) -> ApiResult<Erasure> {
    let number = id.parse().map_err(|_| no_erasure())?;
    state.store.erasure(ErasureId(number)).await?.ok_or_else(no_erasure)
}

/// Returns a file to keep. The name holds letters, digits, dots and dashes.
pub(crate) fn download(text: String, kind: &'static str, name: &str) -> Response {
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, text).into_response()
}

fn no_erasure() -> ApiError {
    ApiError::NotFound("there is no such erasure, person or mailbox".to_owned())
}
