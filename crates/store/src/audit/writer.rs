//! The writer of the audit trail: whatever waits goes into one transaction, so that many readers share one write to the
//! disk.
//!
//! It is a task of its own: a request that is given up leaves the others' events alone.

use std::sync::Arc;

use relata_model::audit::AuditEvent;
use tokio::sync::{mpsc, oneshot};

use super::chain;
use crate::database::Turns;
use crate::error::{Result, StoreError};

/// Callers that may wait before the next one is made to wait outside.
const WAITING: usize = 1_024;

/// The way to the writer.
#[derive(Debug)]
pub(crate) struct Trail {
    waiting: mpsc::Sender<Waiting>,
}

/// Events of one caller, and where to tell what became of them.
struct Waiting {
    events: Vec<AuditEvent>,
    told: oneshot::Sender<std::result::Result<(), Arc<StoreError>>>,
}

impl Trail {
    /// Starts the writer. It ends with the store.
    pub(crate) fn start(turns: Turns) -> Trail {
        let (waiting, asked) = mpsc::channel(WAITING);
        tokio::spawn(write_what_waits(turns, asked));
        Trail { waiting }
    }

    /// Writes events that were checked, and returns when they are on the disk.
    pub(super) async fn write(&self, events: Vec<AuditEvent>) -> Result<()> {
        let (told, hears) = oneshot::channel();
        let ended = || StoreError::NotRecorded(Arc::new(sqlx::Error::WorkerCrashed.into()));
        self.waiting.send(Waiting { events, told }).await.map_err(|_| ended())?;
        hears.await.map_err(|_| ended())?.map_err(StoreError::NotRecorded)
    }
}

async fn write_what_waits(turns: Turns, mut asked: mpsc::Receiver<Waiting>) {
    let mut group = Vec::new();
    while asked.recv_many(&mut group, WAITING).await > 0 {
        let events: Vec<&AuditEvent> = group.iter().flat_map(|it: &Waiting| &it.events).collect();
        let written = write(&turns, &events).await.map_err(Arc::new);
        for it in group.drain(..) {
            // Who has given up waiting need not be told.
            let _ = it.told.send(written.clone());
        }
    }
}

async fn write(turns: &Turns, events: &[&AuditEvent]) -> Result<()> {
    let mut writing = turns.begin().await?;
    chain::add(writing.connection(), events.iter().copied()).await?;
    writing.commit().await
}
