//! What each endpoint answers, to whom it does not, and what it says of what is not there.

use axum::http::StatusCode;
use expect_test::expect;
use relata_model::consent::Insights;
use relata_model::policy::Role;
use relata_store::SourceState;
use serde_json::{Value, json};

use super::app::App;

const PATHS: [&str; 11] = [
    "/overview",
    "/search?q=lea",
    "/records",
    "/records/c1",
    "/people/{lea}",
    "/colleagues",
    "/records/c1/introducers",
    "/people/{lea}/introducers",
    "/people/{lea}/introducers/{amber}",
    "/colleagues/{amber}/contacts",
    "/introductions/draft?contact={lea}&colleague={amber}",
];
const WHO_KNOWS_WHOM: &[&str] = PATHS.split_at(6).1;

/// Picks the fields named from an answer: `a.0.b c`.
pub(super) fn pick(answer: &Value, fields: &str) -> Value {
    let pick = |field: &str| field.split('.').fold(answer, |it, key| key.parse().map_or(&it[key], |at: usize| &it[at]));
    Value::Array(fields.split(' ').map(|it| pick(it).clone()).collect())
}

/// Asks the whole organisation; the fields named must be as expected.
async fn check(path: &str, fields: &str, expected: Value) {
    let (status, answer) = App::start().await.get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    assert_eq!(pick(&answer, fields), expected, "{path}: {answer:#}");
}

#[tokio::test]
async fn the_viewer_is_told_who_they_are() {
    check("/viewer", "name roles demo organisation person", json!(["Sam Sales", ["sales_manager"], true, "Us", null]))
        .await;
}

#[tokio::test]
async fn the_overview_counts_and_accounts_for_every_message() {
    let fields = "computed_for counts.colleagues counts.people counts.pairs counts.interactions sources.0.state \
                  sources.0.read sources.0.filtered.0.rule sources.0.filtered.0.count";
    check("/overview", fields, json!(["2026-03-31", 3, 2, 3, 40, "ready", 50, "list", 5])).await;
}

#[tokio::test]
async fn whoever_sees_the_overview_is_told_where_enabling_stands() {
    use super::consent::{give, later, turned_off};

    let app = turned_off().await;
    let salesperson = app.at(app.state.clock).viewed_by(Some(&[Role::Salesperson]));
    let enable = r#"{"contributors": {"everybody": true, "roles": []}}"#;
    let mut told = Vec::new();
    for (day, path, body) in [
        (0, "", String::new()),
        (0, "/consent/enable", enable.to_owned()),
        (13, "", String::new()),
        (14, "", String::new()),
        (15, "/consent/enable", enable.to_owned()),
        (15, "/consent/give", give("identifiable", "", "opt_out")),
    ] {
        later(day, 0);
        if !path.is_empty() {
            assert_eq!(app.post(path, &body).await.0, StatusCode::OK);
        }
        assert_eq!(salesperson.get("/consent").await.0, StatusCode::FORBIDDEN);
        let enabling = salesperson.get("/overview").await.1["enabling"].take();
        told.push(format!("{day} {}", pick(&enabling, "state lapses_at days_left")));
    }
    expect![[r#"
        0 ["off",null,null]
        0 ["awaiting","2026-04-15T00:00:00Z",14]
        13 ["awaiting","2026-04-15T00:00:00Z",1]
        14 ["lapsed","2026-04-15T00:00:00Z",null]
        15 ["awaiting","2026-04-30T00:00:00Z",14]
        15 ["consented",null,null]"#]]
    .assert_eq(&told.join("\n"));
}

#[tokio::test]
async fn search_finds_records_people_and_colleagues() {
    check("/search?q=lea%20berg", "results.0.kind results.0.id", json!(["contact", "c1"])).await;
    check("/search?q=ambre", "results.0.kind results.0.email", json!(["colleague", "amber@us.com"])).await;
    check(
        "/search?q=jo%40acme.com",
        "results.0.kind results.0.name",
        json!(["person", "<img src=x onerror=alert(1)>"]),
    )
    .await;
}

#[tokio::test]
async fn records_come_in_pages() {
    check("/records?limit=2", "records.0.name records.1.name total", json!(["Acme Corp", "Lea Berg", 4])).await;
    let fields = "records.0.name records.1.name records.2 total offset";
    check("/records?limit=3&offset=2", fields, json!(["Leave Alone", "Nobody Yet", null, 4, 2])).await;
    check("/records?kind=lead", "records.0.kind records.1 total", json!(["lead", null, 1])).await;
}

#[tokio::test]
async fn a_record_page_shows_whom_it_stands_for_and_what_is_invented() {
    let app = App::start().await;
    let (_, page) = app.get("/records/c1").await;
    let fields = "name title owner account.name emails.0 invented.0 person";
    let lea = app.person("lea@acme.com").await.to_string();
    let expected = json!(["Lea Berg", "Buyer", "Amber Stone", "Acme Corp", "lea@acme.com", "title", lea]);
    assert_eq!(pick(&page, fields), expected);
    check("/records/a1", "domains.0 contacts.0.id person state", json!(["acme.com", "c1", null, null])).await;
}

#[tokio::test]
async fn a_person_page_shows_what_an_address_is_and_why() {
    check("/people/{lea}", "name company class records.0.id", json!(["Lea Berg", "acme.com", "person", "c1"])).await;
    check("/people/{news}", "class class_reason", json!(["list", "so said the test"])).await;
    check("/people/{jo}", "name", json!(["<img src=x onerror=alert(1)>"])).await;
}

#[tokio::test]
async fn introducers_come_strongest_first_and_who_does_not_share_is_counted() {
    let fields = "state total hidden mailboxes_searched history_months target.kind introducers.0.colleague.name \
                  introducers.0.band introducers.0.sent introducers.0.last.direction introducers.1.colleague.name";
    let expected = json!(["known", 2, 1, 1, 24, "contact", "Ben Hill", "strong", 9, "outbound", "Amber Stone"]);
    check("/records/c1/introducers", fields, expected).await;
    check("/people/{lea}/introducers?limit=1", "total introducers.1 target.kind", json!([2, null, "person"])).await;
    check("/records/a1/introducers", "introducers.0.contact.name target.name", json!(["Lea Berg", "Acme Corp"])).await;
}

#[tokio::test]
async fn the_five_empty_states_are_told_apart() {
    check("/records/l1/introducers", "state introducers computed_for", json!(["nobody", [], "2026-03-31"])).await;
    check("/records/c2/introducers", "state hidden", json!(["nobody", 0])).await;
    check("/people/{news}/introducers", "state", json!(["nobody"])).await;

    let app = App::start().await;
    let state = async |fields: &str| pick(&app.get("/records/c1/introducers").await.1, fields);
    app.publish(&[("cleo@us.com", 9.0, 1)]).await;
    assert_eq!(state("state hidden total").await, json!(["hidden", 1, 0]));
    app.publish(&[("amber@us.com", 1.0, 500)]).await;
    assert_eq!(state("state quiet.colleague quiet.last.kind").await, json!(["quiet", "Amber Stone", "email"]));
    app.publish(&[]).await;
    let at = (app.state.clock)();
    let broken = SourceState::Broken("the file is gone; mount the disk".to_owned());
    app.state.store.set_source("mail", "mbox", &broken, at).await.unwrap();
    assert_eq!(state("state broken.0.source").await, json!(["broken", "mail"]));
    app.state.store.set_source("mail", "mbox", &SourceState::Reading, at).await.unwrap();
    assert_eq!(state("state reading.0.read reading.0.expected").await, json!(["reading", 50, 200]));
}

#[tokio::test]
async fn before_anything_is_published_nobody_is_known_and_no_day_is_claimed() {
    let app = App::start().await;
    let empty = App::empty().await;
    empty.consent_to(&[Insights::Identifiable]).await;
    assert_eq!(pick(&empty.get("/overview").await.1, "computed_for counts.pairs"), json!([null, 0]));
    assert_eq!(empty.get("/records/c1/introducers").await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/records/c1/introducers").await.0, StatusCode::OK);
}

#[tokio::test]
async fn evidence_adds_up_and_says_what_was_left_out() {
    let (status, evidence) = App::start().await.get("/people/{lea}/introducers/{amber}").await;
    assert_eq!(status, StatusCode::OK);
    let points: i64 = evidence["parts"].as_array().unwrap().iter().map(|it| it["points"].as_i64().unwrap()).sum();
    assert_eq!(evidence["strength"], points);
    let fields = "parts.0.explanation confidence confidence_reason left_out.0.rule left_out.0.count coverage.state \
                  pieces.0.direction pieces.0.reply pieces.1.reply";
    let expected = json!([
        "Amber Stone wrote 9 emails to Lea Berg",
        "high",
        "17 interactions in both directions; 10 are enough for high confidence",
        "list",
        2,
        "read",
        "outbound",
        false,
        true
    ]);
    assert_eq!(pick(&evidence, fields), expected);
}

#[tokio::test]
async fn evidence_of_who_does_not_share_is_not_there_like_evidence_there_is_none_of() {
    let app = App::start().await;
    let (status, hidden) = app.get("/people/{lea}/introducers/{cleo}").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    for path in
        ["/people/{jo}/introducers/{amber}", "/people/{lea}/introducers/999", "/people/{amber}/introducers/{lea}"]
    {
        assert_eq!(app.get(path).await, (StatusCode::NOT_FOUND, hidden.clone()), "{path}");
    }
}

#[tokio::test]
async fn colleagues_come_in_pages_with_whom_they_know() {
    let app = App::start().await;
    let (_, first) = app.get("/colleagues?limit=2").await;
    assert_eq!(pick(&first, "colleagues.0.name colleagues.1.name"), json!(["Amber Stone", "Ben Hill"]));
    let (_, rest) = app.get(&format!("/colleagues?limit=2&after={}", first["next"].as_str().unwrap())).await;
    assert_eq!(pick(&rest, "colleagues.0.name next"), json!(["Cleo Day", null]));
    let fields = "total contacts.0.contact.name contacts.0.contact.record contacts.0.strength";
    check("/colleagues/{amber}/contacts", fields, json!([1, "Lea Berg", "c1", 61])).await;
    check("/colleagues/{cleo}/contacts", "total contacts", json!([0, []])).await;
}

#[tokio::test]
async fn what_is_not_there_is_said_in_one_form() {
    let app = App::start().await;
    for path in [
        "/records/zz",
        "/records/zz/introducers",
        "/people/999",
        "/people/abc",
        "/people/{amber}",
        "/people/{amber}/introducers",
        "/colleagues/{lea}/contacts",
        "/nothing",
        "/records/%2e%2e/x",
    ] {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer["detail"].as_str().is_some_and(|it| !it.is_empty()), "{path}: {answer}");
    }
}

#[tokio::test]
async fn what_is_not_understood_is_answered_with_what_to_write() {
    let app = App::start().await;
    for (path, expected) in [
        ("/records?limit=0", "`limit` is 0; it must lie between 1 and 200"),
        ("/records?limit=201", "`limit` is 201; it must lie between 1 and 200"),
        ("/records?offset=-1", "`offset` is -1; it must be 0 or more"),
        ("/colleagues?limit=101", "`limit` is 101; it must lie between 1 and 100"),
        ("/records/c1/introducers?limit=-1", "`limit` is -1; it must lie between 1 and 100"),
        ("/colleagues?limit=1000", "`limit` is 1000; it must lie between 1 and 100"),
        ("/search?q=a", "`q` must have 2 to 200 characters"),
    ] {
        assert_eq!(app.get(path).await, (StatusCode::BAD_REQUEST, json!({ "detail": expected })), "{path}");
    }
    for path in ["/search", "/records?kind=house", "/records?limit=x", "/introductions/draft"] {
        assert_eq!(app.get(path).await.0, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn who_may_not_is_told_what_is_missing_and_who_grants_it() {
    let app = App::start().await.viewed_by(Some(&[]));
    for path in PATHS {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        let detail = answer["detail"].as_str().unwrap();
        assert!(detail.starts_with("you need the right to "), "{detail}");
        assert!(detail.ends_with("have it, and an administrator can grant it"), "{detail}");
    }
    let app = App::start().await.viewed_by(None);
    for path in PATHS.iter().chain(&["/viewer"]) {
        assert_eq!(app.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn without_consent_nobody_sees_who_knows_whom() {
    let app = App::start().await;
    app.consent_to(&[Insights::Aggregated]).await;
    for path in PATHS {
        let expected = if WHO_KNOWS_WHOM.contains(&path) { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(app.get(path).await.0, expected, "{path}");
    }
}
