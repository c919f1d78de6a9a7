//! Trials: who may try, what is said line by line, that going away ends one, and that nothing of it is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use axum::response::Response;
use relata_model::policy::Role;
use serde_json::json;

use super::app::{App, json as answer};
use crate::{Extent, Finding, Looking, Step, Tell, TenantGroup, TrialEnd, TrialLine, TrialStep, Tried, Try, Trying};

/// Says what it was given, and counts the trials that are under way. The tenant `endless` is tried without an end.
#[derive(Default)]
pub(super) struct Parrot {
    under_way: Arc<AtomicUsize>,
}

/// One more, until dropped.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn one_more(of: &Arc<AtomicUsize>) -> UnderWay {
        of.fetch_add(1, Ordering::SeqCst);
        UnderWay(Arc::clone(of))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Try for Parrot {
    fn attempt(&self, what: Tried, extent: Extent, tell: Tell) -> Trying {
        let under_way = UnderWay::one_more(&self.under_way);
        Box::pin(async move {
            let _under_way = under_way;
            tell(TrialLine::Step(TrialStep { step: Step::SigningIn, done: 0, of: 0 }));
            let (to, credential) = match what {
                Tried::Entered { to, secret } => (to, format!("entered {} letters", secret.len())),
                Tried::Connected(it) => (it.to, "connected".to_owned()),
            };
            if to.tenant == "endless" {
                std::future::pending::<()>().await;
            }
            let text = format!("{extent:?} {} {} {credential}", to.source, to.group);
            tell(TrialLine::Finding(Finding::note(text, Some("nothing"))));
            tell(TrialLine::End(TrialEnd { sound: true }));
        })
    }

    fn groups(&self, _: Tried, beginning: String) -> Looking {
        Box::pin(async move {
            match beginning.as_str() {
                "forbidden" => Err("groups may not be listed".to_owned()),
                _ => Ok(vec![TenantGroup { id: "g-1".to_owned(), name: format!("{beginning}es"), members: Some(3) }]),
            }
        })
    }
}

async fn administered() -> App {
    App::start().await.viewed_by(Some(&[Role::Administrator]))
}

fn entered(tenant: &str) -> String {
    json!({ "kind": "microsoft365", "tenant": tenant, "client": "app", "secret": "hush" }).to_string()
}

async fn ask(app: &App, path: &str, body: &str) -> Response {
    app.request("POST", path, &[("origin", "http://localhost:8080".to_owned())], body).await
}

/// Returns the lines of a trial that ended.
async fn lines(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::OK);
    String::from_utf8(axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn what_was_entered_is_tried_and_told_line_by_line() {
    let app = administered().await;
    let said = lines(ask(&app, "/connections/test", &entered("contoso.example")).await).await;
    expect_test::expect![[r#"
        {"line":"step","step":"signing_in","done":0,"of":0}
        {"line":"finding","verdict":"note","text":"Test Microsoft 365: contoso.example  entered 4 letters","remedy":"nothing"}
        {"line":"end","sound":true}
    "#]]
    .assert_eq(&said);
    assert_eq!(app.get("/connections").await.1, json!({ "connections": [] }), "nothing is kept");
    assert!(app.state.store.secret("connection 1").await.unwrap().is_none());
}

#[tokio::test]
async fn a_connection_is_tried_as_long_as_it_has_not_ended() {
    let app = administered().await;
    let body = entered("contoso.example").replace('}', r#","group":"sales"}"#);
    assert_eq!(app.post("/connections", &body).await.0, StatusCode::CREATED);
    let said = lines(ask(&app, "/connections/1/plan", "").await).await;
    assert!(said.contains("Plan Microsoft 365: contoso.example sales connected"), "{said}");
    assert_eq!(ask(&app, "/connections/2/test", "").await.status(), StatusCode::NOT_FOUND);
    app.post("/connections/1/disconnect", r#"{"erase": false}"#).await;
    assert_eq!(ask(&app, "/connections/1/test", "").await.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn whoever_goes_away_has_cancelled_it_and_others_have_their_turn() {
    let mut app = administered().await;
    let parrot = Parrot::default();
    let under_way = Arc::clone(&parrot.under_way);
    app.state.tries = Arc::new(parrot);
    let (first, second) = (
        ask(&app, "/connections/plan", &entered("endless")).await,
        ask(&app, "/connections/test", &entered("endless")).await,
    );
    assert_eq!(under_way.load(Ordering::SeqCst), 2);
    assert_eq!(ask(&app, "/connections/test", &entered("t")).await.status(), StatusCode::CONFLICT);
    drop(first);
    assert_eq!(under_way.load(Ordering::SeqCst), 1);
    lines(ask(&app, "/connections/test", &entered("t")).await).await;
    drop(second);
    assert_eq!(under_way.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nobody_tries_secrets_one_after_the_other() {
    let app = administered().await;
    for _ in 0..20 {
        lines(ask(&app, "/connections/test", &entered("t")).await).await;
    }
    assert_eq!(ask(&app, "/connections/test", &entered("t")).await.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn groups_are_looked_for_or_it_is_said_why_not() {
    let app = administered().await;
    let look = async |beginning: &str| {
        let connection: serde_json::Value = serde_json::from_str(&entered("t")).unwrap();
        let body = json!({ "connection": connection, "beginning": beginning }).to_string();
        answer(ask(&app, "/connections/groups", &body).await).await
    };
    let found = json!({ "groups": [{ "id": "g-1", "name": "Sales", "members": 3 }] });
    assert_eq!(look(" Sal ").await, (StatusCode::OK, found));
    let (status, refused) = look("forbidden").await;
    assert_eq!((status, &refused["detail"]), (StatusCode::BAD_GATEWAY, &json!("groups may not be listed")));
}

#[tokio::test]
async fn whoever_may_not_manage_sources_tries_nothing() {
    let app = App::start().await.viewed_by(Some(&[Role::SalesManager]));
    for path in ["/connections/test", "/connections/plan", "/connections/1/test", "/connections/1/plan"] {
        assert_eq!(ask(&app, path, &entered("t")).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
}
