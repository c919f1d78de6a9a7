//! Hooks: what is answered to whoever says that something happened.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use super::app::App;
use crate::access::limits::NOTIFICATIONS;
use crate::{Hear, Heard, Hearing, MICROSOFT365};

/// Remembers the sizes of what it heard.
#[derive(Default)]
struct Ear(Mutex<Vec<usize>>);

impl Hear for Ear {
    fn hear<'a>(&'a self, body: &'a [u8]) -> Hearing<'a> {
        self.0.lock().unwrap().push(body.len());
        Box::pin(async move {
            match body {
                b"nonsense" => Heard::Nonsense,
                b"again" => Heard::Again,
                _ => Heard::Noted,
            }
        })
    }
}

async fn app() -> (App, Arc<Ear>) {
    let mut app = App::empty().await;
    let ear = Arc::new(Ear::default());
    app.state.hears = Some(ear.clone());
    (app, ear)
}

async fn post(app: &App, query: &str, body: impl Into<Body>) -> (StatusCode, String, String) {
    let request = Request::post(format!("{MICROSOFT365}{query}")).header("host", "relata.example.com");
    let response = app.send(request.body(body.into()).unwrap()).await;
    let kind = response.headers().get("content-type").map_or("", |it| it.to_str().unwrap()).to_owned();
    let status = response.status();
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_token_is_sent_back_as_text_and_nothing_is_heard() {
    let (app, ear) = app().await;
    let (status, kind, text) = post(&app, "?validationToken=%3Cscript%3E1%2B1", Body::empty()).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert_eq!(text, "<script>1+1");
    assert_eq!(post(&app, "?validationToken=%FF", Body::empty()).await.0, StatusCode::BAD_REQUEST);
    assert!(ear.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_told_is_answered_at_once_and_without_a_word() {
    let (app, ear) = app().await;
    for (body, expected) in [
        ("{\"value\": []}", StatusCode::ACCEPTED),
        ("nonsense", StatusCode::BAD_REQUEST),
        ("again", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        assert_eq!(post(&app, "", body).await, (expected, String::new(), String::new()), "{body}");
    }
    // Larger than what the API takes, and no larger than a megabyte.
    assert_eq!(post(&app, "", vec![b' '; 1024 * 1024]).await.0, StatusCode::ACCEPTED);
    assert_eq!(post(&app, "", vec![b' '; 1024 * 1024 + 1]).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ear.0.lock().unwrap().as_slice(), [13, 8, 5, 1024 * 1024]);
}

#[tokio::test]
async fn nobody_is_heard_from_another_site_or_too_often_or_where_nobody_listens() {
    let (app, ear) = app().await;
    let foreign =
        Request::post(MICROSOFT365).header("host", "relata.example.com").header("origin", "https://evil.example");
    assert_eq!(app.send(foreign.body(Body::empty()).unwrap()).await.status(), StatusCode::FORBIDDEN);
    assert!(ear.0.lock().unwrap().is_empty());
    let (router, mut last) = (app.router(), StatusCode::ACCEPTED);
    for _ in 0..=NOTIFICATIONS {
        let request = Request::post(MICROSOFT365).header("host", "relata.example.com").body(Body::empty()).unwrap();
        last = router.clone().oneshot(request).await.unwrap().status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(post(&App::empty().await, "", "").await.0, StatusCode::METHOD_NOT_ALLOWED);
}
