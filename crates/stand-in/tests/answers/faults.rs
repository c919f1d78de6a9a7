//! What goes wrong on demand.

use std::time::Duration;

use expect_test::expect;
use relata_stand_in::{Endpoint, Fault, Message, RetryAfter, Tenant, Trouble};

use crate::talk::Talk;

const LEA: &str = "lea@contoso.example";
const BEN: &str = "ben@contoso.example";

fn delta(user: &str) -> String {
    format!(
        "prefer: IdType=\"ImmutableId\"; GET /v1.0/users/{user}/mailFolders/inbox/messages/delta?$select=internetMessageId"
    )
}

async fn office() -> Talk {
    let mut tenant = Tenant::new(1);
    for user in [LEA, BEN] {
        for nth in 1..=3 {
            let message = Message::new("max@acme.example", &[user]).at(&format!("2026-03-01T0{nth}:00:00Z"));
            tenant.message(user, "inbox", message.with_id(&format!("<{nth}@acme.example>")));
        }
    }
    Talk::with(tenant).await
}

/// Asks once with each fault set alone.
async fn check(troubles: &[Trouble], expected: expect_test::Expect) {
    let mut talk = office().await;
    for trouble in troubles {
        talk.stand_in.heal();
        talk.stand_in.fault(Fault::new(trouble.clone()).at(Endpoint::MessagesDelta));
        talk.ask(&delta(LEA)).await;
    }
    talk.expect(expected);
}

#[tokio::test]
async fn throttling_and_outages_say_when_to_come_again_or_not() {
    let at = Trouble::Status;
    let troubles = [at(429, RetryAfter::Seconds(7)), at(503, RetryAfter::Date(60)), at(504, RetryAfter::Unsaid)];
    check(
        &troubles,
        expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          429 retry-after: 7
          ApplicationThrottled: Application is over its MailboxConcurrency limit.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          503 retry-after: Mon, 02 Mar 2026 09:01:00 GMT
          serviceNotAvailable: The service is temporarily unavailable.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          504
          UnknownError: Gateway timeout.
    "#]],
    )
    .await;
}

#[tokio::test]
async fn lost_states_and_lost_rights_have_the_codes_of_the_real_ones() {
    let troubles = [
        Trouble::Gone,
        Trouble::SyncState(404, "syncStateNotFound"),
        Trouble::SyncState(400, "syncStateInvalid"),
        Trouble::Unauthorized,
        Trouble::Forbidden,
        Trouble::NoMailbox,
    ];
    check(
        &troubles,
        expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          410 location: /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?%24deltatoken=
          resyncRequired: Resync required. Any differences between the client and server state must be resolved.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          404
          syncStateNotFound: The sync state generation is not found; restart the round.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          400
          syncStateInvalid: The sync state generation is not found; restart the round.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          401
          InvalidAuthenticationToken: Access token has been revoked.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          404
          MailboxNotEnabledForRESTAPI: The mailbox is either inactive, soft-deleted, or is hosted on-premise.
    "#]],
    )
    .await;
}

#[tokio::test]
async fn pages_are_bent_as_clients_met_them() {
    let troubles = [
        Trouble::Duplicates,
        Trouble::Strangers(1),
        Trouble::PageSize(2),
        Trouble::Endless(false),
        Trouble::ForeignLink("https://elsewhere.example".to_owned()),
        Trouble::IdCase,
        Trouble::Partial,
        Trouble::Truncated,
        Trouble::Html,
    ];
    check(&troubles, expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          5 rows, delta
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          4 rows, delta
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
          {"@removed":{"reason":"deleted"},"id":"AAkALg9iw84hNFsjxI"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          2 rows, next
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          3 rows, next
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          3 rows, next
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          3 rows, delta
          {"id":"id4","internetMessageId":"<3@acme.example>"}
          {"id":"id5","internetMessageId":"<2@acme.example>"}
          {"id":"id6","internetMessageId":"<1@acme.example>"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          3 rows, delta
          {"id":"id1"}
          {"id":"id2"}
          {"id":"id3"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          "{\"@odata.context\":\"/v1.0/$metadata#users('id7')/mailFolders('1')/messages\",\"@odata.deltaLink\":\"/v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?%24deltatoken=id8"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          502
          "<html><body>Bad gateway</body></html>"
    "#]]).await;
}

#[tokio::test]
async fn an_empty_page_leads_to_the_real_one() {
    let mut talk = office().await;
    talk.stand_in.fault(Fault::new(Trouble::EmptyPage).times(2));
    talk.ask(&delta(LEA)).await;
    talk.ask("GET next").await;
    talk.ask("GET next").await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$select=internetMessageId
          200
          0 rows, next
        GET next
          200
          0 rows, next
        GET next
          200
          3 rows, delta
          {"id":"id1","internetMessageId":"<3@acme.example>"}
          {"id":"id2","internetMessageId":"<2@acme.example>"}
          {"id":"id3","internetMessageId":"<1@acme.example>"}
    "#]]);
}

#[tokio::test]
async fn an_endless_loop_never_arrives() {
    let mut talk = office().await;
    talk.say(&delta(LEA)).await;
    talk.stand_in.fault(Fault::new(Trouble::Endless(true)).at(Endpoint::MessagesDelta));
    let (_, _, first) = talk.say(&delta(LEA)).await;
    for _ in 0..3 {
        let (_, _, page) = talk.say("prefer: IdType=\"ImmutableId\"; GET next").await;
        assert_eq!(page["value"], first["value"]);
        assert_ne!(page["@odata.nextLink"], first["@odata.nextLink"]);
    }
}

#[tokio::test]
async fn a_replay_tells_again_what_was_told() {
    let mut talk = office().await;
    talk.say(&delta(LEA)).await;
    talk.stand_in.fault(Fault::new(Trouble::Replay(2)).once());
    talk.ask("GET delta").await;
    talk.ask("GET delta").await;
    talk.expect(expect![[r#"
        GET delta
          200
          2 rows, delta
          {"id":"id1","internetMessageId":"<2@acme.example>"}
          {"id":"id2","internetMessageId":"<3@acme.example>"}
        GET delta
          200
          0 rows, delta
    "#]]);
}

#[tokio::test]
async fn a_fault_meets_whom_it_names_as_often_as_it_says() {
    let mut talk = office().await;
    talk.stand_in.fault(Fault::new(Trouble::Forbidden).on(LEA).after(1).times(2));
    talk.stand_in.fault(Fault::new(Trouble::Status(503, RetryAfter::Unsaid)).on(BEN).chance(50, 7));
    let mut statuses = [Vec::new(), Vec::new()];
    for _ in 0..10 {
        for (user, seen) in [LEA, BEN].iter().zip(&mut statuses) {
            seen.push(talk.say(&delta(user)).await.0);
        }
    }
    assert_eq!(statuses[0][..5], [200, 403, 403, 200, 200]);
    assert!(statuses[1].contains(&200) && statuses[1].contains(&503), "{:?}", statuses[1]);
}

#[tokio::test]
async fn a_clock_that_goes_wrong_shows_in_dates_and_tokens() {
    let mut talk = office().await;
    talk.stand_in.fault(Fault::new(Trouble::ClockSkew(-7200)));
    let (_, headers, _) = talk.say(&delta(LEA)).await;
    assert_eq!(headers["date"], "Mon, 02 Mar 2026 07:00:00 GMT");
    talk.token = talk.sign_in(talk.stand_in.graph()).await;
    talk.stand_in.heal();
    assert_eq!(talk.say(&delta(LEA)).await.0, 401);
}

#[tokio::test]
async fn more_than_four_at_once_for_a_mailbox_are_too_many() {
    let talk = office().await;
    talk.stand_in.set_latency(Duration::from_millis(200));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/v1.0/users/{LEA}/mailFolders/inbox", talk.stand_in.graph());
    let asking: Vec<_> = (0..6).map(|_| tokio::spawn(http.get(&url).bearer_auth(&talk.token).send())).collect();
    let mut statuses = Vec::new();
    for answer in asking {
        statuses.push(answer.await.unwrap().unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429]);
    let log = talk.stand_in.log();
    assert_eq!(log.most_in_flight[LEA], 6);
    assert_eq!(log.count(Endpoint::Folders), 6);
}

#[tokio::test]
async fn the_log_keeps_headers_that_matter_and_no_token() {
    let mut talk = office().await;
    talk.stand_in.clear_log();
    talk.say(&delta(LEA)).await;
    let log = talk.stand_in.log();
    let seen = &log.requests[0];
    assert_eq!(seen.headers["prefer"], "IdType=\"ImmutableId\"");
    assert_eq!((seen.endpoint, seen.mailbox.as_deref(), seen.status), (Some(Endpoint::MessagesDelta), Some(LEA), 200));
    assert!(!format!("{log:?}").contains(&talk.token));
}
