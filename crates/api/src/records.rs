//! Records: contacts, leads and accounts of the CRM.

use axum::Json;
use axum::extract::State;
use relata_model::RecordId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, InPath, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::{Named, RecordKindWord, RecordSummary};
use crate::{ApiError, ApiResult, ApiState, Subject};

/// Contacts and leads shown on an account's page.
const CONTACTS_SHOWN: u32 = 200;

/// Which records.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// One kind only.
    kind: Option<RecordKindWord>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// A page of records, by name.
#[derive(Serialize, ToSchema)]
pub struct Records {
    records: Vec<RecordSummary>,
    /// Ask with `after` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// A record with everything shown of it.
#[derive(Serialize, ToSchema)]
pub struct RecordPage {
    id: String,
    kind: RecordKindWord,
    name: String,
    #[schema(required)]
    title: Option<String>,
    #[schema(required)]
    company: Option<String>,
    emails: Vec<String>,
    domains: Vec<String>,
    #[schema(required)]
    state: Option<String>,
    #[schema(required)]
    owner: Option<String>,
    #[schema(required)]
    account: Option<Named>,
    /// The person behind a contact or lead, if ever seen or given an address.
    #[schema(required)]
    person: Option<String>,
    /// Names of the fields that sample data made up.
    invented: Vec<String>,
    /// An account's contacts and leads.
    contacts: Vec<RecordSummary>,
}

/// Lists records, by name.
#[utoipa::path(
    get,
    path = "/api/v1/records",
    tag = "records",
    params(Query),
    responses(
        (status = 200, body = Records),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_records(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Records>> {
    state.let_see(&viewer, Subject::Records).await?;
    let (limit, after) = (limit(asked.limit, 50)?, asked.after.map(RecordId));
    let mut found = state.store.records(asked.kind.map(Into::into), after.as_ref(), limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.id.0.clone());
    Ok(Json(Records { records: found.into_iter().map(Into::into).collect(), next }))
}

/// Returns a record.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}",
    tag = "records",
    params(("record" = String, Path, description = "The record's id in the CRM")),
    responses(
        (status = 200, body = RecordPage),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_record(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<RecordPage>> {
    state.let_see(&viewer, Subject::Records).await?;
    let id = RecordId(id);
    let found = state.store.record(&id).await?.ok_or_else(no_such_record)?;
    let contacts = match found.summary.kind {
        relata_model::RecordKind::Account => state.store.records_of_account(&id, CONTACTS_SHOWN).await?,
        _ => Vec::new(),
    };
    let it = found.summary;
    Ok(Json(RecordPage {
        id: it.id.0,
        kind: it.kind.into(),
        name: it.name,
        title: it.title,
        company: it.company,
        emails: found.addresses,
        domains: found.domains,
        state: found.state,
        owner: found.owner,
        account: found.account.map(|(id, name)| Named { id: id.0, name }),
        person: found.person.map(|it| it.to_string()),
        invented: found.invented,
        contacts: contacts.into_iter().map(Into::into).collect(),
    }))
}

pub(crate) fn no_such_record() -> ApiError {
    ApiError::NotFound("there is no such record".to_owned())
}
