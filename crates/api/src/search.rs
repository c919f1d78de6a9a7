//! Search over records, persons and colleagues, forgiving small slips.

use axum::Json;
use axum::extract::State;
use relata_model::policy::Right;
use relata_store::HitKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Longer texts are no names.
const LONGEST_QUERY_CHARS: usize = 200;

/// What is searched for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// A part of a name, a company, an address or a domain; at least 2 characters.
    q: String,
    /// How many results at most, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// What was found, the likeliest first.
#[derive(Serialize, ToSchema)]
pub struct SearchResults {
    query: String,
    results: Vec<SearchHit>,
}

/// Something found. Contacts, leads, accounts and opportunities are under `/records`, persons under `/people`.
#[derive(Serialize, ToSchema)]
pub struct SearchHit {
    kind: HitWord,
    id: String,
    name: String,
    /// What tells it from others of the same name.
    detail: String,
    #[schema(required)]
    email: Option<String>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SearchHitKind)]
pub enum HitWord {
    /// A person one does business with.
    Contact,
    /// A person one might do business with.
    Lead,
    /// A company.
    Account,
    /// A deal in the making, or one that was won or lost.
    Opportunity,
    /// Somebody outside, without a record.
    Person,
    /// Somebody of ours.
    Colleague,
}

/// Returns what a text may mean.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "records",
    params(Query),
    responses(
        (status = 200, body = SearchResults),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn search(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<SearchResults>> {
    state.let_see(&viewer, Right::SeeRecords).await?;
    let length = asked.q.trim().chars().count();
    if !(2..=LONGEST_QUERY_CHARS).contains(&length) {
        return Err(ApiError::BadRequest(format!("`q` must have 2 to {LONGEST_QUERY_CHARS} characters")));
    }
    let found = state.store.search(&asked.q, limit(asked.limit, 20)?, &state.asker(&viewer)).await?;
    Ok(Json(SearchResults { query: asked.q, results: found.into_iter().map(SearchHit::from).collect() }))
}

impl From<relata_store::SearchHit> for SearchHit {
    fn from(it: relata_store::SearchHit) -> Self {
        let kind = match it.kind {
            HitKind::Record(relata_model::RecordKind::Contact) => HitWord::Contact,
            HitKind::Record(relata_model::RecordKind::Lead) => HitWord::Lead,
            HitKind::Record(relata_model::RecordKind::Account) => HitWord::Account,
            HitKind::Record(relata_model::RecordKind::Opportunity) => HitWord::Opportunity,
            HitKind::Person => HitWord::Person,
            HitKind::Colleague => HitWord::Colleague,
        };
        SearchHit { kind, id: it.id, name: it.name, detail: it.detail, email: it.email }
    }
}
