//! Lists of records, as JSON and as CSV.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use expect_test::{Expect, expect};
use relata_model::consent::Insights;
use serde_json::json;

use super::app::App;

/// The ids of a list, in its order.
async fn ids(app: &App, query: &str) -> String {
    let (status, answer) = app.get(&format!("/records?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{query}: {answer}");
    let ids: Vec<&str> = answer["records"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    ids.join(" ")
}

#[tokio::test]
async fn lists_are_sorted_and_filtered() {
    let app = App::dealing(2, 1).await;
    for (query, expected) in [
        ("kind=opportunity&status=open", "o2 o1"),
        ("kind=opportunity&status=won", "w0 w1"),
        ("kind=opportunity&sort=revenue&order=desc&limit=3", "w1 o1 w0"),
        ("kind=opportunity&sort=close", "o2 o1 w0 w1 l0"),
        ("kind=opportunity&sort=health&order=desc&limit=1", "o1"),
        ("grade=good", "o1"),
        ("kind=opportunity&grade=none", "o2 w0 w1 l0"),
        ("mine=true", "o1"),
        ("q=turb", "o1"),
        ("q=%20", "a1 o2 w0 w1 l0 c1 c2 l1 o1"),
        ("account=a1&kind=contact", "c1"),
    ] {
        let mut found: Vec<String> = ids(&app, query).await.split(' ').map(str::to_owned).collect();
        let mut wanted: Vec<String> = expected.split(' ').map(str::to_owned).collect();
        if !query.contains("sort=") {
            found.sort();
            wanted.sort();
        }
        assert_eq!(found, wanted, "{query}");
    }
}

#[tokio::test]
async fn a_row_tells_what_is_known() {
    let app = App::with_deals().await;
    let (_, answer) = app.get("/records?q=turbines").await;
    let mut row = answer["records"][0].clone();
    let score = row["health"]["score"].take();
    assert!(score.as_u64().is_some_and(|it| it >= 60), "{score}");
    expect![[r#"
        {
          "account": {
            "id": "a1",
            "name": "Acme Corp"
          },
          "calls": 0,
          "close_on": "2026-06-30",
          "company": null,
          "created_on": "2026-01-10",
          "currency": "EUR",
          "email": null,
          "emails": 21,
          "health": {
            "score": null,
            "state": "good",
            "trend": "steady"
          },
          "id": "o1",
          "invented": [],
          "kind": "opportunity",
          "last": {
            "at": "2026-03-24T10:00:00Z",
            "channel": "email",
            "direction": "outbound"
          },
          "meetings": 1,
          "name": "Turbines",
          "next": {
            "at": "2026-04-07T10:00:00Z",
            "channel": "meeting",
            "direction": "outbound"
          },
          "owner": "Amber Stone",
          "revenue": 50000.0,
          "stage": "Proposal",
          "status": "open",
          "title": null
        }
    "#]]
    .assert_eq(&format!("{row:#}\n"));
}

#[tokio::test]
async fn without_consent_rows_keep_to_what_the_crm_says() {
    let app = App::with_deals().await;
    app.consent_to(&[Insights::Aggregated]).await;
    let (_, answer) = app.get("/records?q=turbines").await;
    let row = &answer["records"][0];
    assert_eq!(row["health"], json!({ "state": "hidden", "score": null, "trend": "not_applicable" }));
    assert_eq!((&row["last"], &row["emails"], &row["stage"]), (&json!(null), &json!(0), &json!("Proposal")));
    for query in ["sort=emails", "sort=health", "sort=last", "grade=good", "trend=steady"] {
        let (status, answer) = app.get(&format!("/records?{query}")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{query}: {answer}");
        assert_eq!(app.get(&format!("/records.csv?{query}")).await.0, StatusCode::FORBIDDEN, "{query}");
    }
}

pub(super) async fn check_csv(app: &App, path: &str, expected: Expect) {
    let request = Request::get(format!("/api/v1{path}")).header("host", "localhost:8080").body(Body::empty()).unwrap();
    let response = app.send(request).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let headers = format!("{}\n{}\n", header("content-type"), header("content-disposition"));
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.ends_with("\r\n"));
    expected.assert_eq(&(headers + &text.replace("\r\n", "\n")));
}

#[tokio::test]
async fn a_list_as_csv_holds_every_row_and_no_formula() {
    let app = App::with_deals().await;
    check_csv(&app, "/records.csv?kind=opportunity&limit=1&sort=revenue", expect![[r#"
        text/csv; charset=utf-8
        attachment; filename="records.csv"
        id,kind,name,title,company,email,account,owner,status,stage,revenue,currency,close_on,created_on,health,score,trend,last_at,last_channel,last_direction,next_at,next_channel,next_direction,emails,meetings,calls
        o2,opportunity,"'=HYPERLINK(""http://x"",""Valves, small"")",,,,,,open,,-5,,2026-01-31,,no_completed_activities,,not_enough_information,,,,,,,0,0,0
        o1,opportunity,Turbines,,,,Acme Corp,Amber Stone,open,Proposal,50000,EUR,2026-06-30,2026-01-10,good,79,steady,2026-03-24T10:00:00Z,email,outbound,2026-04-07T10:00:00Z,meeting,outbound,21,1,0
    "#]]).await;
}

#[tokio::test]
async fn a_record_page_tells_of_its_deal() {
    let app = App::with_deals().await;
    let (_, page) = app.get("/records/o1").await;
    let fields =
        "kind status stage revenue currency created_on close_on closed_on team.0 primary_contact.name do_not_analyse";
    let expected = json!([
        "opportunity",
        "open",
        "Proposal",
        50_000.0,
        "EUR",
        "2026-01-10",
        "2026-06-30",
        null,
        "sam@us.com",
        "Lea Berg",
        false
    ]);
    assert_eq!(super::answers::pick(&page, fields), expected, "{page:#}");
}
