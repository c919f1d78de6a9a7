//! Push: being told when something happens in a mailbox, and looking there at once.
//!
//! ```text
//! keep: subscriptions as wanted ──▶ the service ──▶ /hooks/microsoft365 ──▶ Ear ──▶ hints in the store ──▶ the worker looks
//!                                                                            └──▶ the bell: now
//! ```
//!
//! **Invariant:** a notification is a hint and no more. Nothing of it but whose subscription it is for is used, and reading decides.

mod ear;
mod keep;
mod steps;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

pub use ear::Ear;
pub use keep::{Known, keep};
pub use steps::Wanted;
use tokio::sync::Notify;

/// What the ear and the worker of one process share.
pub struct Push {
    /// Where notifications go to; `None`: nobody can tell us.
    pub address: Option<String>,
    rung: Notify,
    /// Whether there is something to look at that the worker does not know of.
    hinted: AtomicBool,
    /// Grows when a subscription is made.
    made: AtomicU64,
    /// Whether a subscription is to be renewed or made before its time.
    due: AtomicBool,
}

impl Push {
    /// Returns what they share at the beginning.
    pub fn new(address: Option<String>) -> Push {
        Push {
            address,
            rung: Notify::new(),
            hinted: AtomicBool::new(false),
            made: AtomicU64::new(0),
            due: AtomicBool::new(false),
        }
    }

    /// Wakes the worker: there is something to look at.
    pub fn ring(&self) {
        self.hinted.store(true, Ordering::SeqCst);
        self.rung.notify_one();
    }

    /// Lets the worker go on at once: it stopped in the middle.
    pub fn goes_on(&self) {
        self.rung.notify_one();
    }

    /// Wakes the worker: a subscription is to be renewed or made anew.
    pub fn ring_for_subscriptions(&self) {
        self.due.store(true, Ordering::SeqCst);
        self.rung.notify_one();
    }

    /// Waits until somebody rings, or the time is over.
    pub async fn rung(&self, longest: Duration) {
        // Not rung is not wrong: the time is over.
        let _ = tokio::time::timeout(longest, self.rung.notified()).await;
    }

    /// Returns whether there is something to look at.
    pub fn is_hinted(&self) -> bool {
        self.hinted.load(Ordering::SeqCst)
    }

    /// Takes note that hints are looked for now.
    pub fn looks(&self) {
        self.hinted.store(false, Ordering::SeqCst);
    }

    /// Returns whether subscriptions are to be seen to now, once.
    pub fn takes_due(&self) -> bool {
        self.due.swap(false, Ordering::SeqCst)
    }

    /// Says that a subscription was made, whose notifications may come at any moment.
    pub fn made_one(&self) {
        self.made.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns how many were made.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::SeqCst)
    }
}
