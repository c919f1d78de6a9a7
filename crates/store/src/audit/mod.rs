//! The audit trail: events in a chain, added and never changed.
//!
//! ```text
//! Store::audit ──▶ a writer of its own ──▶ every event that waits, in one transaction, on the disk ──▶ Ok to each caller
//! append       ──▶ inside a transaction that changes something: the change and its event are one
//! ```
//!
//! **Invariant:** whoever is told `Ok` has their event on the disk; whoever is not must not answer.

mod chain;
mod read;
mod writer;

use relata_model::audit::AuditEvent;

use crate::Store;
use crate::error::{Result, StoreError};

pub(crate) use chain::append;
pub use read::{AuditQuery, Audited};
pub(crate) use writer::Trail;

impl Store {
    /// Adds events to the audit trail, one after the other. They are on the disk when this returns.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotRecorded`]: then nothing was added, and what was to be recorded must not happen.
    pub async fn audit(&self, events: &[AuditEvent]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        check(events)?;
        self.trail.write(events.to_vec()).await
    }
}

/// Refuses what may not go into the trail before it can spoil what waits beside it.
fn check(events: &[AuditEvent]) -> Result<()> {
    for event in events {
        event.check().map_err(|it| StoreError::NotUnderstood(it.to_string()))?;
        let detail: std::result::Result<serde_json::Map<String, serde_json::Value>, _> =
            serde_json::from_str(&event.detail);
        detail.map_err(|_| StoreError::NotUnderstood("an event whose detail is no JSON object".to_owned()))?;
    }
    Ok(())
}
