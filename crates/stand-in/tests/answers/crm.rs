//! Dataverse.

use expect_test::expect;
use relata_stand_in::{CrmLimit, Endpoint, Fault, Tenant, Trouble};
use serde_json::json;

use crate::talk::Talk;

const API: &str = "/api/data/v9.2";

fn crm() -> (Tenant, String, String) {
    let mut tenant = Tenant::new(1);
    let acme = tenant.record("accounts", json!({"name": "Acme"}));
    let lea = tenant.record(
        "contacts",
        json!({"fullname": "Lea Marx", "emailaddress1": "lea@acme.example", "_parentcustomerid_value": acme,
        "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "account"}),
    );
    let max = tenant.record("contacts", json!({"fullname": "Max Acme"}));
    tenant.record(
        "emails",
        json!({"senton": "2026-03-01T08:00:00Z", "directioncode": true, "_regardingobjectid_value": acme,
        "parties": [{"participationtypemask": 1, "addressused": "ben@contoso.example"},
                    {"participationtypemask": 2, "addressused": "lea@acme.example", "_partyid_value": lea}]}),
    );
    (tenant, lea, max)
}

#[tokio::test]
async fn rows_are_selected_filtered_paged_and_expanded() {
    let mut talk = Talk::with(crm().0).await.in_dataverse().await;
    let prefer = "prefer: odata.maxpagesize=1,odata.include-annotations=\"*\"";
    talk.ask(&format!("{prefer}; GET {API}/contacts?$select=fullname,_parentcustomerid_value&$count=true")).await;
    talk.ask("GET next").await;
    talk.ask(&format!("GET {API}/contacts?$select=fullname&$filter=emailaddress1 eq 'lea@acme.example'")).await;
    let parties = "$expand=email_activity_parties($select=participationtypemask,addressused)";
    talk.ask(&format!("GET {API}/emails?$select=senton,directioncode&{parties}")).await;
    talk.ask(&format!("GET {API}/contacts?$select=nickname")).await;
    talk.ask(&format!("GET {API}/secrets")).await;
    talk.ask(&format!("GET {API}/contacts/$count")).await;
    talk.expect(expect![[r#"
        GET /api/data/v9.2/contacts?$select=fullname,_parentcustomerid_value&$count=true
          200
          count 2, 1 rows, next
          {"_parentcustomerid_value":"id1","_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"account","contactid":"id2","fullname":"Lea Marx"}
        GET next
          200
          count 2, 1 rows
          {"_parentcustomerid_value":null,"contactid":"id3","fullname":"Max Acme"}
        GET /api/data/v9.2/contacts?$select=fullname&$filter=emailaddress1 eq 'lea@acme.example'
          200
          1 rows
          {"contactid":"id2","fullname":"Lea Marx"}
        GET /api/data/v9.2/emails?$select=senton,directioncode&$expand=email_activity_parties($select=participationtypemask,addressused)
          200
          1 rows
          {"activityid":"id4","directioncode":true,"email_activity_parties":[{"@odata.etag":"W/\"5\"","activitypartyid":"id5","addressused":"ben@contoso.example","participationtypemask":1},{"@odata.etag":"W/\"6\"","activitypartyid":"id6","addressused":"lea@acme.example","participationtypemask":2}],"senton":"2026-03-01T08:00:00Z"}
        GET /api/data/v9.2/contacts?$select=nickname
          400
          0x80060888: Could not find a property named 'nickname' on type 'Microsoft.Dynamics.CRM.contact'.
        GET /api/data/v9.2/secrets
          404
          0x8006088a: Resource not found for the segment 'secrets'.
        GET /api/data/v9.2/contacts/$count
          200
          2
    "#]]);
}

#[tokio::test]
async fn change_tracking_tells_what_changed_and_what_was_deleted() {
    let (tenant, lea, max) = crm();
    let mut talk = Talk::with(tenant).await.in_dataverse().await;
    let track = "prefer: odata.track-changes,odata.maxpagesize=1";
    talk.ask(&format!("{track}; GET {API}/contacts?$select=fullname")).await;
    talk.ask(&format!("{track}; GET next")).await;
    talk.stand_in.change(|it| {
        it.change_record("contacts", &lea, json!({"fullname": "Lea Weber"}));
        it.delete_record("contacts", &max);
        let brief = it.record("contacts", json!({"fullname": "Brief"}));
        it.delete_record("contacts", &brief);
    });
    talk.ask("GET delta").await;
    talk.ask(&format!("{track}; GET {API}/contacts?$filter=statecode eq 0")).await;
    talk.stand_in.change(|it| it.advance(jiff::SignedDuration::from_hours(24 * 8)));
    let mut talk = talk.in_dataverse().await;
    talk.ask("GET delta").await;
    talk.expect(expect![[r#"
        GET /api/data/v9.2/contacts?$select=fullname
          200
          1 rows, next
          {"contactid":"id1","fullname":"Lea Marx"}
        GET next
          200
          1 rows, delta
          {"contactid":"id2","fullname":"Max Acme"}
        GET delta
          200
          3 rows, delta
          {"contactid":"id1","fullname":"Lea Weber"}
          {"id":"id2","reason":"deleted"}
          {"id":"id3","reason":"deleted"}
        GET /api/data/v9.2/contacts?$filter=statecode eq 0
          400
          0x80060888: The query option $filter is not supported with change tracking.
        GET delta
          400
          0x80044352: Version stamp associated with the client has expired. Please perform a full sync.
    "#]]);
}

#[tokio::test]
async fn limits_get_longer_for_whoever_does_not_wait() {
    let mut talk = Talk::with(crm().0).await.in_dataverse().await;
    talk.stand_in.fault(Fault::new(Trouble::CrmLimit(CrmLimit::Requests, 3)).at(Endpoint::Dataverse).times(2));
    for _ in 0..3 {
        talk.ask(&format!("GET {API}/accounts?$select=name")).await;
    }
    talk.stand_in.change(|it| it.forbid_table("leads"));
    talk.ask(&format!("GET {API}/leads")).await;
    talk.stand_in.change(Tenant::remove_application_user);
    talk.ask(&format!("GET {API}/accounts")).await;
    talk.expect(expect![[r#"
        GET /api/data/v9.2/accounts?$select=name
          429 retry-after: 3
          0x80072322: Number of requests exceeded the limit of 6000 over time window of 300 seconds.
        GET /api/data/v9.2/accounts?$select=name
          429 retry-after: 6
          0x80072322: Number of requests exceeded the limit of 6000 over time window of 300 seconds.
        GET /api/data/v9.2/accounts?$select=name
          200
          1 rows
          {"accountid":"id1","name":"Acme"}
        GET /api/data/v9.2/leads
          403
          0x80040220: Principal user is missing the privilege to read lead.
        GET /api/data/v9.2/accounts
          403
          0x80072560: The user is not a member of the organization.
    "#]]);
}
