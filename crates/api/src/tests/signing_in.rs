//! Signing in and out: the way to the provider and back, every way in which it is refused, and every way in which a
//! session ends.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use jiff::{SignedDuration, Timestamp};
use relata_keys::{Password, RootKeys};
use relata_model::Holder;
use relata_model::policy::Role;
use relata_store::{AuditQuery, GivenBy};
use serde_json::{Value, json};

use super::app::{App, day_end, json as read};
use super::provider::{Browser, Idp};
use crate::{Access, Limits};

const MINUTE: i64 = 60;

fn after(seconds: i64) -> Timestamp {
    day_end() + SignedDuration::from_secs(seconds)
}

/// Gives a role to a holder.
async fn give(app: &App, role: Role, holder: Holder) {
    app.state
        .store
        .give_role(role, &holder, GivenBy { actor: "operator", at: day_end(), oneself: false })
        .await
        .unwrap();
}

/// Who asks, as the API says.
async fn viewer(app: &App, browser: &Browser) -> (StatusCode, Value) {
    read(app.request("GET", "/viewer", &browser.headers(), "").await).await
}

async fn is_signed_in(app: &App, browser: &Browser) -> bool {
    viewer(app, browser).await.0 == StatusCode::OK
}

/// What the trail holds, the newest first.
async fn trail(app: &App) -> Vec<String> {
    let events = app.state.store.audited(&AuditQuery::default(), 100).await.unwrap();
    events.into_iter().map(|it| format!("{} {} {} {}", it.actor, it.action, it.subject, it.detail)).collect()
}

#[tokio::test]
async fn who_signs_in_has_the_rights_of_their_groups_and_of_the_colleague_they_are() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    give(&app, Role::Salesperson, Holder::Claim("sales".to_owned())).await;
    give(&app, Role::Auditor, Holder::Colleague(app.person("amber@us.com").await)).await;
    idp.say("groups", json!(["sales"]));
    idp.say("email", json!("amber@us.com"));
    let mut browser = Browser::default();
    assert_eq!(viewer(&app, &browser).await.0, StatusCode::UNAUTHORIZED, "there is no demo here");
    assert_eq!(browser.sign_in(&app, &idp, "back=/records/c1").await, "/records/c1");
    let (_, unverified) = viewer(&app, &browser).await;
    assert_eq!((&unverified["roles"], &unverified["person"]), (&json!(["salesperson"]), &Value::Null));
    idp.say("email_verified", json!(true));
    assert_eq!(browser.sign_in(&app, &idp, "").await, "/");
    let (_, verified) = viewer(&app, &browser).await;
    let amber = app.person("amber@us.com").await.to_string();
    assert_eq!(verified["roles"], json!(["salesperson", "auditor"]));
    assert_eq!((&verified["person"], &verified["through"]), (&json!(amber), &json!("session")));
    assert_eq!((&verified["demo"], &verified["email"]), (&json!(true), &json!("amber@us.com")));
    assert_eq!(trail(&app).await[..2], ["account:1 signed_in  {}", "account:1 signed_in  {}"]);
}

#[tokio::test]
async fn somebody_without_a_role_is_signed_in_and_sees_nothing() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let mut browser = Browser::default();
    browser.sign_in(&app, &idp, "").await;
    assert_eq!(viewer(&app, &browser).await.1["rights"], json!([]));
    let (status, _) = read(app.request("GET", "/records", &browser.headers(), "").await).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_session_is_new_with_every_sign_in() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let planted = Some("a".repeat(43));
    let mut browser = Browser { session: planted.clone(), way: None };
    browser.sign_in(&app, &idp, "").await;
    assert_ne!(browser.session, planted, "what somebody planted is nobody's session");
    let before = browser.clone();
    browser.sign_in(&app, &idp, "").await;
    assert_ne!(browser.session, before.session);
    assert!(!is_signed_in(&app, &before).await && is_signed_in(&app, &browser).await);
    assert!(!is_signed_in(&app, &Browser { session: planted, way: None }).await);
}

#[tokio::test]
async fn the_way_back_is_finished_once_soon_and_by_the_browser_that_began_it() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let refused = async |app: &App, browser: &mut Browser, state: &str| {
        let response = browser.come_back(app, state).await;
        let status = response.status();
        assert!(!response.headers().contains_key(SET_COOKIE));
        assert_eq!(status, StatusCode::BAD_REQUEST);
    };
    let mut browser = Browser::default();
    let (state, _) = browser.leave(&app, &idp, "").await;
    refused(&app, &mut Browser::default(), &state).await;
    refused(&app, &mut browser, &state).await;
    let (state, _) = browser.leave(&app, &idp, "").await;
    refused(&app, &mut Browser { way: Some("b".repeat(43)), ..Browser::default() }, &state).await;
    let (state, _) = browser.leave(&app, &idp, "").await;
    let mut twice = browser.clone();
    assert_eq!(browser.come_back(&app, &state).await.status(), StatusCode::SEE_OTHER);
    refused(&app, &mut twice, &state).await;
    refused(&app, &mut twice, "made-up").await;
    let (state, _) = browser.leave(&app, &idp, "").await;
    refused(&app.at(|| after(10 * MINUTE)), &mut browser.clone(), &state).await;
    let (state, _) = browser.leave(&app, &idp, "").await;
    idp.say("nonce", json!("another"));
    refused(&app, &mut browser.clone(), &state).await;
    let failed = "relata sign_in_failed  {\"why\":\"not_trusted\"}";
    assert_eq!(trail(&app).await.iter().filter(|it| *it == failed).count(), 7);
}

#[tokio::test]
async fn two_tabs_may_sign_in_at_the_same_time() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let mut browser = Browser::default();
    let (first, _) = browser.leave(&app, &idp, "back=/a").await;
    let nonce = idp.says.lock().unwrap()["nonce"].clone();
    let (second, _) = browser.leave(&app, &idp, "back=/b").await;
    let mut other = browser.clone();
    assert_eq!(browser.come_back(&app, &second).await.status(), StatusCode::SEE_OTHER);
    idp.say("nonce", nonce);
    assert_eq!(other.come_back(&app, &first).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_refusal_is_a_page_of_text() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let mut browser = Browser::default();
    let (state, _) = browser.leave(&app, &idp, "").await;
    let said = browser.ask(&app, &format!("/sign-in/callback?state={state}&error=access_denied")).await;
    assert_eq!(said.status(), StatusCode::FORBIDDEN);
    assert_eq!(said.headers()["content-type"], "text/html; charset=utf-8");
    let text = axum::body::to_bytes(said.into_body(), 1 << 16).await.unwrap();
    assert!(String::from_utf8_lossy(&text).contains("it answered `access_denied`"));
    for back in ["//evil.example", "https://evil.example", "%5C%5Cevil.example", "evil"] {
        let status = browser.ask(&app, &format!("/sign-in/start?back={back}")).await.status();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{back}");
    }
    let none = App::empty().await;
    assert_eq!(Browser::default().ask(&none, "/sign-in/start").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_session_ends_unused_and_in_the_end_whatever_happens() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let mut browser = Browser::default();
    browser.sign_in(&app, &idp, "").await;
    assert!(!is_signed_in(&app.at(|| after(30 * MINUTE)), &browser).await);
    browser.sign_in(&app, &idp, "").await;
    assert!(is_signed_in(&app.at(|| after(29 * MINUTE)), &browser).await);
    assert!(is_signed_in(&app.at(|| after(58 * MINUTE)), &browser).await);
    assert!(!is_signed_in(&app.at(|| after(12 * 60 * MINUTE)), &browser).await);
}

#[tokio::test]
async fn who_leaves_is_signed_in_no_longer_and_who_loses_a_role_has_it_no_longer() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    idp.say("oid", json!("amber"));
    let mut browser = Browser::default();
    let amber = Holder::Colleague(app.person("amber@us.com").await);
    let by = GivenBy { actor: "operator", at: day_end(), oneself: false };
    let role = app.state.store.give_role(Role::Salesperson, &amber, by).await.unwrap();
    browser.sign_in(&app, &idp, "").await;
    assert_eq!(viewer(&app, &browser).await.1["roles"], json!(["salesperson"]));
    app.state.store.take_role(role, by).await.unwrap();
    assert_eq!(viewer(&app, &browser).await.1["roles"], json!([]), "with the next request");
    app.state.store.replace_directory(&[]).await.unwrap();
    assert!(!is_signed_in(&app, &browser).await);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_and_by_administrators() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    give(&app, Role::Administrator, Holder::Claim("admins".to_owned())).await;
    let (mut one, mut other, mut admin) = (Browser::default(), Browser::default(), Browser::default());
    idp.say("auth_time", json!(after(0).as_second()));
    one.sign_in(&app, &idp, "").await;
    other.sign_in(&app, &idp, "").await;
    idp.say("sub", json!("eve-2"));
    idp.say("groups", json!(["admins"]));
    admin.sign_in(&app, &idp, "").await;
    let (_, listed) = read(app.request("GET", "/sessions", &one.headers(), "").await).await;
    let current: Vec<_> = listed["sessions"].as_array().unwrap().iter().map(|it| (&it["id"], &it["current"])).collect();
    assert_eq!(current, [(&json!("2"), &json!(false)), (&json!("1"), &json!(true))]);
    let delete =
        async |browser: &Browser, path: &str| app.request("DELETE", path, &browser.headers(), "").await.status();
    assert_eq!(delete(&admin, "/sessions/2").await, StatusCode::NOT_FOUND, "it is another's");
    let later = app.at(|| after(15 * MINUTE));
    let (status, said) = read(later.request("DELETE", "/sessions/2", &one.headers(), "").await).await;
    assert_eq!((status, &said["again"]), (StatusCode::FORBIDDEN, &json!(true)), "whoever found this browser open");
    assert_eq!(delete(&one, "/sessions/2").await, StatusCode::NO_CONTENT);
    assert!(!is_signed_in(&app, &other).await && is_signed_in(&app, &one).await);
    assert_eq!(delete(&one, "/accounts/1/sessions").await, StatusCode::FORBIDDEN);
    let (_, accounts) = read(app.request("GET", "/accounts", &admin.headers(), "").await).await;
    let accounts: Vec<_> =
        accounts["accounts"].as_array().unwrap().iter().map(|it| (&it["id"], &it["sessions"], &it["roles"])).collect();
    assert_eq!(accounts, [(&json!("1"), &json!(1), &json!([])), (&json!("2"), &json!(1), &json!(["administrator"]))]);
    assert_eq!(delete(&admin, "/accounts/1/sessions").await, StatusCode::NO_CONTENT);
    assert_eq!(delete(&admin, "/accounts/9/sessions").await, StatusCode::NOT_FOUND);
    assert!(!is_signed_in(&app, &one).await);
    assert_eq!(trail(&app).await[0], "account:2 session_ended account:1 {\"by\":\"administrator\"}");
}

#[tokio::test]
async fn who_signs_out_is_out_here_and_sent_out_there() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let mut browser = Browser::default();
    browser.sign_in(&app, &idp, "").await;
    let kept = browser.clone();
    let mut elsewhere = browser.headers();
    elsewhere.push(("origin", "https://evil.example".to_owned()));
    assert_eq!(app.request("POST", "/sign-out", &elsewhere, "").await.status(), StatusCode::FORBIDDEN);
    let response = app.request("POST", "/sign-out", &browser.headers(), "").await;
    browser.take(&response);
    assert_eq!(response.headers()["clear-site-data"], "\"cache\"");
    let out = format!("{}/end?client_id=relata&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F", idp.base);
    assert_eq!(read(response).await.1, json!({ "redirect": out }));
    assert_eq!(browser.session, None);
    assert!(!is_signed_in(&app, &kept).await, "the cookie is good for nothing");
    let again = app.request("POST", "/sign-out", &kept.headers(), "").await;
    assert_eq!(read(again).await, (StatusCode::OK, json!({ "redirect": null })));
}

#[tokio::test]
async fn the_provider_ends_sessions_by_a_token_that_is_taken_once() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    let form = [("content-type", "application/x-www-form-urlencoded".to_owned())];
    let end = async |claims: Value| {
        let body = format!("logout_token={}", idp.logout_token(&app, claims));
        app.request("POST", "/sign-in/backchannel-logout", &form, &body).await.status()
    };
    let (mut one, mut other) = (Browser::default(), Browser::default());
    one.sign_in(&app, &idp, "").await;
    idp.say("sid", json!("sid-2"));
    other.sign_in(&app, &idp, "").await;
    assert_eq!(end(json!({"jti": "1", "sid": "sid-1"})).await, StatusCode::OK);
    assert!(!is_signed_in(&app, &one).await && is_signed_in(&app, &other).await);
    assert_eq!(end(json!({"jti": "1", "sub": "amber-1"})).await, StatusCode::BAD_REQUEST, "it was taken before");
    assert_eq!(end(json!({"jti": "2", "sub": "amber-1", "nonce": "n"})).await, StatusCode::BAD_REQUEST);
    assert_eq!(end(json!({"jti": "3", "sub": "amber-1", "aud": "other"})).await, StatusCode::BAD_REQUEST);
    assert!(is_signed_in(&app, &other).await);
    assert_eq!(end(json!({"jti": "4", "sub": "amber-1"})).await, StatusCode::OK);
    assert!(!is_signed_in(&app, &other).await);
    assert_eq!(trail(&app).await[0], "relata session_ended  {\"by\":\"provider\",\"sessions\":\"1\"}");
    let garbage = app.request("POST", "/sign-in/backchannel-logout", &form, "x=y").await.status();
    assert_eq!(garbage, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_weighs_much_needs_somebody_who_proved_lately_who_they_are() {
    let mut app = App::start().await;
    let idp = Idp::of(&mut app).await;
    give(&app, Role::Administrator, Holder::Claim("admins".to_owned())).await;
    idp.say("groups", json!(["admins"]));
    let role = r#"{"role": "auditor", "holder": {"kind": "claim", "id": "audit"}}"#;
    let give = async |app: &App, browser: &Browser| {
        read(app.request("POST", "/roles/assignments", &browser.headers(), role).await).await
    };
    let mut browser = Browser::default();
    browser.sign_in(&app, &idp, "").await;
    let (status, said) = give(&app, &browser).await;
    assert_eq!((status, &said["again"]), (StatusCode::FORBIDDEN, &json!(true)), "nobody says when they proved it");
    let (state, place) = browser.leave(&app, &idp, "again=true").await;
    assert!(place.ends_with("&prompt=login&max_age=60"), "{place}");
    assert_eq!(browser.come_back(&app, &state).await.status(), StatusCode::BAD_REQUEST, "the provider still does not");
    idp.say("auth_time", json!(after(0).as_second()));
    browser.sign_in(&app, &idp, "again=true").await;
    assert!(give(&app.at(|| after(15 * MINUTE - 1)), &browser).await.0.is_success());
    assert_eq!(give(&app.at(|| after(15 * MINUTE)), &browser).await.1["again"], true);
    let token = r#"{"name": "x", "rights": ["see_records"], "expires_in_days": 1}"#;
    let later = app.at(|| after(15 * MINUTE));
    let (_, said) = read(later.request("POST", "/tokens", &browser.headers(), token).await).await;
    assert_eq!(said["again"], true);
}

#[tokio::test]
async fn a_local_administrator_signs_in_with_a_password_that_cannot_be_guessed() {
    let mut app = App::start().await;
    app.state.viewer = None;
    let store = &app.state.store;
    let limits = Limits { passwords: 8, ..Limits::default() };
    app.state.access = Arc::new(Access::new(None, RootKeys::in_memory(), &limits, app.state.clock));
    store.set_local_administrator("eve", &Password::hash("a long password"), day_end()).await.unwrap();
    let ways = read(app.request("GET", "/sign-in", &[], "").await).await.1;
    assert_eq!(ways, json!({ "provider": null, "local": true, "demo": false }));
    let attempt = async |name: &str, password: &str| {
        let body = json!({ "name": name, "password": password }).to_string();
        app.request("POST", "/sign-in/local", &[], &body).await
    };
    let response = attempt("eve", "a long password").await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    let mut browser = Browser::default();
    browser.take(&response);
    assert_eq!(viewer(&app, &browser).await.1["roles"], json!(["administrator"]));
    for name in ["eve", "eve", "eve", "adam"] {
        let (status, said) = read(attempt(name, "wrong").await).await;
        assert_eq!((status, &said["detail"]), (StatusCode::UNAUTHORIZED, &json!("the name or the password is wrong")));
    }
    assert_eq!(attempt("eve", "wrong").await.status(), StatusCode::UNAUTHORIZED);
    let response = attempt("eve", "a long password").await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS, "five a minute for a name");
    assert_eq!(response.headers()[RETRY_AFTER], "13");
    assert_eq!(attempt("adam", "wrong").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(attempt("zoe", "wrong").await.status(), StatusCode::TOO_MANY_REQUESTS, "eight a minute from an address");
    let (signed_in, failed) = ("account:1 signed_in  {}", "relata sign_in_failed  {\"why\":\"password\"}");
    assert_eq!(trail(&app).await[..7], [failed, failed, failed, failed, failed, failed, signed_in]);
}

#[tokio::test]
async fn over_tls_cookies_and_answers_say_so() {
    let mut app = App::start().await;
    app.state.viewer = None;
    let mut settings = (*app.state.settings).clone();
    settings.access.url = "https://relata.example.com".to_owned();
    app.state.settings = Arc::new(settings);
    app.state.store.set_local_administrator("eve", &Password::hash("a long password"), day_end()).await.unwrap();
    let body = json!({ "name": "eve", "password": "a long password" }).to_string();
    let response = app.request("POST", "/sign-in/local", &[], &body).await;
    let cookie = response.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    let (pair, rest) = cookie.split_once("; ").unwrap();
    assert_eq!(rest, "Max-Age=43200; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(response.headers()["strict-transport-security"], "max-age=63072000; includeSubDomains");
    let ask = async |cookie: String| app.request("GET", "/viewer", &[("cookie", cookie)], "").await.status();
    assert_eq!(ask(pair.to_owned()).await, StatusCode::OK);
    assert_eq!(ask(pair.replace("__Host-", "")).await, StatusCode::UNAUTHORIZED, "anybody nearby could set that");
}
