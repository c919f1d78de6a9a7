//! Settings of analytics: who may change them, what is refused, and that everything is graded anew.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::answers::pick;
use super::app::App;
use relata_model::policy::Role;

const PATH: &str = "/settings/analytics";

async fn administered() -> App {
    App::with_deals().await.viewed_by(Some(&[Role::Administrator, Role::SalesManager]))
}

/// The settings in force with one of them changed: `grades.good` to a value.
async fn with(app: &App, setting: &str, value: Value) -> String {
    let (_, mut settings) = app.get(PATH).await;
    *settings.pointer_mut(&format!("/{}", setting.replace('.', "/"))).unwrap() = value;
    settings.to_string()
}

#[tokio::test]
async fn settings_are_the_administrators() {
    for (roles, expected) in [(&[Role::SalesManager][..], StatusCode::FORBIDDEN), (&[], StatusCode::FORBIDDEN)] {
        let app = App::with_deals().await.viewed_by(Some(roles));
        let (status, answer) = app.get(PATH).await;
        assert_eq!(status, expected);
        assert_eq!(
            answer["detail"],
            "you need the right to see and change settings; the role `administrator` has it, and an administrator can grant it"
        );
        let given = administered().await.get(PATH).await.1.to_string();
        assert_eq!(app.give(Method::PUT, PATH, &given).await.0, expected);
    }
    let (_, viewer) = administered().await.get("/viewer").await;
    assert_eq!(viewer["roles"], json!(["sales_manager", "administrator"]));
}

#[tokio::test]
async fn at_first_everything_is_as_delivered() {
    let (status, settings) = administered().await.get(PATH).await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({
        "health_shown": true,
        "weights": { "email": 1.0, "meeting": 1.0, "call": 1.0, "task": 1.0 },
        "grades": { "good": 60, "fair": 40 },
        "frequency": {
            "default": "learnt", "contact": null, "lead": null, "opportunity": null, "account": null, "stages": []
        },
        "business_hours": { "time_zone": "UTC", "from": "09:00", "to": "17:00", "days": [1, 2, 3, 4, 5] },
        "similar_deals": true,
        "minimum_group": 5,
        "changed_at": null,
        "changed_by": null,
    });
    assert_eq!(settings, expected);
}

#[tokio::test]
async fn a_change_grades_every_record_anew() {
    let app = administered().await;
    let (_, before) = app.get("/records?q=turbines").await;
    let changed = with(&app, "grades", json!({ "good": 100, "fair": 99 })).await;
    let (status, saved) = app.give(Method::PUT, PATH, &changed).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    let fields = "settings.grades.good settings.changed_by regraded milliseconds";
    assert_eq!(pick(&saved, fields), json!([100, "the demo's viewer", 5, 0]));
    let (_, after) = app.get("/records?q=turbines").await;
    assert_eq!(after["records"][0]["health"]["state"], "poor");
    assert_eq!(after["records"][0]["health"]["score"], before["records"][0]["health"]["score"]);
    assert_eq!(after["computed_at"], before["computed_at"]);
    assert_eq!(app.get("/records/o1/health").await.1["state"], "poor");

    let weekly = with(&app, "frequency.stages", json!([{ "stage": "proposal", "expected": "weekly" }])).await;
    assert_eq!(app.give(Method::PUT, PATH, &weekly).await.0, StatusCode::OK);
    let (_, stricter) = app.get("/records?q=turbines").await;
    assert_eq!(app.get("/records/o1/health").await.1["rhythm"]["expected"], "weekly");
    assert_ne!(stricter["records"][0]["health"]["score"], after["records"][0]["health"]["score"]);
    assert_eq!(app.get("/records/o1/health").await.1["score"], stricter["records"][0]["health"]["score"]);
}

#[tokio::test]
async fn a_switch_hides_health_everywhere() {
    let app = administered().await;
    let hidden = with(&app, "health_shown", json!(false)).await;
    assert_eq!(app.give(Method::PUT, PATH, &hidden).await.0, StatusCode::OK);
    let (_, health) = app.get("/records/o1/health").await;
    let fields = "state score parts movers history rhythm.gap_days last.channel";
    assert_eq!(pick(&health, fields), json!(["hidden", null, [], [], [], null, "email"]));
    assert_eq!(app.get("/records?q=turbines").await.1["records"][0]["health"]["state"], "hidden");
    assert_eq!(app.get("/records?q=turbines").await.1["records"][0]["emails"], 21);
    assert_eq!(app.get("/pipeline").await.1["bubbles"][0]["health"]["score"], json!(null));
    assert_eq!(app.get("/records?sort=health").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_comparison_can_be_switched_off() {
    let app = administered().await;
    let off = with(&app, "similar_deals", json!(false)).await;
    assert_eq!(app.give(Method::PUT, PATH, &off).await.0, StatusCode::OK);
    assert_eq!(app.get("/records/o1/similar").await.0, StatusCode::CONFLICT);
    assert_eq!(app.get("/records/o1/kpis").await.1["similar"], json!(null));
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_words() {
    let app = administered().await;
    for (setting, value, expected) in [
        ("weights.call", json!(1.6), "a kind of contact can count between 0.5 and 1.5 times as much as usual"),
        ("grades.good", json!(40), "good must begin above fair, fair at 1 or more, and good at 100 or less"),
        ("minimum_group", json!(4), "the smallest group can be raised, but not below 5 people"),
        ("business_hours.days", json!([]), "at least one day of the week must be a working day"),
        ("business_hours.days", json!([8]), "working days are numbers from 1 (Monday) to 7"),
        (
            "business_hours.to",
            json!("08:00"),
            "work must end after it begins, on the same day; 00:00 as the end is midnight",
        ),
        ("business_hours.from", json!("nine"), "`from` is `nine`; it must be a time of day like 09:00"),
        (
            "business_hours.time_zone",
            json!("Moon/Tycho"),
            "`Moon/Tycho` is no time zone this server knows; write one like Europe/Berlin",
        ),
        (
            "frequency.stages",
            json!([{ "stage": "a=b", "expected": "weekly" }]),
            "a stage is a line of 1 to 100 characters without `=`",
        ),
        (
            "frequency.stages",
            json!([{ "stage": "A", "expected": "weekly" }, { "stage": "a", "expected": "monthly" }]),
            "the stage `a` is there twice",
        ),
    ] {
        let given = with(&app, setting, value).await;
        let answer = app.give(Method::PUT, PATH, &given).await;
        assert_eq!(answer, (StatusCode::BAD_REQUEST, json!({ "detail": expected })), "{setting}");
    }
    let unknown = with(&app, "frequency.default", json!("daily")).await;
    assert_eq!(app.give(Method::PUT, PATH, &unknown).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(app.get(PATH).await.1["changed_at"], json!(null));
}
