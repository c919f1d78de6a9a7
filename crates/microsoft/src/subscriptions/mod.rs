//! Subscriptions: being told when something happens in a mailbox.
//!
//! ```text
//! create ──▶ notifications ──accept──▶ hints: this mailbox, look ──▶ the connector's next round
//! renew  ──▶ lifecycle     ──accept──▶ renew, create anew, look
//! ```
//!
//! **Invariant:** a notification is a hint and no more. Whatever it says, reading decides; a forged or replayed one costs a look.

mod accept;

pub use accept::{Accepted, Hint, Lifecycle, NotAccepted, accept, client_state_hash};

use jiff::Timestamp;
use relata_outgoing::Method;
use serde::Deserialize;
use serde_json::json;

use crate::graph::{Graph, IMMUTABLE, part};
use crate::lenient::Text;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

const WHAT: &str = "the subscription";
/// Longest time between renewals for mail and meetings, in minutes: under seven days.
pub const LONGEST_MINUTES: i64 = 10_080;

/// What is to be told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Mail that comes, goes or changes.
    Messages,
    /// Meetings; takes the permission `Calendars.Read`.
    Events,
}

/// What a subscription is made of.
pub struct Wanted<'a> {
    /// Whose mailbox, by the directory's id.
    pub user: &'a str,
    /// What of it.
    pub topic: Topic,
    /// Where notifications go to; https.
    pub notify: &'a str,
    /// Where events of the subscription's own life go to; cannot be added later.
    pub lifecycle: &'a str,
    /// A secret that comes back in each notification, at most 128 characters. Only its hash is kept.
    pub client_state: &'a str,
    /// Until when; the service may shorten it.
    pub until: Timestamp,
}

/// A subscription as the service has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The service's id.
    pub id: String,
    /// Until when it lasts.
    pub until: Timestamp,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    id: Text,
    expiration_date_time: Text,
}

impl Wire {
    fn subscription(self) -> Result<Subscription, Trouble> {
        let until = self.expiration_date_time.moment();
        let id = self.id.some().map(str::to_owned);
        let made = id.zip(until).map(|(id, until)| Subscription { id, until });
        made.ok_or_else(|| Trouble::passing("the service made a subscription without saying which or until when"))
    }
}

/// Makes a subscription.
///
/// # Errors
///
/// [`Trouble`] of the service. [`Trouble::Refused`] with `ValidationError` says that it could not reach `notify`.
pub async fn create(graph: &Graph, wanted: &Wanted<'_>) -> Result<Subscription, Trouble> {
    let topic = match wanted.topic {
        Topic::Messages => "messages",
        Topic::Events => "events",
    };
    let body = json!({
        "changeType": "created,updated,deleted",
        "notificationUrl": wanted.notify,
        "lifecycleNotificationUrl": wanted.lifecycle,
        "resource": format!("/users/{}/{topic}", part(wanted.user)),
        "expirationDateTime": wanted.until.to_string(),
        "clientState": wanted.client_state,
    });
    ask(graph, Method::Post, "/v1.0/subscriptions", Some(body)).await
}

/// Makes a subscription last longer.
///
/// # Errors
///
/// [`Trouble`] of the service; [`Trouble::Skip`] if it has lapsed: make a new one, and look.
pub async fn renew(graph: &Graph, id: &str, until: Timestamp) -> Result<Subscription, Trouble> {
    let body = json!({"expirationDateTime": until.to_string()});
    ask(graph, Method::Patch, &format!("/v1.0/subscriptions/{}", part(id)), Some(body)).await
}

/// Ends a subscription. One that has ended already has ended.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn delete(graph: &Graph, id: &str) -> Result<(), Trouble> {
    let path = format!("/v1.0/subscriptions/{}", part(id));
    match graph.service.tell(&question(Method::Delete, &path, None)).await {
        Err(Trouble::Skip { .. }) => Ok(()),
        done => done,
    }
}

async fn ask(
    graph: &Graph,
    method: Method,
    path: &str,
    body: Option<serde_json::Value>,
) -> Result<Subscription, Trouble> {
    graph.service.ask::<Wire>(&question(method, path, body)).await?.subscription()
}

fn question(method: Method, path: &str, body: Option<serde_json::Value>) -> Question<'_> {
    let place = Place::Path(path);
    Question { method, place, gate: "subscriptions", what: WHAT, headers: &[IMMUTABLE], body, bearer: None }
}
