//! Introductions: drafted, sent through a real SMTP conversation, once.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use jiff::SignedDuration;
use relata_model::Visibility;
use relata_model::introduced::Sign;
use relata_store::{Forget, IntroductionId, NewErasure};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::app::App;
use crate::{Encryption, Smtp};

const REQUEST: &str = r#"{"contact": "{lea}", "colleague": "{amber}", "subject": "Lea?\r\nBcc: all@us.com",
    "body": "Dear Amber,\n.\nplease", "idempotency_key": "k1"}"#;

/// A mail server that keeps what it is told; `refuses` says no to every recipient.
async fn mail_server(refuses: bool) -> (Smtp, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, refuses, Arc::clone(&kept)));
        }
    });
    let from = "relata@us.com".to_owned();
    (Smtp { host: "127.0.0.1".to_owned(), port, encryption: Encryption::None, credentials: None, from }, told)
}

async fn converse(stream: TcpStream, refuses: bool, told: Arc<Mutex<Vec<String>>>) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 ready\r\n").await.unwrap();
    let (mut message, mut in_data) = (String::new(), false);
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = match line.to_uppercase() {
            _ if in_data && line != "." => {
                message += &format!("{line}\n");
                continue;
            }
            _ if in_data => {
                in_data = false;
                told.lock().unwrap().push(std::mem::take(&mut message));
                b"250 kept\r\n"
            }
            it if it.starts_with("RCPT") && refuses => b"550 no such user\r\n",
            it if it.starts_with("DATA") => {
                in_data = true;
                b"354 go on\r\n"
            }
            it if it.starts_with("QUIT") => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        writer.write_all(answer).await.unwrap();
    }
}

#[tokio::test]
async fn a_draft_fills_the_template_and_says_what_is_missing() {
    let path = "/introductions/draft?contact={lea}&colleague={amber}&reason=They%20buy%0D%0ABcc%3A%20x";
    let (status, draft) = App::start().await.get(path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(draft["to"], json!({ "name": "Amber Stone", "email": "amber@us.com" }));
    assert_eq!(draft["subject"], "Introduction to Lea Berg");
    assert_eq!(draft["body"], "Dear Amber,\nThey buy Bcc: x\nSam Sales");
    assert_eq!(draft["transport"], "mailto");
    assert!(draft["missing"].as_str().unwrap().contains("[introductions.smtp]"));
    assert_eq!(draft["tokens"][4], json!({ "token": "{company}", "value": "Acme Corp" }));

    let (smtp, _) = mail_server(false).await;
    let (_, draft) = App::start().await.sending_through(smtp).get(path).await;
    assert_eq!((&draft["transport"], &draft["missing"]), (&json!("smtp"), &json!(null)));
}

#[tokio::test]
async fn a_request_is_really_sent_and_only_once() {
    let (smtp, told) = mail_server(false).await;
    let app = App::start().await.sending_through(smtp);
    let (status, sent) = app.post("/introductions", REQUEST).await;
    assert_eq!((status, &sent["state"]), (StatusCode::CREATED, &json!("sent")), "{sent}");
    assert_eq!(app.post("/introductions", REQUEST).await, (StatusCode::CREATED, sent));

    let told = told.lock().unwrap();
    let [message] = &told[..] else { panic!("{} messages were sent", told.len()) };
    let headers = message.split("\n\n").next().unwrap();
    assert!(headers.contains("To: \"Amber Stone\" <amber@us.com>"), "{headers}");
    assert!(headers.contains("Reply-To: \"Sam Sales\" <sam@us.com>"), "{headers}");
    assert!(headers.contains("Subject: Lea? Bcc: all@us.com"), "{headers}");
    assert!(message.ends_with("Dear Amber,\n..\nplease\n"), "{message}");
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let (smtp, _) = mail_server(false).await;
    let app = App::start().await.sending_through(smtp);
    app.post("/introductions", REQUEST).await;
    let ben = app.person("ben@us.com").await.to_string();
    let (status, _) = app.post("/introductions", &REQUEST.replace("{amber}", &ben)).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_refusal_is_told_and_may_be_tried_again() {
    let (smtp, told) = mail_server(true).await;
    let app = App::start().await.sending_through(smtp);
    assert_eq!(app.post("/introductions", REQUEST).await.0, StatusCode::BAD_GATEWAY);
    assert!(told.lock().unwrap().is_empty());
    let (smtp, told) = mail_server(false).await;
    let app = app.sending_through(smtp);
    assert_eq!(app.post("/introductions", REQUEST).await.0, StatusCode::CREATED);
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_sent_and_the_answer_says_what_to_configure() {
    let (status, answer) = App::start().await.post("/introductions", REQUEST).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer["detail"].as_str().unwrap().contains("relata.toml"), "{answer}");
}

#[tokio::test]
async fn nobody_is_asked_who_does_not_share_and_nothing_empty_is_sent() {
    let (smtp, told) = mail_server(false).await;
    let app = App::start().await.sending_through(smtp);
    let (status, _) = app.post("/introductions", &REQUEST.replace("{amber}", "{cleo}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, answer) = app.post("/introductions", &REQUEST.replace("Dear Amber,\\n.\\nplease", " ")).await;
    assert_eq!((status, answer), (StatusCode::BAD_REQUEST, json!({ "detail": "`body` is empty" })));
    assert!(told.lock().unwrap().is_empty());
}

/// The SMTP conversation that takes a message and never says so.
async fn silent_mail_server() -> Smtp {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (reader, mut writer) = stream.into_split();
                let mut lines = BufReader::new(reader).lines();
                writer.write_all(b"220 ready\r\n").await.unwrap();
                let mut in_data = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer: &[u8] = match line.to_uppercase() {
                        it if it == "." => return,
                        _ if in_data => continue,
                        it if it.starts_with("DATA") => {
                            in_data = true;
                            b"354 go on\r\n"
                        }
                        _ => b"250 fine\r\n",
                    };
                    writer.write_all(answer).await.unwrap();
                }
            });
        }
    });
    let from = "relata@us.com".to_owned();
    Smtp { host: "127.0.0.1".to_owned(), port, encryption: Encryption::None, credentials: None, from }
}

#[tokio::test]
async fn what_nobody_confirmed_is_uncertain_and_never_sent_again() {
    let app = App::start().await.sending_through(silent_mail_server().await).seen_by("ben@us.com").await;
    let (status, sent) = app.post("/introductions", REQUEST).await;
    assert_eq!((status, &sent["state"]), (StatusCode::CREATED, &json!("uncertain")), "{sent}");
    let (smtp, told) = mail_server(false).await;
    let app = app.sending_through(smtp);
    assert_eq!(app.post("/introductions", REQUEST).await, (StatusCode::CREATED, sent));
    assert!(told.lock().unwrap().is_empty());
    assert_eq!(states(&app, "mine").await, "Ben Hill asks Amber Stone about Lea Berg by smtp: uncertain, may closed");
}

/// Returns the viewer's list in lines.
async fn states(app: &App, list: &str) -> String {
    let (status, answer) = app.get("/introductions").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
    let line = |it: &serde_json::Value| {
        let may: Vec<String> = it["may"].as_array().unwrap().iter().map(text).collect();
        let seen = it["seen"].as_str().map(|it| format!(" ({it})")).unwrap_or_default();
        format!(
            "{} asks {} about {} by {}: {}{seen}, may {}",
            text(&it["requester"]),
            text(&it["colleague"]["name"]),
            text(&it["contact"]["name"]),
            text(&it["through"]),
            text(&it["state"]),
            may.join(" ")
        )
    };
    answer[list].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Ben asked Amber about Lea; returns the organisation, and the request's number.
async fn asked() -> (App, String) {
    let (smtp, _) = mail_server(false).await;
    let app = App::start().await.sending_through(smtp).seen_by("ben@us.com").await;
    // Ben does not know Lea yet.
    app.publish(&[("amber@us.com", 2.0, 3)]).await;
    let (_, sent) = app.post("/introductions", REQUEST).await;
    (app, sent["id"].as_str().unwrap().to_owned())
}

/// Lets mailboxes show signs of a request, days after it.
async fn shows(app: &App, id: &str, signs: &[(Sign, i64)]) {
    let at = |days: &i64| (app.state.clock)() + SignedDuration::from_hours(24 * days);
    let id = IntroductionId(id.parse().unwrap());
    let signs: Vec<_> = signs.iter().map(|(sign, days)| (id, *sign, at(days))).collect();
    app.state.store.put_signs(&signs).await.unwrap();
}

#[tokio::test]
async fn the_colleague_answers_and_both_see_it() {
    let (app, id) = asked().await;
    assert_eq!(states(&app, "mine").await, "Ben Hill asks Amber Stone about Lea Berg by smtp: sent, may closed");
    assert_eq!(states(&app, "for_me").await, "");
    let answer = format!("/introductions/{id}/answer");
    assert_eq!(app.post(&answer, r#"{"answer": "accepted"}"#).await.0, StatusCode::NOT_FOUND, "it is not put to Ben");

    let app = app.seen_by("amber@us.com").await;
    assert_eq!(
        states(&app, "for_me").await,
        "Ben Hill asks Amber Stone about Lea Berg by smtp: sent, may accepted declined"
    );
    assert_eq!(app.get("/introductions").await.1["waiting"], json!(1));
    assert_eq!(app.post(&answer, r#"{"answer": "closed"}"#).await.0, StatusCode::NOT_FOUND, "it is not Amber's");
    let before = app.state.store.audit_head().await.unwrap().count;
    let (status, said) = app.post(&answer, r#"{"answer": "declined"}"#).await;
    assert_eq!((status, &said["state"], &said["may"]), (StatusCode::OK, &json!("declined"), &json!(["accepted"])));
    assert_eq!(app.state.store.audit_head().await.unwrap().count, before + 1);
    assert_eq!(app.get("/introductions").await.1["waiting"], json!(0));
    app.post(&answer, r#"{"answer": "accepted"}"#).await;

    let app = app.seen_by("ben@us.com").await;
    assert_eq!(states(&app, "mine").await, "Ben Hill asks Amber Stone about Lea Berg by smtp: accepted, may ");
    let app = app.seen_by("cleo@us.com").await;
    assert_eq!((states(&app, "mine").await, states(&app, "for_me").await), (String::new(), String::new()));
    assert_eq!(app.post(&answer, r#"{"answer": "accepted"}"#).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_asked_may_close_it_and_is_reminded_of_it() {
    let (app, id) = asked().await;
    let draft = "/introductions/draft?contact={lea}&colleague={amber}";
    assert_eq!(app.get(draft).await.1["asked_before"]["state"], json!("sent"));
    app.post(&format!("/introductions/{id}/answer"), r#"{"answer": "closed"}"#).await;
    assert_eq!(states(&app, "mine").await, "Ben Hill asks Amber Stone about Lea Berg by smtp: closed, may ");
    assert_eq!(app.get(draft).await.1["asked_before"]["state"], json!("closed"));
    let app = app.seen_by("cleo@us.com").await;
    assert_eq!(app.get(draft).await.1["asked_before"], json!(null), "Cleo has not asked");
}

#[tokio::test]
async fn mailboxes_show_what_came_of_it_to_those_who_took_part() {
    let (app, id) = asked().await;
    shows(&app, &id, &[(Sign::Wrote, 0), (Sign::Exchanged, 0)]).await;
    let accepted = "Ben Hill asks Amber Stone about Lea Berg by smtp: accepted (exchanged), may ";
    assert_eq!(states(&app, "mine").await, accepted);
    // Amber took no part in what the two wrote.
    let app = app.seen_by("amber@us.com").await;
    assert!(states(&app, "for_me").await.ends_with("sent, may accepted declined"));
    // Of what Amber wrote to Lea nobody is told any more.
    let amber = app.person("amber@us.com").await;
    app.state.store.set_visibility(amber, Visibility::Hidden).await.unwrap();
    let app = app.seen_by("ben@us.com").await;
    assert!(states(&app, "mine").await.ends_with("sent, may closed"));
    // In this one Ben was himself.
    shows(&app, &id, &[(Sign::Introduced, 0)]).await;
    assert!(states(&app, "mine").await.ends_with("accepted (introduced), may "));
    // Without the consent nothing that mailboxes showed is told.
    app.consent_to(&[]).await;
    let (status, _) = app.get("/introductions").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_request_expires() {
    let (app, id) = asked().await;
    let later = app.at(|| super::app::day_end() + SignedDuration::from_hours(24 * 31));
    assert!(states(&later, "mine").await.ends_with("expired, may "));
    shows(&app, &id, &[(Sign::Introduced, 31)]).await;
    assert!(states(&later, "mine").await.ends_with("expired, may "), "it came too late");
    let early = format!("/introductions/{id}/answer");
    let later = later.seen_by("amber@us.com").await;
    assert_eq!(later.post(&early, r#"{"answer": "accepted"}"#).await.1["state"], json!("accepted"));
}

#[tokio::test]
async fn what_left_by_the_mail_program_is_the_requesters_to_know() {
    let app = App::start().await.seen_by("ben@us.com").await;
    let handed = REQUEST.replace("\"k1\"", "\"k1\", \"through\": \"mailto\"");
    let (status, sent) = app.post("/introductions", &handed).await;
    assert_eq!((status, &sent["state"]), (StatusCode::CREATED, &json!("handed_over")), "{sent}");
    assert_eq!(
        states(&app, "mine").await,
        "Ben Hill asks Amber Stone about Lea Berg by mailto: handed_over, may closed"
    );
    let app = app.seen_by("amber@us.com").await;
    assert_eq!(states(&app, "for_me").await, "");
}

#[tokio::test]
async fn a_request_goes_with_whoever_it_is_about() {
    for address in ["ben@us.com", "amber@us.com", "lea@acme.com"] {
        let (app, id) = asked().await;
        shows(&app, &id, &[(Sign::Introduced, 0)]).await;
        let (forget, at) = (Forget::Person(app.person(address).await), (app.state.clock)());
        let new = NewErasure { forget, at, files_due: at, by: "operator".to_owned(), reason: String::new() };
        app.state.store.request_erasure(&new).await.unwrap();
        assert_eq!(app.state.store.watched_introductions(at).await.unwrap(), [], "{address}");
    }
}
