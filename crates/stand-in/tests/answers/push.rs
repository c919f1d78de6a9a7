//! Subscriptions and what is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use expect_test::expect;
use relata_stand_in::{Endpoint, Event, Fault, Message, Tenant, Trouble};
use serde_json::Value;

use crate::schema;
use crate::talk::Talk;

const LEA: &str = "lea@contoso.example";

type Received = Arc<Mutex<Vec<Value>>>;

/// A receiver that proves itself and keeps what it is told, after refusing the first so many.
async fn receiver(refuses: usize) -> (String, Received) {
    let received = Received::default();
    let refusals = Arc::new(Mutex::new(refuses));
    let take = async |State((received, refusals)): State<(Received, Arc<Mutex<usize>>)>,
                      RawQuery(query): RawQuery,
                      body: String|
           -> Response {
        if let Some(query) = query {
            let url = reqwest::Url::parse(&format!("http://receiver/?{query}")).unwrap();
            return url.query_pairs().next().unwrap().1.into_owned().into_response();
        }
        let mut left = refusals.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        received.lock().unwrap().push(serde_json::from_str(&body).unwrap());
        StatusCode::ACCEPTED.into_response()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/told", listener.local_addr().unwrap());
    let router = Router::new().route("/told", post(take)).with_state((received.clone(), refusals));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, received)
}

fn subscription(url: &str, until: &str) -> String {
    let resource = format!("/users/{LEA}/messages");
    format!(
        "POST /v1.0/subscriptions {}",
        serde_json::json!({"changeType": "created,updated,deleted", "notificationUrl": url, "lifecycleNotificationUrl": url,
            "resource": resource, "expirationDateTime": until, "clientState": "secret"})
    )
}

async fn told(received: &Received, entries: usize) -> Vec<Value> {
    for _ in 0..200 {
        let all: Vec<Value> =
            received.lock().unwrap().iter().flat_map(|it| it["value"].as_array().unwrap().clone()).collect();
        if all.len() >= entries {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("only {:?} was told", received.lock().unwrap());
}

async fn office() -> Talk {
    let mut tenant = Tenant::new(1);
    tenant.user(LEA);
    Talk::with(tenant).await
}

#[tokio::test]
async fn a_subscription_is_proved_made_renewed_and_ended() {
    let mut talk = office().await;
    let (url, _) = receiver(0).await;
    let (status, _, made) = talk.say(&subscription(&url, "2026-03-02T09:10:00Z")).await;
    assert_eq!((status, &made["expirationDateTime"]), (201, &"2026-03-02T09:45:00Z".into()));
    let id = made["id"].as_str().unwrap().to_owned();
    let mut statuses = Vec::new();
    for line in [
        subscription(&url, "2026-03-05T09:00:00Z"),
        subscription(&url, "2026-03-19T09:00:00Z"),
        subscription("http://127.0.0.1:9/closed", "2026-03-05T09:00:00Z"),
        subscription("https://elsewhere.example/", "2026-03-05T09:00:00Z"),
        format!("PATCH /v1.0/subscriptions/{id} {{\"expirationDateTime\": \"2026-03-08T09:00:00Z\"}}"),
        format!("GET /v1.0/subscriptions/{id}"),
        "GET /v1.0/subscriptions".to_owned(),
        format!("DELETE /v1.0/subscriptions/{id}"),
        format!("GET /v1.0/subscriptions/{id}"),
    ] {
        let (status, _, body) = talk.say(&line).await;
        statuses.push(format!("{status} {}", body["error"]["code"].as_str().unwrap_or_default()));
    }
    expect![[r#"
        409 ExtensionError
        400 ExtensionError
        400 ValidationError
        400 ValidationError
        200 
        200 
        200 
        204 
        404 Request_ResourceNotFound"#]]
    .assert_eq(&statuses.join("\n"));
}

#[tokio::test]
async fn what_happens_is_told_even_to_a_receiver_that_stumbles() {
    let mut talk = office().await;
    let (url, received) = receiver(1).await;
    talk.say(&subscription(&url, "2026-03-08T09:00:00Z")).await;
    talk.stand_in.change(|it| it.send(Message::new("max@acme.example", &[LEA])));
    let entries = told(&received, 1).await;
    for body in received.lock().unwrap().iter() {
        assert_eq!(schema::wrong("notification", body), None);
    }
    assert_eq!((&entries[0]["clientState"], &entries[0]["changeType"]), (&"secret".into(), &"created".into()));
    let id = entries[0]["resourceData"]["id"].as_str().unwrap();
    assert_eq!(talk.say(&format!("GET /v1.0/users/{LEA}/messages/{id}")).await.0, 200);
}

#[tokio::test]
async fn notifications_are_lost_doubled_forged_and_lapse_on_demand() {
    let mut talk = office().await;
    let (url, received) = receiver(0).await;
    talk.say(&subscription(&url, "2026-03-08T09:00:00Z")).await;
    let send = |talk: &Talk| talk.stand_in.change(|it| it.send(Message::new("max@acme.example", &[LEA])));
    for trouble in [Trouble::Lost, Trouble::Twice, Trouble::Forged] {
        talk.stand_in.fault(Fault::new(trouble).at(Endpoint::Notifications).once());
    }
    // One fault of each kind, all met by the first: lost it is.
    send(&talk);
    send(&talk);
    let entries = told(&received, 1).await;
    assert_eq!((entries.len(), talk.stand_in.log().notifications_lost), (1, 1));
    for event in ["reauthorizationRequired", "missed", "subscriptionRemoved"] {
        talk.stand_in.change(|it| it.lifecycle(LEA, event));
    }
    let entries = told(&received, 4).await;
    assert_eq!(entries.iter().filter(|it| it.get("lifecycleEvent").is_some()).count(), 3);
    assert_eq!(talk.stand_in.look(Tenant::subscription_count), 0);
    talk.say(&subscription(&url, "2026-03-08T09:00:00Z")).await;
    talk.stand_in.change(|it| it.advance(jiff::SignedDuration::from_hours(24 * 7)));
    assert_eq!(talk.stand_in.look(Tenant::subscription_count), 0);
}

#[tokio::test]
async fn events_take_more_than_the_basic_permission() {
    let mut tenant = Tenant::new(1);
    tenant.user(LEA);
    tenant.application().roles = ["Calendars.ReadBasic"].map(str::to_owned).to_vec();
    let mut talk = Talk::with(tenant).await;
    let (url, received) = receiver(0).await;
    let events = subscription(&url, "2026-03-08T09:00:00Z").replace("/messages", "/events");
    assert_eq!(talk.say(&events).await.0, 403);
    talk.stand_in.change(|it| it.application().roles.push("Calendars.Read".to_owned()));
    talk.token = talk.sign_in(talk.stand_in.graph()).await;
    assert_eq!(talk.say(&events).await.0, 201);
    talk.stand_in.change(|it| it.event(LEA, Event::new("2026-03-03T09:00", 30, &[])));
    assert_eq!(told(&received, 1).await[0]["resourceData"]["@odata.type"], "#Microsoft.Graph.Event");
}
