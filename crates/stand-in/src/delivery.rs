//! Delivery: telling subscribers, and asking whether they are there.
//!
//! Sources: "Receive change notifications through webhooks": the receiver proves itself within 10 seconds and answers each
//! notification with 2xx; what it refuses is told again. The real service tries for four hours; here, five times within seconds.
//!
//! **Invariant:** nothing but loopback is called, whatever a subscription says.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::fault::{Bend, Endpoint, Target, Trouble};
use crate::graph::subscriptions::Letter;
use crate::server::Shared;

/// How long a receiver may take to prove itself.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How often a notification is told, and how long it waits before the second time; doubled each time.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);
/// With letters that an address has to decode, and some that would hurt a page.
const TOKEN: &str =
    "Validation: Testing client application reachability & <b>more</b> for subscription Request-Id: 1+1=2";

/// Asks the addresses of a new subscription to prove themselves.
pub(crate) async fn handshake(http: &reqwest::Client, asked: &Asked) -> Result<(), Answer> {
    let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
    for name in ["notificationUrl", "lifecycleNotificationUrl"] {
        let Some(address) = body[name].as_str() else { continue };
        let refused = |why: &str| {
            let words = format!("Subscription validation request failed. {why}");
            Answer::error(400, "ValidationError", &words, asked.now)
        };
        let mut url = loopback(address).ok_or_else(|| refused("The stand-in calls loopback alone."))?;
        url.query_pairs_mut().append_pair("validationToken", TOKEN);
        let request = http.post(url).header("content-type", "text/plain; charset=utf-8").timeout(HANDSHAKE);
        let response = request.send().await.map_err(|_| refused("The request timed out or was not answered."))?;
        let is_text = response.headers().get("content-type").is_some_and(|it| it.as_bytes().starts_with(b"text/plain"));
        if response.status() != 200 || !is_text {
            return Err(refused(
                "Notification endpoint must respond with 200 OK and text/plain to validation request.",
            ));
        }
        if response.text().await.unwrap_or_default() != TOKEN {
            return Err(refused("The token in the answer does not match."));
        }
    }
    Ok(())
}

fn loopback(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")).then_some(url)
}

/// Tells subscribers what happened since the last time, in the background.
pub(crate) fn tell(shared: &Arc<Shared>) {
    let mut batches: BTreeMap<String, (Vec<Value>, Duration)> = BTreeMap::new();
    {
        let mut inner = shared.lock();
        for Letter { url, mut entry, mailbox } in inner.tenant.letters() {
            let target = Target { mailbox: Some(&mailbox), endpoint: Some(Endpoint::Notifications), path: "" };
            // A fault of everything is not meant for notifications: those are named.
            let troubles: Vec<Trouble> = inner.faults.iter_mut().filter_map(|it| it.meets_letter(&target)).collect();
            let batch = batches.entry(url).or_default();
            batch.1 = batch.1.max(Bend::of(&troubles).slow);
            if troubles.iter().any(|it| matches!(it, Trouble::Lost)) {
                inner.log.notifications_lost += 1;
                continue;
            }
            if troubles.iter().any(|it| matches!(it, Trouble::Forged)) {
                entry["clientState"] = json!("somebody else");
            }
            if troubles.iter().any(|it| matches!(it, Trouble::Twice)) {
                batch.0.push(entry.clone());
            }
            batch.0.push(entry);
        }
    }
    for (url, (entries, wait)) in batches {
        if let Some(url) = loopback(&url).filter(|_| !entries.is_empty()) {
            let shared_too = shared.clone();
            shared.spawn(async move { deliver(&shared_too, url, entries, wait).await });
        }
    }
}

async fn deliver(shared: &Shared, url: Url, entries: Vec<Value>, wait: Duration) {
    tokio::time::sleep(wait).await;
    let many = entries.len() as u64;
    let body = json!({ "value": entries }).to_string();
    for nth in 0..TRIES {
        let request = shared.http.post(url.clone()).header("content-type", "application/json").body(body.clone());
        let told = request.send().await.is_ok_and(|it| it.status().is_success());
        if told {
            shared.lock().log.notifications_delivered += many;
            return;
        }
        tokio::time::sleep(PAUSE * 2_u32.pow(nth)).await;
    }
    shared.lock().log.notifications_given_up += many;
}
