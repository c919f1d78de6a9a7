//! Limits: how often one account, program, widget or address may ask, a minute.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

use crate::{ApiError, ApiResult};

/// Beyond this many keys, those that have not asked lately are forgotten.
const MOST_KEYS: usize = 10_000;
/// Ways to the provider and back, for each password that may be tried: whole offices share an address.
const WAYS_FOR_EACH_PASSWORD: u32 = 10;

/// Posts to a hook a minute, from one address, which may be a proxy's: enough for the handshakes of some thousand subscriptions that
/// are made at once beside what is told, too few to keep us busy.
pub(crate) const NOTIFICATIONS: u32 = 12_000;
/// Connections tried a minute, by one account or token: enough to mend what is wrong step by step.
const TRIALS: u32 = 20;
/// Lines of the log a minute: enough to see that somebody tries, too few to fill a disk.
const REFUSALS_TOLD: u32 = 60;

/// How often things may be asked, a minute.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Passwords, from one address.
    pub passwords: u32,
    /// Passwords, for one name.
    pub passwords_of_name: u32,
    /// Everything, by one account or token.
    pub requests: u32,
    /// Searches, by one account or token.
    pub searches: u32,
    /// Everything, by one widget.
    pub embedded: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { passwords: 10, passwords_of_name: 5, requests: 600, searches: 120, embedded: 60 }
    }
}

/// The clock that we are told to use, as governor wants it.
#[derive(Clone, Copy)]
struct Told(fn() -> Timestamp);

impl Clock for Told {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from((self.0)().as_millisecond()).unwrap_or(0))
    }
}

/// One limit, counted for each key.
pub(crate) struct Limit {
    counted: RateLimiter<String, DashMapStateStore<String>, Told, NoOpMiddleware<Duration>>,
    clock: Told,
}

impl Limit {
    fn new(a_minute: u32, clock: Told) -> Limit {
        let quota = Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        Limit { counted: RateLimiter::dashmap_with_clock(quota, clock), clock }
    }

    /// Counts one more, or says when to try again.
    ///
    /// # Errors
    ///
    /// [`ApiError::TooMany`] beyond the limit.
    pub(crate) fn check(&self, key: &str) -> ApiResult<()> {
        if self.counted.len() > MOST_KEYS {
            self.counted.retain_recent();
        }
        self.counted.check_key(&key.to_owned()).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.clock.now());
            ApiError::TooMany { seconds: wait.as_secs() + 1 }
        })
    }
}

/// Every limit there is.
pub(crate) struct Limiting {
    pub(crate) passwords: Limit,
    pub(crate) passwords_of_name: Limit,
    pub(crate) ways: Limit,
    pub(crate) requests: Limit,
    pub(crate) searches: Limit,
    pub(crate) embedded: Limit,
    /// Connections that are tried, by account or token.
    pub(crate) trials: Limit,
    /// What other services tell us, by address.
    pub(crate) notifications: Limit,
    /// Lines of the log about people who are not known.
    pub(crate) refusals: Limit,
}

impl Limiting {
    pub(crate) fn new(limits: &Limits, clock: fn() -> Timestamp) -> Limiting {
        let limit = |a_minute| Limit::new(a_minute, Told(clock));
        Limiting {
            passwords: limit(limits.passwords),
            passwords_of_name: limit(limits.passwords_of_name),
            ways: limit(limits.passwords.saturating_mul(WAYS_FOR_EACH_PASSWORD)),
            requests: limit(limits.requests),
            searches: limit(limits.searches),
            embedded: limit(limits.embedded),
            trials: limit(TRIALS),
            notifications: limit(NOTIFICATIONS),
            refusals: limit(REFUSALS_TOLD),
        }
    }
}
