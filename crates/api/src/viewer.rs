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
    /// Sees who knows whom, and how relationships stand.
    Salesperson,
    /// The same, and changes how relationships are judged.
    Administrator,
    /// Signed in, and nothing more.
    Nobody,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Salesperson => "salesperson",
            Role::Administrator => "administrator",
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
    /// How the relationship with a record stands, and the figures it is made of.
    Analytics,
    /// Figures about accounts that tell of nobody.
    Engagement,
    /// How analytics behave for everybody.
    Settings,
}

impl Viewer {
    /// Returns whether the viewer may see that. `consented`: the organisation consented to the insights it takes, which
    /// for [`Subject::WhoKnowsWhom`] are identifiable ones, for [`Subject::Analytics`] too if they were computed from
    /// mailboxes, for [`Subject::Engagement`] aggregated ones.
    pub fn may_see(&self, subject: Subject, consented: bool) -> bool {
        match (self.role, subject) {
            (Role::Nobody, _) | (Role::Salesperson, Subject::Settings) => false,
            (_, Subject::Overview | Subject::Records | Subject::Settings) => true,
            (_, Subject::WhoKnowsWhom | Subject::Analytics | Subject::Engagement) => consented,
        }
    }

    /// Returns which right is missing for that and who grants it.
    pub(crate) fn what_is_missing(&self, subject: Subject) -> String {
        let (insights, what) = match (self.role, subject) {
            (_, Subject::Settings) => {
                return "you need the role `administrator` to see and change settings; an administrator grants it"
                    .to_owned();
            }
            (Role::Nobody, _) => {
                return "you need the role `salesperson` to see this; an administrator grants it".to_owned();
            }
            (_, Subject::Engagement) => ("aggregated", "figures about accounts"),
            (_, Subject::Analytics) => ("identifiable", "what was computed from mailboxes"),
            _ => ("identifiable", "who knows whom"),
        };
        format!(
            "the organisation has not consented to {insights} insights, so nobody may see {what}; an administrator of \
             the directory can consent"
        )
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
