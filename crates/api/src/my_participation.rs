//! My participation: whether the viewer takes part, how far they share their ties, and whom they hide.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath, nobody, person};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::VisibilityWord;
use crate::wishes::Choice;
use crate::{ApiResult, ApiState, wishes};

/// How the viewer takes part, with everything they may change about it.
#[derive(Serialize, ToSchema)]
pub struct MyParticipation {
    /// `contributing`, `opted_out`, `excluded_group`, `not_a_contributor`, `waiting_for_opt_in`, `flagged` or `left`.
    state: &'static str,
    opted_out: bool,
    visibility: VisibilityWord,
    /// Contacts the viewer hides from everybody else, the newest first.
    hidden: Vec<HiddenContact>,
    /// Whether the viewer may opt out: everybody may, everywhere.
    may_opt_out: bool,
}

/// A contact the viewer hides.
#[derive(Serialize, ToSchema)]
pub struct HiddenContact {
    person: String,
    name: String,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMyParticipation {
    /// True: the viewer's mailbox is not used from now on, and what was collected is removed at once.
    #[serde(default)]
    opted_out: Option<bool>,
    #[serde(default)]
    visibility: Option<VisibilityWord>,
}

/// Returns how the viewer takes part.
#[utoipa::path(
    get,
    path = "/api/v1/me/participation",
    tag = "me",
    responses(
        (status = 200, body = MyParticipation),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn get_my_participation(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<MyParticipation>> {
    let me = state.me(&viewer).await?.id;
    my_participation(&state, me).await
}

/// Changes how the viewer takes part. It counts for the next question anybody asks.
#[utoipa::path(
    put,
    path = "/api/v1/me/participation",
    tag = "me",
    request_body = ChangeMyParticipation,
    responses(
        (status = 200, body = MyParticipation),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn change_my_participation(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<ChangeMyParticipation>,
) -> ApiResult<Json<MyParticipation>> {
    let me = state.me(&viewer).await?.id;
    if let Some(visibility) = given.visibility {
        wishes::noted(&state, &viewer, Choice::Visibility).await?;
        state.store.set_visibility(me, visibility.into()).await?;
        state.judge_anew().await?;
    }
    if let Some(out) = given.opted_out {
        wishes::opt_out(&state, &viewer, me, out).await?;
    }
    my_participation(&state, me).await
}

/// Hides a contact: for everybody else it is as if the viewer did not know them.
#[utoipa::path(
    put,
    path = "/api/v1/me/hidden/{person}",
    tag = "me",
    params(("person" = String, Path, description = "The contact's id")),
    responses(
        (status = 200, body = MyParticipation),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn hide_contact(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<MyParticipation>> {
    let me = state.me(&viewer).await?.id;
    let contact = state.outside(&viewer, &id).await?.id;
    if !state.store.hide_tie(me, contact, (state.clock)()).await? {
        return Err(nobody());
    }
    wishes::noted(&state, &viewer, Choice::Hide).await?;
    state.judge_anew().await?;
    my_participation(&state, me).await
}

/// Shows a contact again, as far as the viewer's visibility allows.
#[utoipa::path(
    delete,
    path = "/api/v1/me/hidden/{person}",
    tag = "me",
    params(("person" = String, Path, description = "The contact's id")),
    responses(
        (status = 200, body = MyParticipation),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn show_contact(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<MyParticipation>> {
    let me = state.me(&viewer).await?.id;
    wishes::noted(&state, &viewer, Choice::Show).await?;
    state.store.show_tie(me, person(&id)?).await?;
    state.judge_anew().await?;
    my_participation(&state, me).await
}

async fn my_participation(state: &ApiState, me: PersonId) -> ApiResult<Json<MyParticipation>> {
    let colleague = state.store.own_entry(me).await?.ok_or_else(nobody)?;
    let takes_part = wishes::takes_part(state, me).await?;
    let hidden = state.store.hidden_ties(me).await?.into_iter();
    let contact =
        |it: relata_store::HiddenTie| HiddenContact { person: it.contact.to_string(), name: it.name, since: it.since };
    Ok(Json(MyParticipation {
        state: takes_part.state,
        opted_out: takes_part.opted_out,
        visibility: colleague.visibility.into(),
        hidden: hidden.map(contact).collect(),
        may_opt_out: true,
    }))
}

impl ApiState {
    /// Judges records anew, without the log: who is left with a record is told of those who may be named alone.
    async fn judge_anew(&self) -> ApiResult<()> {
        if let Some(run) = self.store.insight_run().await? {
            self.store.grade_records(&run, &self.analytics_settings().await?, &HashMap::new()).await?;
        }
        Ok(())
    }
}
