//! Colleagues: who works here, and whom each of them knows.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::Visibility;
use relata_model::audit::of_person;
use relata_model::policy::Right;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, InPath, limit, nobody, person};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::{Colleague, Tie};
use crate::{ApiResult, ApiState};

/// Which colleagues.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// A page of colleagues, by name.
#[derive(Serialize, ToSchema)]
pub struct Colleagues {
    colleagues: Vec<Colleague>,
    /// Ask with `after` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// How many contacts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContactsQuery {
    /// How many at most, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Whom a colleague knows, the strongest first.
#[derive(Serialize, ToSchema)]
pub struct Acquaintances {
    colleague: Colleague,
    contacts: Vec<Acquaintance>,
    total: u64,
    #[schema(required)]
    computed_for: Option<String>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
}

/// A contact a colleague knows.
#[derive(Serialize, ToSchema)]
pub struct Acquaintance {
    contact: Contact,
    #[serde(flatten)]
    tie: Tie,
}

/// Somebody outside, with what tells them from others of the same name.
#[derive(Serialize, ToSchema)]
pub struct Contact {
    id: String,
    name: String,
    #[schema(required)]
    company: Option<String>,
    #[schema(required)]
    email: Option<String>,
    /// A contact or lead that stands for them.
    #[schema(required)]
    record: Option<String>,
}

/// Lists who works here, by name.
#[utoipa::path(
    get,
    path = "/api/v1/colleagues",
    tag = "records",
    params(Query),
    responses(
        (status = 200, body = Colleagues),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_colleagues(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Colleagues>> {
    state.let_see(&viewer, Right::SeeRecords).await?;
    let limit = limit(asked.limit, 50)?;
    let after = asked.after.as_deref().map(person).transpose()?;
    let mut found = state.store.colleagues(after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.id.to_string());
    Ok(Json(Colleagues { colleagues: found.into_iter().map(Into::into).collect(), next }))
}

/// Lists whom a colleague knows, the strongest first. Empty where the colleague does not share it.
#[utoipa::path(
    get,
    path = "/api/v1/colleagues/{colleague}/contacts",
    tag = "who-knows-whom",
    params(("colleague" = String, Path, description = "The colleague's id"), ContactsQuery),
    responses(
        (status = 200, body = Acquaintances),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_contacts_of_colleague(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<ContactsQuery>,
) -> ApiResult<Json<Acquaintances>> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let limit = limit(asked.limit, 20)?;
    let id = person(&id)?;
    // Who is hidden is found nowhere: not by search, not in the list, and not by number.
    let is_shown = |it: &relata_store::Colleague| it.visibility != Visibility::Hidden || viewer.person == Some(it.id);
    let colleague = state.store.colleague(id).await?.filter(is_shown).ok_or_else(nobody)?;
    let published = state.store.published().await?;
    let found = match published {
        Some(generation) => state.store.contacts_of(&generation, id, &state.asker(&viewer), limit).await?,
        None => relata_store::Acquaintances::default(),
    };
    let shown = (!found.contacts.is_empty()).then_some(id);
    let answer = Json(Acquaintances {
        colleague: colleague.into(),
        contacts: found.contacts.into_iter().map(Acquaintance::from).collect(),
        total: found.total,
        computed_for: published.map(|it| it.computed_for.to_string()),
        computed_at: published.map(|it| it.computed_at),
    });
    state.viewed(&viewer, "contacts", of_person(id), shown).await?;
    Ok(answer)
}

impl From<relata_store::Acquaintance> for Acquaintance {
    fn from(it: relata_store::Acquaintance) -> Self {
        Acquaintance { tie: Tie::from(&it.pair), contact: it.into() }
    }
}

impl From<relata_store::Acquaintance> for Contact {
    fn from(it: relata_store::Acquaintance) -> Self {
        let (id, record) = (it.pair.contact.to_string(), it.record.map(|it| it.0));
        Contact { id, name: it.name, company: it.company, email: it.email, record }
    }
}
