//! Groups of the directory, for leaving them out and for giving roles.

use axum::Json;
use axum::extract::State;
use relata_model::GroupId;
use relata_model::policy::Right;
use relata_store::DirectoryGroup;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::Asked;
use crate::consent::let_see_one_of;
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// Which groups.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// What their names hold; all groups without.
    query: Option<String>,
}

/// Groups, by name.
#[derive(Serialize, ToSchema)]
pub struct Groups {
    groups: Vec<GroupBody>,
}

/// A group.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Group)]
pub struct GroupBody {
    id: String,
    name: String,
    /// How many who work here are members now.
    members: u64,
}

impl GroupBody {
    /// Returns a group as shown; one the directory does not know, by its id.
    pub(crate) fn of(id: &GroupId, group: Option<&DirectoryGroup>) -> GroupBody {
        GroupBody {
            id: id.0.clone(),
            name: group.map_or_else(|| id.0.clone(), |it| it.name.clone()),
            members: group.map_or(0, |it| it.members),
        }
    }
}

/// Lists the groups of the directory, by name.
#[utoipa::path(
    get,
    path = "/api/v1/groups",
    tag = "consent",
    params(Query),
    responses(
        (status = 200, body = Groups),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_groups(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Groups>> {
    let_see_one_of(&state, &viewer, &[Right::GiveConsent, Right::ManageInsights, Right::ManageRoles]).await?;
    let found = state.store.groups(asked.query.as_deref().unwrap_or_default(), (state.clock)()).await?;
    Ok(Json(Groups { groups: found.iter().map(|it| GroupBody::of(&it.id, Some(it))).collect() }))
}
