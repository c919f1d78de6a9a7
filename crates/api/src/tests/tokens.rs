//! API tokens: what programs may, and when they may no longer.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use relata_model::Holder;
use relata_model::policy::{Right, Role};
use relata_store::GivenBy;
use serde_json::{Value, json};

use super::app::{App, day_end, json as read};
use super::provider::{Browser, Idp};

fn after_days(days: i64) -> Timestamp {
    day_end() + SignedDuration::from_hours(24 * days)
}

/// Makes a token with these rights, and returns it.
async fn make(app: &App, rights: &[&str]) -> (StatusCode, Value) {
    let body = json!({ "name": "CRM", "rights": rights, "expires_in_days": 90 }).to_string();
    app.post("/tokens", &body).await
}

async fn ask(app: &App, token: &Value, path: &str) -> StatusCode {
    let bearer = [("authorization", format!("Bearer {}", token.as_str().unwrap()))];
    app.request("GET", path, &bearer, "").await.status()
}

async fn administered() -> App {
    App::start().await.viewed_by(Some(&[Role::Administrator]))
}

#[tokio::test]
async fn a_program_may_what_its_token_says_until_it_ends_or_is_revoked() {
    let app = administered().await;
    let (status, made) = make(&app, &["see_records"]).await;
    assert_eq!(status, StatusCode::OK);
    let token = &made["token"];
    assert_eq!(ask(&app, token, "/colleagues").await, StatusCode::OK);
    assert_eq!(ask(&app, token, "/records/c1/introducers").await, StatusCode::FORBIDDEN);
    assert_eq!(ask(&app, token, "/tokens").await, StatusCode::FORBIDDEN);
    assert_eq!(ask(&app.at(|| after_days(90)), token, "/colleagues").await, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&app, &json!("made up"), "/colleagues").await, StatusCode::UNAUTHORIZED);
    let (_, listed) = app.get("/tokens").await;
    let listed = &listed["tokens"][0];
    assert_eq!((&listed["name"], &listed["rights"]), (&json!("CRM"), &json!(["see_records"])));
    assert_eq!((&listed["used_at"], listed.get("token")), (&json!("2026-04-01T00:00:00Z"), None));
    assert_eq!(app.give(axum::http::Method::DELETE, "/tokens/1", "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(app.give(axum::http::Method::DELETE, "/tokens/1", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(ask(&app, token, "/colleagues").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_that_says_more_than_its_maker_may_is_not_made() {
    let app = administered().await;
    for (rights, status, said) in [
        (
            &["see_who_knows_whom"][..],
            StatusCode::BAD_REQUEST,
            "`rights`: you do not have `see_who_knows_whom` yourself",
        ),
        (&["everything"], StatusCode::BAD_REQUEST, "`rights`: there is no right `everything`"),
        (&[], StatusCode::BAD_REQUEST, "`rights` must name at least one"),
    ] {
        let (found, answer) = make(&app, rights).await;
        assert_eq!(found, status);
        assert!(answer["detail"].as_str().unwrap().starts_with(said), "{answer}");
    }
    assert_eq!(make(&app, &["issue_embed_tokens"]).await.0, StatusCode::OK, "that right is for programs");
    for days in ["0", "3651"] {
        let body = format!(r#"{{"name": "x", "rights": ["see_records"], "expires_in_days": {days}}}"#);
        assert_eq!(app.post("/tokens", &body).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(make(&App::start().await, &["see_records"]).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_token_has_no_right_that_its_maker_has_lost() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let by = GivenBy { actor: "operator", at: day_end(), oneself: false };
    let admins = Holder::Claim("admins".to_owned());
    app.state.store.give_role(Role::Administrator, &admins, by).await.unwrap();
    let granted = app.state.store.grant_right(Right::SeeWhoKnowsWhom, &admins, by).await.unwrap();
    idp.say("groups", json!(["admins"]));
    idp.say("oid", json!("amber"));
    idp.say("auth_time", json!(day_end().as_second()));
    let mut browser = Browser::default();
    browser.sign_in(&app, &idp, "").await;
    let body = r#"{"name": "CRM", "rights": ["see_who_knows_whom", "see_records"], "expires_in_days": null}"#;
    let (status, made) = read(app.request("POST", "/tokens", &browser.headers(), body).await).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert_eq!(ask(&app, &made["token"], "/records/c1/introducers").await, StatusCode::OK);
    app.state.store.take_right(granted, by).await.unwrap();
    assert_eq!(ask(&app, &made["token"], "/records/c1/introducers").await, StatusCode::FORBIDDEN);
    assert_eq!(ask(&app, &made["token"], "/colleagues").await, StatusCode::OK);
    app.state.store.replace_directory(&[]).await.unwrap();
    assert_eq!(ask(&app, &made["token"], "/colleagues").await, StatusCode::FORBIDDEN, "its maker has left");
}
