//! Refusals in the log: who is refused what, by numbers and templates, and nothing of what was asked for.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use expect_test::{Expect, expect};
use relata_model::policy::Role;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::app::App;

/// Listens to what is refused.
struct Listening(Arc<Mutex<String>>);

impl Subscriber for Listening {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target() == "relata::refused"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut heard = self.0.lock().unwrap();
        event.record(&mut Heard(&mut heard));
        heard.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Heard<'a>(&'a mut String);

impl Visit for Heard<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "message" {
            write!(self.0, "{value:?} ").unwrap();
        }
    }
}

/// A question: method, path, headers.
type Question<'a> = (&'a str, &'a str, &'a [(&'static str, &'a str)]);

/// Asks as somebody with that role, or as nobody, and returns what the log is told.
async fn told(role: Option<Role>, questions: &[Question<'_>]) -> String {
    let app = App::start().await.viewed_by(role.as_ref().map(std::slice::from_ref));
    let heard = Arc::new(Mutex::new(String::new()));
    let _listening = tracing::subscriber::set_default(Listening(Arc::clone(&heard)));
    for (method, path, headers) in questions {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        app.request(method, path, &headers, "{}").await;
    }
    let heard = heard.lock().unwrap();
    heard.clone()
}

async fn check(role: Option<Role>, questions: &[Question<'_>], expected: Expect) {
    expected.assert_eq(&told(role, questions).await);
}

#[tokio::test]
async fn who_lacks_a_right_is_told_of_by_number_and_template() {
    let questions: &[Question<'_>] = &[
        ("GET", "/records/c1/introducers", &[]),
        ("GET", "/audit", &[]),
        ("GET", "/records?limit=lea@acme.com", &[]),
        ("GET", "/records/c1", &[]),
        ("GET", "/records/nothing", &[]),
    ];
    let expected = expect![[r#"
        403 GET "/api/v1/records/{record}/introducers" "demo" 
        403 GET "/api/v1/audit" "demo" 
        400 GET "/api/v1/records" "demo" 
    "#]];
    check(Some(Role::Administrator), questions, expected).await;
}

#[tokio::test]
async fn who_is_not_known_is_told_of_when_they_try() {
    let elsewhere: &[(&str, &str)] = &[("origin", "https://evil.example")];
    let questions: &[Question<'_>] = &[
        ("GET", "/viewer", &[]),
        ("GET", "/viewer", &[("authorization", "Bearer made up")]),
        ("POST", "/sign-in/local", &[]),
        ("POST", "/sign-out", elsewhere),
    ];
    let expected = expect![[r#"
        401 GET "/api/v1/viewer" "somebody" 
        400 POST "/api/v1/sign-in/local" "somebody" 
        403 POST "/api/v1/sign-out" "somebody" 
    "#]];
    check(None, questions, expected).await;
}

#[tokio::test]
async fn who_is_not_known_cannot_fill_the_log() {
    let questions: [Question<'_>; 70] = [("GET", "/viewer", &[("authorization", "Bearer made up")]); 70];
    assert_eq!(told(None, &questions).await.lines().count(), 60, "a minute");
}
