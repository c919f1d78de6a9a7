//! The audit trail: every change of consent and participation is noted there before it is answered.

use crate::{ApiResult, ApiState, Viewer};

/// Something that was done, in ids, counts and stable words.
pub(crate) struct Done {
    /// The stable name of what was done.
    pub(crate) action: &'static str,
    /// To what: `person:12`; empty where there is nothing in particular.
    pub(crate) subject: String,
    /// What else there is to say.
    pub(crate) detail: Vec<(&'static str, String)>,
}

/// Notes what a viewer did. Without the note there is no answer.
pub(crate) async fn audited(state: &ApiState, viewer: &Viewer, done: Done) -> ApiResult<()> {
    let Done { action, subject, detail } = done;
    tracing::info!(actor = viewer.actor(), action, subject, details = detail.len(), at = %(state.clock)());
    Ok(())
}
