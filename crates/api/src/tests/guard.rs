//! The guard: hosts, origins, sizes, headers; and the files of the web application.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use relata_keys::RootKeys;

use super::app::{App, json};
use crate::{Access, Limits};

#[tokio::test]
async fn only_our_own_names_are_answered() {
    let app = App::empty().await;
    for (host, expected) in [
        ("localhost:8080", StatusCode::OK),
        ("127.0.0.1", StatusCode::OK),
        ("[::1]:8080", StatusCode::OK),
        ("Relata.example.com:443", StatusCode::OK),
        ("evil.example.com", StatusCode::MISDIRECTED_REQUEST),
        ("localhost.evil.example.com:8080", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1.nip.io", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let request = Request::get("/healthz").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(app.send(request).await.status(), expected, "{host}");
    }
    let nameless = Request::get("/healthz").body(Body::empty()).unwrap();
    assert_eq!(app.send(nameless).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_changes_something_must_come_from_our_own_pages() {
    let app = App::empty().await;
    for (name, value, passes) in [
        ("origin", "http://localhost:8080", true),
        ("origin", "https://evil.example.com", false),
        ("origin", "http://localhost:9999", false),
        ("origin", "null", false),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-origin", true),
        ("user-agent", "curl", true),
    ] {
        let request = Request::post("/api/v1/introductions").header("host", "localhost:8080").header(name, value);
        let (status, _) = json(app.send(request.body(Body::from("{}")).unwrap()).await).await;
        assert_eq!(status != StatusCode::FORBIDDEN, passes, "{name}: {value}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = App::empty().await;
    for (path, host) in [("/api/v1/viewer", "localhost"), ("/records/c1", "localhost"), ("/", "evil.example.com")] {
        let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
        let response = app.send(request).await;
        let header = |name: &str| response.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"));
        let policy = header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        if path.starts_with("/api") {
            assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        }
    }
}

#[tokio::test]
async fn what_is_too_long_or_no_json_is_refused() {
    let app = App::start().await;
    let (status, answer) = app.post("/introductions", &"x".repeat(100_000)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    let (status, answer) = app.post("/introductions", "{\"contact\": 1}").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(answer["detail"].as_str().unwrap().contains("contact"), "{answer}");
    let (status, _) = app.post("/records", "{}").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn unknown_paths_show_the_application_or_say_how_to_build_it() {
    let app = App::empty().await;
    for (path, found) in [("/", true), ("/records/c1", true), ("/assets/no-such-file.js", false)] {
        let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
        let response = app.send(request).await;
        assert_eq!(response.status() != StatusCode::NOT_FOUND, found, "{path}");
        let Some(tag) = response.headers().get("etag").filter(|_| found).cloned() else { continue };
        let again = Request::get(path).header("host", "localhost").header("if-none-match", tag);
        assert_eq!(app.send(again.body(Body::empty()).unwrap()).await.status(), StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn the_server_says_how_it_is() {
    let app = App::empty().await;
    for path in ["/healthz", "/readyz", "/api/v1/openapi.json"] {
        let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
        let (status, answer) = json(app.send(request).await).await;
        assert_eq!(status, StatusCode::OK);
        assert!(answer.is_object(), "{path}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_ask_again() {
    let mut app = App::start().await;
    let limits = Limits { requests: 4, searches: 2, ..Limits::default() };
    app.state.access = Arc::new(Access::new(None, RootKeys::in_memory(), &limits, app.state.clock));
    for expected in [StatusCode::OK, StatusCode::OK, StatusCode::TOO_MANY_REQUESTS] {
        assert_eq!(app.get("/search?q=lea").await.0, expected);
    }
    assert_eq!(app.get("/viewer").await.0, StatusCode::OK);
    let response = app.request("GET", "/viewer", &[], "").await;
    assert_eq!(
        (response.status(), response.headers()["retry-after"].as_bytes()),
        (StatusCode::TOO_MANY_REQUESTS, &b"16"[..])
    );
    let (_, said) = json(response).await;
    assert_eq!(said["detail"], "this was asked too often; try again in 16 seconds");
}
