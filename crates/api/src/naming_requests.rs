//! Naming requests: asking colleagues who are named after a yes, and answering.
//!
//! **Invariant:** the answer to asking is the same whether there is nobody to ask, nobody answers, or everybody says
//! no.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_model::consent::Insights;
use relata_model::policy::Right;
use relata_model::{PersonId, RecordId};
use relata_store::{NamingAsked, NamingQuestion, NamingRequestId, OPEN_DAYS, Target};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::analysed::not_analysed;
use crate::ask::{Given, InPath};
use crate::error::ErrorBody;
use crate::introductions::between;
use crate::mail::one_line;
use crate::records::no_such_record;
use crate::viewer::Asking;
use crate::wire::Named;
use crate::wishes::{self, Choice};
use crate::{ApiError, ApiResult, ApiState, Viewer};

const LONGEST_REASON_CHARS: usize = 500;

/// Whom to ask about, and why. One of `person` and `record` is there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNamingRequest {
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    record: Option<String>,
    /// What the colleagues are told.
    reason: String,
}

/// What colleagues ask the viewer, and what the viewer asked colleagues.
#[derive(Serialize, ToSchema)]
pub struct NamingRequests {
    /// Put to the viewer, the newest first.
    for_me: Vec<NamingQuestionBody>,
    /// Put by the viewer, the newest first.
    mine: Vec<NamingRequestBody>,
}

/// Somebody asks whether the viewer may be named to them.
#[derive(Serialize, ToSchema)]
#[schema(as = NamingQuestion)]
pub struct NamingQuestionBody {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    asker: Named,
    reason: String,
    /// Whom of those asked about the viewer knows.
    contacts: Vec<Named>,
    /// What the viewer said.
    #[schema(required)]
    answer: Option<AnswerWord>,
    /// Until when the asker sees the viewer named; null unless the answer was yes.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// A request of the viewer.
#[derive(Serialize, ToSchema)]
#[schema(as = NamingRequest)]
pub struct NamingRequestBody {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    target: NamingTarget,
    reason: String,
    state: NamingState,
    text: String,
    /// Who said yes.
    named: Vec<NamedColleague>,
}

/// Whom a request is about.
#[derive(Serialize, ToSchema)]
pub struct NamingTarget {
    /// `person` or `record`.
    kind: &'static str,
    id: String,
    name: String,
}

/// What became of a request, as far as it is told.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NamingState {
    /// Nobody has said yes: there may be nobody to ask.
    Asked,
    /// Somebody has.
    Answered,
}

/// A colleague who said yes.
#[derive(Serialize, ToSchema)]
pub struct NamedColleague {
    colleague: Named,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// What a colleague answers.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NamingAnswer)]
pub enum AnswerWord {
    /// The asker sees the colleague named for these contacts, for 90 days.
    Yes,
    /// The asker learns nothing.
    No,
}

/// An answer; another one replaces it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveAnswer {
    answer: AnswerWord,
}

/// Asks everybody who knows somebody and is named after a yes.
#[utoipa::path(
    post,
    path = "/api/v1/naming-requests",
    tag = "who-knows-whom",
    request_body = NewNamingRequest,
    responses(
        (status = 201, body = NamingRequestBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "The viewer is nobody of the directory, or asked too often today"),
    ),
)]
pub(crate) async fn ask_to_be_named(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewNamingRequest>,
) -> ApiResult<(StatusCode, Json<NamingRequestBody>)> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let me = state.me(&viewer).await?.id;
    between("reason", &given.reason, LONGEST_REASON_CHARS)?;
    let target = target(&state, &viewer, given.person, given.record).await?;
    let reason = one_line(&given.reason);
    wishes::noted(&state, &viewer, Choice::Ask).await?;
    let asked = state.store.ask_to_be_named(me, &target, &reason, (state.clock)()).await?;
    let relata_store::Asked::Request(id, _) = asked else {
        let detail = format!("you asked {} times within a day; go on tomorrow", relata_store::ASKED_A_DAY);
        return Err(ApiError::Conflict(detail));
    };
    let mine = mine(&state, &viewer).await?.into_iter().find(|it| it.id == id).ok_or_else(no_such_request)?;
    Ok((StatusCode::CREATED, Json(mine.into())))
}

/// Lists what colleagues ask the viewer, and what the viewer asked.
#[utoipa::path(
    get,
    path = "/api/v1/me/naming-requests",
    tag = "me",
    responses(
        (status = 200, body = NamingRequests),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_naming_requests(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<NamingRequests>> {
    let me = may_answer(&state, &viewer).await?;
    let questions = match state.store.published().await? {
        Some(generation) => state.store.naming_questions(&generation, me, (state.clock)()).await?,
        None => Vec::new(),
    };
    let mine = mine(&state, &viewer).await?;
    Ok(Json(NamingRequests {
        for_me: questions.into_iter().map(NamingQuestionBody::from).collect(),
        mine: mine.into_iter().map(NamingRequestBody::from).collect(),
    }))
}

/// Answers a colleague who asks whether the viewer may be named.
#[utoipa::path(
    post,
    path = "/api/v1/me/naming-requests/{request}",
    tag = "me",
    params(("request" = String, Path, description = "The request's id")),
    request_body = GiveAnswer,
    responses(
        (status = 200, body = NamingQuestionBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn answer_naming_request(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Given(given): Given<GiveAnswer>,
) -> ApiResult<Json<NamingQuestionBody>> {
    let me = may_answer(&state, &viewer).await?;
    let id = NamingRequestId(id.parse().map_err(|_| no_such_request())?);
    let generation = state.store.published().await?.ok_or_else(no_such_request)?;
    let yes = given.answer == AnswerWord::Yes;
    let answered = state.store.answer_naming(&generation, me, id, yes, (state.clock)()).await?;
    Ok(Json(answered.ok_or_else(no_such_request)?.into()))
}

/// Returns the viewer's person, if their ties may be told to themselves, or to anybody.
pub(crate) async fn may_answer(state: &ApiState, viewer: &Viewer) -> ApiResult<PersonId> {
    let me = state.me(viewer).await?.id;
    match state.let_see(viewer, Right::SeeOwnTies).await {
        Err(_) if state.in_force().await?.insights.contains(&Insights::Identifiable) => Ok(me),
        decided => decided.map(|()| me),
    }
}

async fn mine(state: &ApiState, viewer: &Viewer) -> ApiResult<Vec<NamingAsked>> {
    let generation = state.store.published().await?;
    Ok(state.store.naming_asked(generation.as_ref(), &state.asker(viewer)).await?)
}

/// Returns whom the request is about: it must be there, and nobody may be asked about what is left alone.
async fn target(state: &ApiState, viewer: &Viewer, id: Option<String>, record: Option<String>) -> ApiResult<Target> {
    match (id, record) {
        (Some(id), None) => Ok(Target::Person(state.outside(viewer, &id).await?.id)),
        (None, Some(record)) => {
            let id = RecordId(record);
            let page = state.store.record(&id).await?.ok_or_else(no_such_record)?;
            if page.do_not_analyse { Err(not_analysed()) } else { Ok(Target::Record(id)) }
        }
        _ => Err(ApiError::BadRequest("give one of `person` and `record`".to_owned())),
    }
}

fn no_such_request() -> ApiError {
    ApiError::NotFound("there is no such request for you".to_owned())
}

fn named((id, name): (PersonId, String)) -> Named {
    Named { id: id.to_string(), name }
}

impl From<NamingQuestion> for NamingQuestionBody {
    fn from(it: NamingQuestion) -> Self {
        NamingQuestionBody {
            id: it.id.0.to_string(),
            at: it.asked_at,
            asker: named(it.asker),
            reason: it.reason,
            contacts: it.contacts.into_iter().map(named).collect(),
            answer: it.answer.map(|yes| if yes { AnswerWord::Yes } else { AnswerWord::No }),
            until: it.until,
        }
    }
}

impl From<NamingAsked> for NamingRequestBody {
    fn from(it: NamingAsked) -> Self {
        let (kind, id) = match it.target {
            Target::Person(id) => ("person", id.to_string()),
            Target::Record(id) => ("record", id.0),
        };
        let (state, text) = match it.named.len() {
            0 => (
                NamingState::Asked,
                format!(
                    "Asked, nobody has answered yet. Whoever knows them is asked for {OPEN_DAYS} days; there may be \
                     nobody."
                ),
            ),
            1 => (NamingState::Answered, "A colleague said yes.".to_owned()),
            many => (NamingState::Answered, format!("{many} colleagues said yes.")),
        };
        let colleague = |(id, name, until)| NamedColleague { colleague: named((id, name)), until };
        NamingRequestBody {
            id: it.id.0.to_string(),
            at: it.asked_at,
            target: NamingTarget { kind, id, name: it.name },
            reason: it.reason,
            state,
            text,
            named: it.named.into_iter().map(colleague).collect(),
        }
    }
}
