//! How the records of a CRM fare that is read over the network: numbers for each kind, and why one cannot be read.

use jiff::Timestamp;
use relata_store::{ConnectionId, RecordReading};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::RecordKindWord;
use crate::{ApiResult, ApiState};

/// How one kind of record fares.
#[derive(Serialize, ToSchema)]
pub struct RecordsRead {
    kind: RecordKindWord,
    /// Records that are stored.
    stored: u64,
    /// Rows met so far, changes included.
    read: u64,
    /// What of them could not be used.
    unreadable: u64,
    /// Records removed because they were deleted there.
    removed: u64,
    /// When it was last read to its end.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
    /// Since when it cannot be read.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// Why not.
    #[schema(required)]
    reason: Option<String>,
}

/// Returns how the records of a connection fare; nothing where there are none.
pub(crate) async fn records_read(state: &ApiState, of: ConnectionId) -> ApiResult<Vec<RecordsRead>> {
    let body = |it: RecordReading| {
        let (failing_since, reason) = it.failing.unzip();
        RecordsRead {
            kind: it.kind.into(),
            stored: it.stored,
            read: it.read,
            unreadable: it.unreadable,
            removed: it.removed,
            read_at: it.read_at,
            failing_since,
            reason,
        }
    };
    Ok(state.store.record_readings(of).await?.into_iter().map(body).collect())
}
