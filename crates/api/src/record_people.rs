//! People of a record: whom we contacted most, and who of ours contacted them most.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::audit::of_record;
use relata_model::kpi::{Window, people};
use relata_model::{AddressId, PersonId, Series};
use relata_store::NamedAddress;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::days;
use crate::ask::{Asked, InPath, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// Since when, and how many.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The last so many days, 1 to 730; 730 unless told. Figures are kept by month: a month counts whole if its last
    /// contact lies inside.
    #[param(minimum = 1, maximum = 730)]
    days: Option<i64>,
    /// How many of each side at most, 1 to 100; 3 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Who was in contact most, as far as our side started it.
#[derive(Serialize, ToSchema)]
pub struct PeopleOfRecord {
    /// Theirs, whom we contacted most.
    contacted: Vec<Contacted>,
    /// Ours, who contacted them most. Who does not share it is left out.
    contacted_by: Vec<Contacted>,
    #[schema(value_type = String, format = DateTime)]
    computed_at: Timestamp,
}

/// How often somebody was in contact.
#[derive(Serialize, ToSchema)]
pub struct Contacted {
    person: ContactedPerson,
    emails: u32,
    meetings: u32,
    calls: u32,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    last: Option<Timestamp>,
}

/// Somebody of either side.
#[derive(Serialize, ToSchema)]
pub struct ContactedPerson {
    id: String,
    name: String,
    email: String,
    #[schema(required)]
    title: Option<String>,
}

/// Lists whom of a record we contacted most, and who of ours did.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/people",
    tag = "analytics",
    params(("record" = String, Path, description = "The record's id in the CRM"), Query),
    responses(
        (status = 200, body = PeopleOfRecord),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_people_of_record(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<PeopleOfRecord>> {
    let it = state.analysed(&viewer, id).await?;
    let (window, limit) = (it.window(days(asked.days, 730, 1, 730)?), limit(asked.limit, 3)?);
    let series = state.series(it.page.number).await?;
    let mut addresses: Vec<AddressId> = series.people.iter().map(|it| it.address).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let names = state.store.names_of_addresses(&addresses, &state.asker(&viewer)).await?;
    let contacted_by = most(&series, window, limit, names.iter().filter(|it| it.colleague));
    let shown: Vec<PersonId> = contacted_by.iter().filter_map(|it| it.person.id.parse().ok().map(PersonId)).collect();
    let answer = Json(PeopleOfRecord {
        contacted: most(&series, window, limit, names.iter().filter(|it| !it.colleague)),
        contacted_by,
        computed_at: it.run.computed_at,
    });
    state.viewed(&viewer, "people", of_record(&it.page.summary.id), shown).await?;
    Ok(answer)
}

fn most<'a>(
    series: &Series,
    window: Window,
    limit: u32,
    names: impl Iterator<Item = &'a NamedAddress>,
) -> Vec<Contacted> {
    let visible: HashMap<AddressId, &NamedAddress> = names.filter(|it| it.visible).map(|it| (it.address, it)).collect();
    let mut persons: HashMap<PersonId, &NamedAddress> = HashMap::new();
    for it in visible.values() {
        // Of several addresses the first that was met; any order would do, but the same each time.
        persons
            .entry(it.person)
            .and_modify(|first| *first = if it.address < first.address { it } else { first })
            .or_insert(it);
    }
    let tallies = people::most(series, window, limit as usize, |it| visible.get(&it).map(|it| it.person));
    let contacted = tallies.into_iter().filter_map(|tally| {
        let it = persons.get(&tally.person)?;
        let (name, email, title) = (it.name.clone(), it.email.clone(), it.title.clone());
        Some(Contacted {
            person: ContactedPerson { id: it.person.to_string(), name, email, title },
            emails: tally.emails,
            meetings: tally.meetings,
            calls: tally.calls,
            last: Timestamp::from_second(tally.last_at).ok(),
        })
    });
    contacted.collect()
}
