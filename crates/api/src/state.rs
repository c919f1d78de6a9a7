//! What every endpoint is given.

use std::sync::Arc;

use jiff::Timestamp;
use relata_keys::Signer;
use relata_model::policy::{self, InForce, Right};
use relata_store::{Asker, Edition, Store};

use crate::hooks::Hear;
use crate::trials::Try;
use crate::{Access, ApiError, ApiResult, Settings, Viewer};

/// What every endpoint is given.
#[derive(Clone)]
pub struct ApiState {
    /// The operational database.
    pub store: Arc<Store>,
    /// What the administrator chose.
    pub settings: Arc<Settings>,
    /// Who asks in the demo, where nobody signs in; `None` everywhere else.
    pub viewer: Option<Arc<Viewer>>,
    /// The provider, and who asked how often.
    pub access: Arc<Access>,
    /// Signs what is checked elsewhere.
    pub signer: Arc<Signer>,
    /// Who hears what Microsoft 365 tells; `None`: it cannot reach us, and nothing answers there.
    pub hears: Option<Arc<dyn Hear>>,
    /// Tries connections before anything of them is read.
    pub tries: Arc<dyn Try>,
    /// What time it is; the server alone asks the system.
    pub clock: fn() -> Timestamp,
}

impl ApiState {
    /// Lets the viewer pass, or says what is missing and who can change it: the one gate in front of every read.
    pub(crate) async fn let_see(&self, viewer: &Viewer, right: Right) -> ApiResult<()> {
        let decided = policy::decide(&viewer.rights, right, &self.in_force().await?);
        decided.map_err(|missing| ApiError::Forbidden(missing.sentence()))
    }

    /// Returns whether the viewer may see that, for answers that go without it.
    pub(crate) async fn may_see(&self, viewer: &Viewer, right: Right) -> ApiResult<bool> {
        Ok(policy::decide(&viewer.rights, right, &self.in_force().await?).is_ok())
    }

    /// Returns who asks the store, and when.
    pub(crate) fn asker(&self, viewer: &Viewer) -> Asker {
        Asker { person: viewer.person, at: (self.clock)() }
    }

    /// Returns what is in force now.
    pub(crate) async fn in_force(&self) -> ApiResult<InForce> {
        let enabling = self.store.enabling().await?;
        let pairs = self.store.published().await?.is_some_and(|it| it.edition == Edition::Enhanced);
        let records = self.store.insight_run().await?.is_some_and(|it| it.edition == Edition::Enhanced);
        Ok(InForce { pairs_from_mailboxes: pairs, records_from_mailboxes: records, ..enabling.policy((self.clock)()) })
    }
}
