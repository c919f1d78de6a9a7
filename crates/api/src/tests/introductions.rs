//! Introductions: drafted, sent through a real SMTP conversation, once.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
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
