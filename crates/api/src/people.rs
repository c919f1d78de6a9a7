//! People: persons outside, with or without a record.

use axum::Json;
use axum::extract::State;
use relata_model::policy::Right;
use relata_model::{Class, PersonId};
use relata_store::Person;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ask::{InPath, nobody, person};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::RecordSummary;
use crate::{ApiResult, ApiState, Viewer};

/// Somebody outside.
#[derive(Serialize, ToSchema)]
pub struct PersonPage {
    id: String,
    name: String,
    /// The domain of their company.
    #[schema(required)]
    company: Option<String>,
    emails: Vec<String>,
    /// `person`, `role`, `list`, `machine`, `bot` or `room`; only persons are introduced.
    class: &'static str,
    class_reason: String,
    records: Vec<RecordSummary>,
}

/// Returns somebody outside.
#[utoipa::path(
    get,
    path = "/api/v1/people/{person}",
    tag = "records",
    params(("person" = String, Path, description = "The person's id")),
    responses(
        (status = 200, body = PersonPage),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_person(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<PersonPage>> {
    state.let_see(&viewer, Right::SeeRecords).await?;
    let it = state.outside(&viewer, &id).await?;
    Ok(Json(PersonPage {
        id: it.id.to_string(),
        name: it.name,
        company: it.company,
        emails: it.addresses.iter().map(|it| it.as_str().to_owned()).collect(),
        class: class(it.class),
        class_reason: it.class_reason,
        records: it.records.into_iter().map(Into::into).collect(),
    }))
}

impl ApiState {
    /// Returns somebody outside whom the viewer may know of; else nobody, as if there were none.
    pub(crate) async fn outside(&self, viewer: &Viewer, id: &str) -> ApiResult<Person> {
        let id = person(id)?;
        // Who is out of sight takes as much asking as nobody, whose number is 0.
        let known = if self.store.is_in_sight(id, &self.asker(viewer)).await? { id } else { PersonId(0) };
        self.store.person(known).await?.filter(|it| !it.colleague).ok_or_else(nobody)
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Person => "person",
        Class::Role => "role",
        Class::List => "list",
        Class::Machine => "machine",
        Class::Bot => "bot",
        Class::Room => "room",
    }
}
