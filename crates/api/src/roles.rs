//! Roles and rights: what each role allows, who has which, and what was granted beside.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_model::Holder;
use relata_model::policy::{Right, Role};
use relata_store::{AccountId, Given as Standing, GivenBy, Taken};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::error::ErrorBody;
use crate::viewer::{Asking, Through};
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// Who may do what.
#[derive(Serialize, ToSchema)]
pub struct Roles {
    roles: Vec<RoleBody>,
    /// Every right there is.
    rights: Vec<RightBody>,
    /// Who has which role, the oldest first.
    assignments: Vec<Assignment>,
    /// Rights granted to anybody but a role, the oldest first.
    grants: Vec<Grant>,
}

/// What a role allows.
#[derive(Serialize, ToSchema)]
#[schema(as = Role)]
pub struct RoleBody {
    role: &'static str,
    /// By itself.
    rights: Vec<&'static str>,
    /// Beside that.
    granted: Vec<Grant>,
}

/// What a right allows.
#[derive(Serialize, ToSchema)]
#[schema(as = Right)]
pub struct RightBody {
    right: &'static str,
    /// To follow "the right to".
    what: &'static str,
}

/// A role somebody has.
#[derive(Serialize, ToSchema)]
pub struct Assignment {
    id: String,
    role: &'static str,
    holder: HolderBody,
    /// Who gave it.
    by: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A right somebody was granted.
#[derive(Serialize, ToSchema)]
pub struct Grant {
    id: String,
    right: &'static str,
    holder: HolderBody,
    /// Who granted it.
    by: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Who has it.
#[derive(Serialize, ToSchema)]
#[schema(as = Holder)]
pub struct HolderBody {
    /// `role`, `colleague`, `group`, `account` or `claim`.
    kind: &'static str,
    id: String,
    name: String,
}

/// To whom it is given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHolder {
    /// `colleague` (the person's id), `group`, `account`, `claim`; a right also to a `role`.
    kind: String,
    id: String,
}

/// A role to give.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    role: String,
    holder: NewHolder,
}

/// A right to grant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    right: String,
    holder: NewHolder,
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub struct Made {
    pub(crate) id: String,
}

/// Lists what each role allows, who has which, and what was granted beside.
#[utoipa::path(
    get,
    path = "/api/v1/roles",
    tag = "roles",
    responses((status = 200, body = Roles), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_roles(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Roles>> {
    state.let_see(&viewer, Right::ManageRoles).await?;
    let (assignments, grants) = (state.store.role_assignments().await?, state.store.right_grants().await?);
    let names = Names::of(&state, &assignments, &grants).await?;
    let (of_roles, beside): (Vec<_>, Vec<_>) = grants.iter().partition(|it| matches!(it.holder, Holder::Role(_)));
    let granted = |role| of_roles.iter().filter(move |it| it.holder == Holder::Role(role));
    Ok(Json(Roles {
        roles: Role::ALL
            .into_iter()
            .map(|role| RoleBody {
                role: role.name(),
                rights: role.rights().iter().map(Right::name).collect(),
                granted: granted(role).map(|it| names.grant(it)).collect(),
            })
            .collect(),
        rights: Right::ALL.into_iter().map(|it| RightBody { right: it.name(), what: it.what() }).collect(),
        assignments: assignments.iter().map(|it| names.assignment(it)).collect(),
        grants: beside.into_iter().map(|it| names.grant(it)).collect(),
    }))
}

/// Gives a role. Somebody who has it keeps it.
#[utoipa::path(
    post,
    path = "/api/v1/roles/assignments",
    tag = "roles",
    request_body = NewAssignment,
    responses(
        (status = 201, body = Made),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn give_role(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewAssignment>,
) -> ApiResult<(StatusCode, Json<Made>)> {
    state.let_see(&viewer, Right::ManageRoles).await?;
    state.proved_lately(&viewer)?;
    let role = Role::named(&given.role).ok_or_else(|| unknown("role", &given.role, Role::ALL.map(Role::name)))?;
    let holder = holder(&state, given.holder).await?;
    if matches!(holder, Holder::Role(_)) {
        return Err(ApiError::BadRequest("a role cannot have a role; give it to a group or a colleague".to_owned()));
    }
    let by = &viewer.actor();
    let id = state.store.give_role(role, &holder, giving(&state, &viewer, by, &holder)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// Takes a role away, but not the last administrator's.
#[utoipa::path(
    delete,
    path = "/api/v1/roles/assignments/{assignment}",
    tag = "roles",
    params(("assignment" = String, Path, description = "The assignment's id")),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "Nobody would be left who is an administrator"),
    ),
)]
pub(crate) async fn take_role(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageRoles).await?;
    state.proved_lately(&viewer)?;
    let (by, at) = (&viewer.actor(), (state.clock)());
    let taken = state.store.take_role(number(&id)?, GivenBy { actor: by, at, oneself: false }).await?;
    ended(taken)
}

/// Grants a right beside the roles. Somebody who has it keeps it.
#[utoipa::path(
    post,
    path = "/api/v1/roles/grants",
    tag = "roles",
    request_body = NewGrant,
    responses(
        (status = 201, body = Made),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn grant_right(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewGrant>,
) -> ApiResult<(StatusCode, Json<Made>)> {
    state.let_see(&viewer, Right::ManageRoles).await?;
    state.proved_lately(&viewer)?;
    let right =
        Right::named(&given.right).ok_or_else(|| unknown("right", &given.right, Right::ALL.map(Right::name)))?;
    let holder = holder(&state, given.holder).await?;
    let by = &viewer.actor();
    let id = state.store.grant_right(right, &holder, giving(&state, &viewer, by, &holder)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// Takes a granted right back.
#[utoipa::path(
    delete,
    path = "/api/v1/roles/grants/{grant}",
    tag = "roles",
    params(("grant" = String, Path, description = "The grant's id")),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn take_right(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageRoles).await?;
    state.proved_lately(&viewer)?;
    let (by, at) = (&viewer.actor(), (state.clock)());
    let taken = state.store.take_right(number(&id)?, GivenBy { actor: by, at, oneself: false }).await?;
    ended(taken)
}

fn ended(taken: Taken) -> ApiResult<StatusCode> {
    match taken {
        Taken::Ended => Ok(StatusCode::NO_CONTENT),
        Taken::Unknown => Err(nothing_given()),
        Taken::LastAdministrator => Err(ApiError::Conflict(
            "nobody would be left who is an administrator; give the role to a colleague or an account first".to_owned(),
        )),
    }
}

fn number(id: &str) -> ApiResult<i64> {
    id.parse().map_err(|_| nothing_given())
}

fn nothing_given() -> ApiError {
    ApiError::NotFound("nothing of that number is given; perhaps it was taken away before".to_owned())
}

fn unknown<const N: usize>(what: &str, given: &str, known: [&'static str; N]) -> ApiError {
    ApiError::BadRequest(format!("`{given}` is no {what}; write one of {}", known.join(", ")))
}

/// Returns the holder that was named, if there is such a one.
async fn holder(state: &ApiState, given: NewHolder) -> ApiResult<Holder> {
    let no_holder =
        || ApiError::BadRequest(format!("`{}` and `{}` name nobody who could have it", given.kind, given.id));
    let holder = Holder::named(&given.kind, &given.id).ok_or_else(no_holder)?;
    match &holder {
        Holder::Colleague(person) => drop(state.store.colleague(*person).await?.ok_or_else(crate::ask::nobody)?),
        Holder::Group(id) => is_known_group(state, id).await?,
        Holder::Account(id) => {
            let said = "there is no such account; whoever is to have it signs in once first, or give it to a colleague";
            state.store.account(AccountId(*id)).await?.ok_or_else(|| ApiError::NotFound(said.to_owned()))?;
        }
        // What a provider says of people is known when they sign in, not before.
        Holder::Role(_) | Holder::Claim(_) => {}
    }
    Ok(holder)
}

async fn is_known_group(state: &ApiState, id: &str) -> ApiResult<()> {
    let groups = state.store.groups("", (state.clock)()).await?;
    let said = "there is no such group; take the groups of the directory over first (`relata import groups`), or give it \
                to a group that the provider names when people sign in: `claim`";
    groups.iter().any(|it| it.id.0 == id).then_some(()).ok_or_else(|| ApiError::NotFound(said.to_owned()))
}

/// Returns who gives, and whether it is to themselves: an administrator may, in plain sight.
fn giving<'a>(state: &ApiState, viewer: &Viewer, actor: &'a str, to: &Holder) -> GivenBy<'a> {
    let oneself = match to {
        Holder::Role(role) => viewer.roles.contains(role),
        Holder::Colleague(person) => viewer.person == Some(*person),
        Holder::Account(id) => matches!(viewer.through, Through::Session { account, .. } if account == *id),
        Holder::Group(_) | Holder::Claim(_) => false,
    };
    GivenBy { actor, at: (state.clock)(), oneself }
}

/// What everybody in a list is called.
struct Names(HashMap<String, String>, HashMap<String, String>);

impl Names {
    async fn of(state: &ApiState, roles: &[Standing<Role>], rights: &[Standing<Right>]) -> ApiResult<Names> {
        let by: Vec<&str> = roles.iter().map(|it| &*it.by).chain(rights.iter().map(|it| &*it.by)).collect();
        let holders = roles.iter().map(|it| &it.holder).chain(rights.iter().map(|it| &it.holder));
        let subjects: Vec<String> = holders.map(Holder::subject).collect();
        let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
        Ok(Names(state.names_of(&by).await?, state.store.names_of_actors(&subjects).await?))
    }

    fn by(&self, actor: &str) -> String {
        self.0.get(actor).cloned().unwrap_or_else(|| actor.to_owned())
    }

    fn holder(&self, it: &Holder) -> HolderBody {
        let name = self.1.get(&it.subject()).cloned().unwrap_or_else(|| it.id());
        HolderBody { kind: it.kind(), id: it.id(), name }
    }

    fn assignment(&self, it: &Standing<Role>) -> Assignment {
        let (holder, by) = (self.holder(&it.holder), self.by(&it.by));
        Assignment { id: it.id.to_string(), role: it.what.name(), holder, by, at: it.at }
    }

    fn grant(&self, it: &Standing<Right>) -> Grant {
        let (holder, by) = (self.holder(&it.holder), self.by(&it.by));
        Grant { id: it.id.to_string(), right: it.what.name(), holder, by, at: it.at }
    }
}
