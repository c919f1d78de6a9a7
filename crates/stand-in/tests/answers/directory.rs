//! Users and groups.

use expect_test::expect;
use relata_stand_in::Tenant;

use crate::talk::Talk;

fn office() -> Tenant {
    let mut tenant = Tenant::new(1);
    tenant.user("lea@contoso.example").alias("lea.marx@contoso.example").title("Buyer").department("Sales");
    tenant.user("ben@contoso.example");
    tenant.user("info@contoso.example").shared();
    tenant.user("guest@acme.example").guest();
    tenant.group("leads", &["ben@contoso.example"]);
    tenant.group("sales", &["lea@contoso.example", "leads"]);
    tenant
}

#[tokio::test]
async fn users_are_listed_page_by_page_and_show_aliases_only_when_selected() {
    let mut talk = Talk::with(office()).await;
    talk.ask("GET /v1.0/users?$top=3&$select=mail,proxyAddresses,accountEnabled,userType").await;
    talk.ask("GET next").await;
    talk.ask("GET /v1.0/users/lea.marx@contoso.example").await;
    talk.ask("GET /v1.0/users/nobody@contoso.example").await;
    talk.ask("consistencylevel: eventual; GET /v1.0/users/$count?$filter=accountEnabled eq true").await;
    talk.ask("GET /v1.0/users/$count").await;
    talk.expect(expect![[r#"
        GET /v1.0/users?$top=3&$select=mail,proxyAddresses,accountEnabled,userType
          200
          3 rows, next
          {"accountEnabled":true,"id":"id1","mail":"lea@contoso.example","proxyAddresses":["SMTP:lea@contoso.example","smtp:lea.marx@contoso.example"],"userType":"Member"}
          {"accountEnabled":true,"id":"id2","mail":"ben@contoso.example","proxyAddresses":["SMTP:ben@contoso.example"],"userType":"Member"}
          {"accountEnabled":false,"id":"id3","mail":"info@contoso.example","proxyAddresses":["SMTP:info@contoso.example"],"userType":"Member"}
        GET next
          200
          1 rows
          {"accountEnabled":true,"id":"id4","mail":"guest@acme.example","proxyAddresses":[],"userType":"Guest"}
        GET /v1.0/users/lea.marx@contoso.example
          200
          {"businessPhones":[],"displayName":"Lea","givenName":"Lea","id":"id1","jobTitle":"Buyer","mail":"lea@contoso.example","mobilePhone":null,"officeLocation":null,"preferredLanguage":null,"surname":"Lea","userPrincipalName":"lea@contoso.example"}
        GET /v1.0/users/nobody@contoso.example
          404
          Request_ResourceNotFound: Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.
        GET /v1.0/users/$count?$filter=accountEnabled eq true
          200
          3
        GET /v1.0/users/$count
          400
          Request_BadRequest: $count is not currently supported without the ConsistencyLevel header.
    "#]]);
}

#[tokio::test]
async fn a_delta_of_users_tells_who_changed_and_who_left() {
    let mut talk = Talk::with(office()).await;
    talk.say("GET /v1.0/users/delta?$select=mail,accountEnabled").await;
    talk.ask("GET delta").await;
    talk.stand_in.change(|it| {
        it.user("ben@contoso.example").disabled();
        it.remove_user("info@contoso.example");
    });
    talk.ask("GET delta").await;
    talk.ask("GET delta").await;
    talk.stand_in.change(|it| it.advance(jiff::SignedDuration::from_hours(24 * 8)));
    talk.token = talk.sign_in(talk.stand_in.graph()).await;
    talk.ask("GET delta").await;
    talk.ask("GET /v1.0/users/delta?$deltatoken=latest&$select=mail").await;
    talk.expect(expect![[r#"
        GET delta
          200
          0 rows, delta
        GET delta
          200
          2 rows, delta
          {"accountEnabled":false,"id":"id1","mail":"ben@contoso.example"}
          {"@removed":{"reason":"changed"},"id":"id2"}
        GET delta
          200
          0 rows, delta
        GET delta
          410 location: /v1.0/users/delta?%24deltatoken=
          resyncRequired: Resync required. Any differences between the client and server state must be resolved.
        GET /v1.0/users/delta?$deltatoken=latest&$select=mail
          200
          0 rows, delta
    "#]]);
}

#[tokio::test]
async fn members_are_found_through_groups_in_groups() {
    let mut talk = Talk::with(office()).await;
    let sales = talk.stand_in.look(|it| it.group_id("sales").unwrap().to_owned());
    talk.ask(&format!("GET /v1.0/groups/{sales}/members?$select=displayName")).await;
    let users = format!("GET /v1.0/groups/{sales}/transitiveMembers/microsoft.graph.user");
    talk.ask(&format!("consistencylevel: eventual; {users}?$select=mail&$count=true")).await;
    talk.ask(&format!("consistencylevel: eventual; {users}/$count")).await;
    talk.expect(expect![[r##"
        GET /v1.0/groups/id1/members?$select=displayName
          200
          2 rows
          {"@odata.type":"#microsoft.graph.user","displayName":"Lea","id":"id2"}
          {"@odata.type":"#microsoft.graph.group","displayName":"leads","id":"id3"}
        GET /v1.0/groups/id1/transitiveMembers/microsoft.graph.user?$select=mail&$count=true
          200
          count 2, 2 rows
          {"@odata.type":"#microsoft.graph.user","id":"id2","mail":"lea@contoso.example"}
          {"@odata.type":"#microsoft.graph.user","id":"id4","mail":"ben@contoso.example"}
        GET /v1.0/groups/id1/transitiveMembers/microsoft.graph.user/$count
          200
          2
    "##]]);
}

#[tokio::test]
async fn a_delta_of_groups_tells_who_joined_and_who_left() {
    let mut talk = Talk::with(office()).await;
    let sales = talk.stand_in.look(|it| it.group_id("sales").unwrap().to_owned());
    talk.ask(&format!("GET /v1.0/groups/delta?$select=displayName,members&$filter=id eq '{sales}'")).await;
    talk.stand_in.change(|it| {
        it.leave("sales", "lea@contoso.example");
        it.group("sales", &["info@contoso.example"]);
        it.leave("leads", "ben@contoso.example");
    });
    talk.ask("GET delta").await;
    talk.expect(expect![[r##"
        GET /v1.0/groups/delta?$select=displayName,members&$filter=id eq 'id1'
          200
          1 rows, delta
          {"displayName":"sales","id":"id1","members@delta":[{"@odata.type":"#microsoft.graph.user","id":"id2"},{"@odata.type":"#microsoft.graph.group","id":"id3"}]}
        GET delta
          200
          1 rows, delta
          {"displayName":"sales","id":"id1","members@delta":[{"@odata.type":"#microsoft.graph.user","@removed":{"reason":"deleted"},"id":"id2"},{"@odata.type":"#microsoft.graph.user","id":"id4"}]}
    "##]]);
}

#[tokio::test]
async fn whoever_lacks_a_permission_is_told_so() {
    let mut tenant = office();
    tenant.application().roles = vec!["Mail.ReadBasic.All".to_owned()];
    let mut talk = Talk::with(tenant).await;
    talk.ask("GET /v1.0/users").await;
    talk.ask("GET /v1.0/groups").await;
    talk.ask("GET /v1.0/users/info@contoso.example/mailboxSettings?$select=userPurpose").await;
    talk.ask("GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01&endDateTime=2026-04-01").await;
    talk.ask("GET /v1.0/users/guest@acme.example/messages").await;
    talk.expect(expect![[r#"
        GET /v1.0/users
          403
          Authorization_RequestDenied: Insufficient privileges to complete the operation.
        GET /v1.0/groups
          403
          Authorization_RequestDenied: Insufficient privileges to complete the operation.
        GET /v1.0/users/info@contoso.example/mailboxSettings?$select=userPurpose
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
        GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01&endDateTime=2026-04-01
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
        GET /v1.0/users/guest@acme.example/messages
          404
          MailboxNotEnabledForRESTAPI: The mailbox is either inactive, soft-deleted, or is hosted on-premise.
    "#]]);
}

#[tokio::test]
async fn a_scope_lets_in_the_members_of_its_group_alone() {
    let mut tenant = office();
    tenant.limit_to_group("sales");
    let mut talk = Talk::with(tenant).await;
    talk.ask("GET /v1.0/users/ben@contoso.example/mailFolders/inbox/messages").await;
    talk.ask("GET /v1.0/users/info@contoso.example/mailFolders/inbox/messages").await;
    talk.stand_in.change(|it| it.leave("leads", "ben@contoso.example"));
    talk.ask("GET /v1.0/users/ben@contoso.example/mailFolders/inbox/messages").await;
    talk.expect(expect![[r#"
        GET /v1.0/users/ben@contoso.example/mailFolders/inbox/messages
          200
          0 rows
        GET /v1.0/users/info@contoso.example/mailFolders/inbox/messages
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
        GET /v1.0/users/ben@contoso.example/mailFolders/inbox/messages
          403
          ErrorAccessDenied: Access is denied. Check credentials and try again.
    "#]]);
}

#[tokio::test]
async fn a_shared_mailbox_says_what_it_is_for() {
    let mut tenant = office();
    tenant.application().roles.push("MailboxSettings.Read".to_owned());
    let mut talk = Talk::with(tenant).await;
    talk.ask("GET /v1.0/users/info@contoso.example/mailboxSettings?$select=userPurpose").await;
    talk.expect(expect![[r#"
        GET /v1.0/users/info@contoso.example/mailboxSettings?$select=userPurpose
          200
          {"userPurpose":"shared"}
    "#]]);
}
