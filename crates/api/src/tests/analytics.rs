//! What is told of a record's health, figures, people and similar deals, and of what moved.

use axum::http::StatusCode;
use relata_model::consent::Insights;
use relata_model::policy::Role;
use relata_store::{Edition, SourceState};
use serde_json::{Value, json};

use super::answers::pick;
use super::app::App;

/// Everything told of records' relationships.
const PATHS: [&str; 7] = [
    "/records/o1/health",
    "/records/o1/kpis",
    "/records/o1/activities",
    "/records/o1/people",
    "/records/o1/similar",
    "/pipeline",
    "/moves",
];

async fn check(app: &App, path: &str, fields: &str, expected: Value) {
    let (status, answer) = app.get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    assert_eq!(pick(&answer, fields), expected, "{path}: {answer:#}");
}

#[tokio::test]
async fn health_adds_up_and_has_a_history() {
    let app = App::with_deals().await;
    let (status, health) = app.get("/records/o1/health").await;
    assert_eq!(status, StatusCode::OK, "{health}");
    let points: i64 = health["parts"].as_array().unwrap().iter().map(|it| it["points"].as_i64().unwrap()).sum();
    assert_eq!(health["score"], points);
    let history = health["history"].as_array().unwrap();
    assert_eq!(
        (history.len(), &history[179]["on"], &history[179]["score"]),
        (180, &json!("2026-03-31"), &health["score"])
    );
    assert_eq!(history[0], json!({ "on": "2025-10-03", "score": null }));
    let fields = "state grades.good rhythm.expected rhythm.usual_gap_days last.channel next.channel edition accuracy \
                  computed_for";
    let expected = json!(["good", 60, "learnt", 7.0, "email", "meeting", "enhanced", "complete", "2026-03-31"]);
    assert_eq!(pick(&health, fields), expected, "{health:#}");
}

#[tokio::test]
async fn health_says_what_is_missing() {
    let app = App::with_deals().await;
    let fields = "state score needs parts rhythm.gap_days last";
    let needs = "Nothing was completed with this record in the last two years.";
    check(&app, "/records/l1/health", fields, json!(["no_completed_activities", null, needs, [], null, null])).await;
    let broken = SourceState::Broken("the file is gone".to_owned());
    app.state.store.set_source("mail", "mbox", &broken, (app.state.clock)()).await.unwrap();
    let expected = json!(["partial", "`mail` cannot be read: the file is gone"]);
    check(&app, "/records/o1/health", "accuracy missing.0", expected).await;
}

#[tokio::test]
async fn a_record_that_is_new_or_damaged_has_a_state_of_its_own() {
    let app = App::with_deals().await;
    app.damage("o1").await;
    check(&app, "/records/o1/health", "state score", json!(["failed", null])).await;
    let (status, answer) = app.get("/records/o1/kpis").await;
    assert_eq!((status, &answer["detail"]), (StatusCode::CONFLICT, &json!(crate::analysed::FAILED)));
    app.imported("new").await;
    check(&app, "/records/new/health", "state score trend", json!(["in_progress", null, "not_enough_information"]))
        .await;
}

#[tokio::test]
async fn kpis_are_of_the_window() {
    let app = App::with_deals().await;
    let counts = "from until us.emails them.emails us.meetings us.ratio team_minutes customer_minutes";
    let expected = json!(["2026-03-02", "2026-03-31", 4, 2, 1, 2.0, 115.0, 50.0]);
    check(&app, "/records/o1/kpis?days=30", counts, expected).await;
    let answers = "us.asked us.answered us.response_rate us.response.median_hours them.asked them.response_rate";
    check(&app, "/records/o1/kpis?days=30", answers, json!([2, 1, 0.5, 4.0, 1, 0.0])).await;
    check(&app, "/records/o1/kpis", "from us.emails", json!(["2026-01-01", 14])).await;
    let summary = "summary.0.kind summary.0.side summary.0.amount summary.0.text";
    let text = "Your customer has waited for your answer for 7 days.";
    check(&app, "/records/o1/kpis", summary, json!(["no_reply", "us", 7.0, text])).await;
    check(&app, "/records/l1/kpis", "us.ratio engagement.open_rate similar summary", json!([null, null, null, []]))
        .await;
}

#[tokio::test]
async fn activities_are_told_by_day_and_week() {
    let app = App::with_deals().await;
    let fields = "from until days.0.on days.0.emails_out days.1.meetings_out weeks.0.from weeks.0.them";
    let expected = json!(["2026-03-02", "2026-03-31", "2026-03-03", 2, 1, "2026-03-02", 1]);
    check(&app, "/records/o1/activities?days=30", fields, expected).await;
    let expected = json!(["2026-01-13", 1]);
    let (_, answer) = app.get("/records/o1/activities?from=2026-01-13&to=2026-01-19").await;
    assert_eq!(json!([answer["days"][0]["on"], answer["days"].as_array().unwrap().len()]), expected);
}

#[tokio::test]
async fn people_are_of_both_sides_without_who_does_not_share() {
    let app = App::with_deals().await;
    let fields = "contacted.0.person.name contacted.0.emails contacted_by.0.person.email contacted_by.1";
    check(&app, "/records/o1/people?limit=5", fields, json!(["Lea Berg", 4, "amber@us.com", null])).await;
    check(&app, "/records/o1/people?days=5", "contacted contacted_by", json!([[], []])).await;
}

#[tokio::test]
async fn similar_deals_need_enough_of_both_sorts() {
    let app = App::dealing(31, 30).await;
    let fields = "basis enough won lost fields.0.name deals.0.similarity averages.deals averages.emails_us";
    check(&app, "/records/o1/similar", fields, json!(["similar", true, 31, 30, "revenue", 83, 20, 4.0])).await;
    check(&app, "/records/o1/kpis", "similar.deals similar.emails_us", json!([20, 4.0])).await;

    let app = App::dealing(2, 1).await;
    let fields = "basis enough fields deals.0.id deals.0.similarity deals.0.activities deals.1.id deals.0.account.name";
    let expected = json!(["recently_won", false, [], "w0", null, 4, "w1", "Acme Corp"]);
    check(&app, "/records/o1/similar", fields, expected).await;
    // Of a week before it was won there is nothing.
    check(&app, "/records/o1/similar?days=7", "deals.0.activities", json!([0])).await;
}

#[tokio::test]
async fn the_pipeline_has_what_can_be_drawn() {
    let app = App::with_deals().await;
    let fields =
        "bubbles.0.id bubbles.0.health.state bubbles.0.close_on bubbles.1 not_drawn.past_close today grades.fair";
    let expected = json!(["o1", "good", "2026-06-30", null, 1, "2026-03-31", 40]);
    check(&app, "/pipeline", fields, expected.clone()).await;
    check(&app, "/pipeline?mine=true", fields, json!(["o1", "good", "2026-06-30", null, 0, "2026-03-31", 40])).await;
}

#[tokio::test]
async fn moves_are_told_in_sentences() {
    let app = App::with_deals().await;
    let fields = "from until moves.0.record.name moves.0.what moves.0.text moves.1";
    let text = "They wrote again after a long silence.";
    check(
        &app,
        "/moves",
        fields,
        json!(["2026-03-25", "2026-03-31", "Acme Corp", "replied_after_silence", text, null]),
    )
    .await;
}

#[tokio::test]
async fn coverage_is_of_the_contacts_and_who_knows_them() {
    let app = App::with_deals().await;
    let fields = "contacts.0.name colleagues.0.name colleagues.1.name colleagues.2 cells.0.band single_threaded";
    check(&app, "/records/a1/coverage", fields, json!(["Lea Berg", "Ben Hill", "Amber Stone", null, "strong", false]))
        .await;
}

#[tokio::test]
async fn what_is_not_to_be_analysed_or_not_there_is_said() {
    let app = App::with_deals().await;
    for path in ["health", "kpis", "activities", "people", "similar", "coverage"] {
        let refused = json!({ "detail": "this record is not to be analysed" });
        assert_eq!(app.get(&format!("/records/c2/{path}")).await, (StatusCode::NOT_FOUND, refused), "{path}");
        assert_eq!(app.get(&format!("/records/zz/{path}")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, expected) in [
        ("/records/o1/kpis?days=6", "`days` is 6; it must lie between 7 and 730"),
        ("/records/o1/activities?from=soon", "`from` is `soon`; it must be a day like 2026-03-01"),
        ("/records/o1/activities?to=2026-03-01", "`to` needs `from` beside it"),
        ("/records/o1/activities?from=2026-04-01", "from 2026-04-01 to 2026-03-31 is not between 1 and 800 days"),
        ("/records/o1/people?limit=0", "`limit` is 0; it must lie between 1 and 100"),
        ("/records/c1/similar", "only opportunities have similar deals"),
        ("/moves?days=8", "`days` is 8; it must lie between 1 and 7"),
        ("/pipeline?limit=0", "`limit` is 0; it must lie between 1 and 2000"),
    ] {
        assert_eq!(app.get(path).await, (StatusCode::BAD_REQUEST, json!({ "detail": expected })), "{path}");
    }
}

#[tokio::test]
async fn before_anything_is_computed_that_is_said() {
    let app = App::start().await;
    let said = json!({ "detail": "nothing was computed of records yet; `relata compute` does it" });
    assert_eq!(app.get("/records/c1/health").await, (StatusCode::CONFLICT, said));
    check(&app, "/moves", "until moves", json!(["2026-04-01", []])).await;
    check(&app, "/records?q=lea", "records.0.health.state computed_at", json!(["in_progress", null])).await;
}

#[tokio::test]
async fn what_comes_from_mailboxes_needs_consent_and_what_comes_from_the_crm_does_not() {
    let app = App::with_deals().await;
    app.consent_to(&[Insights::Aggregated]).await;
    for path in PATHS {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer["detail"].as_str().unwrap().contains("not consented to identifiable insights"), "{answer}");
    }
    app.compute(Edition::Basic).await;
    for path in PATHS {
        assert_eq!(app.get(path).await.0, StatusCode::OK, "{path}");
    }
    check(&app, "/records/o1/health", "edition", json!(["basic"])).await;
}

#[tokio::test]
async fn insights_are_for_those_who_sell_not_for_those_who_administer() {
    for (role, expected) in [
        (Some(&[][..]), StatusCode::FORBIDDEN),
        (Some(&[Role::Administrator]), StatusCode::FORBIDDEN),
        (Some(&[Role::Administrator, Role::Salesperson]), StatusCode::OK),
        (None, StatusCode::UNAUTHORIZED),
    ] {
        let app = App::with_deals().await.viewed_by(role);
        for path in PATHS.iter().chain(&["/records/a1/coverage", "/records/a1/introducers"]) {
            assert_eq!(app.get(path).await.0, expected, "{role:?} {path}");
        }
    }
}
