//! Coverage: which colleagues know which contacts of a record.

use axum::Json;
use axum::extract::State;
use relata_model::audit::of_record;
use relata_model::policy::Right;
use relata_model::{PersonId, RecordId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ask::InPath;
use crate::error::ErrorBody;
use crate::records::no_such_record;
use crate::viewer::Asking;
use crate::wire::{self, BandWord};
use crate::{ApiError, ApiResult, ApiState};

/// Contacts and colleagues on the map, at most of each.
const MOST: u32 = 50;

/// A map of contacts and the colleagues who know them.
#[derive(Serialize, ToSchema)]
pub struct Coverage {
    /// Those known best come first.
    contacts: Vec<CoveredContact>,
    /// Those who know best come first. Who does not share it is left out.
    colleagues: Vec<CoveringColleague>,
    cells: Vec<CoverageCell>,
    /// Whether it all hangs on one colleague.
    single_threaded: bool,
    /// How many contacts nobody knows.
    uncovered: u64,
}

/// A contact on the map.
#[derive(Serialize, ToSchema)]
pub struct CoveredContact {
    person: String,
    name: String,
    #[schema(required)]
    title: Option<String>,
}

/// A colleague on the map.
#[derive(Serialize, ToSchema)]
pub struct CoveringColleague {
    person: String,
    name: String,
    email: String,
}

/// How well a colleague knows a contact.
#[derive(Serialize, ToSchema)]
pub struct CoverageCell {
    /// Which of the contacts, counted from 0.
    contact: usize,
    /// Which of the colleagues, counted from 0.
    colleague: usize,
    score: u8,
    band: BandWord,
}

/// Returns which colleagues know which contacts of a record.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/coverage",
    tag = "who-knows-whom",
    params(("record" = String, Path, description = "The record's id in the CRM")),
    responses(
        (status = 200, body = Coverage),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_coverage(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<Coverage>> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let id = RecordId(id);
    let record = state.store.record(&id).await?.ok_or_else(no_such_record)?;
    if record.do_not_analyse {
        return Err(ApiError::NotFound("this record is not to be analysed".to_owned()));
    }
    let found = match state.store.published().await? {
        Some(generation) => state.store.coverage(&generation, &id, &state.asker(&viewer), MOST).await?,
        None => relata_store::Coverage::default(),
    };
    let contact = |it: relata_store::CoveredContact| CoveredContact {
        person: it.person.to_string(),
        name: it.name,
        title: it.title,
    };
    let colleague =
        |it: relata_store::Colleague| CoveringColleague { person: it.id.to_string(), name: it.name, email: it.email };
    let cell = |it: relata_store::CoverageCell| CoverageCell {
        contact: it.contact,
        colleague: it.colleague,
        score: it.score,
        band: wire::band(it.band),
    };
    let shown: Vec<PersonId> = found.colleagues.iter().map(|it| it.id).collect();
    let answer = Json(Coverage {
        contacts: found.contacts.into_iter().map(contact).collect(),
        colleagues: found.colleagues.into_iter().map(colleague).collect(),
        cells: found.cells.into_iter().map(cell).collect(),
        single_threaded: found.single_threaded,
        uncovered: found.uncovered,
    });
    state.viewed(&viewer, "coverage", of_record(&id), shown).await?;
    Ok(answer)
}
