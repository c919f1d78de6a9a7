//! Erasures and access requests as administrators list them: names while there are any, and nobody's number in their
//! place.

use axum::http::StatusCode;
use expect_test::{Expect, expect};
use relata_model::policy::Role;
use relata_store::Left;
use serde_json::{Value, json};

use super::app::App;

/// Asks for these erasures and access requests, and shows both lists: whom each is about, and who asked.
async fn check(erased: bool, asked: &[(&str, Value)], expected: Expect) {
    let app = App::start().await.viewed_by(Some(&[Role::Administrator]));
    for (path, body) in asked {
        let (status, answer) = app.post(path, &body.to_string()).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{path}: {answer}");
    }
    if erased {
        for it in app.state.store.erasures().await.unwrap() {
            app.state.store.log_is_gone(it.id).await.unwrap();
            app.state.store.erase_rows(it.id, &Left::default()).await.unwrap();
            app.state.store.rows_are_gone(it.id, (app.state.clock)()).await.unwrap();
        }
    }
    let mut text = String::new();
    for it in app.get("/erasures").await.1["erasures"].as_array().unwrap() {
        text += &format!("{} of {}: {}, by {}\n", it["kind"], it["source"], it["person"]["name"], it["requested_by"]);
    }
    for it in app.get("/access-requests").await.1["requests"].as_array().unwrap() {
        text += &format!("access: {}, by {}\n", it["name"], it["requested_by"]);
    }
    expected.assert_eq(&text);
}

fn forget(address: &str) -> (&'static str, Value) {
    ("/erasures", json!({ "subject": { "kind": "address", "address": address } }))
}

fn access(address: &str) -> (&'static str, Value) {
    ("/access-requests", json!({ "subject": { "address": address } }))
}

#[tokio::test]
async fn who_is_being_forgotten_has_a_name_until_it_is_gone() {
    let asked = [access("lea@acme.com"), access("ben@us.com"), forget("lea@acme.com"), forget("never@met.com")];
    check(
        false,
        &asked,
        expect![[r#"
        "person" of "forget": null, by "the demo's viewer"
        "person" of "forget": "Lea Berg", by "the demo's viewer"
        access: "Ben Hill", by "the demo's viewer"
        access: "Lea Berg", by "the demo's viewer"
    "#]],
    )
    .await;
    check(
        true,
        &asked,
        expect![[r#"
        "person" of "forget": null, by "the demo's viewer"
        "person" of "forget": null, by "the demo's viewer"
        access: "Ben Hill", by "the demo's viewer"
        access: null, by "the demo's viewer"
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_colleague_who_was_opted_out_keeps_their_name() {
    let app = App::start().await.viewed_by(Some(&[Role::Administrator]));
    let id = app.person("ben@us.com").await;
    let body = json!({ "opted_out": true, "erase_past": true }).to_string();
    assert_eq!(app.give(axum::http::Method::PUT, &format!("/participation/{id}"), &body).await.0, StatusCode::OK);
    let erasure = app.state.store.erasures().await.unwrap().remove(0);
    app.state.store.log_is_gone(erasure.id).await.unwrap();
    app.state.store.erase_rows(erasure.id, &Left::default()).await.unwrap();
    app.state.store.rows_are_gone(erasure.id, (app.state.clock)()).await.unwrap();
    let (_, shown) = app.get("/erasures/1").await;
    assert_eq!(shown["person"], json!({ "id": id.to_string(), "name": "Ben Hill" }), "{shown}");
    assert_eq!(shown["requested_by"], "the demo's viewer");
}

#[tokio::test]
async fn a_reason_may_be_left_out_and_is_no_novel() {
    let app = App::start().await.viewed_by(Some(&[Role::Administrator]));
    let asked = |reason: &str| json!({ "subject": { "kind": "everything" }, "reason": reason }).to_string();
    assert_eq!(app.post("/erasures", &asked(&"a".repeat(501))).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(app.post("/erasures", &asked("")).await.0, StatusCode::ACCEPTED);
}
