//! Pace: what time it is, and how long a client waits before it gives the wait back to its caller.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

/// The clock of a client, and its patience.
#[derive(Clone)]
pub struct Pace {
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The pause after a first failure that names none; it doubles with each further one.
    pub first_pause: Duration,
    /// How long one question waits in all for a busy service; what would take longer is the caller's to wait for.
    pub patience: Duration,
}

impl Pace {
    /// Returns the pace of a server: pauses from a second on, two minutes of patience.
    pub fn new(clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Pace {
        Pace { clock: Arc::new(clock), first_pause: Duration::from_secs(1), patience: Duration::from_secs(120) }
    }

    /// Returns what time it is.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pace({:?}, {:?})", self.first_pause, self.patience)
    }
}
