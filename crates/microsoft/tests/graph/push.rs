//! Subscriptions and sending.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use expect_test::expect;
use jiff::{SignedDuration, Timestamp};
use relata_microsoft::subscriptions::{
    LONGEST_MINUTES, Topic, Wanted, accept, client_state_hash, create, delete, renew,
};
use relata_microsoft::{Draft, Trouble, send_mail};
use relata_model::{Address, Identity};
use relata_outgoing::Url;
use relata_stand_in::Message;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::world::{World, read, show};

/// Answers the handshake, takes whatever else comes with 202, and remembers its body.
async fn receiver() -> (String, Arc<Mutex<Vec<Vec<u8>>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/notifications", listener.local_addr().unwrap());
    let bodies: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let kept = Arc::clone(&bodies);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            let (head, body) = loop {
                let mut chunk = [0; 4096];
                let read = stream.read(&mut chunk).await.unwrap();
                bytes.extend_from_slice(&chunk[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length =
                    head.lines().find_map(|it| it.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
                if read == 0 || body.len() >= length.unwrap_or(0) {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let url = format!("http://here{}", head.split(' ').nth(1).unwrap());
            let url = Url::parse(&url).unwrap();
            let token = url.query_pairs().find(|it| it.0 == "validationToken").map(|it| it.1.into_owned());
            let (status, answer) = token.map_or(("202 Accepted", String::new()), |it| ("200 OK", it));
            if answer.is_empty() {
                kept.lock().unwrap().push(body.into_bytes());
            }
            let length = answer.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(format!("{head}{answer}").as_bytes()).await.unwrap();
        }
    });
    (address, bodies)
}

#[tokio::test]
async fn what_happens_in_a_mailbox_is_hinted_at_until_the_subscription_ends() {
    let world = World::new(|it| {
        it.user(LEA);
    })
    .await;
    let (notify, bodies) = receiver().await;
    let now: Timestamp = world.stand_in.look(|it| it.now());
    let until = now + SignedDuration::from_hours(24);
    let wanted = Wanted {
        user: LEA,
        topic: Topic::Messages,
        notify: &notify,
        lifecycle: &notify,
        client_state: "secret",
        until,
    };
    let made = create(&world.graph, &wanted).await.unwrap();
    assert_eq!(made.until, until);
    let longer = renew(&world.graph, &made.id, until + SignedDuration::from_hours(24)).await.unwrap();
    assert_eq!((&longer.id, longer.until > until), (&made.id, true));
    world.stand_in.change(|it| it.message(LEA, "inbox", Message::new("ben@acme.com", &[LEA])));
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if !bodies.lock().unwrap().is_empty() {
            break;
        }
    }
    let body = bodies.lock().unwrap().first().cloned().expect("a notification within two seconds");
    let known = |id: &str| (id == made.id).then(|| client_state_hash("secret"));
    let accepted = accept(&body, known).unwrap();
    let hinted: Vec<String> = accepted.hints.into_iter().map(|it| it.subscription).collect();
    assert_eq!(hinted, std::slice::from_ref(&made.id));
    assert_eq!(accept(&body, |_| Some(client_state_hash("another"))).unwrap().forged, 1);
    delete(&world.graph, &made.id).await.unwrap();
    delete(&world.graph, &made.id).await.unwrap();
}

const LEA: &str = "lea@contoso.com";

#[tokio::test]
async fn nobody_is_told_at_an_address_that_does_not_answer() {
    let world = World::new(|it| {
        it.user(LEA);
    })
    .await;
    let until: Timestamp = world.stand_in.look(|it| it.now()) + SignedDuration::from_mins(LONGEST_MINUTES);
    let notify = "http://127.0.0.1:1/notifications";
    let wanted = Wanted { user: LEA, topic: Topic::Messages, notify, lifecycle: notify, client_state: "secret", until };
    let refused = create(&world.graph, &wanted).await.unwrap_err();
    assert!(matches!(refused, Trouble::Refused { .. }), "{refused:?}");
    let lapsed = renew(&world.graph, "00000000-0000-4000-8000-000000000000", until).await.unwrap_err();
    assert!(matches!(lapsed, Trouble::Skip { .. }), "{lapsed:?}");
    delete(&world.graph, "00000000-0000-4000-8000-000000000000").await.unwrap();
}

#[tokio::test]
async fn a_request_is_sent_as_the_user_and_lies_in_their_sent_items() {
    let world = World::new(|it| {
        it.user(LEA);
        it.user("ben@contoso.com");
    })
    .await;
    let token = world.stand_in.user_token(LEA, &["Mail.Send"]);
    let to = [Address::parse("ben@contoso.com").unwrap()];
    let draft = Draft { to: &to, subject: "An introduction", text: "Dear Ben,\n…", message_id: "<k1@contoso.com>" };
    send_mail(&world.graph, &token, &draft).await.unwrap();
    let sent = read(&world.mail(LEA), &mut None).await.unwrap();
    assert_eq!(Some(sent[0].identity), Identity::of_message_id("<k1@contoso.com>"));
    expect![[r#"
        2026-03-02T09:00:00Z of 1 sent: From lea@contoso.com (lea@contoso.com), To ben@contoso.com (ben@contoso.com)
    "#]]
    .assert_eq(&show(&sent));
    let refused = send_mail(&world.graph, &world.stand_in.user_token(LEA, &["User.Read"]), &draft).await.unwrap_err();
    assert!(matches!(refused, Trouble::Refused { .. }), "{refused:?}");
}
