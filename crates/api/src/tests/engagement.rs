//! What is told of released figures, and to whom.

use axum::http::StatusCode;
use jiff::civil::Date;
use relata_model::RecordId;
use relata_model::consent::Insights;
use relata_store::{Release, ReleasedRow};
use serde_json::{Value, json};

use super::answers::pick;
use super::app::{App, day_end};

const NEED_CONSENT: [&str; 3] = ["/engagement.csv", "/records/a1/engagement", "/segments/stale"];

/// An organisation that consented to aggregated insights and released January and February 2026.
async fn released() -> App {
    let app = App::with_deals().await;
    app.consent_to(&[Insights::Aggregated]).await;
    release(
        &app,
        "2026-01-01",
        json!({ "score": 70, "emails_to": 12, "days_since_email": 3, "mean_reply_hours": 4.5 }),
    )
    .await;
    release(&app, "2026-02-01", json!({ "suppressed": "too few of our people were in touch with it" })).await;
    app
}

async fn release(app: &App, start: &str, figures: Value) {
    let start: Date = start.parse().unwrap();
    let notes = json!({
        "accuracy": [{ "measure": "emails_to", "half_width_95": 7.5 }],
        "budget": { "epsilon_spent": 0.5, "epsilon_total": 10.0, "year": 2026, "renews_on": "2027-01-01" },
    });
    let release = Release {
        level: "month".to_owned(),
        start,
        released_at: day_end(),
        epsilon: 0.25,
        loss: 0.01,
        minimum_group: 5,
        notes: notes.to_string(),
    };
    let row = ReleasedRow { account: RecordId("a1".to_owned()), figures: figures.to_string() };
    app.state.store.put_release(&release, &[row], 2026, 10.0).await.unwrap();
}

async fn check(app: &App, path: &str, fields: &str, expected: Value) {
    let (status, answer) = app.get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    assert_eq!(pick(&answer, fields), expected, "{path}: {answer:#}");
}

#[tokio::test]
async fn a_period_is_told_with_how_people_are_protected() {
    let app = released().await;
    let fields = "level start periods accounts.0.account.name accounts.0.suppressed accounts.0.score consented \
                  minimum_group epsilon_per_release budget.epsilon_total accuracy.0.measure";
    let why = "too few of our people were in touch with it";
    let periods = json!(["2026-02-01", "2026-01-01"]);
    let expected = json!(["month", "2026-02-01", periods, "Acme Corp", why, null, true, 5, 0.25, 10.0, "emails_to"]);
    check(&app, "/engagement", fields, expected).await;
    let fields = "start accounts.0.suppressed accounts.0.emails_to accounts.0.emails_from accounts.0.mean_reply_hours";
    let expected = json!(["2026-01-01", null, 12, null, 4.5]);
    check(&app, "/engagement?level=month&start=2026-01-01", fields, expected).await;
    check(&app, "/engagement?level=week", "start periods accounts", json!(["", [], []])).await;
    check(&app, "/records/a1/engagement", "rows.0.start rows.1.score rows.2", json!(["2026-02-01", 70, null])).await;
}

#[tokio::test]
async fn stale_is_who_was_last_seen_long_ago() {
    let app = released().await;
    // Within the last three days of January, seen from the last day of March.
    let fields = "accounts.0.name accounts.0.days_since_email accounts.0.days_since_meeting suppressed";
    check(&app, "/segments/stale?days=60", fields, json!(["Acme Corp", 61, null, 0])).await;
    check(&app, "/segments/stale?days=62", "accounts suppressed", json!([[], 0])).await;
}

#[tokio::test]
async fn what_was_not_released_is_said() {
    let app = released().await;
    for (path, status, expected) in [
        ("/engagement?start=2020-01-01", StatusCode::NOT_FOUND, "no month that begins on 2020-01-01 was released"),
        ("/engagement.csv?start=2020-01-01", StatusCode::NOT_FOUND, "no month that begins on 2020-01-01 was released"),
        ("/records/c1/engagement", StatusCode::BAD_REQUEST, "only accounts have engagement"),
        ("/segments/stale?days=6", StatusCode::BAD_REQUEST, "`days` is 6; it must lie between 7 and 730"),
    ] {
        assert_eq!(app.get(path).await, (status, json!({ "detail": expected })), "{path}");
    }
}

#[tokio::test]
async fn without_consent_nothing_is_told() {
    let app = released().await;
    app.consent_to(&[Insights::ForEachUser]).await;
    check(&app, "/engagement", "consented accounts periods budget.epsilon_spent", json!([false, [], [], 0.0])).await;
    for path in NEED_CONSENT {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer["detail"].as_str().unwrap().contains("not consented to aggregated insights"), "{answer}");
    }
    let app = released().await.viewed_by(Some(&[]));
    for path in NEED_CONSENT.iter().chain(&["/engagement"]) {
        assert_eq!(app.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
}
