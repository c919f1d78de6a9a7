//! Change notifications: subscriptions, their lives, and what is told.
//!
//! Sources: "Create subscription", "Update subscription", "Receive change notifications through webhooks", "Reduce missing
//! subscriptions and change notifications" (lifecycle), "subscription resource type" (expiry limits).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::messages::time;
use super::{CALENDARS_WITH_BODIES, Call, MAIL, ids, may_reach};
use crate::answer::{Answer, access_denied, bad_request, resource_not_found};
use crate::asked::Asked;
use crate::chance::guid;
use crate::page::Page;
use crate::tenant::mail::{Change, FolderNumber};
use crate::tenant::{Happened, Happening, Tenant};

/// The longest a subscription to Outlook's things may last.
const LONGEST: SignedDuration = SignedDuration::from_mins(10_080);
/// What asks for less gets so much.
const SHORTEST: SignedDuration = SignedDuration::from_mins(45);
/// How long a `clientState` may be.
const LONGEST_STATE: usize = 128;
/// How many there may be for a mailbox.
const MOST: usize = 1_000;

/// What a subscription is to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Topic {
    Messages(Option<FolderNumber>),
    Events,
}

/// A subscription.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub id: String,
    user: usize,
    topic: Topic,
    resource: String,
    changes: Vec<Change>,
    change_type: String,
    notification_url: String,
    lifecycle_url: Option<String>,
    client_state: Option<String>,
    expires: Timestamp,
    application: String,
}

/// All subscriptions, and what their lives have to be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subscriptions {
    active: BTreeMap<String, Subscription>,
    made: u64,
    lifecycle: Vec<(Subscription, &'static str)>,
}

/// A notification on its way.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub url: String,
    pub entry: Value,
    /// The mailbox's owner.
    pub mailbox: String,
}

/// Returns whether a request wants a new subscription.
pub(crate) fn is_creation(asked: &Asked) -> bool {
    matches!(asked.parts.as_slice(), [_, it] if it.eq_ignore_ascii_case("subscriptions"))
}

pub(crate) fn answer(tenant: &mut Tenant, call: &Call<'_>, rest: &[&str]) -> Answer {
    let now = call.asked.now;
    tenant.subscriptions.active.retain(|_, it| it.expires > now);
    let own = |tenant: &Tenant, id: &str| {
        tenant.subscriptions.active.get(id).filter(|it| it.application == call.claims.appid).cloned()
    };
    match (call.asked.method.as_str(), rest) {
        ("POST", []) => create(tenant, call),
        ("GET", []) => {
            let active = tenant.subscriptions.active.values().filter(|it| it.application == call.claims.appid);
            let rows = active.map(|it| it.row(false)).collect();
            Answer::ok(Page { context: call.context("subscriptions"), rows, ..Page::default() }.into())
        }
        (method, [id]) => match (method, own(tenant, id)) {
            (_, None) => resource_not_found(id, now),
            ("GET", Some(it)) => Answer::ok(it.row(false)),
            ("PATCH", Some(it)) => renew(tenant, call, it),
            ("DELETE", Some(it)) => {
                tenant.subscriptions.active.remove(&it.id);
                Answer::empty(204)
            }
            _ => Answer::empty(405),
        },
        ("POST", [id, "reauthorize"]) => match own(tenant, id) {
            Some(_) => Answer::empty(204),
            None => resource_not_found(id, now),
        },
        _ => Answer::empty(405),
    }
}

fn invalid(words: &str, now: Timestamp) -> Answer {
    Answer::error(400, "InvalidRequest", words, now)
}

/// Returns until when a subscription will last that asked for a time.
fn expiry(asked_for: &Value, now: Timestamp) -> Result<Timestamp, Answer> {
    let time = asked_for.as_str().and_then(|it| it.parse::<Timestamp>().ok());
    let time = time.ok_or_else(|| invalid("expirationDateTime is missing or no time.", now))?;
    if time <= now {
        return Err(invalid("Subscription expiration must be in the future.", now));
    }
    if time > now + LONGEST {
        let words = "Subscription expiration can only be 10080 minutes in the future.";
        return Err(Answer::error(400, "ExtensionError", words, now));
    }
    Ok(time.max(now + SHORTEST))
}

fn create(tenant: &mut Tenant, call: &Call<'_>) -> Answer {
    match created(tenant, call) {
        Ok(it) => Answer::created(it),
        Err(answer) => answer,
    }
}

fn created(tenant: &mut Tenant, call: &Call<'_>) -> Result<Value, Answer> {
    let now = call.asked.now;
    let body: Value = serde_json::from_slice(&call.asked.body)
        .map_err(|_| bad_request("Unable to read JSON request payload.", now))?;
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let needed = |name: &str| text(name).ok_or_else(|| invalid(&format!("{name} is a required property."), now));
    let (resource, notification_url, change_type) =
        (needed("resource")?, needed("notificationUrl")?, needed("changeType")?);
    let (user, topic) =
        topic(tenant, &resource).ok_or_else(|| invalid("The resource cannot be subscribed to.", now))?;
    let permissions: &[&str] = if topic == Topic::Events { &CALENDARS_WITH_BODIES } else { &MAIL };
    if !may_reach(tenant, call.claims, user, permissions) {
        return Err(access_denied(now));
    }
    let change = |it: &str| match it.trim() {
        "created" => Ok(Change::Created),
        "updated" => Ok(Change::Updated),
        "deleted" => Ok(Change::Deleted),
        _ => Err(invalid("changeType knows created, updated and deleted.", now)),
    };
    let changes = change_type.split(',').map(change).collect::<Result<Vec<_>, _>>()?;
    if text("clientState").is_some_and(|it| it.len() > LONGEST_STATE) {
        return Err(invalid("clientState must not exceed 128 characters.", now));
    }
    let expires = expiry(&body["expirationDateTime"], now)?;
    let application = call.claims.appid.clone();
    let active = &tenant.subscriptions.active;
    let is_same = |it: &&Subscription| {
        (it.user, it.topic, &it.change_type, &it.application) == (user, topic, &change_type, &application)
    };
    if active.values().any(|it| is_same(&it)) {
        let words = "Subscription already exists for the requested combination.";
        return Err(Answer::error(409, "ExtensionError", words, now));
    }
    if active.values().filter(|it| it.user == user).count() >= MOST {
        return Err(Answer::error(403, "ErrorTooManySubscriptions", "The mailbox has too many subscriptions.", now));
    }
    tenant.subscriptions.made += 1;
    let subscription = Subscription {
        id: guid(tenant.seed, &[30, tenant.subscriptions.made]),
        user,
        topic,
        resource,
        changes,
        change_type,
        notification_url,
        lifecycle_url: text("lifecycleNotificationUrl"),
        client_state: text("clientState"),
        expires,
        application,
    };
    let mut row = subscription.row(true);
    row["@odata.context"] = call.context("subscriptions/$entity").into();
    tenant.subscriptions.active.insert(subscription.id.clone(), subscription);
    Ok(row)
}

fn renew(tenant: &mut Tenant, call: &Call<'_>, mut subscription: Subscription) -> Answer {
    let now = call.asked.now;
    let Ok(body) = serde_json::from_slice::<Value>(&call.asked.body) else {
        return bad_request("Unable to read JSON request payload.", now);
    };
    if body.get("lifecycleNotificationUrl").is_some() {
        return invalid("lifecycleNotificationUrl cannot be changed.", now);
    }
    match expiry(&body["expirationDateTime"], now) {
        Ok(expires) => {
            subscription.expires = expires;
            let row = subscription.row(false);
            tenant.subscriptions.active.insert(subscription.id.clone(), subscription);
            Answer::ok(row)
        }
        Err(answer) => answer,
    }
}

/// Reads `users/{id}/messages`, `users/{id}/mailFolders('inbox')/messages` and `users/{id}/events`.
fn topic(tenant: &Tenant, resource: &str) -> Option<(usize, Topic)> {
    let path = format!("/{}", resource.trim_start_matches('/'));
    let asked = Asked::read("GET", "http://resource", &path, BTreeMap::new(), Vec::new(), Timestamp::UNIX_EPOCH)?;
    let small: Vec<String> = asked.parts.iter().map(|it| it.to_lowercase()).collect();
    let user = tenant.place_of(asked.parts.get(1)?).filter(|it| tenant.users[*it].has_mailbox)?;
    let topic = match small.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["users", _, "messages"] => Topic::Messages(None),
        ["users", _, "mailfolders", _, "messages"] => {
            Topic::Messages(Some(ids::folder(tenant, user, &asked.parts[3])?))
        }
        ["users", _, "events"] => Topic::Events,
        _ => return None,
    };
    Some((user, topic))
}

impl Subscription {
    fn row(&self, with_state: bool) -> Value {
        json!({
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.application,
            "changeType": self.change_type,
            "clientState": self.client_state.as_ref().filter(|_| with_state),
            "notificationUrl": self.notification_url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": time(self.expires),
            "creatorId": self.application,
            "includeResourceData": null,
            "latestSupportedTlsVersion": "v1_2",
            "encryptionCertificate": null,
            "encryptionCertificateId": null,
            "notificationQueryOptions": null,
            "notificationUrlAppId": null,
        })
    }

    fn hears(&self, of: &Happening) -> bool {
        let is_topic = match (self.topic, of.what) {
            (Topic::Messages(None), Happened::Message { .. }) | (Topic::Events, Happened::Event { .. }) => true,
            (Topic::Messages(Some(it)), Happened::Message { folder, .. }) => it == folder,
            _ => false,
        };
        is_topic && self.user == of.user && self.changes.contains(&of.change)
    }

    fn entry(&self, tenant: &Tenant, of: &Happening) -> Value {
        let user = &tenant.users[self.user].id;
        let (kind, set, id) = match of.what {
            Happened::Message { folder, key } => {
                ("#Microsoft.Graph.Message", "Messages", ids::of_message(tenant, self.user, key, folder, true))
            }
            Happened::Event { meeting } => {
                ("#Microsoft.Graph.Event", "Events", ids::of_event(tenant, self.user, (meeting, None), true))
            }
        };
        let resource = format!("Users/{user}/{set}/{id}");
        json!({
            "subscriptionId": self.id,
            "subscriptionExpirationDateTime": time(self.expires),
            "tenantId": tenant.id,
            "clientState": self.client_state,
            "changeType": format!("{:?}", of.change).to_lowercase(),
            "resource": resource,
            "resourceData": {"@odata.type": kind, "@odata.id": resource, "@odata.etag": "W/\"stand-in\"", "id": id},
        })
    }
}

impl Tenant {
    /// Ends all subscriptions to a mailbox without a word, as when nobody renewed them.
    pub fn lapse_subscriptions(&mut self, user: &str) {
        let user = self.place_of(user);
        self.subscriptions.active.retain(|_, it| Some(it.user) != user);
    }

    /// Tells the lifecycle addresses of a mailbox's subscriptions of an event: `reauthorizationRequired`, `missed`, or
    /// `subscriptionRemoved`, which ends them.
    pub fn lifecycle(&mut self, user: &str, event: &'static str) {
        let user = self.place_of(user);
        let met: Vec<Subscription> =
            self.subscriptions.active.values().filter(|it| Some(it.user) == user).cloned().collect();
        if event == "subscriptionRemoved" {
            self.subscriptions.active.retain(|_, it| Some(it.user) != user);
        }
        self.subscriptions.lifecycle.extend(met.into_iter().map(|it| (it, event)));
    }

    /// Returns how many subscriptions live.
    pub fn subscription_count(&self) -> usize {
        let now = self.now();
        self.subscriptions.active.values().filter(|it| it.expires > now).count()
    }

    /// Takes what subscribers have to be told.
    pub(crate) fn letters(&mut self) -> Vec<Letter> {
        let happenings = std::mem::take(&mut self.happenings);
        let lifecycle = std::mem::take(&mut self.subscriptions.lifecycle);
        let now = self.now();
        self.subscriptions.active.retain(|_, it| it.expires > now);
        let mut letters = Vec::new();
        for of in &happenings {
            for subscription in self.subscriptions.active.values().filter(|it| it.hears(of)) {
                letters.push(Letter {
                    url: subscription.notification_url.clone(),
                    entry: subscription.entry(self, of),
                    mailbox: self.users[of.user].principal.clone(),
                });
            }
        }
        for (subscription, event) in lifecycle {
            let entry = json!({
                "lifecycleEvent": event,
                "subscriptionId": subscription.id,
                "subscriptionExpirationDateTime": time(subscription.expires),
                "tenantId": self.id,
                "clientState": subscription.client_state,
                "resource": subscription.resource,
            });
            let mailbox = self.users[subscription.user].principal.clone();
            letters.extend(subscription.lifecycle_url.map(|url| Letter { url, entry, mailbox }));
        }
        letters
    }
}
