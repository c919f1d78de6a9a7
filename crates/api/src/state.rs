//! What every endpoint is given.

use std::sync::Arc;

use jiff::Timestamp;
use relata_model::consent::Insights;
use relata_store::Store;

use crate::{ApiError, ApiResult, Settings, Subject, Viewer};

/// What every endpoint is given.
#[derive(Clone)]
pub struct ApiState {
    /// The operational database.
    pub store: Arc<Store>,
    /// What the administrator chose.
    pub settings: Arc<Settings>,
    /// Who asks, as long as there is no sign-in but the demo's; `None`: nobody is signed in.
    pub viewer: Option<Arc<Viewer>>,
    /// What time it is; the server alone asks the system.
    pub clock: fn() -> Timestamp,
}

impl ApiState {
    /// Lets the viewer pass, or says why not: the one gate in front of every read.
    pub(crate) async fn let_see(&self, viewer: &Viewer, subject: Subject) -> ApiResult<()> {
        let consent = self.store.consent().await?;
        if viewer.may_see(subject, consent.allows(Insights::Identifiable)) {
            return Ok(());
        }
        Err(ApiError::Forbidden(viewer.what_is_missing()))
    }
}
