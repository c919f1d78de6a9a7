//! The personal page: what is one's own, one's switches, and being asked to be named.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use expect_test::{Expect, expect};
use relata_model::consent::Insights;
use relata_model::{RecordId, Visibility};
use relata_store::AuditQuery;
use serde_json::{Value, json};

use super::answers::pick;
use super::app::App;
use crate::{Through, Viewer};

const INSIGHTS: [&str; 4] = ["/me/ties", "/me/waiting", "/me/meetings", "/me/naming-requests"];
const ALWAYS: [&str; 3] = ["/me/stored", "/me/views", "/me/participation"];

/// The organisation with its deals, seen by Amber.
async fn amber() -> App {
    let app = App::with_deals().await;
    consented(&app, &[Insights::ForEachUser, Insights::Identifiable]).await;
    app.seen_by("amber@us.com").await
}

async fn consented(app: &App, insights: &[Insights]) {
    app.consent_to(insights).await;
}

async fn check(path: &str, expected: Expect) {
    let (status, answer) = amber().await.get(path).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    expected.assert_eq(&format!("{answer:#}"));
}

#[tokio::test]
async fn my_ties_are_the_strongest_those_that_warm_and_those_that_fade() {
    check(
        "/me/ties",
        expect![[r#"
        {
          "computed_at": "2026-04-01T00:00:00Z",
          "computed_for": "2026-03-31",
          "fading": [],
          "strongest": [
            {
              "band": "medium",
              "confidence": "high",
              "contact": {
                "company": "acme.com",
                "email": "lea@acme.com",
                "id": "8",
                "name": "Lea Berg",
                "record": "c1"
              },
              "hidden": false,
              "last": {
                "at": "2026-03-29T00:00:00Z",
                "direction": "outbound",
                "kind": "email"
              },
              "meetings": 0,
              "received": 8,
              "replies": 3,
              "sent": 9,
              "strength": 61,
              "trend": {
                "course": "steady",
                "gained": 0,
                "silence": -1,
                "text": "As much lately as over the whole time."
              }
            }
          ],
          "total": 1,
          "warming": []
        }"#]],
    )
    .await;
}

#[tokio::test]
async fn what_warms_and_what_fades_says_why() {
    let app = amber().await;
    let trend = async |list: &str| -> Value {
        let (_, ties) = app.get("/me/ties").await;
        pick(&ties, &format!("{list}.0.trend.course {list}.0.trend.gained {list}.0.trend.silence {list}.0.trend.text"))
    };
    app.publish(&[("amber@us.com", 9.0, 0)]).await;
    expect![[
        r#"["warming",22,0,"More lately than over the whole time: 22 points above what an even pace would give."]"#
    ]]
    .assert_eq(&trend("warming").await.to_string());
    app.publish(&[("amber@us.com", 0.3, 250)]).await;
    expect![[r#"["fading",-39,-57,"Less lately than over the whole time. The last contact was 250 days ago, and every 60 days of silence halve what came before: that took 57 points away."]"#]].assert_eq(&trend("fading").await.to_string());
}

#[tokio::test]
async fn who_waits_for_whom_is_told_with_since_when() {
    check(
        "/me/waiting",
        expect![[r#"
        {
          "computed_at": "2026-04-01T00:00:00Z",
          "computed_for": "2026-03-31",
          "for_me": [],
          "for_them": [
            {
              "answers": false,
              "band": "medium",
              "confidence": "high",
              "contact": {
                "company": "acme.com",
                "email": "lea@acme.com",
                "id": "8",
                "name": "Lea Berg",
                "record": "c1"
              },
              "days": 3,
              "last": {
                "at": "2026-03-29T00:00:00Z",
                "direction": "outbound",
                "kind": "email"
              },
              "meetings": 0,
              "personal": true,
              "received": 8,
              "replies": 3,
              "sent": 9,
              "since": "2026-03-29T00:00:00Z",
              "strength": 61
            }
          ]
        }"#]],
    )
    .await;
}

#[tokio::test]
async fn meetings_ahead_are_with_somebody_new() {
    check(
        "/me/meetings",
        expect![[r#"
        {
          "meetings": [
            {
              "at": "2026-04-07T10:00:00Z",
              "minutes": 30,
              "people": [
                {
                  "id": "8",
                  "met": false,
                  "name": "Lea Berg"
                }
              ]
            }
          ]
        }"#]],
    )
    .await;
}

#[tokio::test]
async fn what_is_stored_is_counted_and_shown_as_it_is() {
    check("/me/stored", expect![[r#"
        {
          "access_request": null,
          "counts": {
            "addresses": 1,
            "calls": 0,
            "contacts": 1,
            "emails_received": 8,
            "emails_sent": 9,
            "first_at": "2025-06-05T00:00:00Z",
            "last_at": "2026-03-29T00:00:00Z",
            "mailboxes": 1,
            "meetings": 0,
            "read": 50,
            "replies": 3,
            "scheduled": 1
          },
          "retention_days": 30,
          "sample": {
            "columns": [
              {
                "name": "series",
                "value": "0"
              },
              {
                "name": "contact_id",
                "value": "8"
              },
              {
                "name": "colleague_id",
                "value": "4"
              },
              {
                "name": "valid_from",
                "value": "1"
              },
              {
                "name": "valid_to",
                "value": "4611686018427387904"
              },
              {
                "name": "sent",
                "value": "2.0"
              },
              {
                "name": "received",
                "value": "2.0"
              },
              {
                "name": "replies",
                "value": "0.5"
              },
              {
                "name": "meetings",
                "value": "0.0"
              },
              {
                "name": "sent_count",
                "value": "9"
              },
              {
                "name": "received_count",
                "value": "8"
              },
              {
                "name": "reply_count",
                "value": "3"
              },
              {
                "name": "meeting_count",
                "value": "0"
              },
              {
                "name": "call_count",
                "value": "0"
              },
              {
                "name": "first_at",
                "value": "1749081600"
              },
              {
                "name": "sent_at",
                "value": "1774742400"
              },
              {
                "name": "received_at",
                "value": "1774656000"
              },
              {
                "name": "reply_at",
                "value": "1774656000"
              },
              {
                "name": "meeting_at",
                "value": null
              },
              {
                "name": "call_out_at",
                "value": null
              },
              {
                "name": "call_in_at",
                "value": null
              },
              {
                "name": "last_at",
                "value": "1774742400"
              },
              {
                "name": "raw",
                "value": "2.5"
              },
              {
                "name": "score",
                "value": "61"
              },
              {
                "name": "band",
                "value": "2"
              },
              {
                "name": "confidence",
                "value": "2"
              }
            ],
            "table": "pair",
            "text": "Numbers of two people, you and a contact, and of the computation; how much you wrote each other and met, faded by half every 60 days; how often, without fading; and when last, in seconds since 1970. No subject, no text and no attachment is stored anywhere."
          }
        }"#]]).await;
}

#[tokio::test]
async fn my_participation_is_mine_to_see_and_change() {
    check(
        "/me/participation",
        expect![[r#"
        {
          "hidden": [],
          "may_opt_out": true,
          "opted_out": false,
          "state": "contributing",
          "visibility": "named"
        }"#]],
    )
    .await;
    let app = amber().await;
    let (status, answer) = app.give(Method::PUT, "/me/participation", r#"{"visibility": "counted_only"}"#).await;
    assert_eq!((status, &answer["visibility"]), (StatusCode::OK, &json!("counted_only")), "{answer}");
    for wrong in [r#"{"visibility": "invisible"}"#, r#"{"shared": true}"#, "3"] {
        let (status, _) = app.give(Method::PUT, "/me/participation", wrong).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(app.get("/me/participation").await.1, answer);
}

/// What is left in the trail, the oldest first, without how the organisation came to consent.
async fn trail(app: &App) -> Vec<String> {
    let mut found = app.state.store.audited(&AuditQuery::default(), 100).await.unwrap();
    found.reverse();
    found.retain(|it| !["insights_enabled", "contributors_changed", "consent_given"].contains(&it.action.as_str()));
    found.iter().map(|it| format!("{} {} {}", it.action, it.subject, it.detail)).collect()
}

#[tokio::test]
async fn choices_are_recorded_without_whom_they_are_about() {
    let app = amber().await;
    app.give(Method::PUT, "/me/participation", r#"{"visibility": "named_after_yes"}"#).await;
    app.give(Method::PUT, "/me/hidden/{lea}", "").await;
    app.give(Method::DELETE, "/me/hidden/{lea}", "").await;
    app.post("/naming-requests", r#"{"person": "{lea}", "reason": "x"}"#).await;
    assert_eq!(trail(&app).await, ["visibility_changed  {}", "tie_hidden  {}", "tie_shown  {}", "naming_asked  {}"]);
}

#[tokio::test]
async fn opting_out_and_in_again_is_ones_own_and_recorded() {
    let app = amber().await;
    let amber = app.person("amber@us.com").await;
    let (status, out) = app.give(Method::PUT, "/me/participation", r#"{"opted_out": true}"#).await;
    assert_eq!((status, pick(&out, "state opted_out")), (StatusCode::OK, json!(["opted_out", true])));
    let (_, again) = app.give(Method::PUT, "/me/participation", r#"{"opted_out": false}"#).await;
    assert_eq!(pick(&again, "state opted_out"), json!(["contributing", false]));
    let expected = [
        format!("opted_out person:{amber} {{\"past\":\"true\"}}"),
        format!(r#"erasure_requested person:{amber} {{"erasure":"1","kind":"person","source":"opt_out"}}"#),
        format!("opted_in person:{amber} {{}}"),
    ];
    assert_eq!(trail(&app).await, expected);
}

#[tokio::test]
async fn who_looked_is_told_newest_first_and_in_pages() {
    let app = amber().await.seen_by("ben@us.com").await;
    for path in ["/people/{lea}/introducers", "/records/a1/coverage"] {
        assert_eq!(app.get(path).await.0, StatusCode::OK);
    }
    let app = app.seen_by("amber@us.com").await;
    expect![[r#"
        {
          "next": null,
          "views": [
            {
              "at": "2026-04-01T00:00:00Z",
              "contact": null,
              "viewer": {
                "name": "the demo's viewer"
              },
              "what": "coverage"
            },
            {
              "at": "2026-04-01T00:00:00Z",
              "contact": {
                "id": "8",
                "name": "Lea Berg"
              },
              "viewer": {
                "name": "the demo's viewer"
              },
              "what": "introducers"
            }
          ]
        }"#]]
    .assert_eq(&format!("{:#}", app.get("/me/views").await.1));
    let (_, first) = app.get("/me/views?limit=1").await;
    let next = first["next"].as_str().unwrap();
    let (_, rest) = app.get(&format!("/me/views?limit=1&before={next}")).await;
    assert_eq!((rest["views"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
    assert_eq!(app.get("/me/views?before=x").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn hiding_a_contact_and_showing_them_again_is_mine_too() {
    let app = amber().await;
    let (status, answer) = app.give(Method::PUT, "/me/hidden/{lea}", "").await;
    let lea = app.person("lea@acme.com").await.to_string();
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(pick(&answer, "hidden.0.person hidden.0.name hidden.1"), json!([lea, "Lea Berg", null]));
    assert_eq!(pick(&app.get("/me/ties").await.1, "strongest.0.hidden total"), json!([true, 1]));
    for nobody in ["{amber}", "999", "x"] {
        let (status, _) = app.give(Method::PUT, &format!("/me/hidden/{nobody}"), "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nobody}");
    }
    let (status, answer) = app.give(Method::DELETE, "/me/hidden/{lea}", "").await;
    assert_eq!((status, &answer["hidden"]), (StatusCode::OK, &json!([])));
    assert_eq!(app.give(Method::DELETE, "/me/hidden/{lea}", "").await.0, StatusCode::OK);
}

#[tokio::test]
async fn insights_need_consent_and_data_and_switches_do_not_nor_any_role() {
    let app = amber().await;
    consented(&app, &[]).await;
    let app = app.viewed_by(Some(&[])).seen_by("amber@us.com").await;
    for path in INSIGHTS {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer["detail"].as_str().unwrap().contains("not consented to insights for each user"), "{answer}");
    }
    for path in ALWAYS {
        assert_eq!(app.get(path).await.0, StatusCode::OK, "{path}");
    }
    assert_eq!(app.give(Method::PUT, "/me/hidden/{lea}", "").await.0, StatusCode::OK);
    let (status, _) = app.give(Method::PUT, "/me/participation", r#"{"visibility": "hidden"}"#).await;
    assert_eq!(status, StatusCode::OK);
    // Who may be named to everybody may be asked whether they will.
    consented(&app, &[Insights::Identifiable]).await;
    assert_eq!(app.get("/me/naming-requests").await.0, StatusCode::OK);
    assert_eq!(app.get("/me/ties").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_is_nobody_of_the_directory_has_nothing_of_their_own_and_a_widget_does_not_show_it() {
    let app = App::start().await;
    for path in INSIGHTS.iter().chain(&ALWAYS) {
        let (status, answer) = app.get(path).await;
        assert_eq!(status, StatusCode::CONFLICT, "{path}");
        assert!(answer["detail"].as_str().unwrap().starts_with("your account belongs to nobody of the directory"));
    }
    let mut app = amber().await;
    let viewer = app.state.viewer.take().unwrap();
    let through = Through::Embed { viewer: "account:1".to_owned(), record: RecordId("c1".to_owned()) };
    app.state.viewer = Some(Arc::new(Viewer { through, ..(*viewer).clone() }));
    for path in INSIGHTS.iter().chain(&ALWAYS) {
        assert_eq!(app.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    app.state.viewer = None;
    for path in INSIGHTS.iter().chain(&ALWAYS) {
        assert_eq!(app.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn before_anything_is_published_there_is_nothing_of_ones_own() {
    let app = App::start().await;
    consented(&app, &[Insights::ForEachUser]).await;
    app.publish(&[]).await;
    let app = app.seen_by("amber@us.com").await;
    assert_eq!(pick(&app.get("/me/ties").await.1, "strongest warming fading total"), json!([[], [], [], 0]));
    assert_eq!(pick(&app.get("/me/stored").await.1, "counts.contacts sample"), json!([0, null]));
}

/// Ben asks about Lea, whom Amber knows and is named for after a yes.
#[tokio::test]
async fn a_colleague_is_asked_and_named_after_a_yes() {
    let app = amber().await;
    let amber = app.person("amber@us.com").await;
    app.state.store.set_visibility(amber, Visibility::NamedAfterYes).await.unwrap();
    let app = app.seen_by("ben@us.com").await;
    let request = r#"{"person": "{lea}", "reason": "We sell\nturbines."}"#;
    let (status, asked) = app.post("/naming-requests", request).await;
    assert_eq!(status, StatusCode::CREATED, "{asked}");
    expect![[r#"
        {
          "at": "2026-04-01T00:00:00Z",
          "id": "1",
          "named": [],
          "reason": "We sell turbines.",
          "state": "asked",
          "target": {
            "id": "8",
            "kind": "person",
            "name": "Lea Berg"
          },
          "text": "Asked, nobody has answered yet. Whoever knows them is asked for 30 days; there may be nobody."
        }"#]]
    .assert_eq(&format!("{asked:#}"));
    assert_eq!(app.post("/naming-requests", request).await.1, asked);

    let app = app.seen_by("amber@us.com").await;
    let (_, requests) = app.get("/me/naming-requests").await;
    expect![[r#"
        {
          "for_me": [
            {
              "answer": null,
              "asker": {
                "id": "5",
                "name": "Ben Hill"
              },
              "at": "2026-04-01T00:00:00Z",
              "contacts": [
                {
                  "id": "8",
                  "name": "Lea Berg"
                }
              ],
              "id": "1",
              "reason": "We sell turbines.",
              "until": null
            }
          ],
          "mine": []
        }"#]]
    .assert_eq(&format!("{requests:#}"));
    let path = format!("/me/naming-requests/{}", asked["id"].as_str().unwrap());
    let (status, answered) = app.post(&path, r#"{"answer": "yes"}"#).await;
    assert_eq!((status, pick(&answered, "answer until")), (StatusCode::OK, json!(["yes", "2026-06-30T00:00:00Z"])));
    for (path, answer) in [(path.as_str(), "maybe"), ("/me/naming-requests/99", "yes"), ("/me/naming-requests/x", "no")]
    {
        let (status, _) = app.post(path, &json!({ "answer": answer }).to_string()).await;
        assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND), "{path} {answer}: {status}");
    }

    let app = app.seen_by("ben@us.com").await;
    let (_, mine) = app.get("/me/naming-requests").await;
    expect![[r#"
        [
          {
            "at": "2026-04-01T00:00:00Z",
            "id": "1",
            "named": [
              {
                "colleague": {
                  "id": "4",
                  "name": "Amber Stone"
                },
                "until": "2026-06-30T00:00:00Z"
              }
            ],
            "reason": "We sell turbines.",
            "state": "answered",
            "target": {
              "id": "8",
              "kind": "person",
              "name": "Lea Berg"
            },
            "text": "A colleague said yes."
          }
        ]"#]]
    .assert_eq(&format!("{:#}", mine["mine"]));
    let (_, found) = app.get("/people/{lea}/introducers").await;
    let names = |found: &Value| pick(found, "introducers.0.colleague.name introducers.1.colleague.name hidden");
    assert_eq!(names(&found), json!(["Ben Hill", "Amber Stone", 1]));
    let app = app.seen_by("cleo@us.com").await;
    assert_eq!(pick(&app.get("/people/{lea}/introducers").await.1, "hidden"), json!([1]), "Cleo sees herself and Ben");
}

/// Whoever knows the person, shares nothing, hides them or says no, and where nobody knows them: asking is answered
/// alike.
#[tokio::test]
async fn asking_tells_nothing() {
    let mut answers = Vec::new();
    for (mode, hides, says_no, known) in [
        (Visibility::NamedAfterYes, false, false, true),
        (Visibility::NamedAfterYes, false, true, true),
        (Visibility::NamedAfterYes, true, false, true),
        (Visibility::CountedOnly, false, false, true),
        (Visibility::Hidden, false, false, true),
        (Visibility::NamedAfterYes, false, false, false),
    ] {
        let app = amber().await;
        let (amber, lea) = (app.person("amber@us.com").await, app.person("lea@acme.com").await);
        app.publish(if known { &[("amber@us.com", 2.0, 3)] } else { &[] }).await;
        app.state.store.set_visibility(amber, mode).await.unwrap();
        if hides {
            app.state.store.hide_tie(amber, lea, (app.state.clock)()).await.unwrap();
        }
        let app = app.seen_by("ben@us.com").await;
        let asked = app.post("/naming-requests", r#"{"record": "a1", "reason": "Please."}"#).await;
        let app = app.seen_by("amber@us.com").await;
        if says_no {
            assert_eq!(app.post("/me/naming-requests/1", r#"{"answer": "no"}"#).await.0, StatusCode::OK);
        }
        let app = app.seen_by("ben@us.com").await;
        answers.push((asked, app.bytes("/me/naming-requests").await));
    }
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_answered_with_what_to_write() {
    let app = amber().await;
    for (body, status, detail) in [
        (r#"{"reason": "x"}"#, 400, "give one of `person` and `record`"),
        (r#"{"person": "{lea}", "record": "a1", "reason": "x"}"#, 400, "give one of `person` and `record`"),
        (r#"{"person": "{lea}", "reason": " "}"#, 400, "`reason` is empty"),
        (r#"{"person": "{cleo}", "reason": "x"}"#, 404, "there is no such person"),
        (r#"{"record": "zz", "reason": "x"}"#, 404, "there is no such record"),
        (r#"{"record": "c2", "reason": "x"}"#, 404, "this record is not to be analysed"),
    ] {
        let (answered, answer) = app.post("/naming-requests", body).await;
        assert_eq!((answered.as_u16(), &answer["detail"]), (status, &json!(detail)), "{body}");
    }
    let (status, _) = App::start().await.post("/naming-requests", r#"{"person": "{lea}", "reason": "x"}"#).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let app = amber().await.viewed_by(Some(&[])).seen_by("amber@us.com").await;
    let (status, _) = app.post("/naming-requests", r#"{"person": "{lea}", "reason": "x"}"#).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
