//! Introducers: the colleagues who know a target best, or one of five honest reasons why nobody is shown.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::audit::{of_person, of_record};
use relata_model::policy::Right;
use relata_model::{PersonId, RecordId};
use relata_store::{Searched, SourceState, Target};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, InPath, limit};
use crate::error::ErrorBody;
use crate::records::no_such_record;
use crate::viewer::Asking;
use crate::wire::{self, Colleague, LastInteraction, Named, Tie};
use crate::{ApiResult, ApiState, Viewer};

/// How many.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// How many at most, 1 to 100; 5 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// The colleagues who know a target best, the strongest first.
#[derive(Serialize, ToSchema)]
pub struct Introducers {
    target: TargetBody,
    introducers: Vec<Introducer>,
    /// How many there are in all.
    total: u64,
    state: State5,
    mailboxes_searched: u64,
    history_months: u32,
    /// How many colleagues know the target and do not share it.
    hidden: u64,
    #[schema(required)]
    quiet: Option<Quiet>,
    /// Sources still being read; also beside `known`, when figures will still improve.
    reading: Vec<Reading>,
    broken: Vec<Broken>,
    #[schema(required)]
    computed_for: Option<String>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
}

/// Who is asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = Target)]
pub struct TargetBody {
    /// `contact`, `lead`, `account` or `person`.
    kind: &'static str,
    id: String,
    name: String,
}

/// `known`: there are introducers. The others are the five honest reasons why there are none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IntroducersState)]
pub enum State5 {
    /// There are introducers.
    Known,
    /// No colleague was ever in contact, as far as was read.
    Nobody,
    /// Colleagues know the target and do not share it.
    Hidden,
    /// There was contact once.
    Quiet,
    /// Sources are still being read.
    Reading,
    /// A source cannot be read.
    Broken,
}

/// A colleague who could introduce the viewer.
#[derive(Serialize, ToSchema)]
pub struct Introducer {
    colleague: Colleague,
    /// Whom of an account the tie is with.
    contact: Named,
    #[serde(flatten)]
    tie: Tie,
}

/// Who was in contact last.
#[derive(Serialize, ToSchema)]
pub struct Quiet {
    colleague: String,
    last: LastInteraction,
}

/// A source still being read.
#[derive(Serialize, ToSchema)]
pub struct Reading {
    source: String,
    read: u64,
    /// How many there will be, guessed from how far the source has been read; null: nobody can say.
    #[schema(required)]
    expected: Option<u64>,
}

/// A source that cannot be read.
#[derive(Serialize, ToSchema)]
pub struct Broken {
    source: String,
    detail: String,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

/// Lists the colleagues who know best whomever a record stands for, the strongest first.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/introducers",
    tag = "who-knows-whom",
    params(("record" = String, Path, description = "The record's id in the CRM"), Query),
    responses(
        (status = 200, body = Introducers),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_introducers_of_record(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Introducers>> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let limit = limit(asked.limit, 5)?;
    let id: RecordId = RecordId(id);
    let record = state.store.record(&id).await?.ok_or_else(no_such_record)?;
    let target = TargetBody { kind: record.summary.kind.name(), id: id.0.clone(), name: record.summary.name };
    let asked = (!record.do_not_analyse).then(|| Target::Record(id.clone()));
    introducers(&state, &viewer, (target, of_record(&id)), asked, limit).await
}

/// Lists the colleagues who know somebody best, the strongest first.
#[utoipa::path(
    get,
    path = "/api/v1/people/{person}/introducers",
    tag = "who-knows-whom",
    params(("person" = String, Path, description = "The person's id"), Query),
    responses(
        (status = 200, body = Introducers),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_introducers_of_person(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Introducers>> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let limit = limit(asked.limit, 5)?;
    let person = state.outside(&viewer, &id).await?;
    let target = TargetBody { kind: "person", id: person.id.to_string(), name: person.name };
    introducers(&state, &viewer, (target, of_person(person.id)), Some(Target::Person(person.id)), limit).await
}

/// Asks the store, and says beside the answer what it rests on. `asked` is `None` where nobody may be told anything;
/// `subject` is what the trail calls the target.
async fn introducers(
    state: &ApiState,
    viewer: &Viewer,
    (target, subject): (TargetBody, String),
    asked: Option<Target>,
    limit: u32,
) -> ApiResult<Json<Introducers>> {
    let published = state.store.published().await?;
    let found = match (published, asked) {
        (Some(generation), Some(asked)) => {
            state.store.introducers(&generation, &asked, &state.asker(viewer), limit).await?
        }
        _ => relata_store::Introducers::default(),
    };
    let sources = state.store.searched().await?;
    let reading: Vec<Reading> = sources.iter().filter_map(reading).collect();
    let broken: Vec<Broken> = sources.iter().filter_map(broken).collect();
    let named = found.introducers.iter().map(|it| it.colleague.id);
    let shown: Vec<PersonId> = named.chain(found.quiet.iter().map(|it| it.colleague.id)).collect();
    let answer = Json(Introducers {
        target,
        state: state_of(&found, &reading, &broken),
        introducers: found.introducers.into_iter().map(Introducer::from).collect(),
        total: found.total,
        mailboxes_searched: sources.iter().map(|it| it.mailboxes).sum(),
        history_months: published.map_or(0, |it| it.history_months),
        hidden: found.hidden,
        quiet: found.quiet.map(|it| Quiet { colleague: it.colleague.name, last: wire::last(&it.pair) }),
        reading,
        broken,
        computed_for: published.map(|it| it.computed_for.to_string()),
        computed_at: published.map(|it| it.computed_at),
    });
    state.viewed(viewer, "introducers", subject, shown).await?;
    Ok(answer)
}

/// Says why nobody is shown: what is certain comes before what may still change.
fn state_of(found: &relata_store::Introducers, reading: &[Reading], broken: &[Broken]) -> State5 {
    if !found.introducers.is_empty() {
        State5::Known
    } else if found.hidden > 0 {
        State5::Hidden
    } else if found.quiet.is_some() {
        State5::Quiet
    } else if !reading.is_empty() {
        State5::Reading
    } else if !broken.is_empty() {
        State5::Broken
    } else {
        State5::Nobody
    }
}

fn reading(source: &Searched) -> Option<Reading> {
    if source.state != SourceState::Reading {
        return None;
    }
    let read = source.read;
    // Sources tell how far they are in their own unit, bytes for files; messages are spread evenly enough.
    let of_all = source.extent.filter(|it| *it > 0 && source.position > 0);
    let expected = of_all.map(|extent| (read as f64 * extent as f64 / source.position as f64).round() as u64);
    Some(Reading { source: source.name.clone(), read, expected: expected.map(|it| it.max(read)) })
}

fn broken(source: &Searched) -> Option<Broken> {
    let SourceState::Broken(detail) = &source.state else { return None };
    Some(Broken { source: source.name.clone(), detail: detail.clone(), since: Some(source.since) })
}

impl From<relata_store::Introducer> for Introducer {
    fn from(it: relata_store::Introducer) -> Self {
        Introducer {
            contact: Named { id: it.pair.contact.to_string(), name: it.contact_name },
            tie: Tie::from(&it.pair),
            colleague: it.colleague.into(),
        }
    }
}
