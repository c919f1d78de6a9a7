//! Enabling and consent through the router, with a clock that is moved: what is shown when, who may, what is refused.

use std::cell::Cell;

use axum::http::{Method, StatusCode};
use expect_test::{Expect, expect};
use jiff::{SignedDuration, Timestamp};
use relata_model::consent::Insights;
use relata_model::enabling::Event;
use relata_model::groups::{Group, Stated};
use relata_model::policy::Role;
use relata_model::{ColleagueId, GroupId, Name};
use serde_json::{Value, json};

use super::answers::pick;
use super::app::{App, day_end};

thread_local! {
    static SECONDS_LATER: Cell<i64> = const { Cell::new(0) };
}

/// The clock of these tests: each runs in a thread of its own.
fn clock() -> Timestamp {
    day_end() + SignedDuration::from_secs(SECONDS_LATER.get())
}

pub(super) fn later(days: i64, seconds: i64) {
    SECONDS_LATER.set(days * 86_400 + seconds);
}

/// The organisation of the tests before anything was turned on, seen by somebody who may do everything.
pub(super) async fn turned_off() -> App {
    later(0, 0);
    let mut app = App::with_deals().await.viewed_by(Some(&Role::ALL));
    app.state.clock = clock;
    app.consent_to(&[]).await;
    app.state.store.append_consent_event(clock(), "demo", Event::Disabled).await.unwrap();
    app.state
        .store
        .replace_groups(&[group("legal", &["amber"]), group("board", &[])], clock(), "operator")
        .await
        .unwrap();
    app
}

fn group(id: &str, members: &[&str]) -> Group {
    let stated = |it: &&str| Stated { colleague: ColleagueId((*it).to_owned()), from: None, to: None };
    Group {
        id: GroupId(id.to_owned()),
        name: Name::new(&format!("The {id}")).unwrap(),
        members: members.iter().map(stated).collect(),
    }
}

const ENABLE: &str = r#"{"contributors": {"everybody": true, "roles": []}}"#;

pub(super) fn give(insights: &str, groups: &str, mode: &str) -> String {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    json!({ "insights": list(insights), "excluded_groups": list(groups), "mode": mode, "text_version": 1 }).to_string()
}

/// What an answer says, in a line.
fn line(body: &Value) -> String {
    let fields = "state days_left features.who_knows_whom features.analytics";
    let kinds = body["kinds"].as_array().unwrap();
    let kinds: Vec<&str> = kinds.iter().map(|it| it["state"].as_str().unwrap()).collect();
    format!("{} {}", pick(body, fields), kinds.join(" "))
}

/// Whether who knows whom, analytics and engagement can be seen.
async fn seen(app: &App) -> [u16; 3] {
    let who = app.get("/people/{lea}/introducers").await.0.as_u16();
    let analytics = app.get("/moves").await.0.as_u16();
    let engagement = app.get("/engagement").await.1["consented"].as_bool().unwrap_or_default();
    [who, analytics, if engagement { 200 } else { 403 }]
}

/// Does things one after the other, and says of each what came of it and what can be seen then.
/// A step: `day method path body`.
async fn check(app: &App, steps: &[(&str, &str, &str)], expected: Expect) {
    let mut text = String::new();
    for (when, what, body) in steps {
        let (day, second) = when.split_once('+').map_or((*when, "0"), |it| it);
        later(day.parse().unwrap(), second.parse().unwrap());
        let (method, path) = what.split_once(' ').unwrap_or(("get", ""));
        let (status, answer) = match method {
            "get" => app.get("/consent").await,
            "put" => app.give(Method::PUT, &format!("/consent/{path}"), body).await,
            _ => app.post(&format!("/consent/{path}"), body).await,
        };
        let said = if status == StatusCode::OK { line(&answer) } else { answer["detail"].to_string() };
        text += &format!("{when} {what}: {} {said}\n    {:?}\n", status.as_u16(), seen(app).await);
    }
    expected.assert_eq(&text);
}

#[tokio::test]
async fn at_first_it_is_off_and_the_basic_edition_is_seen() {
    let app = App::empty().await.viewed_by(Some(&Role::ALL));
    let (status, body) = app.get("/consent").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(line(&body), "[\"off\",null,false,false] never never never");
    let fields = "state enabled lapses_at days_left features contributors mode excluded_groups text_version";
    let expected = json!([
        "off", null, null, null, { "who_knows_whom": false, "analytics": false }, { "everybody": true, "roles": [] },
        "opt_out", [], 1
    ]);
    assert_eq!(pick(&body, fields), expected);
}

#[tokio::test]
async fn without_consent_it_turns_itself_off_on_day_fourteen() {
    let app = turned_off().await;
    check(
        &app,
        &[
            ("0", "post enable", ENABLE),
            ("0", "post enable", ENABLE),
            ("13", "get", ""),
            ("13+86399", "get", ""),
            ("14", "get", ""),
            ("14", "post give", &give("identifiable", "", "opt_out")),
            ("15", "put features", r#"{"who_knows_whom": true, "analytics": true}"#),
            ("15", "post enable", ENABLE),
            ("15", "post give", &give("identifiable", "", "opt_out")),
            ("400", "get", ""),
        ],
        expect![[r#"
            0 post enable: 200 ["awaiting",14,true,true] never never withdrawn
                [403, 403, 403]
            0 post enable: 409 "relationship intelligence is on already"
                [403, 403, 403]
            13 get: 200 ["awaiting",1,true,true] never never withdrawn
                [403, 403, 403]
            13+86399 get: 200 ["awaiting",1,true,true] never never withdrawn
                [403, 403, 403]
            14 get: 200 ["lapsed",null,false,false] never never withdrawn
                [403, 403, 403]
            14 post give: 409 "relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first"
                [403, 403, 403]
            15 put features: 409 "relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first"
                [403, 403, 403]
            15 post enable: 200 ["awaiting",14,true,true] never never withdrawn
                [403, 403, 403]
            15 post give: 200 ["consented",null,true,true] never never granted
                [200, 200, 403]
            400 get: 200 ["consented",null,true,true] never never granted
                [200, 200, 403]
        "#]],
    )
    .await;
}

#[tokio::test]
async fn consent_before_turning_it_on_is_refused() {
    let app = turned_off().await;
    check(
        &app,
        &[
            ("0", "post give", &give("identifiable", "", "opt_out")),
            ("0", "post disable", ""),
            ("0", "post withdraw", r#"{"insights": ["identifiable"]}"#),
            ("0", "post enable", r#"{"contributors": {"everybody": false, "roles": []}}"#),
            ("0", "post enable", r#"{"contributors": {"everybody": true, "roles": ["salesperson"]}}"#),
            ("0", "post enable", ENABLE),
            ("1", "post give", &give("", "", "opt_out")),
            ("1", "post give", &give("identifiable", "sales", "opt_out")),
            ("1", "post give", &give("identifiable", "", "opt_out").replace(":1", ":2")),
            ("1", "put excluded-groups", r#"{"groups": ["sales"], "erase_past": false}"#),
        ],
        expect![[r#"
            0 post give: 409 "relationship intelligence is off; an administrator has to turn it on first"
                [403, 403, 403]
            0 post disable: 409 "relationship intelligence is off; an administrator has to turn it on first"
                [403, 403, 403]
            0 post withdraw: 409 "none of this is consented to, so there is nothing to withdraw"
                [403, 403, 403]
            0 post enable: 400 "choose at least one role, or everybody"
                [403, 403, 403]
            0 post enable: 400 "`everybody` is true, so no role can be named; leave `roles` empty, or say false"
                [403, 403, 403]
            0 post enable: 200 ["awaiting",14,true,true] never never withdrawn
                [403, 403, 403]
            1 post give: 400 "name at least one kind of insight"
                [403, 403, 403]
            1 post give: 400 "the directory has no group `sales`; GET /api/v1/groups lists those it has"
                [403, 403, 403]
            1 post give: 409 "the text of the consent is version 1 now, not 2; read it again"
                [403, 403, 403]
            1 put excluded-groups: 400 "the directory has no group `sales`; GET /api/v1/groups lists those it has"
                [403, 403, 403]
        "#]],
    )
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_is_out_of_sight_at_once_and_can_be_given_again_once_it_is_erased() {
    let app = turned_off().await;
    let give_all = give("for_each_user aggregated identifiable", "", "opt_out");
    check(
        &app,
        &[
            ("0", "post enable", ENABLE),
            ("1", "post give", &give_all),
            ("2", "post withdraw", r#"{"insights": ["identifiable"]}"#),
            ("3", "post withdraw", r#"{"insights": ["aggregated", "for_each_user", "identifiable"]}"#),
            ("3+60", "post give", &give_all),
        ],
        expect![[r#"
            0 post enable: 200 ["awaiting",14,true,true] never never withdrawn
                [403, 403, 403]
            1 post give: 200 ["consented",null,true,true] granted granted granted
                [200, 200, 200]
            2 post withdraw: 200 ["consented",null,true,true] granted granted withdrawn
                [403, 403, 200]
            3 post withdraw: 200 ["withdrawn",null,false,false] withdrawn withdrawn withdrawn
                [403, 403, 403]
            3+60 post give: 409 "what was stored until the consent was withdrawn is still being erased; consent again once the rows are gone"
                [403, 403, 403]
        "#]],
    )
    .await;
    let (_, body) = app.get("/consent").await;
    expect![[r#"
        [
          {
            "by": "the demo's viewer",
            "files_due": "2026-04-12T00:00:00Z",
            "files_gone": null,
            "insights": "for_each_user",
            "rows_due": "2026-04-05T00:00:00Z",
            "rows_gone": null,
            "since": null,
            "state": "withdrawn",
            "withdrawn_at": "2026-04-04T00:00:00Z"
          },
          {
            "by": "the demo's viewer",
            "files_due": "2026-04-12T00:00:00Z",
            "files_gone": null,
            "insights": "aggregated",
            "rows_due": "2026-04-05T00:00:00Z",
            "rows_gone": null,
            "since": null,
            "state": "withdrawn",
            "withdrawn_at": "2026-04-04T00:00:00Z"
          },
          {
            "by": "the demo's viewer",
            "files_due": "2026-04-11T00:00:00Z",
            "files_gone": null,
            "insights": "identifiable",
            "rows_due": "2026-04-04T00:00:00Z",
            "rows_gone": null,
            "since": null,
            "state": "withdrawn",
            "withdrawn_at": "2026-04-03T00:00:00Z"
          }
        ]"#]]
    .assert_eq(&format!("{:#}", body["kinds"]));
    let all = || Insights::ALL.into();
    app.state.store.append_consent_event(clock(), "relata", Event::RowsGone(all())).await.unwrap();
    check(
        &app,
        &[("4", "post give", &give_all)],
        expect![[r#"
        4 post give: 200 ["consented",null,true,true] granted granted granted
            [200, 200, 200]
    "#]],
    )
    .await;
    let (_, body) = app.get("/consent").await;
    assert_eq!(
        pick(&body["kinds"][2], "state withdrawn_at files_gone"),
        json!(["granted", "2026-04-03T00:00:00Z", null])
    );
    app.state.store.append_consent_event(clock(), "relata", Event::FilesGone(all())).await.unwrap();
    let (_, body) = app.get("/consent").await;
    assert_eq!(pick(&body["kinds"][2], "state withdrawn_at"), json!(["granted", null]));
    expect![[r#"
        [
          {
            "at": "2026-04-05T00:00:00Z",
            "by": "Relata itself",
            "what": "The last file with anything stored for insights for each user, aggregated insights and identifiable insights is gone."
          },
          {
            "at": "2026-04-05T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The organisation consented to insights for each user, aggregated insights and identifiable insights (text 1). Colleagues take part unless they opt out. No group is left out."
          },
          {
            "at": "2026-04-04T00:01:00Z",
            "by": "Relata itself",
            "what": "Everything stored for insights for each user, aggregated insights and identifiable insights is out of the database and the log."
          },
          {
            "at": "2026-04-04T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The consent to insights for each user, aggregated insights and identifiable insights was withdrawn. It was out of sight at once; it is out of the database within 24 hours, and out of all files within 30 days."
          },
          {
            "at": "2026-04-03T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The consent to identifiable insights was withdrawn. It was out of sight at once; it is out of the database within 24 hours, and out of all files within 30 days."
          },
          {
            "at": "2026-04-02T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The organisation consented to insights for each user, aggregated insights and identifiable insights (text 1). Colleagues take part unless they opt out. No group is left out."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The mailboxes of all colleagues may be used, as far as consent reaches."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "Relationship intelligence was turned on. Nothing is read from mailboxes before somebody consents; without consent within 14 days it turns itself off."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "Relationship intelligence was turned off. Nothing more is read from mailboxes, and nothing that came from mailboxes is shown. What is stored stays until the consent is withdrawn."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "Everything stored for identifiable insights is out of the database and the log."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The consent to identifiable insights was withdrawn. It was out of sight at once; it is out of the database within 24 hours, and out of all files within 30 days."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The organisation consented to identifiable insights (text 1). Colleagues take part unless they opt out. No group is left out."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "The mailboxes of all colleagues may be used, as far as consent reaches."
          },
          {
            "at": "2026-04-01T00:00:00Z",
            "by": "the demo's viewer",
            "what": "Relationship intelligence was turned on. Nothing is read from mailboxes before somebody consents; without consent within 14 days it turns itself off."
          }
        ]"#]].assert_eq(&format!("{:#}", body["history"]));
}

#[tokio::test]
async fn features_are_switched_one_by_one() {
    let app = turned_off().await;
    check(
        &app,
        &[
            ("0", "post enable", ENABLE),
            ("0", "post give", &give("identifiable", "", "opt_out")),
            ("0", "put features", r#"{"who_knows_whom": false, "analytics": true}"#),
            ("0", "put features", r#"{"who_knows_whom": true, "analytics": false}"#),
            ("0", "post disable", ""),
            ("0", "post enable", ENABLE),
        ],
        expect![[r#"
            0 post enable: 200 ["awaiting",14,true,true] never never withdrawn
                [403, 403, 403]
            0 post give: 200 ["consented",null,true,true] never never granted
                [200, 200, 403]
            0 put features: 200 ["consented",null,false,true] never never granted
                [403, 200, 403]
            0 put features: 200 ["consented",null,true,false] never never granted
                [200, 403, 403]
            0 post disable: 200 ["off",null,false,false] never never granted
                [403, 403, 403]
            0 post enable: 200 ["consented",null,true,true] never never granted
                [200, 200, 403]
        "#]],
    )
    .await;
}

#[tokio::test]
async fn groups_are_found_and_left_out() {
    let app = turned_off().await;
    let (_, groups) = app.get("/groups?query=LEG").await;
    assert_eq!(groups, json!({ "groups": [{ "id": "legal", "name": "The legal", "members": 1 }] }));
    assert_eq!(app.get("/groups").await.1["groups"].as_array().unwrap().len(), 2);
    app.post("/consent/enable", ENABLE).await;
    let (status, body) = app.post("/consent/give", &give("identifiable", "legal board", "opt_out")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let expected = json!([
        [{ "id": "board", "name": "The board", "members": 0 }, { "id": "legal", "name": "The legal", "members": 1 }],
        3, 2, 1, "The organisation consented to identifiable insights (text 1). Colleagues take part unless they opt \
        out. The groups The board and The legal are left out."
    ]);
    let fields = "excluded_groups counts.colleagues counts.contributing counts.in_excluded_groups history.0.what";
    assert_eq!(pick(&body, fields), expected);
    let (_, body) = app.give(Method::PUT, "/consent/excluded-groups", r#"{"groups": [], "erase_past": false}"#).await;
    assert_eq!(pick(&body, "excluded_groups counts.contributing"), json!([[], 3]));
}

#[tokio::test]
async fn roles_of_whom_nobody_is_one_leave_everybody_out() {
    let app = turned_off().await;
    let given = r#"{"contributors": {"everybody": false, "roles": ["sales_manager", "salesperson"]}}"#;
    let (_, body) = app.post("/consent/enable", given).await;
    let fields = "contributors.everybody contributors.roles counts.contributing counts.not_contributors";
    assert_eq!(pick(&body, fields), json!([false, ["salesperson", "sales_manager"], 0, 3]));
    let (_, body) = app.give(Method::PUT, "/consent/contributors", r#"{"everybody": true, "roles": []}"#).await;
    assert_eq!(pick(&body, "contributors.everybody counts.contributing"), json!([true, 3]));
}

#[tokio::test]
async fn each_change_needs_its_right() {
    let requests = [
        ("get", "/consent", ""),
        ("get", "/groups", ""),
        ("post", "/consent/enable", ENABLE),
        ("put", "/consent/contributors", r#"{"everybody": true, "roles": []}"#),
        ("put", "/consent/features", r#"{"who_knows_whom": true, "analytics": true}"#),
        ("post", "/consent/give", &give("identifiable", "", "opt_out")),
        ("put", "/consent/excluded-groups", r#"{"groups": [], "erase_past": false}"#),
        ("post", "/consent/withdraw", r#"{"insights": ["identifiable"]}"#),
        ("post", "/consent/disable", ""),
        ("get", "/participation", ""),
    ];
    let mut text = String::new();
    for role in Role::ALL {
        let app = turned_off().await.viewed_by(Some(&[role]));
        let may = app.state.store.enabling().await.unwrap();
        let steps = may.steps_to([Insights::Aggregated], clock(), "demo");
        app.state.store.append_consent_events(&steps).await.unwrap();
        let mut answers = Vec::new();
        for (method, path, body) in requests {
            let (status, _) = match method {
                "get" => app.get(path).await,
                "put" => app.give(Method::PUT, path, body).await,
                _ => app.post(path, body).await,
            };
            answers.push(format!("{path} {}", status.as_u16()));
        }
        text += &format!("{}\n  {}\n", role.name(), answers.join("\n  "));
    }
    expect![[r#"
        salesperson
          /consent 403
          /groups 403
          /consent/enable 403
          /consent/contributors 403
          /consent/features 403
          /consent/give 403
          /consent/excluded-groups 403
          /consent/withdraw 403
          /consent/disable 403
          /participation 403
        sales_manager
          /consent 403
          /groups 403
          /consent/enable 403
          /consent/contributors 403
          /consent/features 403
          /consent/give 403
          /consent/excluded-groups 403
          /consent/withdraw 403
          /consent/disable 403
          /participation 403
        administrator
          /consent 200
          /groups 200
          /consent/enable 409
          /consent/contributors 200
          /consent/features 200
          /consent/give 403
          /consent/excluded-groups 403
          /consent/withdraw 403
          /consent/disable 200
          /participation 200
        directory_administrator
          /consent 200
          /groups 200
          /consent/enable 403
          /consent/contributors 403
          /consent/features 403
          /consent/give 200
          /consent/excluded-groups 200
          /consent/withdraw 200
          /consent/disable 403
          /participation 200
        auditor
          /consent 200
          /groups 403
          /consent/enable 403
          /consent/contributors 403
          /consent/features 403
          /consent/give 403
          /consent/excluded-groups 403
          /consent/withdraw 403
          /consent/disable 403
          /participation 403
    "#]]
    .assert_eq(&text);
    let (_, body) = turned_off()
        .await
        .viewed_by(Some(&[Role::Salesperson]))
        .post("/consent/give", &give("identifiable", "", "opt_out"))
        .await;
    assert_eq!(
        body["detail"],
        "you need the right to give and withdraw the organisation's consent; the role `directory_administrator` has \
         it, and an administrator can grant it"
    );
}
