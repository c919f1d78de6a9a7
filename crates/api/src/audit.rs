//! The audit trail: what was done and who looked at whose ties, page by page, and whether it is as it was written.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::audit::{Action, Verdict};
use relata_model::policy::Right;
use relata_store::{AuditQuery, Audited};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The `next` of the page before.
    before: Option<String>,
    /// Only what was done in that way: `view`, `export`, `role_given`, …
    action: Option<String>,
    /// Only what they did: the id of an `actor`.
    actor: Option<String>,
    /// Only what was done to that: a `subject`.
    subject: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// A page of the trail, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditTrail)]
pub struct Events {
    events: Vec<Event>,
    /// Ask with `before` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Something that was done, or looked at.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub struct Event {
    seq: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    actor: Actor,
    /// `view`, `export`, `role_given`, …
    action: String,
    /// `person:12`, `record:O-1`, …; empty where there is nothing in particular.
    subject: String,
    /// Of how many colleagues ties were shown.
    people: usize,
    /// What else there is to say, as a JSON object.
    detail: String,
}

/// Who did something.
#[derive(Serialize, ToSchema)]
pub struct Actor {
    /// `account:7`, `token:3`, `operator`, …
    id: String,
    name: String,
}

/// Whether the trail is as it was written.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditCheck)]
pub struct Check {
    intact: bool,
    /// How many lines are as they were written.
    checked: u64,
    /// The first that is not.
    #[schema(required)]
    broken_at: Option<String>,
    /// What is wrong with it, to follow "line 7".
    #[schema(required)]
    why: Option<&'static str>,
    /// The last line in short, to be kept elsewhere: `count:hash`.
    #[schema(required)]
    head: Option<String>,
}

/// Lists what was done and who looked at whose ties, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    tag = "audit",
    params(Query),
    responses(
        (status = 200, body = Events),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_events(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Events>> {
    state.let_see(&viewer, Right::ReadAudit).await?;
    let limit = limit(asked.limit, 50)?;
    let query = AuditQuery {
        before: asked.before.as_deref().map(before).transpose()?,
        action: asked.action.as_deref().map(action).transpose()?,
        actor: asked.actor,
        subject: asked.subject,
    };
    let mut found = state.store.audited(&query, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.seq.to_string());
    let actors: Vec<&str> = found.iter().map(|it| it.actor.as_str()).collect();
    let names = state.names_of(&actors).await?;
    let answer =
        Json(Events { events: found.iter().map(|it| Event::of(it, &names[it.actor.as_str()])).collect(), next });
    state.store.audit(&[state.event(&viewer, Action::AuditRead)]).await?;
    Ok(answer)
}

/// Goes through the whole trail and says whether it is as it was written.
#[utoipa::path(
    get,
    path = "/api/v1/audit/check",
    tag = "audit",
    responses((status = 200, body = Check), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn check_trail(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Check>> {
    state.let_see(&viewer, Right::ReadAudit).await?;
    Ok(Json(match state.store.verify_audit(Vec::new()).await? {
        Verdict::Intact(head) => {
            Check { intact: true, checked: head.count, broken_at: None, why: None, head: Some(head.to_string()) }
        }
        Verdict::Broken { seq, why } => Check {
            intact: false,
            checked: seq.saturating_sub(1),
            broken_at: Some(seq.to_string()),
            why: Some(why.sentence()),
            head: None,
        },
    }))
}

fn before(text: &str) -> ApiResult<u64> {
    text.parse().map_err(|_| ApiError::BadRequest(format!("`before` is `{text}`; it must be the `next` of a page")))
}

fn action(text: &str) -> ApiResult<Action> {
    Action::named(text).ok_or_else(|| {
        let known: Vec<&str> = Action::ALL.iter().map(|it| it.name()).collect();
        ApiError::BadRequest(format!("`{text}` is no action; write one of {}", known.join(", ")))
    })
}

impl Event {
    fn of(it: &Audited, name: &str) -> Event {
        Event {
            seq: it.seq.to_string(),
            at: it.at,
            actor: Actor { id: it.actor.clone(), name: name.to_owned() },
            action: it.action.clone(),
            subject: it.subject.clone(),
            people: it.people.len(),
            detail: it.detail.clone(),
        }
    }
}
