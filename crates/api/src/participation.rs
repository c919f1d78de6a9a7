//! Participation: whose mailbox data are used, what speaks against it, and opting colleagues out.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::Standing;
use relata_model::policy::Right;
use relata_store::{OptOut, Participant, ParticipantQuery};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, Given, InPath, limit, nobody, person};
use crate::error::ErrorBody;
use crate::past::{Past, erase_past};
use crate::viewer::Asking;
use crate::wire::VisibilityWord;
use crate::{ApiError, ApiResult, ApiState};

/// Which colleagues.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// What their name or address holds.
    query: Option<String>,
    /// Only those in this state.
    state: Option<StateWord>,
}

/// A page of colleagues, by name.
#[derive(Serialize, ToSchema)]
pub struct Participation {
    people: Vec<ParticipantBody>,
    /// Ask with `after` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// A colleague, and whether their mailbox data are used.
#[derive(Serialize, ToSchema)]
#[schema(as = Participant)]
pub struct ParticipantBody {
    person: String,
    name: String,
    email: String,
    standing: StandingWord,
    state: StateWord,
    /// Since when that is so, where somebody chose it or a group says so; null: since ever.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Who chose it.
    #[schema(required)]
    by: Option<String>,
    /// The name of the group that leaves them out.
    #[schema(required)]
    group: Option<String>,
    visibility: VisibilityWord,
}

/// Whether a colleague works here.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ColleagueStanding)]
pub enum StandingWord {
    /// Works here.
    Active,
    /// Has left.
    Left,
}

/// What speaks for or against using a colleague's mailbox data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParticipationState)]
pub enum StateWord {
    /// They are used, as far as the organisation consented.
    Contributing,
    /// They opted out.
    OptedOut,
    /// They are a member of a group that is left out.
    ExcludedGroup,
    /// The administrator chose whose mailboxes are used, and theirs is not among them.
    NotAContributor,
    /// Colleagues take part only after they opt in, and they have not.
    WaitingForOptIn,
    /// An administrator marked them: nothing about them is analysed.
    Flagged,
    /// They have left.
    Left,
}

/// What changes for a colleague; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub struct ChangeParticipation {
    #[serde(default)]
    opted_out: Option<bool>,
    /// With `opted_out`: whether what was collected before is erased too, and never collected again.
    #[serde(default)]
    erase_past: bool,
    /// Whether nothing about them is analysed at any time, not even what the CRM holds.
    #[serde(default)]
    flagged: Option<bool>,
}

const STATES: [(StateWord, &str); 7] = [
    (StateWord::Contributing, "contributing"),
    (StateWord::OptedOut, "opted_out"),
    (StateWord::ExcludedGroup, "excluded_group"),
    (StateWord::NotAContributor, "not_a_contributor"),
    (StateWord::WaitingForOptIn, "waiting_for_opt_in"),
    (StateWord::Flagged, "flagged"),
    (StateWord::Left, "left"),
];

/// Lists colleagues by name with whether their mailbox data are used.
#[utoipa::path(
    get,
    path = "/api/v1/participation",
    tag = "consent",
    params(Query),
    responses(
        (status = 200, body = Participation),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_participation(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Participation>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let limit = limit(asked.limit, 50)? as usize;
    let wanted = asked.state.and_then(|state| STATES.iter().find(|it| it.0 == state));
    let query = ParticipantQuery {
        after: asked.after.as_deref().map(person).transpose()?,
        limit: limit + 1,
        text: asked.query.as_deref().unwrap_or_default(),
        state: wanted.map(|it| it.1),
    };
    let consent = state.store.consent().await?;
    let mut found = state.store.participants(&consent, &query, (state.clock)()).await?;
    let is_last = found.len() <= limit;
    found.truncate(limit);
    let next = found.last().filter(|_| !is_last).map(|it| it.person.to_string());
    let names = names_of(&state, &found).await?;
    let people = found.into_iter().map(|it| ParticipantBody::of(it, &names)).collect();
    Ok(Json(Participation { people, next }))
}

/// Opts a colleague out, or in again.
#[utoipa::path(
    put,
    path = "/api/v1/participation/{person}",
    tag = "consent",
    params(("person" = String, Path, description = "The colleague's person")),
    request_body = ChangeParticipation,
    responses(
        (status = 200, body = ParticipantBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn change_participation(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Given(given): Given<ChangeParticipation>,
) -> ApiResult<Json<ParticipantBody>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    if given.erase_past && given.opted_out != Some(true) {
        let reason = "the past is erased only with `opted_out`; say true for both, or ask for an erasure";
        return Err(ApiError::BadRequest(reason.to_owned()));
    }
    let id = person(&id)?;
    let (now, by) = ((state.clock)(), viewer.actor());
    let store = &state.store;
    let before = store.participant(&store.consent().await?, id, now).await?.ok_or_else(nobody)?;
    let colleague = &before.colleague;
    let was_out = store.has_opted_out(colleague, now).await?;
    match given.opted_out {
        Some(true) if given.erase_past || !was_out => {
            let from = if given.erase_past { Timestamp::MIN } else { now };
            store.opt_out(&OptOut { colleague, from, at: now, by: &by, reason: "by an administrator" }).await?;
        }
        Some(false) if was_out => store.end_opt_out(colleague, now, &by).await?,
        _ => {}
    }
    if let Some(flagged) = given.flagged {
        store.set_flag(colleague, flagged, now, &by).await?;
    }
    if given.erase_past {
        erase_past(&state, &viewer, Past::Colleague(id)).await?;
    }
    let after = store.participant(&store.consent().await?, id, now).await?.ok_or_else(nobody)?;
    let names = names_of(&state, std::slice::from_ref(&after)).await?;
    Ok(Json(ParticipantBody::of(after, &names)))
}

/// Returns what those are called who chose something for these colleagues.
async fn names_of(state: &ApiState, found: &[Participant]) -> ApiResult<HashMap<String, String>> {
    let actors: Vec<&str> = found.iter().filter_map(|it| it.by.as_deref()).collect();
    state.names_of(&actors).await
}

impl ParticipantBody {
    fn of(it: Participant, names: &HashMap<String, String>) -> ParticipantBody {
        let state = STATES.iter().find(|(_, name)| *name == it.state());
        ParticipantBody {
            person: it.person.to_string(),
            standing: if it.standing == Standing::Left { StandingWord::Left } else { StandingWord::Active },
            state: state.map_or(StateWord::Left, |it| it.0),
            since: it.since,
            by: it.by.as_ref().and_then(|it| names.get(it)).cloned(),
            group: it.group,
            visibility: it.visibility.into(),
            name: it.name,
            email: it.email,
        }
    }
}
