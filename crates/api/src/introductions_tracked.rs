//! Introductions, tracked: what the viewer asked and was asked, and what came of it.
//!
//! **Invariant:** everybody learns of an outcome by interactions they took part in themselves. That the colleague wrote to the
//! contact helps to understand what followed only as long as the requester may be told of that tie, and is told to nobody.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::Action;
use relata_model::consent::Insights;
use relata_model::introduced::{Outcome, Said, Sign, Terms, Traces, outcome};
use relata_store::{IntroductionId, IntroductionState, TrackedIntroduction, Transport};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::error::ErrorBody;
use crate::introductions::{AskedBefore, TransportWord};
use crate::naming_requests::may_answer;
use crate::viewer::Asking;
use crate::wire::Named;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// A request that is being sent for longer than this was cut off.
const SENDING_SECONDS: i64 = 120;

/// Requests for introductions.
#[derive(Serialize, ToSchema)]
pub struct Introductions {
    /// Put to the viewer, the newest first.
    for_me: Vec<IntroductionBody>,
    /// Made by the viewer, the newest first.
    mine: Vec<IntroductionBody>,
    /// How many of those put to the viewer wait for an answer.
    waiting: u32,
    /// Requests are open so many days.
    open_days: u32,
}

/// A request, as one of the two sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Introduction)]
pub struct IntroductionBody {
    id: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who asked.
    requester: String,
    colleague: Named,
    contact: Named,
    through: TransportWord,
    state: StateWord,
    /// When it came into that state.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// What shows that it was accepted; null: somebody said so, or it was not.
    #[schema(required)]
    seen: Option<SeenWord>,
    /// What the viewer may say of it.
    may: Vec<SaidWord>,
}

/// How far a request got, or what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IntroductionState)]
pub enum StateWord {
    /// It left; nothing came of it yet.
    Sent,
    /// Nobody knows whether it left. It is not sent again by itself.
    Uncertain,
    /// It was opened in the requester's mail program.
    HandedOver,
    /// It was not sent.
    Failed,
    /// The colleague wrote back to the requester.
    Answered,
    /// The colleague introduces them.
    Accepted,
    /// The colleague said no.
    Declined,
    /// The requester needs it no more.
    Closed,
    /// The time is over.
    Expired,
}

/// What shows that a request was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IntroductionSeen)]
pub enum SeenWord {
    /// The colleague wrote to both, or met both.
    Introduced,
    /// After the colleague wrote to the contact, the two began to have to do with each other.
    Exchanged,
}

/// What may be said of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IntroductionAnswer)]
pub enum SaidWord {
    /// By the colleague: I do it.
    Accepted,
    /// By the colleague: I do not.
    Declined,
    /// By the requester: it is no longer needed.
    Closed,
}

/// An answer; another one replaces it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIntroduction {
    answer: SaidWord,
}

/// On which side of a request the viewer is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Requester,
    Colleague,
}

/// Lists the requests for introductions that the viewer made, and those put to the viewer.
#[utoipa::path(
    get,
    path = "/api/v1/introductions",
    tag = "me",
    responses(
        (status = 200, body = Introductions),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_introductions(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<Introductions>> {
    may_answer(&state, &viewer).await?;
    let for_me = listed(&state, &viewer, Side::Colleague).await?;
    let mine = listed(&state, &viewer, Side::Requester).await?;
    Ok(Json(Introductions {
        waiting: for_me.iter().filter(|it| it.waits()).count() as u32,
        for_me,
        mine,
        open_days: state.settings.introductions.terms.open_days,
    }))
}

/// Says what comes of a request: the colleague does it or not, the requester needs it no more.
#[utoipa::path(
    post,
    path = "/api/v1/introductions/{introduction}/answer",
    tag = "me",
    params(("introduction" = String, Path, description = "The request's id")),
    request_body = AnswerIntroduction,
    responses(
        (status = 200, body = IntroductionBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn answer_introduction(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Given(given): Given<AnswerIntroduction>,
) -> ApiResult<Json<IntroductionBody>> {
    let me = may_answer(&state, &viewer).await?;
    let id: i64 = id.parse().map_err(|_| no_such_request())?;
    let (said, side) = match given.answer {
        SaidWord::Accepted => (Said::Accepted, Side::Colleague),
        SaidWord::Declined => (Said::Declined, Side::Colleague),
        SaidWord::Closed => (Said::Closed, Side::Requester),
    };
    let find = async || -> ApiResult<IntroductionBody> {
        let all = listed(&state, &viewer, side).await?;
        all.into_iter().find(|it| it.id == id.to_string()).ok_or_else(no_such_request)
    };
    find().await?;
    state.store.audit(&[state.event(&viewer, Action::IntroductionAnswered)]).await?;
    if !state.store.say_of_introduction(me, IntroductionId(id), said, (state.clock)()).await? {
        return Err(no_such_request());
    }
    Ok(Json(find().await?))
}

/// Returns when the viewer last asked this colleague about this contact.
pub(crate) async fn asked_before(
    state: &ApiState,
    viewer: &Viewer,
    pair: (PersonId, PersonId),
) -> ApiResult<Option<AskedBefore>> {
    if viewer.person.is_none() {
        return Ok(None);
    }
    let generation = state.store.published().await?;
    let mine = state.store.introductions_by(generation.as_ref(), &state.asker(viewer)).await?;
    let before = mine
        .into_iter()
        .find(|it| (it.contact.0, it.colleague.0) == pair && !matches!(it.state, IntroductionState::Failed(_)));
    let Some(it) = before else { return Ok(None) };
    let (state, _, _) = came_of(&it, Side::Requester, &Look::of(state).await?);
    Ok(Some(AskedBefore { at: it.asked_at, state }))
}

async fn listed(state: &ApiState, viewer: &Viewer, side: Side) -> ApiResult<Vec<IntroductionBody>> {
    let (generation, asker) = (state.store.published().await?, state.asker(viewer));
    let found = match side {
        Side::Requester => state.store.introductions_by(generation.as_ref(), &asker).await?,
        Side::Colleague => state.store.introductions_put_to(generation.as_ref(), &asker).await?,
    };
    let look = Look::of(state).await?;
    let body = |it: TrackedIntroduction| {
        let came = came_of(&it, side, &look);
        IntroductionBody::of(it, side, came)
    };
    Ok(found.into_iter().map(body).collect())
}

/// How outcomes are looked at: when, under which terms, and whether what mailboxes showed may be told at all.
struct Look {
    now: Timestamp,
    terms: Terms,
    may_tell: bool,
}

impl Look {
    async fn of(state: &ApiState) -> ApiResult<Look> {
        let may_tell = state.in_force().await?.insights.contains(&Insights::Identifiable);
        Ok(Look { now: (state.clock)(), terms: state.settings.introductions.terms, may_tell })
    }
}

/// Returns how far a request got or what came of it, since when, and what shows it, as far as one side may know.
fn came_of(it: &TrackedIntroduction, side: Side, look: &Look) -> (StateWord, Timestamp, Option<SeenWord>) {
    let Look { now, terms, may_tell } = *look;
    let is_known = |sign: Sign| match (side, sign) {
        (Side::Requester, Sign::Wrote) => it.is_told,
        (Side::Colleague, Sign::Exchanged) => false,
        _ => true,
    };
    let signs: Vec<(Sign, Timestamp)> = it.signs.iter().filter(|it| may_tell && is_known(it.0)).copied().collect();
    let traces = Traces { asked_at: it.asked_at, knew_each_other: it.knew, said: it.said, signs: &signs };
    let arrived = || signs.iter().find(|it| it.0 == Sign::Arrived).map(|it| it.1);
    match outcome(&traces, terms, now) {
        Outcome::Accepted(at, Some(Sign::Exchanged)) => (StateWord::Accepted, at, Some(SeenWord::Exchanged)),
        Outcome::Accepted(at, Some(_)) => (StateWord::Accepted, at, Some(SeenWord::Introduced)),
        Outcome::Accepted(at, None) => (StateWord::Accepted, at, None),
        Outcome::Declined(at) => (StateWord::Declined, at, None),
        Outcome::Closed(at) => (StateWord::Closed, at, None),
        Outcome::Answered(at) => (StateWord::Answered, at, None),
        Outcome::Expired(_) | Outcome::Open if matches!(it.state, IntroductionState::Failed(_)) => {
            (StateWord::Failed, it.asked_at, None)
        }
        Outcome::Expired(at) => (StateWord::Expired, at, None),
        Outcome::Open => match (&it.state, arrived()) {
            (_, Some(at)) => (StateWord::Sent, at, None),
            (IntroductionState::Uncertain(at), None) => (StateWord::Uncertain, *at, None),
            (IntroductionState::HandedOver(at), None) => (StateWord::HandedOver, *at, None),
            (IntroductionState::Sent(at), None) => (StateWord::Sent, *at, None),
            (IntroductionState::Sending, None) if now.as_second() - it.asked_at.as_second() > SENDING_SECONDS => {
                (StateWord::Uncertain, it.asked_at, None)
            }
            (IntroductionState::Sending | IntroductionState::Failed(_), None) => (StateWord::Sent, it.asked_at, None),
        },
    }
}

fn no_such_request() -> ApiError {
    ApiError::NotFound("there is no such request for you".to_owned())
}

impl IntroductionBody {
    fn of(it: TrackedIntroduction, side: Side, came: (StateWord, Timestamp, Option<SeenWord>)) -> IntroductionBody {
        let named = |(id, name): (PersonId, String)| Named { id: id.to_string(), name };
        let (state, since, seen) = came;
        let is_over = matches!(state, StateWord::Failed | StateWord::Closed) || seen.is_some();
        let may = match side {
            Side::Requester
                if is_over || matches!(state, StateWord::Accepted | StateWord::Declined | StateWord::Expired) =>
            {
                Vec::new()
            }
            Side::Requester => vec![SaidWord::Closed],
            Side::Colleague if is_over => Vec::new(),
            Side::Colleague => match state {
                StateWord::Accepted => vec![SaidWord::Declined],
                StateWord::Declined => vec![SaidWord::Accepted],
                _ => vec![SaidWord::Accepted, SaidWord::Declined],
            },
        };
        IntroductionBody {
            id: it.id.0.to_string(),
            at: it.asked_at,
            requester: it.requester.1,
            colleague: named(it.colleague),
            contact: named(it.contact),
            through: it.transport.into(),
            state,
            since,
            seen,
            may,
        }
    }

    /// Whether the colleague has said nothing, and nothing was seen.
    fn waits(&self) -> bool {
        matches!(self.state, StateWord::Sent | StateWord::Uncertain | StateWord::Answered)
    }
}

impl From<Transport> for TransportWord {
    fn from(it: Transport) -> TransportWord {
        match it {
            Transport::Graph => TransportWord::Graph,
            Transport::Smtp => TransportWord::Smtp,
            Transport::Mailto => TransportWord::Mailto,
        }
    }
}
