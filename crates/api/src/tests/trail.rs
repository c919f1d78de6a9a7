//! The trail: every endpoint either records what it shows, or says here why it need not; what cannot be recorded is not
//! sent.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use relata_keys::{SignedText, check_text};
use relata_model::audit::{Verdict, VerifyingExport};
use relata_model::consent::Insights;
use relata_model::policy::{Right, Role};
use relata_store::AuditQuery;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::app::App;
use crate::viewer::Through;
use crate::{Smtp, Viewer};

/// What shows somebody's ties, or figures made of them, or changes what may be shown: an example of each, and the events
/// it leaves.
const RECORDED: &[(&str, &str, &str, &str)] = &[
    ("get /records", "/records", "", "view records"),
    ("get /records.csv", "/records.csv", "", "export records"),
    ("get /records/{record}/health", "/records/o1/health", "", "view health record:o1"),
    ("get /records/{record}/kpis", "/records/o1/kpis", "", "view kpis record:o1"),
    ("get /records/{record}/activities", "/records/o1/activities", "", "view activities record:o1"),
    ("get /records/{record}/people", "/records/o1/people", "", "view people record:o1 of amber"),
    ("get /records/{record}/similar", "/records/o1/similar", "", "view similar record:o1"),
    ("get /records/{record}/coverage", "/records/o1/coverage", "", "view coverage record:o1 of amber ben"),
    ("get /records/{record}/introducers", "/records/c1/introducers", "", "view introducers record:c1 of amber ben"),
    ("get /people/{person}/introducers", "/people/{lea}/introducers", "", "view introducers person:lea of amber ben"),
    (
        "get /people/{contact}/introducers/{colleague}",
        "/people/{lea}/introducers/{amber}",
        "",
        "view evidence person:lea of amber",
    ),
    ("get /colleagues/{colleague}/contacts", "/colleagues/{amber}/contacts", "", "view contacts person:amber of amber"),
    ("get /pipeline", "/pipeline", "", "view pipeline"),
    ("get /moves", "/moves", "", "view moves"),
    ("get /engagement.csv", "/engagement.csv", "", "export engagement"),
    (
        "get /introductions/draft",
        "/introductions/draft?contact={lea}&colleague={amber}",
        "",
        "introduce draft person:lea of amber",
    ),
    (
        "post /introductions",
        "/introductions",
        r#"{"contact": "{lea}", "colleague": "{amber}", "subject": "s", "body": "b", "idempotency_key": "k"}"#,
        "introduce send person:lea of amber",
    ),
    ("put /settings/analytics", "/settings/analytics", "the settings", "settings_changed settings:analytics"),
    (
        "post /roles/assignments",
        "/roles/assignments",
        r#"{"role": "auditor", "holder": {"kind": "account", "id": "1"}}"#,
        "role_given account:1",
    ),
    ("delete /roles/assignments/{assignment}", "/roles/assignments/1", "", "role_taken account:1"),
    (
        "post /roles/grants",
        "/roles/grants",
        r#"{"right": "read_audit", "holder": {"kind": "group", "id": "g-1"}}"#,
        "right_granted read_audit group:g-1",
    ),
    ("delete /roles/grants/{grant}", "/roles/grants/1", "", "right_taken read_audit group:g-1"),
    (
        "post /tokens",
        "/tokens",
        r#"{"name": "CRM", "rights": ["issue_embed_tokens"], "expires_in_days": 90}"#,
        "token_issued token:1",
    ),
    ("delete /tokens/{token}", "/tokens/1", "", "token_revoked token:1"),
    (
        "put /embed/origins",
        "/embed/origins",
        r#"{"origins": [{"origin": "https://crm.example", "label": "CRM"}]}"#,
        "embed_origins_changed",
    ),
    ("get /audit", "/audit", "", "audit_read"),
    (
        "post /erasures",
        "/erasures",
        r#"{"subject": {"kind": "address", "id": null, "address": "gone@acme.com"}, "reason": "asked for"}"#,
        "erasure_requested erasure:1",
    ),
    ("get /audit.jsonl", "/audit.jsonl", "", "audit_exported"),
    (
        "put /consent/contributors",
        "/consent/contributors",
        r#"{"everybody": true, "roles": []}"#,
        "contributors_changed",
    ),
    (
        "put /consent/features",
        "/consent/features",
        r#"{"who_knows_whom": true, "analytics": false}"#,
        "features_changed",
    ),
    (
        "put /consent/excluded-groups",
        "/consent/excluded-groups",
        r#"{"groups": [], "erase_past": false}"#,
        "excluded_groups_changed",
    ),
    (
        "post /consent/give",
        "/consent/give",
        r#"{"insights": ["for_each_user"], "excluded_groups": [], "mode": "opt_out", "text_version": 1}"#,
        "consent_given",
    ),
    (
        "post /consent/withdraw",
        "/consent/withdraw",
        r#"{"insights": ["aggregated"]}"#,
        "consent_withdrawn, erasure_requested erasure:2",
    ),
    ("post /consent/disable", "/consent/disable", "", "insights_disabled"),
    (
        "post /consent/enable",
        "/consent/enable",
        r#"{"contributors": {"everybody": true, "roles": []}}"#,
        "insights_enabled, contributors_changed",
    ),
    (
        "post /connections",
        "/connections",
        r#"{"kind": "microsoft365", "tenant": "t", "client": "c", "secret": "s", "group": "g"}"#,
        "source_connected connection:1",
    ),
    (
        "put /participation/{person}",
        "/participation/{amber}",
        r#"{"opted_out": true, "erase_past": false}"#,
        "opted_out person:amber",
    ),
];

/// What need not be recorded, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("get /viewer", "tells the viewer who they are"),
    ("get /overview", "counts of everything together"),
    ("get /search", "names records and people, and nobody's ties"),
    ("get /records/{record}", "what the CRM holds"),
    ("get /people/{person}", "names and addresses of somebody outside, and nobody's ties"),
    ("get /colleagues", "the directory"),
    ("get /engagement", "released figures tell of nobody"),
    ("get /records/{record}/engagement", "released figures tell of nobody"),
    ("get /segments/stale", "released figures tell of nobody"),
    ("get /settings/analytics", "settings"),
    ("get /roles", "who may do what, for those who decide it"),
    ("get /audit/check", "counts lines"),
    ("get /sign-in", "the ways to sign in"),
    ("get /sign-in/start", "nobody is known yet; what fails is recorded, see tests/signing_in.rs"),
    ("get /sign-in/callback", "records who signed in, and that somebody could not; see tests/signing_in.rs"),
    ("post /sign-in/local", "records who signed in, and that somebody could not; see tests/signing_in.rs"),
    ("post /sign-in/backchannel-logout", "records what the provider ended; see tests/signing_in.rs"),
    ("post /sign-out", "records who signed out; see tests/signing_in.rs"),
    ("get /sessions", "the viewer's own"),
    ("delete /sessions/{session}", "records what ended; see tests/signing_in.rs"),
    ("get /accounts", "who can sign in, for those who look after it"),
    ("delete /accounts/{account}/sessions", "records what ended; see tests/signing_in.rs"),
    ("get /tokens", "names of programs"),
    ("get /embed/origins", "names of sites"),
    ("post /embed/tokens", "records each token, and takes API tokens alone; see tests/embedding.rs"),
    ("post /embed/sessions", "records each session and each refusal; see tests/embedding.rs"),
    ("get /connections", "how mailboxes fare, for those who look after them; nobody's ties"),
    ("get /connections/{id}/ledger", "counts of mailboxes, for those who look after them; nobody's ties"),
    ("get /connections/{id}/ledger/{mailbox}", "counts of folders, for those who look after them; nobody's ties"),
    ("get /connections/{id}/ledger.csv", "recorded as an export of counts; see tests/connections.rs"),
    ("get /connections/{id}/troubles", "how mailboxes fare, for those who look after them; nobody's ties"),
    ("post /connections/test", "keeps nothing, and shows nobody's ties"),
    ("post /connections/plan", "keeps nothing, and shows counts and nobody's ties"),
    ("post /connections/groups", "names of groups; keeps nothing"),
    ("post /connections/{id}/test", "changes nothing, and shows nobody's ties"),
    ("post /connections/{id}/plan", "changes nothing, and shows counts and nobody's ties"),
    ("post /connections/{id}/pause", "records what changed; see tests/connections.rs"),
    ("post /connections/{id}/resume", "records what changed; see tests/connections.rs"),
    ("post /connections/{id}/disconnect", "records what changed; see tests/connections.rs"),
    ("get /erasures", "counts, and who is being forgotten, for those who carry it out"),
    ("get /mailboxes", "names and counts of what was read, for who carries out people's wishes"),
    ("get /erasures/{erasure}", "counts, and who is being forgotten, for those who carry it out"),
    ("get /erasures/{erasure}/receipt", "recorded as receipt_downloaded once there is one"),
    ("post /access-requests", "recorded as access_requested"),
    ("get /access-requests", "names of people, for those who answer them, and whether there is an answer"),
    ("get /access-requests/{request}", "a name, for those who answer it, and whether there is an answer"),
    ("get /access-requests/{request}/json", "recorded as access_downloaded once there is one"),
    ("get /access-requests/{request}/html", "recorded as access_downloaded once there is one"),
    ("get /me/ties", "one's own"),
    ("get /me/waiting", "one's own"),
    ("get /me/meetings", "one's own"),
    ("get /me/stored", "one's own"),
    ("post /me/stored", "one's own; the request is recorded where it is kept"),
    ("get /me/views", "one's own"),
    ("get /me/participation", "one's own"),
    ("put /me/participation", "recorded; a colleague's alone, see tests/me.rs"),
    ("put /me/hidden/{person}", "recorded; a colleague's alone, see tests/me.rs"),
    ("delete /me/hidden/{person}", "recorded; a colleague's alone, see tests/me.rs"),
    ("post /me/erase", "one's own; the erasure is recorded where it is kept"),
    ("get /me/naming-requests", "one's own, and names only of who said yes"),
    ("post /me/naming-requests/{request}", "whoever reads the trail would learn who knows whom"),
    ("get /own-mailbox", "one's own"),
    ("get /own-mailbox/start", "the way to the provider; what is granted is recorded where one comes back"),
    ("get /own-mailbox/callback", "recorded; takes a session, see tests/own_mailbox.rs"),
    ("delete /own-mailbox", "recorded; takes a session, see tests/own_mailbox.rs"),
    ("get /introductions", "one's own, and what one took part in"),
    ("post /introductions/{introduction}/answer", "recorded; a colleague's alone, see tests/introductions.rs"),
    ("post /naming-requests", "recorded; a colleague's alone, see tests/me.rs"),
    ("get /consent", "where the organisation stands"),
    ("get /groups", "the directory"),
    ("get /participation", "who takes part, and nobody's ties"),
];

/// Somebody who may do everything.
fn all_powerful() -> Viewer {
    let roles = [Role::SalesManager, Role::Administrator, Role::Auditor];
    let viewer = Viewer::with_roles("Sam Sales", Some("sam@us.com".to_owned()), roles);
    Viewer { rights: Right::ALL.into_iter().collect(), ..viewer }
}

async fn organisation(viewer: Viewer) -> App {
    let mut app = App::with_deals().await.sending_through(nobody_listens());
    app.consent_to(&[Insights::Identifiable, Insights::Aggregated]).await;
    app.state.viewer = Some(viewer.into());
    app.with_group_and_account().await;
    app
}

fn nobody_listens() -> Smtp {
    let (host, encryption) = ("127.0.0.1".to_owned(), crate::Encryption::None);
    Smtp { host, port: 9, encryption, credentials: None, from: "relata@us.com".to_owned() }
}

/// Asks the example of a recorded endpoint.
async fn ask(app: &App, (endpoint, path, body, _): &(&str, &str, &str, &str)) -> StatusCode {
    let method: Method = endpoint.split(' ').next().unwrap().to_uppercase().parse().unwrap();
    let settings = async || app.get("/settings/analytics").await.1.to_string();
    match (method, *body) {
        (Method::GET, _) => {
            let path = format!("/api/v1{}", app.with_ids(path).await);
            app.send(Request::get(path).header("host", "localhost").body(Body::empty()).unwrap()).await.status()
        }
        (method, "the settings") => app.give(method, path, &settings().await).await.0,
        (method, body) => app.give(method, &app.with_ids(path).await, body).await.0,
    }
}

/// Returns the events after a number, in order, with names for numbers.
async fn events(app: &App, after: u64) -> Vec<String> {
    let mut found = app.state.store.audited(&AuditQuery::default(), 100).await.unwrap();
    found.retain(|it| it.seq > after);
    found.reverse();
    let mut all = Vec::new();
    let names = [("amber", "amber@us.com"), ("ben", "ben@us.com"), ("cleo", "cleo@us.com"), ("lea", "lea@acme.com")];
    let mut numbers = Vec::new();
    for (name, address) in names {
        numbers.push((app.person(address).await, name));
    }
    let name = |number: &str| numbers.iter().find(|it| it.0.to_string() == number).map(|it| it.1);
    for it in found {
        let detail: Value = serde_json::from_str(&it.detail).unwrap();
        let mut words = vec![it.action];
        words.extend(detail["what"].as_str().map(str::to_owned));
        match it.subject.strip_prefix("person:").and_then(name) {
            Some(name) => words.push(format!("person:{name}")),
            None if it.subject.is_empty() => {}
            None => words.push(it.subject),
        }
        if !it.people.is_empty() {
            words.push("of".to_owned());
            words.extend(it.people.iter().map(|it| name(&it.to_string()).unwrap_or("?").to_owned()));
        }
        all.push(words.join(" "));
    }
    all
}

#[test]
fn every_endpoint_is_recorded_or_says_why_not() {
    let document = serde_json::to_value(crate::document()).unwrap();
    let mut there = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(path) = path.strip_prefix("/api/v1") else { continue };
        there.extend(methods.as_object().unwrap().keys().map(|it| format!("{it} {path}")));
    }
    let recorded = RECORDED.iter().map(|it| it.0);
    let listed: BTreeSet<String> = recorded.chain(EXCEPTIONS.iter().map(|it| it.0)).map(str::to_owned).collect();
    assert_eq!(listed.len(), RECORDED.len() + EXCEPTIONS.len(), "an endpoint is in both lists, or twice in one");
    let unknown: Vec<&String> = there.difference(&listed).collect();
    assert!(unknown.is_empty(), "RECORDED or EXCEPTIONS of tests/trail.rs must hold {unknown:?}");
    let gone: Vec<&String> = listed.difference(&there).collect();
    assert!(gone.is_empty(), "there are no more {gone:?}");
}

#[tokio::test]
async fn each_of_them_leaves_one_event() {
    let app = organisation(all_powerful()).await;
    for example in RECORDED {
        let before = app.state.store.audit_head().await.unwrap().count;
        let status = ask(&app, example).await;
        let sends = example.0 == "post /introductions";
        assert!(status.is_success() || sends && status == StatusCode::BAD_GATEWAY, "{}: {status}", example.0);
        assert_eq!(events(&app, before).await.join(", "), example.3, "{}", example.0);
    }
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_sent() {
    // The trail takes no actor that is no id, so nothing this viewer does can be recorded.
    let record = relata_model::RecordId("o1".to_owned());
    let through = Through::Embed { viewer: "no id".to_owned(), record };
    let app = organisation(Viewer { through, ..all_powerful() }).await;
    let before = app.state.store.audit_head().await.unwrap().count;
    // What was not given cannot be taken, and what was not turned off cannot be turned on.
    for example in RECORDED.iter().filter(|it| !it.0.starts_with("delete") && !it.0.ends_with("enable")) {
        assert_eq!(ask(&app, example).await, StatusCode::INTERNAL_SERVER_ERROR, "{}", example.0);
    }
    assert_eq!(app.state.store.audit_head().await.unwrap().count, before);
    assert_eq!(app.state.store.analytics_settings().await.unwrap(), None);
    assert!(app.state.store.role_assignments().await.unwrap().is_empty());
    assert_eq!(app.get("/overview").await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_may_not_see_insights_leaves_no_view_of_them() {
    let app = App::with_deals().await.viewed_by(Some(&[Role::Administrator]));
    let before = app.state.store.audit_head().await.unwrap().count;
    assert_eq!(app.get("/records").await.0, StatusCode::OK);
    assert_eq!(app.get("/records/o1/kpis").await.0, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/records/o1/introducers").await.0, StatusCode::FORBIDDEN);
    assert_eq!(app.state.store.audit_head().await.unwrap().count, before);
}

#[tokio::test]
async fn who_was_shown_finds_it_and_nobody_else_does() {
    let app = organisation(all_powerful()).await;
    app.get("/people/{lea}/introducers").await;
    app.get("/records/a1/coverage").await;
    let views = async |address| app.state.store.views_of(app.person(address).await, None, 10).await.unwrap().len();
    assert_eq!(views("amber@us.com").await, 2);
    assert_eq!(views("cleo@us.com").await, 0, "who is only counted was not shown");
}

#[tokio::test]
async fn the_trail_is_read_in_pages() {
    let app = organisation(all_powerful()).await;
    for path in ["/records/o1/kpis", "/records/o1/health", "/people/{lea}/introducers"] {
        app.get(path).await;
    }
    let (status, page) = app.get("/audit?limit=2&action=view").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let lea = app.person("lea@acme.com").await;
    let expected = json!({
        "seq": "8", "at": "2026-04-01T00:00:00Z", "actor": { "id": "demo", "name": "the demo's viewer" },
        "action": "view", "subject": format!("person:{lea}"), "people": 2, "detail": "{\"what\":\"introducers\"}",
    });
    assert_eq!((&page["events"][0], &page["next"]), (&expected, &json!("7")));
    let (_, rest) = app.get("/audit?limit=2&action=view&before=7").await;
    assert_eq!((&rest["events"][0]["subject"], &rest["next"]), (&json!("record:o1"), &json!(null)));
    assert_eq!(app.get("/audit?action=export").await.1["events"], json!([]));
    assert_eq!(app.get("/audit?actor=demo&action=view").await.1["events"].as_array().unwrap().len(), 3);
    assert_eq!(app.get("/audit?subject=record:o1").await.1["events"].as_array().unwrap().len(), 2);
    for (query, expected) in [("action=x", "`x` is no action; write one of view, "), ("before=x", "`before` is `x`; ")]
    {
        let (status, answer) = app.get(&format!("/audit?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(answer["detail"].as_str().unwrap().starts_with(expected), "{answer}");
    }
    let (_, check) = app.get("/audit/check").await;
    assert_eq!((&check["intact"], &check["checked"], &check["broken_at"]), (&json!(true), &json!(13), &json!(null)));
}

#[tokio::test]
async fn the_trail_leaves_as_lines_that_can_be_verified() {
    let app = organisation(all_powerful()).await;
    for _ in 0..5 {
        app.get("/records/o1/kpis").await;
    }
    let request = Request::get("/api/v1/audit.jsonl").header("host", "localhost").body(Body::empty()).unwrap();
    let body = axum::body::to_bytes(app.send(request).await.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    let mut export = VerifyingExport::new(Vec::new());
    text.lines().for_each(|it| export.take(it).unwrap());
    let head = app.state.store.audit_head().await.unwrap();
    let (verdict, signed) = export.end();
    assert_eq!((head.count, verdict), (11, Verdict::Intact(head)));
    let signed =
        signed.map(|it| SignedText { public_key: it.public_key, signature: it.signature }).expect("it is signed");
    assert_eq!(check_text(&head.statement(), &signed, None), Ok(app.state.signer.public_key()));
    assert!(!text.contains('@') && !text.contains("Lea"), "{text}");
}

#[tokio::test]
async fn only_auditors_read_it() {
    for (role, expected) in [
        (Role::Auditor, StatusCode::OK),
        (Role::Administrator, StatusCode::FORBIDDEN),
        (Role::SalesManager, StatusCode::FORBIDDEN),
    ] {
        let app = App::start().await.viewed_by(Some(&[role]));
        for path in ["/audit", "/audit/check", "/audit.jsonl"] {
            assert_eq!(app.get(path).await.0, expected, "{} {path}", role.name());
        }
    }
}
