//! Roles and rights over HTTP.

use axum::http::{Method, StatusCode};
use relata_model::policy::Role;
use relata_store::AuditQuery;
use serde_json::json;

use super::answers::pick;
use super::app::App;

async fn administered() -> App {
    let mut app = App::start().await.viewed_by(Some(&[Role::Administrator]));
    let amber = app.person("amber@us.com").await;
    app.with_group_and_account().await;
    let viewer = app.state.viewer.take().unwrap();
    app.state.viewer = Some(crate::Viewer { person: Some(amber), ..(*viewer).clone() }.into());
    app
}

#[tokio::test]
async fn roles_are_given_listed_and_taken() {
    let app = administered().await;
    let amber = app.person("amber@us.com").await.to_string();
    let given = r#"{"role": "salesperson", "holder": {"kind": "colleague", "id": "{amber}"}}"#;
    let made = app.post("/roles/assignments", given).await;
    assert_eq!(made, (StatusCode::CREATED, json!({ "id": "1" })));
    assert_eq!(app.post("/roles/assignments", given).await, made, "twice is once");
    let granted = r#"{"right": "export_lists", "holder": {"kind": "role", "id": "salesperson"}}"#;
    assert_eq!(app.post("/roles/grants", granted).await, (StatusCode::CREATED, json!({ "id": "1" })));
    let granted = r#"{"right": "read_audit", "holder": {"kind": "group", "id": "g-1"}}"#;
    assert_eq!(app.post("/roles/grants", granted).await, (StatusCode::CREATED, json!({ "id": "2" })));
    let (_, roles) = app.get("/roles").await;
    let by = "the demo's viewer";
    let at = "2026-04-01T00:00:00Z";
    assert_eq!(
        roles["assignments"],
        json!([{
            "id": "1", "role": "salesperson",
            "holder": { "kind": "colleague", "id": amber, "name": "Amber Stone" }, "by": by, "at": at,
        }])
    );
    let holder = json!({ "kind": "role", "id": "salesperson", "name": "salesperson" });
    assert_eq!(
        pick(&roles, "roles.0.role roles.0.rights.0 roles.0.granted.0"),
        json!(["salesperson", "see_overview", { "id": "1", "right": "export_lists", "holder": holder, "by": by, "at": at }])
    );
    assert_eq!(pick(&roles, "grants.0.right grants.0.holder.name grants.1"), json!(["read_audit", "Legal", null]));
    assert_eq!(roles["rights"][0], json!({ "right": "see_overview", "what": "see counts and the state of sources" }));
    assert_eq!(app.give(Method::DELETE, "/roles/assignments/1", "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(app.give(Method::DELETE, "/roles/assignments/1", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.give(Method::DELETE, "/roles/grants/2", "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(app.give(Method::DELETE, "/roles/grants/x", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_can_grant_themselves_insights_in_plain_sight() {
    let app = administered().await;
    let granted = r#"{"right": "see_who_knows_whom", "holder": {"kind": "colleague", "id": "{amber}"}}"#;
    assert_eq!(app.post("/roles/grants", granted).await.0, StatusCode::CREATED);
    let event = app.state.store.audited(&AuditQuery::default(), 1).await.unwrap().remove(0);
    assert_eq!(event.subject, format!("person:{}", app.person("amber@us.com").await));
    assert_eq!((event.action.as_str(), event.actor.as_str()), ("right_granted", "demo"));
    assert_eq!(event.detail, r#"{"what":"see_who_knows_whom","to":"oneself"}"#);
}

#[tokio::test]
async fn what_cannot_be_given_is_refused_in_words() {
    let app = administered().await;
    for (path, body, status, expected) in [
        (
            "assignments",
            r#""role": "boss", "holder": {"kind": "account", "id": "1"}"#,
            400,
            "`boss` is no role; write one of salesperson, sales_manager, administrator, directory_administrator, auditor",
        ),
        (
            "assignments",
            r#""role": "auditor", "holder": {"kind": "role", "id": "auditor"}"#,
            400,
            "a role cannot have a role; give it to a group or a colleague",
        ),
        (
            "assignments",
            r#""role": "auditor", "holder": {"kind": "team", "id": "x"}"#,
            400,
            "`team` and `x` name nobody who could have it",
        ),
        (
            "assignments",
            r#""role": "auditor", "holder": {"kind": "colleague", "id": "999"}"#,
            404,
            "there is no such person",
        ),
        (
            "assignments",
            r#""role": "auditor", "holder": {"kind": "colleague", "id": "{lea}"}"#,
            404,
            "there is no such person",
        ),
        (
            "assignments",
            r#""role": "auditor", "holder": {"kind": "account", "id": "999"}"#,
            404,
            "there is no such account; whoever is to have it signs in once first, or give it to a colleague",
        ),
        (
            "grants",
            r#""right": "read_audit", "holder": {"kind": "group", "id": "g-2"}"#,
            404,
            "there is no such group; take the groups of the directory over first (`relata import groups`), or give it to a group that the provider names when people sign in: `claim`",
        ),
        (
            "grants",
            r#""right": "see_all", "holder": {"kind": "account", "id": "1"}"#,
            400,
            "`see_all` is no right; write one of see_overview, see_records, see_who_knows_whom, see_analytics, see_engagement, see_own_ties, export_lists, ask_for_introductions, manage_settings, manage_insights, give_consent, manage_people, manage_roles, manage_sources, manage_access, issue_embed_tokens, read_audit",
        ),
    ] {
        let (found, answer) = app.post(&format!("/roles/{path}"), &format!("{{{body}}}")).await;
        assert_eq!((found.as_u16(), &answer), (status, &json!({ "detail": expected })), "{body}");
    }
    let administrator = r#"{"role": "administrator", "holder": {"kind": "account", "id": "1"}}"#;
    assert_eq!(app.post("/roles/assignments", administrator).await.0, StatusCode::CREATED);
    let (status, answer) = app.give(Method::DELETE, "/roles/assignments/1", "").await;
    let expected = "nobody would be left who is an administrator; give the role to a colleague or an account first";
    assert_eq!((status, answer), (StatusCode::CONFLICT, json!({ "detail": expected })));
}

#[tokio::test]
async fn only_who_manages_roles_may() {
    for (role, expected) in [
        (Role::Administrator, StatusCode::OK),
        (Role::SalesManager, StatusCode::FORBIDDEN),
        (Role::Auditor, StatusCode::FORBIDDEN),
    ] {
        let app = App::start().await.viewed_by(Some(&[role]));
        assert_eq!(app.get("/roles").await.0, expected, "{}", role.name());
    }
    let app = App::start().await;
    let body = r#"{"role": "auditor", "holder": {"kind": "account", "id": "7"}}"#;
    assert_eq!(app.post("/roles/assignments", body).await.0, StatusCode::FORBIDDEN);
    assert_eq!(app.give(Method::DELETE, "/roles/grants/1", "").await.0, StatusCode::FORBIDDEN);
}
