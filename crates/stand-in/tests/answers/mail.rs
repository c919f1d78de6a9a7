//! Messages, folders and their changes.

use expect_test::expect;
use relata_stand_in::{Message, Tenant};

use crate::talk::Talk;

const LEA: &str = "lea@contoso.example";
const INBOX: &str = "/v1.0/users/lea@contoso.example/mailFolders/inbox";

fn mailbox() -> Tenant {
    let mut tenant = Tenant::new(1);
    tenant.user(LEA);
    for (day, from) in [(1, "max@acme.example"), (2, "ben@contoso.example"), (3, "Max Acme <max@acme.example>")] {
        let message = Message::new(from, &[LEA])
            .at(&format!("2026-02-0{day}T08:00:00Z"))
            .with_id(&format!("<{day}@acme.example>"));
        tenant.message(LEA, "inbox", Message { subject: "canary".into(), body: "canary".into(), ..message });
    }
    tenant
}

#[tokio::test]
async fn a_month_of_a_folder_is_read_page_by_page() {
    let mut talk = Talk::with(mailbox()).await;
    let month = "$filter=receivedDateTime ge 2026-02-01T00:00:00Z and receivedDateTime lt 2026-02-03T00:00:00Z";
    let what = "$select=internetMessageId,receivedDateTime,from&$orderby=receivedDateTime&$top=1&$count=true";
    talk.ask(&format!("GET {INBOX}/messages?{month}&{what}")).await;
    talk.ask("GET next").await;
    talk.ask(&format!("GET {INBOX}/messages/$count?{month}")).await;
    talk.ask(&format!("GET {INBOX}/messages?$filter=isDraft eq false&$orderby=receivedDateTime")).await;
    talk.ask(&format!("GET {INBOX}/messages?$filter=internetMessageId eq '<2@acme.example>'&$select=sender")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages?$filter=receivedDateTime ge 2026-02-01T00:00:00Z and receivedDateTime lt 2026-02-03T00:00:00Z&$select=internetMessageId,receivedDateTime,from&$orderby=receivedDateTime&$top=1&$count=true
          200
          count 2, 1 rows, next
          {"from":"max@acme.example","id":"id1","internetMessageId":"<1@acme.example>","receivedDateTime":"2026-02-01T08:00:00Z"}
        GET next
          200
          count 2, 1 rows
          {"from":"ben@contoso.example","id":"id2","internetMessageId":"<2@acme.example>","receivedDateTime":"2026-02-02T08:00:00Z"}
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/$count?$filter=receivedDateTime ge 2026-02-01T00:00:00Z and receivedDateTime lt 2026-02-03T00:00:00Z
          200
          2
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages?$filter=isDraft eq false&$orderby=receivedDateTime
          400
          InefficientFilter: The restriction or sort order is too complex for this operation.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages?$filter=internetMessageId eq '<2@acme.example>'&$select=sender
          200
          1 rows
          {"id":"id2","sender":"ben@contoso.example"}
    "#]]);
}

#[tokio::test]
async fn what_readbasic_and_select_leave_out_does_not_come() {
    let mut talk = Talk::with(mailbox()).await;
    let (_, _, page) = talk.say(&format!("GET {INBOX}/messages")).await;
    let has = |page: &serde_json::Value, name| page["value"][0].get(name).is_some();
    assert!(!has(&page, "body") && !has(&page, "bodyPreview") && has(&page, "subject"));
    talk.stand_in.change(|it| it.application().roles.push("Mail.Read".to_owned()));
    talk.token = talk.sign_in(talk.stand_in.graph()).await;
    let (_, _, page) = talk.say(&format!("GET {INBOX}/messages")).await;
    assert!(has(&page, "body"));
    let (_, _, page) = talk.say(&format!("GET {INBOX}/messages?$select=from")).await;
    assert!(!page.to_string().contains("canary"));
}

#[tokio::test]
async fn headers_come_when_selected_and_never_from_sent_items() {
    let mut tenant = mailbox();
    let message = Message::new(LEA, &["max@acme.example"]).header("Auto-Submitted", "auto-replied");
    tenant.message(LEA, "sentitems", message.clone());
    tenant.message(LEA, "archive", message);
    let mut talk = Talk::with(tenant).await;
    for folder in ["sentitems", "archive"] {
        let path = format!("/v1.0/users/{LEA}/mailFolders/{folder}/messages?$select=internetMessageHeaders");
        talk.ask(&format!("GET {path}")).await;
    }
    talk.ask(&format!("GET /v1.0/users/{LEA}/mailFolders('archive')/messages?$select=isDraft")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/sentitems/messages?$select=internetMessageHeaders
          200
          1 rows
          {"id":"id1"}
        GET /v1.0/users/lea@contoso.example/mailFolders/archive/messages?$select=internetMessageHeaders
          200
          1 rows
          {"id":"id2","internetMessageHeaders":[{"name":"Auto-Submitted","value":"auto-replied"}]}
        GET /v1.0/users/lea@contoso.example/mailFolders('archive')/messages?$select=isDraft
          200
          1 rows
          {"id":"id2","isDraft":false}
    "#]]);
}

#[tokio::test]
async fn a_delta_tells_what_arrived_changed_and_left() {
    let mut tenant = mailbox();
    let kept = tenant.message(LEA, "inbox", Message::new("zoe@acme.example", &[LEA]).at("2026-03-01T08:00:00Z"));
    let mut talk = Talk::with(tenant).await;
    let prefer = "prefer: odata.maxpagesize=1, IdType=\"ImmutableId\"";
    let filter = "$filter=receivedDateTime ge 2026-02-03T00:00:00Z&$select=from";
    talk.ask(&format!("{prefer}; GET {INBOX}/messages/delta?{filter}")).await;
    talk.ask(&format!("{prefer}; GET next")).await;
    talk.stand_in.change(|it| {
        it.send(Message::new("max@acme.example", &[LEA]));
        it.touch_message(LEA, kept);
        it.move_message(LEA, kept, "Projects");
    });
    talk.ask("prefer: IdType=\"ImmutableId\", odata.maxpagesize=50; GET delta").await;
    let folder = talk.stand_in.look(|it| it.folder_id(LEA, "Projects").unwrap());
    let projects = format!("/v1.0/users/{LEA}/mailFolders/{folder}/messages?$select=from");
    talk.ask(&format!("{prefer}; GET {projects}")).await;
    talk.ask(&format!("GET {projects}")).await;
    talk.expect(expect![[r##"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$filter=receivedDateTime ge 2026-02-03T00:00:00Z&$select=from
          200
          1 rows, next
          {"from":"zoe@acme.example","id":"id1"}
        GET next
          200
          1 rows, delta
          {"from":"max@acme.example","id":"id2"}
        GET delta
          200
          2 rows, delta
          {"from":"max@acme.example","id":"id3"}
          {"@odata.type":"#microsoft.graph.message","@removed":{"reason":"deleted"},"id":"id1"}
        GET /v1.0/users/lea@contoso.example/mailFolders/id4/messages?$select=from
          200
          1 rows
          {"from":"zoe@acme.example","id":"id1"}
        GET /v1.0/users/lea@contoso.example/mailFolders/id4/messages?$select=from
          200
          1 rows
          {"from":"zoe@acme.example","id":"id5"}
    "##]]);
}

#[tokio::test]
async fn strangers_to_the_filter_are_removed_for_whoever_never_saw_them() {
    let mut tenant = mailbox();
    let old = tenant.message(LEA, "inbox", Message::new("zoe@acme.example", &[LEA]).at("2025-01-01T08:00:00Z"));
    let mut talk = Talk::with(tenant).await;
    talk.say(&format!("GET {INBOX}/messages/delta?$filter=receivedDateTime ge 2026-03-01T00:00:00Z&$select=from"))
        .await;
    talk.stand_in.change(|it| it.touch_message(LEA, old));
    talk.ask("GET delta").await;
    talk.expect(expect![[r##"
        GET delta
          200
          1 rows, delta
          {"@odata.type":"#microsoft.graph.message","@removed":{"reason":"deleted"},"id":"id1"}
    "##]]);
}

#[tokio::test]
async fn a_forgotten_sync_state_and_a_broken_token_are_refused() {
    let mut talk = Talk::with(mailbox()).await;
    talk.say(&format!("GET {INBOX}/messages/delta?$select=from")).await;
    talk.stand_in.change(|it| it.forget_sync_states(LEA));
    talk.ask("GET delta").await;
    talk.ask(&format!("GET {INBOX}/messages/delta?$deltatoken=broken")).await;
    talk.ask(&format!("GET {INBOX}/messages/delta?$search=canary")).await;
    talk.expect(expect![[r#"
        GET delta
          410
          SyncStateNotFound: The sync state generation is not found; clear your local cache and restart the round.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$deltatoken=broken
          400
          BadRequest: Badly formed token.
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox/messages/delta?$search=canary
          400
          BadRequest: The query option $search is not supported with change tracking.
    "#]]);
}

#[tokio::test]
async fn folders_are_found_by_well_known_name_and_their_changes_are_told() {
    let mut talk = Talk::with(mailbox()).await;
    talk.ask(&format!("GET {INBOX}?$select=displayName,totalItemCount")).await;
    talk.say(&format!("GET /v1.0/users/{LEA}/mailFolders/delta")).await;
    talk.stand_in.change(|it| {
        it.message(LEA, "Projects", Message::new("max@acme.example", &[LEA]));
    });
    talk.ask("GET delta").await;
    talk.stand_in.change(|it| it.remove_folder(LEA, "Projects"));
    talk.ask("GET delta").await;
    talk.ask(&format!("GET /v1.0/users/{LEA}/mailFolders?$top=2&$select=displayName")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/inbox?$select=displayName,totalItemCount
          200
          {"displayName":"Inbox","id":"id1","totalItemCount":3}
        GET delta
          200
          1 rows, delta
          {"childFolderCount":0,"displayName":"Projects","id":"id2","isHidden":false,"parentFolderId":"id3","sizeInBytes":24000,"totalItemCount":1,"unreadItemCount":0}
        GET delta
          200
          1 rows, delta
          {"@removed":{"reason":"deleted"},"id":"id2"}
        GET /v1.0/users/lea@contoso.example/mailFolders?$top=2&$select=displayName
          200
          2 rows, next
          {"displayName":"Inbox","id":"id1"}
          {"displayName":"Sent Items","id":"id4"}
    "#]]);
}

#[tokio::test]
async fn folders_lie_in_folders() {
    let mut tenant = mailbox();
    tenant.message(LEA, "deleteditems/Old", Message::new("max@acme.example", &[LEA]));
    let mut talk = Talk::with(tenant).await;
    let folders = format!("/v1.0/users/{LEA}/mailFolders");
    talk.ask(&format!("GET {folders}/deleteditems?$select=childFolderCount,totalItemCount")).await;
    talk.ask(&format!("GET {folders}/deleteditems/childFolders?$select=displayName,parentFolderId,totalItemCount"))
        .await;
    let (_, _, top) = talk.say(&format!("GET {folders}?$top=50")).await;
    assert!(!top.to_string().contains("Old"));
    let (_, _, all) = talk.say(&format!("GET {folders}/delta")).await;
    assert!(all.to_string().contains("Old"));
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/mailFolders/deleteditems?$select=childFolderCount,totalItemCount
          200
          {"childFolderCount":1,"id":"id1","totalItemCount":0}
        GET /v1.0/users/lea@contoso.example/mailFolders/deleteditems/childFolders?$select=displayName,parentFolderId,totalItemCount
          200
          1 rows
          {"displayName":"Old","id":"id2","parentFolderId":"id1","totalItemCount":1}
    "#]]);
}

#[tokio::test]
async fn sent_mail_lies_in_every_mailbox_it_is_for() {
    let mut tenant = mailbox();
    tenant.user("ben@contoso.example");
    let mut talk = Talk::with(tenant).await;
    talk.token = talk.stand_in.user_token(LEA, &["Mail.Send"]);
    let to = |address: &str| {
        format!(
            "{{\"message\":{{\"subject\":\"s\",\"body\":{{\"contentType\":\"Text\",\"content\":\"b\"}},\"toRecipients\":[{{\"emailAddress\":{{\"address\":\"{address}\"}}}}]}}}}"
        )
    };
    talk.ask(&format!("POST /v1.0/me/sendMail {}", to("ben@contoso.example"))).await;
    talk.ask(&format!("POST /v1.0/users/ben@contoso.example/sendMail {}", to(LEA))).await;
    talk.ask(&format!("POST /v1.0/me/sendMail {}", to("nobody"))).await;
    talk.token = talk.sign_in(talk.stand_in.graph()).await;
    for folder in [format!("{LEA}/mailFolders/sentitems"), "ben@contoso.example/mailFolders/inbox".to_owned()] {
        talk.ask(&format!("GET /v1.0/users/{folder}/messages?$select=from,toRecipients,internetMessageId")).await;
    }
    talk.expect(expect![[r#"
        POST /v1.0/me/sendMail {"message":{"subject":"s","body":{"contentType":"Text","content":"b"},"toRecipients":[{"emailAddress":{"address":"ben@contoso.example"}}]}}
          202
        POST /v1.0/users/ben@contoso.example/sendMail {"message":{"subject":"s","body":{"contentType":"Text","content":"b"},"toRecipients":[{"emailAddress":{"address":"lea@contoso.example"}}]}}
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
        POST /v1.0/me/sendMail {"message":{"subject":"s","body":{"contentType":"Text","content":"b"},"toRecipients":[{"emailAddress":{"address":"nobody"}}]}}
          400
          ErrorInvalidRecipients: At least one recipient is not valid.
        GET /v1.0/users/lea@contoso.example/mailFolders/sentitems/messages?$select=from,toRecipients,internetMessageId
          200
          1 rows
          {"from":"lea@contoso.example","id":"id1","internetMessageId":"<81b4fc7515af0d2e@contoso.example>","toRecipients":["ben@contoso.example"]}
        GET /v1.0/users/ben@contoso.example/mailFolders/inbox/messages?$select=from,toRecipients,internetMessageId
          200
          1 rows
          {"from":"lea@contoso.example","id":"id2","internetMessageId":"<81b4fc7515af0d2e@contoso.example>","toRecipients":["ben@contoso.example"]}
    "#]]);
}
