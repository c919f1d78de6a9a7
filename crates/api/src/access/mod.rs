//! Access: the doors to the API, and who may come through which.
//!
//! ```text
//! Authorization: Bearer ─▶ API token ─┐
//! Authorization: Embed  ─▶ a widget ──┼─▶ Viewer, counted by limits ─▶ the endpoint ─▶ let_see
//! cookie                ─▶ session  ──┘
//! ```
//!
//! **Invariant:** whatever does not lead to somebody leads to nobody. The demo's viewer exists only where the server was
//! started as the demo.

pub(crate) mod client;
pub(crate) mod cookies;
mod embedded;
pub(crate) mod limits;
pub(crate) mod page;
mod proxies;
pub(crate) mod who;

use std::sync::Arc;

use jiff::Timestamp;
use relata_keys::RootKeys;
use relata_sign_in::Provider;
use tokio::sync::Semaphore;

use crate::own_mailbox::OwnMailboxes;
use crate::{ApiError, ApiResult, ApiState, Through, Viewer};
use limits::Limiting;
pub use limits::Limits;
pub use proxies::{NotANetwork, Proxies};

/// How long what somebody proved of themselves is good for changes that weigh much.
const PROVED_LATELY_SECONDS: i64 = 15 * 60;
/// Checking a password takes 19 MiB.
const PASSWORDS_AT_ONCE: usize = 2;
/// Each holds the directory of a tenant.
const TRIALS_AT_ONCE: usize = 2;

/// What the operator says about access.
#[derive(Clone, Debug)]
pub struct AccessSettings {
    /// The address under which browsers reach the server: `https://relata.example.com`, without a path.
    pub url: String,
    /// Whose word on the client's address is taken.
    pub trusted_proxies: Proxies,
    /// What the provider is called on the sign-in page.
    pub provider_name: String,
    /// A session that is not used for so long is over.
    pub idle_seconds: i64,
    /// Every session is over after so long.
    pub longest_seconds: i64,
    /// How often things may be asked.
    pub limits: Limits,
}

impl AccessSettings {
    /// Returns whether browsers reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https://")
    }

    /// Returns host and port, as browsers name them.
    pub fn host(&self) -> &str {
        self.url.split_once("://").map_or("", |it| it.1)
    }
}

/// What has to live as long as the server: the provider and what is known of it, and who asked how often.
pub struct Access {
    /// Who vouches for people, if there is a provider.
    pub(crate) provider: Option<Provider>,
    pub(crate) limits: Limiting,
    pub(crate) passwords: Semaphore,
    /// Connections that are tried at once.
    pub(crate) trials: Arc<Semaphore>,
    /// Sends from people's own mailboxes, where somebody set that up.
    pub(crate) own_mailboxes: Option<OwnMailboxes>,
    /// Seals what connections prove themselves with, and what people grant.
    keys: RootKeys,
}

impl Access {
    /// Returns access through a provider, if there is one, counted by these limits.
    pub fn new(provider: Option<Provider>, keys: RootKeys, limits: &Limits, clock: fn() -> Timestamp) -> Access {
        let (limits, passwords) = (Limiting::new(limits, clock), Semaphore::new(PASSWORDS_AT_ONCE));
        let trials = Arc::new(Semaphore::new(TRIALS_AT_ONCE));
        Access { provider, keys, limits, passwords, trials, own_mailboxes: None }
    }

    /// Returns the same, with a way to send from people's own mailboxes.
    #[must_use]
    pub fn sending_from(self, own_mailboxes: Option<OwnMailboxes>) -> Access {
        Access { own_mailboxes, ..self }
    }

    /// Seals a secret under its name; returns with which version of the root key, too.
    pub(crate) fn seal(&self, name: &str, secret: &[u8]) -> (Vec<u8>, u32) {
        (self.keys.seal(name, secret), self.keys.newest())
    }

    /// Opens what was sealed under that name; `None` if it cannot be opened any more.
    pub(crate) fn open(&self, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        self.keys.open(name, sealed).ok().map(|it| it.to_vec())
    }
}

impl ApiState {
    /// Lets somebody pass who has proved lately who they are: in front of every change that weighs much. A program
    /// with a token cannot, and was given its right by somebody who did; the demo has nobody to prove.
    ///
    /// # Errors
    ///
    /// [`ApiError::Again`] when they have to sign in again first.
    pub(crate) fn proved_lately(&self, viewer: &Viewer) -> ApiResult<()> {
        let Through::Session { authenticated_at, .. } = viewer.through else { return Ok(()) };
        let age = (self.clock)().as_second() - authenticated_at.as_second();
        if age < PROVED_LATELY_SECONDS {
            return Ok(());
        }
        Err(ApiError::Again("this weighs much: sign in again to show that it is you, then do it once more".to_owned()))
    }
}
