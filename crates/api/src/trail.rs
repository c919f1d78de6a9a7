//! The trail: what a viewer was shown of whom, recorded before it is sent.
//!
//! ```text
//! let_see ─▶ store ─▶ the answer, whole ─▶ viewed ─▶ sent
//! ```
//!
//! **Invariant:** whatever shows identifiable insights calls [`ApiState::viewed`]; what cannot be recorded is not sent.
//! `tests/trail.rs` goes through every endpoint.

use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent};

use crate::{ApiResult, ApiState, Viewer};

impl ApiState {
    /// Returns an event of this viewer, now.
    pub(crate) fn event(&self, viewer: &Viewer, action: Action) -> AuditEvent {
        AuditEvent::new((self.clock)(), &viewer.actor(), action)
    }

    /// Records that this viewer is about to be shown something: `what` in a stable word, of `subject`, and the
    /// colleagues whose ties it tells of.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded. Then it must not be shown.
    pub(crate) async fn viewed(
        &self,
        viewer: &Viewer,
        what: &'static str,
        subject: String,
        people: impl IntoIterator<Item = PersonId>,
    ) -> ApiResult<()> {
        let event = self.event(viewer, Action::View).of(subject).with("what", what).showing(people);
        Ok(self.store.audit(&[event]).await?)
    }

    /// Records that this viewer is about to be given a list of so many rows to take along.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded. Then it must not be given.
    pub(crate) async fn exported(&self, viewer: &Viewer, what: &'static str, rows: usize) -> ApiResult<()> {
        let event = self.event(viewer, Action::Export).with("what", what).with("rows", rows);
        Ok(self.store.audit(&[event]).await?)
    }
}
