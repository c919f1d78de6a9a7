//! Consent: turning relationship intelligence on and off, consenting for the organisation, and taking it back.
//!
//! An administrator turns it on and chooses whose mailboxes may be used; an administrator of the directory consents.
//! Every answer to a change is where the organisation stands after it.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use relata_model::GroupId;
use relata_model::enabling::{self, CONSENT_TEXT_VERSION, Event, Given as GivenConsent, Happened, NotPossible};
use relata_model::policy::Right;
use relata_store::StoreError;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::ask::Given;
use crate::consent_body::{ConsentBody, Contributors, Features, InsightsWord, ModeWord, consent_body, kinds};
use crate::error::ErrorBody;
use crate::past::{Past, erase_past};
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// How relationship intelligence is turned on.
#[derive(Deserialize, ToSchema)]
pub struct Enable {
    contributors: Contributors,
}

/// A consent.
#[derive(Deserialize, ToSchema)]
pub struct GiveConsent {
    /// To which kinds; others that stand keep standing.
    insights: Vec<InsightsWord>,
    /// The groups that are left out, by id, instead of those before.
    excluded_groups: Vec<String>,
    mode: ModeWord,
    /// Which text was read.
    text_version: u32,
}

/// A consent that is taken back.
#[derive(Deserialize, ToSchema)]
pub struct WithdrawConsent {
    insights: Vec<InsightsWord>,
}

/// Groups that are left out.
#[derive(Deserialize, ToSchema)]
pub struct ExcludedGroups {
    /// By id, instead of those before.
    groups: Vec<String>,
    /// Whether what was collected about their members before is erased too.
    erase_past: bool,
}

/// Returns where the organisation stands with relationship intelligence.
#[utoipa::path(
    get,
    path = "/api/v1/consent",
    tag = "consent",
    responses(
        (status = 200, body = ConsentBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn get_consent(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<ConsentBody>> {
    let_see_one_of(&state, &viewer, &[Right::ManageInsights, Right::GiveConsent, Right::ReadAudit]).await?;
    Ok(Json(consent_body(&state).await?))
}

/// Turns relationship intelligence on: both features, for whoever contributes. Nothing is read before a consent.
#[utoipa::path(
    post,
    path = "/api/v1/consent/enable",
    tag = "consent",
    request_body = Enable,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn enable_insights(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<Enable>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::ManageInsights).await?;
    state.proved_lately(&viewer)?;
    let contributors = understood(given.contributors)?;
    change(&state, &viewer, vec![Event::Enabled, Event::ContributorsChosen(contributors)]).await
}

/// Turns relationship intelligence off: nothing from mailboxes is read or shown.
#[utoipa::path(
    post,
    path = "/api/v1/consent/disable",
    tag = "consent",
    responses(
        (status = 200, body = ConsentBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn disable_insights(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::ManageInsights).await?;
    state.proved_lately(&viewer)?;
    change(&state, &viewer, vec![Event::Disabled]).await
}

/// Consents for the organisation.
#[utoipa::path(
    post,
    path = "/api/v1/consent/give",
    tag = "consent",
    request_body = GiveConsent,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn give_consent(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<GiveConsent>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::GiveConsent).await?;
    state.proved_lately(&viewer)?;
    if given.text_version != CONSENT_TEXT_VERSION {
        let reason = format!(
            "the text of the consent is version {CONSENT_TEXT_VERSION} now, not {}; read it again",
            given.text_version
        );
        return Err(ApiError::Conflict(reason));
    }
    let given = GivenConsent {
        insights: kinds(&given.insights),
        excluded: known_groups(&state, given.excluded_groups).await?,
        mode: given.mode.into(),
        text_version: given.text_version,
    };
    change(&state, &viewer, vec![Event::ConsentGiven(given)]).await
}

/// Takes the consent to kinds of insight back: out of sight at once, erased within the deadlines.
#[utoipa::path(
    post,
    path = "/api/v1/consent/withdraw",
    tag = "consent",
    request_body = WithdrawConsent,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn withdraw_consent(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<WithdrawConsent>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::GiveConsent).await?;
    state.proved_lately(&viewer)?;
    change(&state, &viewer, vec![Event::Withdrawn(kinds(&given.insights))]).await
}

/// Chooses whose mailboxes may be used.
#[utoipa::path(
    put,
    path = "/api/v1/consent/contributors",
    tag = "consent",
    request_body = Contributors,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn choose_contributors(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<Contributors>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::ManageInsights).await?;
    state.proved_lately(&viewer)?;
    change(&state, &viewer, vec![Event::ContributorsChosen(understood(given)?)]).await
}

/// Leaves groups out: nothing is collected about anybody while they are a member.
#[utoipa::path(
    put,
    path = "/api/v1/consent/excluded-groups",
    tag = "consent",
    request_body = ExcludedGroups,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn exclude_groups(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<ExcludedGroups>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::GiveConsent).await?;
    state.proved_lately(&viewer)?;
    let groups = known_groups(&state, given.groups).await?;
    change(&state, &viewer, vec![Event::GroupsExcluded { groups, erase_past: given.erase_past }]).await
}

/// Switches features on and off.
#[utoipa::path(
    put,
    path = "/api/v1/consent/features",
    tag = "consent",
    request_body = Features,
    responses(
        (status = 200, body = ConsentBody),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn switch_features(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<Features>,
) -> ApiResult<Json<ConsentBody>> {
    state.let_see(&viewer, Right::ManageInsights).await?;
    state.proved_lately(&viewer)?;
    let Features { who_knows_whom, analytics } = given;
    change(&state, &viewer, vec![Event::FeaturesSwitched(enabling::Features { who_knows_whom, analytics })]).await
}

/// Lets the viewer pass who has any of these rights; the first is named to who has none.
pub(crate) async fn let_see_one_of(state: &ApiState, viewer: &Viewer, rights: &[Right]) -> ApiResult<()> {
    let mut decided = Ok(());
    for right in rights.iter().rev() {
        decided = state.let_see(viewer, *right).await;
        if decided.is_ok() {
            break;
        }
    }
    decided
}

/// Lets events happen, all or none, and asks for what they want erased.
async fn change(state: &ApiState, viewer: &Viewer, events: Vec<Event>) -> ApiResult<Json<ConsentBody>> {
    let (at, by) = ((state.clock)(), viewer.actor());
    let happened: Vec<Happened> =
        events.iter().map(|event| Happened { at, by: by.clone(), event: event.clone() }).collect();
    state.store.append_consent_events(&happened).await.map_err(refused)?;
    for event in events {
        match event {
            Event::Withdrawn(insights) => erase_past(state, viewer, Past::Insights(insights)).await?,
            Event::GroupsExcluded { groups, erase_past: true } => {
                erase_past(state, viewer, Past::Groups(groups)).await?;
            }
            _ => {}
        }
    }
    Ok(Json(consent_body(state).await?))
}

fn understood(given: Contributors) -> ApiResult<enabling::Contributors> {
    match (given.everybody, given.roles.is_empty()) {
        (true, true) => Ok(enabling::Contributors::Everybody),
        (true, false) => {
            let reason = "`everybody` is true, so no role can be named; leave `roles` empty, or say false";
            Err(ApiError::BadRequest(reason.to_owned()))
        }
        (false, _) => Ok(enabling::Contributors::Roles(given.roles.into_iter().map(Into::into).collect())),
    }
}

/// Returns the groups of these ids, all of which the directory must know.
async fn known_groups(state: &ApiState, ids: Vec<String>) -> ApiResult<BTreeSet<GroupId>> {
    let known: BTreeSet<GroupId> = state.store.groups("", (state.clock)()).await?.into_iter().map(|it| it.id).collect();
    let groups: BTreeSet<GroupId> = ids.into_iter().map(GroupId).collect();
    match groups.iter().find(|it| !known.contains(*it)) {
        None => Ok(groups),
        Some(unknown) => Err(ApiError::BadRequest(format!(
            "the directory has no group `{}`; GET /api/v1/groups lists those it has",
            unknown.0
        ))),
    }
}

fn refused(error: StoreError) -> ApiError {
    match error {
        StoreError::NotPossible(it @ (NotPossible::NothingNamed | NotPossible::NoRole)) => {
            ApiError::BadRequest(it.to_string())
        }
        StoreError::NotPossible(it) => ApiError::Conflict(it.to_string()),
        other => other.into(),
    }
}
