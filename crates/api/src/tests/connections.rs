//! Connections: connecting, pausing and disconnecting, what is said of mailboxes, and what is never said.

use axum::http::StatusCode;
use expect_test::expect;
use jiff::SignedDuration;
use relata_model::policy::Role;
use relata_model::{Name, Record, RecordId, RecordKind};
use relata_store::{AtService, ConnectionId, Fared, MailFolder, NewMailbox, Origin, SourceState, Subscription};
use serde_json::{Value, json};

use super::app::{App, day_end};
use super::lists::check_csv;

const TENANT: &str = "Microsoft 365: contoso.example";

async fn administered() -> App {
    App::start().await.viewed_by(Some(&[Role::Administrator]))
}

async fn connect(app: &App) -> String {
    let body = json!({
        "kind": "microsoft365", "tenant": "contoso.example", "client": "app", "secret": "hush-hush", "group": "sales",
    });
    let (status, made) = app.post("/connections", &body.to_string()).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

async fn first(app: &App) -> Value {
    app.get("/connections").await.1["connections"][0].clone()
}

/// A mailbox of the tenant, of which this became when it was read.
async fn mailbox(app: &App, of: &str, fared: Fared<'_>) {
    let store = &app.state.store;
    store.set_source(TENANT, "microsoft365", &SourceState::Ready, day_end()).await.unwrap();
    let owner = Some(app.person(of).await);
    let new = NewMailbox { source: TENANT, name: &format!("{of} mail"), kind: "mail", owner };
    let id = store.mailbox(&new).await.unwrap();
    store.mailbox_fared(id, fared, day_end()).await.unwrap();
}

#[tokio::test]
async fn what_a_mailbox_has_stands_beside_what_was_read_and_what_is_wrong_is_told() {
    let app = administered().await;
    let id = connect(&app).await;
    mailbox(&app, "amber@us.com", Fared::Badly("the mailbox is not there")).await;
    let store = &app.state.store;
    let mailbox = store.mailboxes().await.unwrap().into_iter().find(|it| it.source == TENANT).unwrap().id;
    let month = "2026-03".parse().unwrap();
    store.note_count(mailbox, ("f1", month), (3, 2), day_end()).await.unwrap();
    let folder = MailFolder { folder: "f1".to_owned(), name: Some("inbox".to_owned()), older: 5 };
    store.note_folders(mailbox, &[folder]).await.unwrap();
    store.note_checked(mailbox, 7, "1", day_end()).await.unwrap();

    let (status, page) = app.get(&format!("/connections/{id}/ledger?unexplained=true")).await;
    assert_eq!(
        (status, page["mailboxes"][0]["source"].as_u64(), &page["next"]),
        (StatusCode::OK, Some(3), &Value::Null)
    );
    assert_eq!(page["mailboxes"][0]["unexplained"], json!(2));
    let folders = app.get(&format!("/connections/{id}/ledger/{mailbox}")).await.1;
    assert_eq!((&folders["folders"][0]["name"], &folders["folders"][0]["older"]), (&json!("inbox"), &json!(5)));
    assert_eq!(folders["folders"][0]["unexplained"][0]["messages"], json!(2));
    assert_eq!(app.get(&format!("/connections/{id}/ledger/99999")).await.0, StatusCode::NOT_FOUND);

    let told = app.get(&format!("/connections/{id}/troubles")).await.1;
    let what: Vec<_> = told["troubles"].as_array().unwrap().iter().map(|it| it["what"].clone()).collect();
    assert_eq!(what, ["failing", "unexplained"]);
    assert!(told["troubles"][0]["text"].as_str().unwrap().contains("not there"), "{told}");
}

#[tokio::test]
async fn the_ledger_is_a_table_with_a_row_for_each_mailbox_and_folder_and_no_formula() {
    let app = administered().await;
    let id = connect(&app).await;
    for of in ["amber@us.com", "ben@us.com"] {
        mailbox(&app, of, Fared::Well).await;
    }
    let store = &app.state.store;
    let amber = store.mailboxes().await.unwrap().into_iter().find(|it| it.source == TENANT).unwrap().id;
    for (folder, unexplained) in [("=1+1", 2), ("f2", 0)] {
        store.note_count(amber, (folder, "2026-03".parse().unwrap()), (3, unexplained), day_end()).await.unwrap();
    }
    let folder = MailFolder { folder: "f2".to_owned(), name: Some("inbox".to_owned()), older: 5 };
    store.note_folders(amber, &[MailFolder { folder: "=1+1".to_owned(), name: None, older: 0 }, folder]).await.unwrap();
    store.note_checked(amber, 7, "1", day_end()).await.unwrap();
    check_csv(&app, &format!("/connections/{id}/ledger.csv"), expect![[r#"
        text/csv; charset=utf-8
        attachment; filename="ledger.csv"
        connection,mailbox,owner,folder,folder_name,checked_at,source,kept,left_out,quarantined,unexplained,unexplained_since,gone,found_late,older
        Microsoft 365: contoso.example,2,Amber Stone,"'=1+1",,2026-04-01T00:00:00Z,3,0,0,0,2,2026-04-01T00:00:00Z,0,0,0
        Microsoft 365: contoso.example,2,Amber Stone,f2,inbox,2026-04-01T00:00:00Z,3,0,0,0,0,,0,0,5
        Microsoft 365: contoso.example,3,Ben Hill,,,,0,0,0,0,0,,0,0,0
    "#]]).await;
    check_csv(&app, &format!("/connections/{id}/ledger.csv?unexplained=true"), expect![[r#"
        text/csv; charset=utf-8
        attachment; filename="ledger.csv"
        connection,mailbox,owner,folder,folder_name,checked_at,source,kept,left_out,quarantined,unexplained,unexplained_since,gone,found_late,older
        Microsoft 365: contoso.example,2,Amber Stone,"'=1+1",,2026-04-01T00:00:00Z,3,0,0,0,2,2026-04-01T00:00:00Z,0,0,0
    "#]]).await;
    assert_eq!(app.get("/connections/99/ledger.csv").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_secret_that_ran_out_and_a_subscription_that_lapsed_are_told_in_words_and_since_when() {
    let app = administered().await;
    let id = connect(&app).await;
    for of in ["amber@us.com", "ben@us.com"] {
        mailbox(&app, of, Fared::Well).await;
    }
    let store = &app.state.store;
    let hour = SignedDuration::from_hours(1);
    let ran_out = SourceState::Broken("the client secret has expired; make another".to_owned());
    store.set_source(TENANT, "microsoft365", &ran_out, day_end() - hour).await.unwrap();
    let ids = store.mailboxes().await.unwrap().into_iter().filter(|it| it.source == TENANT).map(|it| it.id);
    let [lapsed, refused] = ids.collect::<Vec<_>>()[..] else { panic!("there are two") };
    let (due_at, connection) = (day_end(), ConnectionId(1));
    let at_service = AtService { id: "s".to_owned(), secret_hash: [7; 32], until: day_end() - hour * 2 };
    for (mailbox, at_service, failing) in [
        (lapsed, Some(at_service), None),
        (refused, None, Some((day_end() - hour * 3, "it is not granted".to_owned()))),
    ] {
        store.put_subscription(&Subscription { mailbox, connection, at_service, due_at, failing }).await.unwrap();
    }
    let told = app.get(&format!("/connections/{id}/troubles")).await.1;
    let line =
        |it: &Value| ["since", "what", "text", "remedy"].map(|key| it[key].as_str().unwrap().to_owned()).join(" | ");
    let lines: Vec<String> = told["troubles"].as_array().unwrap().iter().map(line).collect();
    expect![[r#"
        2026-03-31T21:00:00Z | not_told | Microsoft 365 does not tell us of 1 mailbox: it is not granted | mend what is named; it is tried again by itself, and until then rounds bring what is new
        2026-03-31T22:00:00Z | lapsed | 1 subscription lapsed without being renewed: Microsoft 365 tells us nothing of what happens there | see that `relata serve` runs, and what its log says; it makes them anew by itself, and looks for what was missed
        2026-03-31T23:00:00Z | connection | cannot be read: the client secret has expired; make another | mend what is named there, or connect it anew with another secret; what was read is kept, and reading goes on where it stopped"#]].assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn a_connection_is_paused_resumed_and_ended() {
    let app = administered().await;
    assert_eq!(app.get("/connections").await.1, json!({ "connections": [] }));
    let id = connect(&app).await;
    let checks = [
        ("pause", "", StatusCode::NO_CONTENT, "paused"),
        ("pause", "", StatusCode::NO_CONTENT, "paused"),
        ("resume", "", StatusCode::NO_CONTENT, "reading"),
        ("disconnect", r#"{"erase": false}"#, StatusCode::NO_CONTENT, "ended"),
        ("resume", "", StatusCode::CONFLICT, "ended"),
    ];
    for (what, body, status, state) in checks {
        assert_eq!(app.post(&format!("/connections/{id}/{what}"), body).await.0, status, "{what}");
        assert_eq!(first(&app).await["state"], json!(state), "{what}");
    }
    assert_eq!(app.post("/connections/9/pause", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(connect(&app).await, id, "the same tenant is the same connection");
    assert_eq!(first(&app).await["state"], json!("reading"));
}

#[tokio::test]
async fn what_proves_that_it_is_us_is_sealed_and_never_shown() {
    let app = administered().await;
    connect(&app).await;
    assert!(!app.get("/connections").await.1.to_string().contains("hush"));
    let sealed = app.state.store.secret("connection 1").await.unwrap().unwrap();
    assert!(!sealed.windows(4).any(|it| it == b"hush"));
}

#[tokio::test]
async fn a_mailbox_that_cannot_be_read_is_told_with_its_owner_its_reason_and_since_when() {
    let app = administered().await;
    connect(&app).await;
    mailbox(&app, "amber@us.com", Fared::Well).await;
    mailbox(&app, "ben@us.com", Fared::Badly("it is outside the group the application may read")).await;
    let it = first(&app).await;
    let counts = (&it["mailboxes"], &it["read_to_the_end"], &it["failing"]);
    assert_eq!(counts, (&json!(2), &json!(1), &json!(1)));
    let failure = &it["failures"][0];
    assert_eq!((&failure["what"], &failure["since"]), (&json!("mail"), &json!("2026-04-01T00:00:00Z")));
    assert_eq!(failure["reason"], json!("it is outside the group the application may read"));
    assert!(failure["owner"].as_str().unwrap().starts_with("Ben"), "{failure}");
}

#[tokio::test]
async fn disconnecting_can_erase_what_came_from_it() {
    let app = administered().await;
    let id = connect(&app).await;
    mailbox(&app, "amber@us.com", Fared::Well).await;
    app.post(&format!("/connections/{id}/disconnect"), r#"{"erase": true}"#).await;
    let erasures = app.get("/erasures").await.1;
    let erasure = &erasures["erasures"][0];
    assert_eq!((&erasure["kind"], &erasure["reason"]), (&json!("mailbox"), &json!("disconnected")));
}

#[tokio::test]
async fn a_crm_is_told_with_how_its_records_fare_and_erasing_it_removes_them() {
    let app = administered().await;
    let body = json!({
        "kind": "dataverse", "tenant": "contoso.example", "client": "app", "secret": "hush-hush",
        "service_host": "https://contoso.crm4.dynamics.com",
    });
    assert_eq!(app.post("/connections", &body.to_string()).await.0, StatusCode::CREATED);
    let told = first(&app).await;
    assert_eq!((&told["kind"], &told["group"], &told["records"]), (&json!("dataverse"), &json!(null), &json!([])));
    let (store, crm) = (&app.state.store, ConnectionId(1));
    let lead = Record::named(RecordId("l-1".to_owned()), RecordKind::Lead, Name::new("Ann").unwrap());
    store.upsert_records_of(Origin { connection: crm, walk: None }, &[lead]).await.unwrap();
    store.records_failed(crm, RecordKind::Lead, "no right", day_end()).await.unwrap();
    let told = first(&app).await["records"][0].clone();
    assert_eq!((&told["kind"], &told["stored"], &told["reason"]), (&json!("lead"), &json!(1), &json!("no right")));
    let erased = app.post("/connections/1/disconnect", r#"{"erase": true}"#).await;
    assert_eq!(erased.0, StatusCode::NO_CONTENT);
    assert!(store.record(&RecordId("l-1".to_owned())).await.unwrap().is_none());
    assert_eq!(first(&app).await["records"], json!([]));
}
