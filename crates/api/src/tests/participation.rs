//! Participation: who takes part, since when and by whom; opting colleagues out and in again.

use axum::http::{Method, StatusCode};
use relata_model::ColleagueId;
use relata_model::policy::Role;
use serde_json::{Value, json};

use super::app::App;
use super::consent::{give, later, turned_off};

async fn consented(groups: &str, mode: &str) -> App {
    let app = turned_off().await;
    app.post("/consent/enable", r#"{"contributors": {"everybody": true, "roles": []}}"#).await;
    app.post("/consent/give", &give("for_each_user identifiable", groups, mode)).await;
    app
}

/// `Amber Stone contributing`, with since, by and group where they are known.
async fn states(app: &App, query: &str) -> Vec<String> {
    let (status, body) = app.get(&format!("/participation{query}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let people = body["people"].as_array().unwrap();
    people.iter().map(line).collect()
}

fn line(it: &Value) -> String {
    let text = |field: &str| it[field].as_str().unwrap_or("-").to_owned();
    ["name", "state", "since", "by", "group"].map(text).join(" ")
}

async fn put(app: &App, who: &str, body: Value) -> (StatusCode, Value) {
    let id = app.person(&format!("{who}@us.com")).await;
    app.give(Method::PUT, &format!("/participation/{id}"), &body.to_string()).await
}

#[tokio::test]
async fn everybody_is_listed_with_what_speaks_against_them() {
    let app = consented("legal", "opt_out").await;
    let ben = put(&app, "ben", json!({ "opted_out": true, "erase_past": false })).await;
    assert_eq!(
        (ben.0, line(&ben.1)),
        (StatusCode::OK, "Ben Hill opted_out 2026-04-01T00:00:00Z the demo's viewer -".to_owned())
    );
    put(&app, "cleo", json!({ "opted_out": false, "erase_past": false, "flagged": true })).await;
    assert_eq!(
        states(&app, "").await,
        [
            "Amber Stone excluded_group - - The legal",
            "Ben Hill opted_out 2026-04-01T00:00:00Z the demo's viewer -",
            "Cleo Day flagged 2026-04-01T00:00:00Z the demo's viewer -",
        ]
    );
    assert_eq!(states(&app, "?state=flagged").await.len(), 1);
    assert_eq!(states(&app, "?query=hill").await.len(), 1);
    assert_eq!(states(&app, "?state=left").await.len(), 0);
    let (_, first) = app.get("/participation?limit=2").await;
    let next = first["next"].as_str().unwrap();
    assert_eq!(states(&app, &format!("?limit=2&after={next}")).await.len(), 1);
    assert_eq!(app.get("/participation?limit=3").await.1["next"], json!(null));
}

#[tokio::test]
async fn an_opt_out_ends_from_that_day_on() {
    let app = consented("", "opt_out").await;
    put(&app, "ben", json!({ "opted_out": true, "erase_past": true })).await;
    put(&app, "ben", json!({ "opted_out": true, "erase_past": false })).await;
    later(10, 0);
    let (_, body) = put(&app, "ben", json!({ "opted_out": false, "erase_past": false })).await;
    assert_eq!(body["state"], "contributing");
    let consent = app.state.store.consent().await.unwrap();
    let ben = ColleagueId("ben".to_owned());
    let now = (app.state.clock)();
    later(9, 86_399);
    let before = (app.state.clock)();
    assert_eq!([before, now].map(|it| consent.standing_of(&ben, it).name()), ["opted_out", "contributing"]);
    assert_eq!(consent.standing_of(&ben, jiff::Timestamp::UNIX_EPOCH).name(), "opted_out");
}

#[tokio::test]
async fn what_is_left_out_of_a_change_stays() {
    let app = consented("", "opt_out").await;
    let changes = [
        json!({ "opted_out": true }),
        json!({ "flagged": true }),
        json!({ "flagged": false }),
        json!({}),
        json!({ "opted_out": false }),
    ];
    let mut states = Vec::new();
    for change in changes {
        let (status, body) = put(&app, "ben", change).await;
        states.push(format!("{} {}", status.as_u16(), body["state"].as_str().unwrap()));
    }
    assert_eq!(states, ["200 opted_out", "200 flagged", "200 opted_out", "200 opted_out", "200 contributing"]);
    assert_eq!(put(&app, "ben", json!({ "erase_past": true })).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn in_opt_in_mode_an_administrator_cannot_opt_anybody_in() {
    let app = consented("", "opt_in").await;
    let (_, body) = put(&app, "ben", json!({ "opted_out": false, "erase_past": false })).await;
    assert_eq!(body["state"], "waiting_for_opt_in");
    app.state.store.opt_in(&ColleagueId("ben".to_owned()), (app.state.clock)(), "account:3").await.unwrap();
    assert_eq!(
        states(&app, "").await,
        [
            "Amber Stone waiting_for_opt_in - - -",
            "Ben Hill contributing 2026-04-01T00:00:00Z account 3 -",
            "Cleo Day waiting_for_opt_in - - -",
        ]
    );
    let (_, consent) = app.get("/consent").await;
    assert_eq!((&consent["mode"], &consent["counts"]["waiting_for_opt_in"]), (&json!("opt_in"), &json!(2)));
}

#[tokio::test]
async fn who_is_no_colleague_does_not_take_part_and_who_may_not_is_told() {
    let app = consented("", "opt_out").await;
    let lea = app.person("lea@acme.com").await;
    let body = json!({ "opted_out": true, "erase_past": false }).to_string();
    assert_eq!(app.give(Method::PUT, &format!("/participation/{lea}"), &body).await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.give(Method::PUT, "/participation/nobody", &body).await.0, StatusCode::NOT_FOUND);
    let (status, answer) = put(&app, "ben", json!({ "opted_out": false, "erase_past": true })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    assert_eq!(app.get("/participation?state=asleep").await.0, StatusCode::BAD_REQUEST);
    let app = app.viewed_by(Some(&[Role::SalesManager]));
    assert_eq!(app.get("/participation").await.0, StatusCode::FORBIDDEN);
    let id = app.person("ben@us.com").await;
    assert_eq!(app.give(Method::PUT, &format!("/participation/{id}"), &body).await.0, StatusCode::FORBIDDEN);
}
