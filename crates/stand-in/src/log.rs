//! Log: which requests came, and how many were under way at once.

use std::collections::{BTreeMap, VecDeque};

use crate::fault::Endpoint;

/// How many requests are remembered; the oldest go first.
const MOST: usize = 100_000;

/// A request that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// `GET` and so on.
    pub method: String,
    /// The path, without options.
    pub path: String,
    /// The options as sent.
    pub query: String,
    /// Which endpoint it went to.
    pub endpoint: Option<Endpoint>,
    /// The mailbox it was for, by principal name.
    pub mailbox: Option<String>,
    /// Headers that matter: `prefer`, `consistencylevel`, `user-agent`, `x-ms-throttle-priority`, `accept`, `odata-version`,
    /// `odata-maxversion`, and whether there was an `authorization`.
    pub headers: BTreeMap<String, String>,
    /// How many were under way for this mailbox, this one included.
    pub in_flight: usize,
    /// The status that was answered.
    pub status: u16,
}

/// What came, in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The requests, as many as are remembered.
    pub requests: VecDeque<Seen>,
    /// The most that were under way at once, by mailbox.
    pub most_in_flight: BTreeMap<String, usize>,
    /// All requests ever, by endpoint and status.
    pub counts: BTreeMap<(String, u16), u64>,
    /// Notifications that a receiver took.
    pub notifications_delivered: u64,
    /// Notifications that a fault lost.
    pub notifications_lost: u64,
    /// Notifications that were told five times and never taken.
    pub notifications_given_up: u64,
}

impl Log {
    pub(crate) fn note(&mut self, seen: Seen) {
        let endpoint = seen.endpoint.map_or_else(|| "Other".to_owned(), |it| format!("{it:?}"));
        *self.counts.entry((endpoint, seen.status)).or_default() += 1;
        if let Some(mailbox) = &seen.mailbox {
            let most = self.most_in_flight.entry(mailbox.clone()).or_default();
            *most = (*most).max(seen.in_flight);
        }
        if self.requests.len() == MOST {
            self.requests.pop_front();
        }
        self.requests.push_back(seen);
    }

    /// Returns how many requests an endpoint got.
    pub fn count(&self, endpoint: Endpoint) -> u64 {
        let name = format!("{endpoint:?}");
        self.counts.iter().filter(|it| it.0.0 == name).map(|it| it.1).sum()
    }
}
