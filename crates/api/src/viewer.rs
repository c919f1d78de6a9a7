//! The viewer: who is asking, and through what.
//!
//! What they may see is decided in one place, [`relata_model::policy::decide`]; [`ApiState::let_see`] asks it on every
//! path.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use jiff::Timestamp;
use relata_model::policy::{Rights, Role};
use relata_model::{PersonId, RecordId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::who;
use crate::error::ErrorBody;
use crate::refusals::Asker;
use crate::{ApiError, ApiResult, ApiState};

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// What they are called.
    pub name: String,
    /// Where answers to them go.
    pub email: Option<String>,
    /// What they are.
    pub roles: BTreeSet<Role>,
    /// What they may: by their roles, and what was granted beside.
    pub rights: Rights,
    /// Their own person, if they are a colleague of the directory: their own ties are theirs to see.
    pub person: Option<PersonId>,
    /// What lets them ask.
    pub through: Through,
}

/// What lets somebody ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Through {
    /// The demo, which has one viewer and no sign-in.
    Demo,
    /// A session of an account that signed in.
    Session {
        /// The session's number.
        session: i64,
        /// The account's number.
        account: i64,
        /// When the person last proved who they are.
        authenticated_at: Timestamp,
    },
    /// An API token.
    Token {
        /// The token's number.
        token: i64,
    },
    /// A widget in another application's form: one record, read only.
    Embed {
        /// The account or colleague the form is shown to, as the audit trail names them.
        viewer: String,
        /// The record.
        record: RecordId,
    },
}

impl Viewer {
    /// Returns a viewer with the rights of these roles.
    pub fn with_roles(name: &str, email: Option<String>, roles: impl IntoIterator<Item = Role>) -> Viewer {
        let roles: BTreeSet<Role> = roles.into_iter().collect();
        let rights = Rights::of(roles.iter().copied(), []);
        Viewer { name: name.to_owned(), email, roles, rights, person: None, through: Through::Demo }
    }

    /// Returns what the audit trail calls them: a number, never a name.
    pub fn actor(&self) -> String {
        match &self.through {
            Through::Demo => "demo".to_owned(),
            Through::Session { account, .. } => format!("account:{account}"),
            Through::Token { token } => format!("token:{token}"),
            Through::Embed { viewer, .. } => viewer.clone(),
        }
    }
}

/// Where whole address books could be fetched from, word by word.
const SEARCH: &str = "/api/v1/search";

/// The viewer of a request, counted.
pub(crate) struct Asking(pub(crate) Arc<Viewer>);

impl FromRequestParts<ApiState> for Asking {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let viewer = who::viewer(parts, state).await?;
        if let Some(asker) = parts.extensions.get::<Asker>() {
            asker.is(viewer.actor());
        }
        let limits = &state.access.limits;
        match &viewer.through {
            Through::Embed { record, .. } => limits.embedded.check(&format!("{}:{}", viewer.actor(), record.0))?,
            _ => limits.requests.check(&viewer.actor())?,
        }
        if parts.uri.path() == SEARCH {
            limits.searches.check(&viewer.actor())?;
        }
        Ok(Asking(Arc::new(viewer)))
    }
}

/// Who is asking.
#[derive(Serialize, ToSchema)]
#[schema(as = Viewer)]
pub struct ViewerBody {
    name: String,
    #[schema(required)]
    email: Option<String>,
    /// `salesperson`, `sales_manager`, `administrator`, `directory_administrator`, `auditor`.
    roles: Vec<&'static str>,
    /// What the roles allow, and what was granted beside.
    rights: Vec<&'static str>,
    #[schema(required)]
    person: Option<String>,
    demo: bool,
    organisation: String,
    /// `demo`, `session`, `token`, `embed`.
    through: &'static str,
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
        roles: viewer.roles.iter().map(|it| it.name()).collect(),
        rights: viewer.rights.iter().map(|it| it.name()).collect(),
        person: viewer.person.map(|it| it.to_string()),
        demo: state.settings.demo,
        organisation: state.settings.organisation.clone(),
        through: match viewer.through {
            Through::Demo => "demo",
            Through::Session { .. } => "session",
            Through::Token { .. } => "token",
            Through::Embed { .. } => "embed",
        },
    }))
}
