//! What every endpoint is given.

use std::sync::Arc;

use jiff::Timestamp;
use relata_model::consent::Insights;
use relata_store::{Edition, Store};

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
        if self.may_see(viewer, subject).await? {
            return Ok(());
        }
        Err(ApiError::Forbidden(viewer.what_is_missing(subject)))
    }

    /// Returns whether the viewer may see that, for answers that go without it.
    pub(crate) async fn may_see(&self, viewer: &Viewer, subject: Subject) -> ApiResult<bool> {
        let consent = self.store.consent().await?;
        let consented = match subject {
            Subject::Engagement => consent.allows(Insights::Aggregated),
            // What the CRM alone says, the organisation has written down itself.
            Subject::Analytics => consent.allows(Insights::Identifiable) || !self.is_from_mailboxes().await?,
            _ => consent.allows(Insights::Identifiable),
        };
        Ok(viewer.may_see(subject, consented))
    }

    async fn is_from_mailboxes(&self) -> ApiResult<bool> {
        Ok(self.store.insight_run().await?.is_some_and(|it| it.edition == Edition::Enhanced))
    }
}
