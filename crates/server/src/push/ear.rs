//! The ear: takes notifications, and notes in the store which mailboxes they hint at.
//!
//! **Invariant:** what is not shown the secret is counted and no more: neither the database nor the log hears what it says.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use relata_api::{Hear, Heard, Hearing};
use relata_microsoft::subscriptions::{Lifecycle, accept};
use relata_model::MailboxId;
use relata_store::{Store, StoreError};

use crate::push::Push;

/// Subscriptions that nobody knows are looked for so often: they may be another process'.
const KNOWN_FOR: SignedDuration = SignedDuration::from_secs(10);
/// How many were forged is told so often.
const TOLD_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Takes what the service posts.
pub struct Ear {
    store: Arc<Store>,
    push: Arc<Push>,
    clock: fn() -> Timestamp,
    known: Mutex<Arc<Known>>,
    /// Mailboxes that are to be hinted at.
    waiting: Mutex<BTreeSet<MailboxId>>,
    /// One writes for all who wait.
    writing: tokio::sync::Mutex<()>,
    forged: Mutex<(usize, Timestamp)>,
}

/// The subscriptions there are, by the service's ids: the hash of the secret, and to which mailbox.
#[derive(Default)]
struct Known {
    subscriptions: HashMap<String, ([u8; 32], MailboxId)>,
    at: Option<Timestamp>,
    made: u64,
}

impl Ear {
    /// Returns an ear that knows of nothing yet.
    pub fn new(store: Arc<Store>, push: Arc<Push>, clock: fn() -> Timestamp) -> Ear {
        Ear {
            store,
            push,
            clock,
            known: Mutex::default(),
            waiting: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
            forged: Mutex::new((0, Timestamp::UNIX_EPOCH)),
        }
    }

    async fn take(&self, body: &[u8]) -> Result<Heard, StoreError> {
        let mut known = self.known().await?;
        let of = |known: &Known, id: &str| known.subscriptions.get(id).map(|it| it.0);
        let Ok(mut accepted) = accept(body, |id| of(&known, id)) else { return Ok(Heard::Nonsense) };
        if accepted.forged > 0 && self.is_old(&known) {
            known = self.ask().await?;
            accepted = accept(body, |id| of(&known, id)).unwrap_or_default();
        }
        self.note_forged(accepted.forged);
        let mut hinted = BTreeSet::new();
        let mailbox = |id: &str| known.subscriptions.get(id).map(|it| it.1);
        hinted.extend(accepted.hints.iter().filter_map(|it| mailbox(&it.subscription)));
        let mut is_due = false;
        for (id, event) in &accepted.lifecycle {
            // Whatever was lost meanwhile is found by looking.
            hinted.extend(mailbox(id));
            let is_gone = match event {
                Lifecycle::Missed => continue,
                Lifecycle::ReauthorizationRequired => false,
                Lifecycle::SubscriptionRemoved => true,
            };
            self.store.subscription_is_due(id, is_gone).await?;
            is_due = true;
        }
        self.hint(hinted).await?;
        if is_due {
            self.push.ring_for_subscriptions();
        }
        Ok(Heard::Noted)
    }

    /// Notes hints: whoever comes while others write waits for them, and then writes for all who came meanwhile.
    async fn hint(&self, mailboxes: BTreeSet<MailboxId>) -> Result<(), StoreError> {
        if mailboxes.is_empty() {
            return Ok(());
        }
        self.waiting().extend(&mailboxes);
        let _writing = self.writing.lock().await;
        let taken = std::mem::take(&mut *self.waiting());
        if taken.is_empty() {
            // Written by whoever went before.
            return Ok(());
        }
        let all: Vec<MailboxId> = taken.iter().copied().collect();
        if let Err(error) = self.store.hint(&all, (self.clock)()).await {
            self.waiting().extend(taken);
            return Err(error);
        }
        self.push.ring();
        Ok(())
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, BTreeSet<MailboxId>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_old(&self, known: &Known) -> bool {
        known.made != self.push.made() || known.at.is_none_or(|it| it + KNOWN_FOR <= (self.clock)())
    }

    /// Returns the subscriptions as they were last asked for.
    async fn known(&self) -> Result<Arc<Known>, StoreError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known.at {
            Some(_) => Ok(known),
            None => self.ask().await,
        }
    }

    async fn ask(&self) -> Result<Arc<Known>, StoreError> {
        // First, so that one that is made meanwhile is asked for again.
        let made = self.push.made();
        let all = self.store.subscriptions().await?.into_iter();
        let subscriptions = all.filter_map(|it| Some((it.mailbox, it.at_service?)));
        let subscriptions = subscriptions.map(|(mailbox, it)| (it.id, (it.secret_hash, mailbox))).collect();
        let known = Arc::new(Known { subscriptions, at: Some((self.clock)()), made });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known.clone();
        Ok(known)
    }

    /// Counts those that did not show the secret, and says once a minute how many that were.
    fn note_forged(&self, many: usize) {
        if many == 0 {
            return;
        }
        let now = (self.clock)();
        let mut forged = self.forged.lock().unwrap_or_else(PoisonError::into_inner);
        forged.0 += many;
        if forged.1 + TOLD_EVERY <= now {
            tracing::warn!(
                count = forged.0,
                "notifications of no subscription of ours, or without its secret, were passed over"
            );
            *forged = (0, now);
        }
    }
}

impl Hear for Ear {
    fn hear<'a>(&'a self, body: &'a [u8]) -> Hearing<'a> {
        Box::pin(async move {
            self.take(body).await.unwrap_or_else(|error| {
                tracing::error!("a notification could not be noted: {error:#}");
                Heard::Again
            })
        })
    }
}
