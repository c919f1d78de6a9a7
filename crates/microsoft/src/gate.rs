//! Gates: how many questions are in flight for one mailbox, and when it may be asked again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The mailboxes that are being asked, each with its gate.
pub(crate) struct Gates {
    each: usize,
    all: Arc<Semaphore>,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
}

/// One mailbox, or what is no mailbox's.
struct Gate {
    free: Arc<Semaphore>,
    /// It asked to be left alone until then.
    closed_until: Mutex<Option<Instant>>,
}

/// The right to ask once.
pub(crate) struct Passage {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Gates {
    pub(crate) fn new(each: usize, all: usize) -> Gates {
        Gates { each: each.max(1), all: Arc::new(Semaphore::new(all.max(1))), gates: Mutex::default() }
    }

    fn gate(&self, name: &str) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if gates.len() > 1024 {
            // Gates nobody stands at are forgotten, unless they are closed.
            let now = Instant::now();
            gates.retain(|_, it| Arc::strong_count(it) > 1 || it.closed_until().is_some_and(|it| it > now));
        }
        let new = || Gate { free: Arc::new(Semaphore::new(self.each)), closed_until: Mutex::default() };
        Arc::clone(gates.entry(name.to_owned()).or_insert_with(|| Arc::new(new())))
    }

    /// Waits for its turn to ask for a mailbox.
    pub(crate) async fn pass(&self, name: &str) -> Passage {
        let gate = self.gate(name);
        let own = Arc::clone(&gate.free).acquire_owned().await.expect("gates are never closed for good");
        let all = Arc::clone(&self.all).acquire_owned().await.expect("gates are never closed for good");
        Passage { _own: own, _all: all }
    }

    /// Returns how long a mailbox still wants to be left alone.
    pub(crate) fn closed_for(&self, name: &str) -> Duration {
        self.gate(name).closed_until().map_or(Duration::ZERO, |it| it.saturating_duration_since(Instant::now()))
    }

    /// Leaves a mailbox alone for a while.
    pub(crate) fn close(&self, name: &str, pause: Duration) {
        let gate = self.gate(name);
        let mut closed = gate.closed_until.lock().unwrap_or_else(PoisonError::into_inner);
        *closed = (*closed).max(Instant::now().checked_add(pause));
    }
}

impl Gate {
    fn closed_until(&self) -> Option<Instant> {
        *self.closed_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
