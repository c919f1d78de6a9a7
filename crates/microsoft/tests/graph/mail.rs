//! Mail: what comes of a mailbox, its past and what changes.

use expect_test::{Expect, expect};
use relata_connectors::{Connector, FetchError};
use relata_microsoft::Mail;
use relata_stand_in::{Endpoint, Event, Fault, Message, RetryAfter, Tenant, Trouble};
use serde_json::json;

use crate::world::{World, identities, read, show};

const LEA: &str = "lea@contoso.com";

fn from_ben(at: &str) -> Message {
    Message::new("Ben <ben@acme.com>", &[LEA]).at(at)
}

async fn check(build: impl FnOnce(&mut Tenant), expected: Expect) {
    let world = World::new(|it| {
        it.user(LEA);
        build(it);
    })
    .await;
    let (mut cursor, mut skipped) = (None, String::new());
    let (mail, mut observed) = (world.mail(LEA), Vec::new());
    loop {
        let batch = mail.fetch(cursor.as_ref()).await.unwrap();
        observed.extend(batch.observed);
        skipped.extend(batch.skipped.iter().map(|it| format!("skipped: {}\n", it.reason)));
        cursor = Some(batch.cursor);
        if !batch.more {
            break;
        }
    }
    expected.assert_eq(&format!("{}{skipped}", show(&observed)));
}

#[tokio::test]
async fn a_year_of_mail_comes_and_what_is_nobodys_mail_does_not() {
    check(
        |it| {
            it.message(LEA, "inbox", from_ben("2026-03-02T08:00:00Z").cc(&["max@acme.com"]));
            it.message(LEA, "inbox", from_ben("2025-03-02T00:00:00Z"));
            it.message(LEA, "inbox", from_ben("2025-03-01T23:59:59Z"));
            it.message(LEA, "Customers", from_ben("2025-12-24T10:00:00Z"));
            it.message(LEA, "sentitems", Message::new(LEA, &["ben@acme.com"]).at("2026-02-02T08:00:00Z"));
            for folder in ["junkemail", "deleteditems", "drafts", "outbox", "conversationhistory", "syncissues"] {
                it.message(LEA, folder, from_ben("2026-01-02T08:00:00Z"));
            }
        },
        expect![[r#"
            2025-03-02T00:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2025-12-24T10:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-02-02T08:00:00Z of 1 sent: From lea@contoso.com (lea@contoso.com), To ben@acme.com (ben@acme.com)
            2026-03-02T08:00:00Z of 2: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com), Cc max@acme.com (max@acme.com)
        "#]],
    )
    .await;
}

#[tokio::test]
async fn headers_tell_of_lists_reports_and_answers_where_they_are_given() {
    check(
        |it| {
            let message = |at| from_ben(at);
            it.message(LEA, "inbox", message("2026-01-02T08:00:00Z").header("List-Id", "<news.acme.com>"));
            it.message(LEA, "inbox", message("2026-01-03T08:00:00Z").header("In-Reply-To", "<a@acme.com>"));
            it.message(LEA, "inbox", message("2026-01-04T08:00:00Z").header("Return-Path", "<>"));
        },
        expect![[r#"
            2026-01-02T08:00:00Z of 1 list: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-01-03T08:00:00Z of 1 reply: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-01-04T08:00:00Z of 1 report: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
        "#]],
    )
    .await;
}

#[tokio::test]
async fn headers_are_not_missed_when_something_else_goes_wrong() {
    let from_a_list = |at: &str| from_ben(at).header("List-Id", "<news.acme.com>");
    for trouble in [Trouble::Partial, Trouble::Forbidden] {
        for at in [Endpoint::Messages, Endpoint::MessagesDelta] {
            let world = World::new(|it| {
                it.user(LEA);
                it.message(LEA, "inbox", from_a_list("2026-01-02T08:00:00Z"));
            })
            .await;
            let (mail, mut cursor) = (world.mail(LEA), None);
            let fault = || world.stand_in.fault(Fault::new(trouble.clone()).at(at).once());
            fault();
            let mut observed = read(&mail, &mut cursor).await.unwrap();
            world.stand_in.change(|it| it.message(LEA, "inbox", from_a_list("2026-03-02T09:00:00Z")));
            fault();
            // Where the next round is refused as such, it is read with the one after.
            for _ in 0..2 {
                observed.extend(read(&mail, &mut cursor).await.unwrap_or_default());
            }
            let shown = show(&observed);
            assert_eq!(identities(&observed).len(), 2, "{trouble:?} at {at:?}: {shown}");
            assert!(shown.lines().all(|it| it.contains(" list:")), "{trouble:?} at {at:?}: {shown}");
        }
    }
}

#[tokio::test]
async fn hostile_names_addresses_and_dates_go_no_further_than_they_may() {
    let instead = |fields: serde_json::Value, at: &str| {
        let mut message = from_ben(at);
        message.instead = fields.as_object().unwrap().clone();
        message
    };
    let who = |name: &str, address: &str| json!({"emailAddress": {"name": name, "address": address}});
    check(
        |it| {
            let mut number = 0;
            let mut put = |fields| {
                number += 1;
                it.message(LEA, "inbox", instead(fields, &format!("2026-01-{number:02}T08:00:00Z")));
            };
            put(json!({"from": who("amber@contoso.com", "evil@attacker.com"), "sender": null}));
            put(json!({"from": who("x", "a@b@c.com"), "sender": who("x", "\"q\"@acme.com")}));
            put(json!({"toRecipients": [who("x", "=?utf-8?Q?b=40acme.com?="), who("ok", "b@fаbrikam.com"), who("y", "user@[IPv6:::1]"), null, 7]}));
            put(json!({"from": who("\u{202e}gro.live\r\nBcc: evil", "z@acme.com"), "sender": null}));
            put(json!({"sentDateTime": "9999-12-31T23:59:60Z", "conversationId": null}));
            put(json!({"sentDateTime": "2025-01-01T00:00:00Z"}));
            put(json!({"sentDateTime": "0001-01-01T00:00:00Z", "internetMessageId": null}));
            put(json!({"from": null, "sender": null}));
            put(json!({"from": {"emailAddress": null}, "sender": {}}));
            put(json!({"toRecipients": "nobody", "ccRecipients": {"a": [1]}, "isDraft": "no"}));
        },
        expect![[r#"
            2026-01-01T08:00:00Z of 1: From evil@attacker.com (amber@contoso.com), To lea@contoso.com (lea@contoso.com)
            2026-01-03T08:00:00Z of 5: From ben@acme.com (Ben), To b@xn--fbrikam-2fg.com (ok)
            2026-01-04T08:00:00Z of 1: From z@acme.com (gro.live Bcc: evil), To lea@contoso.com (lea@contoso.com)
            2026-01-05T08:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-01-06T08:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-01-07T08:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
            2026-01-10T08:00:00Z of 0: From ben@acme.com (Ben)
            skipped: it names no sender with a valid address
            skipped: it names no sender with a valid address
            skipped: it names no sender with a valid address
        "#]],
    )
    .await;
}

#[tokio::test]
async fn more_recipients_than_anybody_knows_are_counted_and_not_kept() {
    let world = World::new(|it| {
        let everybody: Vec<String> = (0..5_000).map(|it| format!("p{it}@acme.com")).collect();
        let everybody: Vec<&str> = everybody.iter().map(String::as_str).collect();
        it.message(LEA, "inbox", Message::new("ben@acme.com", &everybody).at("2026-02-01T08:00:00Z"));
    })
    .await;
    let read = read(&world.mail(LEA), &mut None).await.unwrap();
    assert_eq!((read[0].participants.len(), read[0].audience), (500, 5_000));
}

#[tokio::test]
async fn what_changes_comes_and_removals_take_nothing_back() {
    let world = World::new(|it| {
        it.user(LEA);
        it.message(LEA, "inbox", from_ben("2026-02-01T08:00:00Z"));
    })
    .await;
    let (mail, mut cursor) = (world.mail(LEA), None);
    assert_eq!(read(&mail, &mut cursor).await.unwrap().len(), 1);
    let id = world.stand_in.change(|it| it.message(LEA, "inbox", from_ben("2026-03-02T09:00:00Z")));
    expect![[r#"
        2026-03-02T09:00:00Z of 1: From ben@acme.com (Ben), To lea@contoso.com (lea@contoso.com)
    "#]]
    .assert_eq(&show(&read(&mail, &mut cursor).await.unwrap()));
    assert!(read(&mail, &mut cursor).await.unwrap().is_empty());
    world.stand_in.change(|it| {
        it.move_message(LEA, id, "Customers");
        it.message(LEA, "Customers", from_ben("2026-03-02T09:01:00Z"));
        it.message(LEA, "junkemail", from_ben("2026-03-02T09:02:00Z"));
    });
    // The moved one comes again, under the same identity.
    assert_eq!(identities(&read(&mail, &mut cursor).await.unwrap()).len(), 2);
    world.stand_in.change(|it| it.delete_message(LEA, id));
    assert!(read(&mail, &mut cursor).await.unwrap().is_empty());
}

/// Folders are listed once for a round, the well-known ones once a day, and each folder is asked once.
#[tokio::test]
async fn a_round_without_news_takes_one_question_more_than_there_are_folders() {
    let world = World::new(|it| {
        it.user(LEA);
    })
    .await;
    let (mail, mut cursor) = (world.mail(LEA), None);
    read(&mail, &mut cursor).await.unwrap();
    world.stand_in.clear_log();
    mail.extent().await.unwrap();
    read(&mail, &mut cursor).await.unwrap();
    let log = world.stand_in.log();
    let folders = log.requests.iter().filter(|it| it.path.ends_with("messages/delta")).count();
    assert_eq!((log.requests.len(), folders), (4, 3));
}

#[tokio::test]
async fn every_question_about_mail_asks_for_lasting_ids_and_for_no_content() {
    let world = World::new(|it| {
        it.user(LEA);
        for number in 0..30 {
            it.message(LEA, "inbox", from_ben(&format!("2026-02-{:02}T08:00:00Z", number % 28 + 1)));
        }
    })
    .await;
    world.stand_in.fault(Fault::new(Trouble::PageSize(7)));
    let (mail, mut cursor) = (world.mail(LEA), None);
    assert_eq!(identities(&read(&mail, &mut cursor).await.unwrap()).len(), 30);
    let log = world.stand_in.log();
    let asked: Vec<_> = log.requests.iter().filter(|it| it.mailbox.is_some()).collect();
    assert!(asked.len() > 20);
    for it in asked {
        assert!(it.headers.get("prefer").is_some_and(|it| it.contains("IdType=\"ImmutableId\"")), "{it:?}");
        for content in ["body", "subject", "attachment", "isRead", "flag", "webLink", "uniqueBody"] {
            assert!(!it.query.contains(content), "{it:?}");
        }
    }
}

const CANARY: &str = "canary-7f3a";

#[tokio::test]
async fn content_on_the_wire_is_in_no_value_no_cursor_and_no_error() {
    let world = World::new(|it| {
        it.user(LEA);
        let mut message = from_ben("2026-02-01T08:00:00Z");
        (message.subject, message.body) = (CANARY.to_owned(), CANARY.repeat(1000));
        it.message(LEA, "inbox", message.clone());
        it.message(LEA, "inbox", Message { received: Some("2026-03-02T08:00:00Z".parse().unwrap()), ..message });
        let mut event = Event::new("2026-03-03T10:00", 30, &["ben@acme.com"]);
        (event.subject, event.body, event.location) = (CANARY.to_owned(), CANARY.to_owned(), CANARY.to_owned());
        it.event(LEA, event);
    })
    .await;
    world.stand_in.fault(Fault::new(Trouble::Bodies));
    world.stand_in.fault(Fault::new(Trouble::Malformed).at(Endpoint::MessagesDelta).once());
    world.stand_in.fault(Fault::new(Trouble::Truncated).at(Endpoint::Messages).times(3));
    let calendar = relata_microsoft::Calendar::new(&world.graph, LEA, Vec::new());
    for connector in [&world.mail(LEA) as &dyn Connector, &calendar] {
        let mut cursor = None;
        let mut batches = 0;
        loop {
            let batch = connector.fetch(cursor.as_ref()).await;
            let shown = match &batch {
                Ok(it) => format!("{it:?} {}", it.cursor.0),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(!shown.contains("canary") && !shown.contains("Y2FuYXJ5"), "{shown}");
            let Ok(batch) = batch else { continue };
            batches += batch.read();
            cursor = Some(batch.cursor);
            if !batch.more {
                break;
            }
        }
        assert!(batches > 0);
    }
}

#[tokio::test]
async fn no_mailbox_has_more_questions_in_flight_than_it_may() {
    let users: Vec<String> = (0..6).map(|it| format!("user{it}@contoso.com")).collect();
    let world = World::new(|it| {
        for user in &users {
            it.user(user);
            for number in 0..40 {
                let at = format!("2026-0{}-{:02}T08:00:00Z", number % 2 + 1, number % 28 + 1);
                it.message(user, "inbox", Message::new("ben@acme.com", &[user]).at(&at));
            }
        }
    })
    .await;
    world.stand_in.fault(Fault::new(Trouble::PageSize(5)));
    world.stand_in.set_latency(std::time::Duration::from_millis(2));
    let tasks: Vec<_> = users
        .iter()
        // Each mailbox is read by four at once: mail twice, the calendar, a count.
        .flat_map(|it| [it.clone(), it.clone(), it.clone(), it.clone()])
        .map(|user| {
            let graph = world.graph.clone();
            tokio::spawn(async move { read(&Mail::new(&graph, &user), &mut None).await.unwrap().len() })
        })
        .collect();
    for it in tasks {
        assert!(it.await.unwrap() >= 40);
    }
    let most = world.stand_in.log().most_in_flight;
    assert_eq!(most.len(), users.len());
    assert!(most.values().all(|it| *it <= 2), "{most:?}");
    assert!(most.values().any(|it| *it == 2), "{most:?}");
}

#[tokio::test]
async fn a_mailbox_that_may_not_be_read_says_so_and_throttling_says_until_when() {
    let world = World::new(|it| {
        it.user(LEA);
    })
    .await;
    // Each in a mailbox of its own: whoever asked to be left alone is left alone.
    let mut number = 0;
    let mut said = async |fault: Fault| {
        number += 1;
        let user = format!("user{number}@contoso.com");
        world.stand_in.heal();
        world.stand_in.change(|it| {
            it.user(&user);
        });
        world.stand_in.fault(fault);
        let error = read(&world.mail(&user), &mut None).await.map(|_| ()).unwrap_err();
        let sort = match error {
            FetchError::Refused { .. } => "refused",
            FetchError::Throttled { .. } => "throttled",
            FetchError::Interrupted { .. } => "interrupted",
            _ => "other",
        };
        format!("{sort}: {error}\n")
    };
    let mut text = said(Fault::new(Trouble::Forbidden).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::NoMailbox).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::Status(429, RetryAfter::Seconds(600))).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::Status(503, RetryAfter::Date(3600))).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::Status(504, RetryAfter::Unsaid)).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::Html).at(Endpoint::Messages)).await;
    text += &said(Fault::new(Trouble::ForeignLink("https://elsewhere.example".to_owned())).at(Endpoint::Folders)).await;
    text += &said(Fault::new(Trouble::Endless(true)).at(Endpoint::MessagesDelta)).await;
    expect![[r#"
        refused: the mailbox may not be read by the application (ErrorAccessDenied, status 403): ask whoever administers Exchange and Entra to grant it, or take it out of the group
        refused: the mailbox is not there, is inactive or lies on premises (MailboxNotEnabledForRESTAPI, status 404)
        throttled: the service is busy and asked to be left alone until 2026-03-02T09:10:00Z; reading goes on by itself then
        throttled: the service is busy and asked to be left alone until 2026-03-02T10:00:00Z; reading goes on by itself then
        interrupted: the service is busy (UnknownError, status 504); reading goes on from the same place later
        interrupted: the service is busy (status 502); reading goes on from the same place later
        interrupted: the service names a next page elsewhere; it is not followed; reading goes on from the same place later
        interrupted: the service gives the same page again and again; reading goes on from the same place later
    "#]].assert_eq(&text);
}
