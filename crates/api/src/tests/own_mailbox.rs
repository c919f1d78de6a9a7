//! One's own mailbox: granted for a while by whoever is signed in, used for requests alone, taken back.

use std::sync::{Arc, Mutex};

use anyhow::anyhow;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use relata_model::Holder;
use relata_model::policy::Role;
use relata_store::{AuditQuery, GivenBy};
use serde_json::{Value, json};

use super::app::{App, day_end, json as read};
use super::provider::{Browser, Idp};
use crate::{NotSent, OwnMailboxes};

const SCOPE: &str = "https://graph.example/Mail.Send";
const REQUEST: &str = r#"{"contact": "{lea}", "colleague": "{amber}", "subject": "Lea?", "body": "Dear Amber",
    "idempotency_key": "k1"}"#;

/// Ben, who is signed in with the provider, and what was sent from mailboxes.
struct Ben {
    app: App,
    idp: Idp,
    browser: Browser,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Ben {
    async fn new(refuses: fn() -> Option<NotSent>) -> Ben {
        let sent: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&sent);
        let send = move |letter: crate::OwnLetter| -> crate::Sending {
            let kept = Arc::clone(&kept);
            Box::pin(async move {
                let told = (&letter.token, &letter.to, &letter.subject, letter.message_id.ends_with("@us.com>"));
                kept.lock().unwrap().push(format!("{told:?}"));
                refuses().map_or(Ok(()), Err)
            })
        };
        let mut app = App::start().await;
        let mailboxes = OwnMailboxes { scope: SCOPE.to_owned(), send: Box::new(send) };
        let idp = Idp::granting(&mut app, Some(mailboxes)).await;
        for (claim, value) in [("sub", json!("ben-1")), ("email", json!("ben@us.com")), ("email_verified", json!(true))]
        {
            idp.say(claim, value);
        }
        let ben = Holder::Colleague(app.person("ben@us.com").await);
        let by = GivenBy { actor: "operator", at: day_end(), oneself: false };
        app.state.store.give_role(Role::Salesperson, &ben, by).await.unwrap();
        let mut browser = Browser::default();
        browser.sign_in(&app, &idp, "").await;
        Ben { app, idp, browser, sent }
    }

    /// Goes to the provider and comes back; returns how that ended.
    async fn grants(&mut self, what: &str) -> (StatusCode, String) {
        let path = "/own-mailbox/start?back=/records/c1";
        let (state, there) = self.browser.leave_by(&self.app, &self.idp, path).await;
        assert!(there.contains("login_hint=ben%40us.com") && there.contains("Mail.Send"), "{there}");
        self.idp.say("granted", json!(what));
        let back = self.browser.ask(&self.app, &format!("/own-mailbox/callback?state={state}&code=c")).await;
        let place = back.headers().get(LOCATION).map(|it| it.to_str().unwrap().to_owned());
        (back.status(), place.unwrap_or_default())
    }

    async fn ask(&self, method: &str, path: &str, body: &str) -> (StatusCode, Value) {
        let (path, body) = (self.app.with_ids(path).await, self.app.with_ids(body).await);
        let mut headers = self.browser.headers();
        headers.push(("origin", "http://localhost:8080".to_owned()));
        read(self.app.request(method, &path, &headers, &body).await).await
    }

    async fn state(&self) -> Value {
        self.ask("GET", "/own-mailbox", "").await.1["state"].clone()
    }
}

#[tokio::test]
async fn a_request_leaves_from_the_mailbox_that_was_granted() {
    let mut ben = Ben::new(|| None).await;
    assert_eq!(ben.state().await, json!("possible"));
    let draft = "/introductions/draft?contact={lea}&colleague={amber}";
    assert_eq!(ben.ask("GET", draft, "").await.1["transport"], json!("mailto"));
    assert_eq!(ben.grants(&format!("openid {SCOPE}")).await, (StatusCode::SEE_OTHER, "/records/c1".to_owned()));
    assert_eq!(ben.state().await, json!("granted"));
    let (_, said) = ben.ask("GET", draft, "").await;
    assert_eq!((&said["transport"], &said["from"]), (&json!("graph"), &json!("ben@us.com")));
    let (status, sent) = ben.ask("POST", "/introductions", REQUEST).await;
    assert_eq!((status, &sent["state"]), (StatusCode::CREATED, &json!("sent")), "{sent}");
    assert_eq!(ben.ask("POST", "/introductions", REQUEST).await, (StatusCode::CREATED, sent));
    assert_eq!(*ben.sent.lock().unwrap(), [r#"("token-1", "amber@us.com", "Lea?", true)"#]);
    assert_eq!(ben.ask("GET", "/introductions", "").await.1["mine"][0]["through"], json!("graph"));

    assert_eq!(ben.ask("DELETE", "/own-mailbox", "").await.1["state"], json!("possible"));
    let trail = ben.app.state.store.audited(&AuditQuery::default(), 100).await.unwrap();
    let of_mailbox = trail.iter().filter(|it| it.action.starts_with("mailbox_")).map(|it| it.action.as_str());
    assert_eq!(of_mailbox.collect::<Vec<_>>(), ["mailbox_taken_back", "mailbox_granted"]);
}

#[tokio::test]
async fn what_another_account_or_nobody_granted_is_thrown_away() {
    let mut ben = Ben::new(|| None).await;
    assert_eq!(ben.grants("openid").await.0, StatusCode::BAD_REQUEST, "nothing was granted");
    ben.idp.say("sub", json!("eve-1"));
    assert_eq!(ben.grants(SCOPE).await.0, StatusCode::BAD_REQUEST, "it was another account");
    assert_eq!(ben.state().await, json!("possible"));
    // A way to grant is no way to sign in.
    let (state, _) = ben.browser.leave_by(&ben.app, &ben.idp, "/own-mailbox/start").await;
    let back = ben.browser.come_back(&ben.app, &state).await;
    assert_eq!(back.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_grant_ends_with_the_session() {
    let mut ben = Ben::new(|| None).await;
    ben.grants(SCOPE).await;
    ben.ask("POST", "/sign-out", "").await;
    ben.browser.sign_in(&ben.app, &ben.idp, "").await;
    assert_eq!(ben.state().await, json!("possible"));
}

#[tokio::test]
async fn what_is_not_taken_any_more_is_dropped_and_what_is_uncertain_is_told() {
    let mut ben = Ben::new(|| Some(NotSent::NotGranted(anyhow!("revoked")))).await;
    ben.grants(SCOPE).await;
    assert_eq!(ben.ask("POST", "/introductions", REQUEST).await.0, StatusCode::CONFLICT);
    assert_eq!(ben.state().await, json!("possible"));
    assert_eq!(ben.ask("GET", "/introductions", "").await.1["mine"][0]["state"], json!("failed"));

    let mut ben = Ben::new(|| Some(NotSent::Uncertain(anyhow!("no answer")))).await;
    ben.grants(SCOPE).await;
    for _ in 0..2 {
        assert_eq!(ben.ask("POST", "/introductions", REQUEST).await.1["state"], json!("uncertain"));
    }
    assert_eq!(ben.sent.lock().unwrap().len(), 1, "it is never sent again by itself");
}
