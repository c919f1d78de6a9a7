//! The viewer: who is asking, and what they may see.
//!
//! **Invariant:** [`Viewer::may_see`] is the only rule, on every path; what it does not allow is forbidden.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use relata_model::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ErrorBody;
use crate::{ApiError, ApiResult, ApiState};

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// What they are called.
    pub name: String,
    /// Where answers to them go.
    pub email: Option<String>,
    /// What they are, and so what they may see.
    pub role: Role,
    /// Their own person, if they are a colleague of the directory: their own ties are theirs to see.
    pub person: Option<PersonId>,
}

/// What a viewer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sees who knows whom.
    Salesperson,
    /// Signed in, and nothing more.
    Nobody,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Salesperson => "salesperson",
            Role::Nobody => "nobody",
        }
    }
}

/// What a viewer wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Counts and the state of sources.
    Overview,
    /// Records, persons and colleagues, without who knows whom.
    Records,
    /// Who knows whom, by name.
    WhoKnowsWhom,
}

impl Viewer {
    /// Returns whether the viewer may see that. `consented`: the organisation consented to identifiable insights.
    pub fn may_see(&self, subject: Subject, consented: bool) -> bool {
        match (self.role, subject) {
            (Role::Salesperson, Subject::Overview | Subject::Records) => true,
            (Role::Salesperson, Subject::WhoKnowsWhom) => consented,
            (Role::Nobody, _) => false,
        }
    }

    /// Returns which right is missing and who grants it.
    pub(crate) fn what_is_missing(&self) -> String {
        match self.role {
            Role::Nobody => "you need the role `salesperson` to see this; an administrator grants it".to_owned(),
            Role::Salesperson => "the organisation has not consented to identifiable insights, so nobody may see who \
                                  knows whom; an administrator of the directory can consent"
                .to_owned(),
        }
    }
}

/// The viewer of a request.
pub(crate) struct Asking(pub(crate) Arc<Viewer>);

impl FromRequestParts<ApiState> for Asking {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        state.viewer.clone().map(Asking).ok_or(ApiError::Unauthorized)
    }
}

/// Who is asking.
#[derive(Serialize, ToSchema)]
#[schema(as = Viewer)]
pub struct ViewerBody {
    name: String,
    #[schema(required)]
    email: Option<String>,
    role: &'static str,
    #[schema(required)]
    person: Option<String>,
    demo: bool,
    organisation: String,
}

/// Returns who is asking.
#[utoipa::path(
    get,
    path = "/api/v1/viewer",
    tag = "server",
    responses((status = 200, body = ViewerBody), (status = 401, body = ErrorBody)),
)]
pub(crate) async fn get_viewer(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<ViewerBody>> {
    Ok(Json(ViewerBody {
        name: viewer.name.clone(),
        email: viewer.email.clone(),
        role: viewer.role.name(),
        person: viewer.person.map(|it| it.to_string()),
        demo: state.settings.demo,
        organisation: state.settings.organisation.clone(),
    }))
}
