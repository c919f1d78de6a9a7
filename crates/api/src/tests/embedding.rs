//! Widgets in other applications: from the application's server to one record on its page, and every way around that.

use axum::http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use relata_model::Holder;
use relata_model::policy::Role;
use relata_store::GivenBy;
use serde_json::{Value, json};

use super::app::{App, day_end, json as read};

const CRM: &str = "https://crm.example";
const ELSEWHERE: &str = "https://evil.example";

fn after(seconds: i64) -> Timestamp {
    day_end() + SignedDuration::from_secs(seconds)
}

/// An application with a registered site, and the API token of its server. Amber is a salesperson.
struct Crm {
    app: App,
    api_token: String,
    role: i64,
}

const BY: GivenBy<'static> = GivenBy { actor: "operator", at: Timestamp::UNIX_EPOCH, oneself: false };

impl Crm {
    async fn start() -> Crm {
        let app = App::start().await.viewed_by(Some(&[Role::Administrator]));
        let origins = json!({ "origins": [{ "origin": CRM, "label": "CRM" }] }).to_string();
        assert_eq!(app.give(Method::PUT, "/embed/origins", &origins).await.0, StatusCode::OK);
        let token = r#"{"name": "CRM", "rights": ["issue_embed_tokens"], "expires_in_days": 90}"#;
        let (_, made) = app.post("/tokens", token).await;
        let amber = Holder::Colleague(app.person("amber@us.com").await);
        let role = app.state.store.give_role(Role::Salesperson, &amber, BY).await.unwrap();
        Crm { app, api_token: made["token"].as_str().unwrap().to_owned(), role }
    }

    async fn wants(&self, wanted: Value) -> (StatusCode, Value) {
        let bearer = [("authorization", format!("Bearer {}", self.api_token))];
        read(self.app.request("POST", "/embed/tokens", &bearer, &wanted.to_string()).await).await
    }

    /// A token for Amber and the contact Lea.
    async fn token(&self) -> String {
        let (status, made) = self.wants(json!({ "record": "c1", "email": "amber@us.com", "origin": CRM })).await;
        assert_eq!((status, &made["expires_at"]), (StatusCode::OK, &json!("2026-04-01T00:05:00Z")), "{made}");
        made["token"].as_str().unwrap().to_owned()
    }

    /// The session of such a token.
    async fn session(&self) -> String {
        let token = self.token().await;
        let (status, opened) = exchange(&self.app, &token, CRM, Some(CRM)).await;
        assert_eq!((status, &opened["record"]), (StatusCode::OK, &json!("c1")), "{opened}");
        assert_eq!(opened["viewer"], json!({ "name": "Amber Stone" }));
        opened["session"].as_str().unwrap().to_owned()
    }
}

/// Exchanges a token for a site, asked from a page of an origin.
async fn exchange(app: &App, token: &str, site: &str, from: Option<&str>) -> (StatusCode, Value) {
    let origin: Vec<(&str, String)> = from.into_iter().map(|it| ("origin", it.to_owned())).collect();
    let body = json!({ "token": token, "origin": site }).to_string();
    read(app.request("POST", "/embed/sessions", &origin, &body).await).await
}

/// Asks as the widget of a session, from a page of an origin.
async fn ask(app: &App, session: &str, method: &str, path: &str, from: Option<&str>) -> StatusCode {
    let mut headers = vec![("authorization", format!("Embed {session}"))];
    headers.extend(from.map(|it| ("origin", it.to_owned())));
    let path = app.with_ids(path).await;
    app.request(method, &path, &headers, "{}").await.status()
}

#[tokio::test]
async fn a_widget_reads_its_record_and_nothing_else() {
    let crm = Crm::start().await;
    let session = crm.session().await;
    for (method, path, expected) in [
        ("GET", "/viewer", StatusCode::OK),
        ("GET", "/records/c1", StatusCode::OK),
        ("GET", "/records/c1/introducers?limit=5", StatusCode::OK),
        ("GET", "/people/{lea}/introducers/{amber}", StatusCode::OK),
        ("GET", "/people/{lea}/introducers/{cleo}", StatusCode::FORBIDDEN),
        ("GET", "/people/{jo}/introducers/{amber}", StatusCode::FORBIDDEN),
        ("GET", "/records/a1", StatusCode::FORBIDDEN),
        ("GET", "/records/a1/introducers", StatusCode::FORBIDDEN),
        ("GET", "/records/c1/people", StatusCode::FORBIDDEN),
        ("GET", "/people/{lea}", StatusCode::FORBIDDEN),
        ("GET", "/people/{lea}/introducers", StatusCode::FORBIDDEN),
        ("GET", "/records", StatusCode::FORBIDDEN),
        ("GET", "/records.csv", StatusCode::FORBIDDEN),
        ("GET", "/search?q=lea", StatusCode::FORBIDDEN),
        ("GET", "/colleagues", StatusCode::FORBIDDEN),
        ("GET", "/overview", StatusCode::FORBIDDEN),
        ("GET", "/tokens", StatusCode::FORBIDDEN),
        ("GET", "/audit", StatusCode::FORBIDDEN),
        ("POST", "/introductions", StatusCode::FORBIDDEN),
        ("POST", "/embed/tokens", StatusCode::FORBIDDEN),
        ("PUT", "/settings/analytics", StatusCode::FORBIDDEN),
        ("DELETE", "/tokens/1", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(ask(&crm.app, &session, method, path, None).await, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_token_is_good_once_on_its_site_and_for_five_minutes() {
    let crm = Crm::start().await;
    let app = &crm.app;
    let token = crm.token().await;
    assert_eq!(exchange(app, &token, ELSEWHERE, None).await.0, StatusCode::UNAUTHORIZED, "for another site");
    assert_eq!(exchange(app, &token, CRM, Some("http://localhost:8080")).await.0, StatusCode::OK, "from our frame");
    let (status, said) = exchange(app, &token, CRM, Some(CRM)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "it was used");
    assert!(said["detail"].as_str().unwrap().starts_with("this token is good no more"), "{said}");
    let token = crm.token().await;
    let late = app.at(|| after(300));
    assert_eq!(exchange(&late, &token, CRM, Some(CRM)).await.0, StatusCode::UNAUTHORIZED, "it is over");
    assert_eq!(exchange(app, "made up", CRM, Some(CRM)).await.0, StatusCode::UNAUTHORIZED);
    let session = crm.session().await;
    assert_eq!(ask(&app.at(|| after(299)), &session, "GET", "/records/c1", None).await, StatusCode::OK);
    assert_eq!(ask(&late, &session, "GET", "/records/c1", None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(app, &token, "GET", "/records/c1", None).await, StatusCode::UNAUTHORIZED, "a token is no session");
}

#[tokio::test]
async fn another_site_gets_nothing() {
    let crm = Crm::start().await;
    let app = &crm.app;
    let token = crm.token().await;
    assert_eq!(exchange(app, &token, CRM, Some(ELSEWHERE)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(exchange(app, &token, CRM, Some("null")).await.0, StatusCode::FORBIDDEN);
    let session = crm.session().await;
    assert_eq!(ask(app, &session, "GET", "/records/c1", Some(CRM)).await, StatusCode::OK);
    assert_eq!(ask(app, &session, "GET", "/records/c1", Some("http://localhost:8080")).await, StatusCode::OK);
    assert_eq!(ask(app, &session, "GET", "/records/c1", Some(ELSEWHERE)).await, StatusCode::UNAUTHORIZED);
    let (status, said) = crm.wants(json!({ "record": "c1", "email": "amber@us.com", "origin": ELSEWHERE })).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
}

#[tokio::test]
async fn only_registered_sites_are_answered_across_sites_and_never_with_cookies() {
    let crm = Crm::start().await;
    let allowed = async |method: &str, path: &str, origin: &str, more: &[(&str, String)]| {
        let mut headers = vec![("origin", origin.to_owned())];
        headers.extend(more.iter().cloned());
        let response = crm.app.request(method, path, &headers, "").await;
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
        response.headers().get("access-control-allow-origin").map(|it| it.to_str().unwrap().to_owned())
    };
    let preflight = [("access-control-request-method", "GET".to_owned())];
    assert_eq!(allowed("OPTIONS", "/records/c1", CRM, &preflight).await.as_deref(), Some(CRM));
    assert_eq!(allowed("OPTIONS", "/records/c1", ELSEWHERE, &preflight).await, None);
    let embed = [("authorization", format!("Embed {}", crm.session().await))];
    assert_eq!(allowed("GET", "/records/c1", CRM, &embed).await.as_deref(), Some(CRM));
    assert_eq!(allowed("GET", "/records/c1", ELSEWHERE, &embed).await, None);
    assert_eq!(allowed("GET", "/records/c1", CRM, &[]).await, None, "without an embed session there is no way across");
    assert_eq!(allowed("POST", "/embed/sessions", CRM, &[]).await.as_deref(), Some(CRM));
}

#[tokio::test]
async fn a_widget_ends_with_the_role_the_colleague_and_the_token_it_rests_on() {
    let introducers = "/records/c1/introducers";
    let crm = Crm::start().await;
    let session = crm.session().await;
    crm.app.state.store.take_role(crm.role, BY).await.unwrap();
    assert_eq!(ask(&crm.app, &session, "GET", introducers, None).await, StatusCode::FORBIDDEN);
    let crm = Crm::start().await;
    let session = crm.session().await;
    assert_eq!(crm.app.give(Method::DELETE, "/tokens/1", "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask(&crm.app, &session, "GET", introducers, None).await, StatusCode::UNAUTHORIZED);
    let crm = Crm::start().await;
    let session = crm.session().await;
    crm.app.state.store.replace_directory(&[]).await.unwrap();
    assert_eq!(ask(&crm.app, &session, "GET", introducers, None).await, StatusCode::UNAUTHORIZED);
    let crm = Crm::start().await;
    let session = crm.session().await;
    assert_eq!(crm.app.give(Method::PUT, "/embed/origins", r#"{"origins": []}"#).await.0, StatusCode::OK);
    assert_eq!(ask(&crm.app, &session, "GET", introducers, None).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn tokens_are_made_by_programs_for_colleagues_and_records_that_are_there() {
    let crm = Crm::start().await;
    for (wanted, expected) in [
        (json!({ "record": "c1", "colleague": "amber", "origin": CRM }), StatusCode::OK),
        (json!({ "record": "c1", "colleague": "nobody", "origin": CRM }), StatusCode::NOT_FOUND),
        (json!({ "record": "c1", "email": "lea@acme.com", "origin": CRM }), StatusCode::NOT_FOUND),
        (json!({ "record": "c1", "email": "nonsense", "origin": CRM }), StatusCode::NOT_FOUND),
        (json!({ "record": "none", "colleague": "amber", "origin": CRM }), StatusCode::NOT_FOUND),
        (json!({ "record": "c1", "origin": CRM }), StatusCode::BAD_REQUEST),
        (
            json!({ "record": "c1", "colleague": "amber", "email": "ben@us.com", "origin": CRM }),
            StatusCode::BAD_REQUEST,
        ),
        (json!({ "record": "c1", "colleague": "amber", "origin": CRM, "rights": "all" }), StatusCode::BAD_REQUEST),
    ] {
        let (status, answer) = crm.wants(wanted.clone()).await;
        assert_eq!(status, expected, "{wanted} {answer}");
    }
    let body = json!({ "record": "c1", "colleague": "amber", "origin": CRM }).to_string();
    assert_eq!(crm.app.post("/embed/tokens", &body).await.0, StatusCode::FORBIDDEN, "an administrator is no program");
}

#[tokio::test]
async fn a_page_for_iframes_may_be_shown_by_registered_sites_and_everything_else_by_nobody() {
    let crm = Crm::start().await;
    let header = async |path: &str, name: &str| {
        let request = axum::http::Request::get(path).header("host", "localhost:8080");
        let response = crm.app.send(request.body(axum::body::Body::empty()).unwrap()).await;
        response.headers().get(name).map(|it| it.to_str().unwrap().to_owned())
    };
    for (path, ancestors, options, resource) in [
        ("/embed/v1/who-knows-whom", "https://crm.example", None, "cross-origin"),
        ("/embed.js", "'none'", Some("DENY"), "cross-origin"),
        ("/", "'none'", Some("DENY"), "same-origin"),
        ("/api/v1/records", "'none'", Some("DENY"), "same-origin"),
    ] {
        let policy = header(path, "content-security-policy").await.unwrap();
        assert!(policy.ends_with(&format!("; frame-ancestors {ancestors}")), "{path}: {policy}");
        assert_eq!(header(path, "x-frame-options").await.as_deref(), options, "{path}");
        assert_eq!(header(path, "cross-origin-resource-policy").await.as_deref(), Some(resource), "{path}");
    }
    crm.app.give(Method::PUT, "/embed/origins", r#"{"origins": []}"#).await;
    let policy = header("/embed/v1/who-knows-whom", "content-security-policy").await.unwrap();
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
}
