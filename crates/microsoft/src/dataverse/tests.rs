use std::time::Duration;

use expect_test::{Expect, expect};
use jiff::{SignedDuration, Timestamp};
use relata_connectors::{Connector, Cursor, FetchError};
use relata_model::{Address, Identity, Name, Observed, Record, RecordKind, Stakeholder};
use relata_stand_in::{CLIENT, CrmLimit, Endpoint, Fault, RetryAfter, SECRET, StandIn, Tenant, Trouble as Wrong};
use serde_json::json;

use super::records::records_of;
use super::*;
use crate::application::{Cloud, Credential};

/// What must never be found anywhere.
const CANARY: &str = "canary-7f31";

fn now() -> Timestamp {
    "2026-06-30T00:00:00Z".parse().unwrap()
}

async fn running(tenant: Tenant) -> StandIn {
    StandIn::start(tenant).await.unwrap()
}

fn tenant() -> Tenant {
    Tenant::new(7).at(now())
}

fn client(running: &StandIn, page: u32) -> Dataverse {
    let application = Application {
        tenant: running.look(|it| it.id().to_owned()),
        client: CLIENT.to_owned(),
        credential: Credential::Secret(SECRET.to_owned().into()),
        cloud: Cloud { login: running.login().to_owned(), graph: running.graph().to_owned() },
    };
    let at = running.look(Tenant::now);
    let mut pace = Pace::new(move || at);
    (pace.first_pause, pace.patience) = (Duration::from_millis(5), Duration::from_secs(3));
    let outgoing = Outgoing::new(&["127.0.0.1".to_owned()]).unwrap();
    let limits = Limits { page, tries: 3, ..Limits::default() };
    Dataverse::new(&application, running.dataverse(), outgoing, limits, pace).unwrap()
}

fn shown_record(it: &Record) -> String {
    let addresses: Vec<&str> = it.addresses.iter().map(Address::as_str).collect();
    let text = |it: &Option<Name>| it.as_ref().map_or(String::new(), |it| it.as_str().to_owned());
    let stakeholders = it.stakeholders.iter().filter(|it| matches!(it, Stakeholder::Record(_))).count();
    format!(
        "{} {:?} {} | {} | {addresses:?} {:?} | owner {} | account {} contact {} +{stakeholders} | {:?} {:?} {:?} {:?} | created {} close {} closed {}{}\n",
        it.id.0,
        it.kind,
        it.name.as_str(),
        [text(&it.title), text(&it.company)].join(" at "),
        it.domains,
        it.owner.as_ref().map_or("-", Address::as_str),
        it.account.as_ref().map_or("-", |it| &it.0),
        it.primary_contact.as_ref().map_or("-", |it| &it.0),
        it.state.as_deref().unwrap_or("-"),
        it.stage.as_deref().unwrap_or("-"),
        it.revenue,
        it.currency.as_deref().unwrap_or("-"),
        it.created_on.map_or(String::new(), |it| it.to_string()),
        it.close_on.map_or(String::new(), |it| it.to_string()),
        it.closed_on.map_or(String::new(), |it| it.to_string()),
        if it.do_not_analyse { " not analysed" } else { "" },
    )
}

fn check_rows(kind: RecordKind, rows: serde_json::Value, expected: Expect) {
    let of = |it: serde_json::Value| -> Vec<Row> { serde_json::from_value(it).unwrap() };
    let users = of(
        json!([{"systemuserid": "U1", "internalemailaddress": "Lea@contoso.local", "azureactivedirectoryobjectid": "D1"}]),
    );
    let currencies = of(json!([{"transactioncurrencyid": "e1", "isocurrencycode": "EUR"}]));
    let read = records_of(kind, &of(rows), &Lookups::of_rows(&users, &currencies));
    let problems = read.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
    let text: String = read.items.iter().map(shown_record).chain(problems).collect();
    assert!(!text.contains(CANARY));
    expected.assert_eq(&text);
}

#[test]
fn rows_become_records_by_the_columns_of_files() {
    check_rows(
        RecordKind::Account,
        json!([
            {"accountid": "A1", "name": "Acme", "websiteurl": "https://www.Acme.com/de", "emailaddress1": "info@other.com", "_primarycontactid_value": "C1", "_ownerid_value": "u1", "statecode": 0, "createdon": "2026-01-02T03:04:05Z", "description": CANARY},
            {"accountid": "A2", "name": "Beta", "websiteurl": null, "emailaddress1": "info@beta.com", "statecode": 1},
            {"accountid": "A3", "name": "Gamma", "emailaddress1": "gamma@gmail.com"},
            {"accountid": "A4", "name": {"x": CANARY}},
        ]),
        expect![[r#"
            a1 Account Acme |  at  | [] ["acme.com"] | owner lea@contoso.local | account - contact c1 +0 | "active" "-" None "-" | created 2026-01-02 close  closed 
            a2 Account Beta |  at  | [] ["beta.com"] | owner - | account - contact - +0 | "inactive" "-" None "-" | created  close  closed 
            a3 Account Gamma |  at  | [] [] | owner - | account - contact - +0 | "-" "-" None "-" | created  close  closed 
            Dataverse account a3, column domains: left out: everybody can have an address there, so it names no company
            Dataverse account a4, column name: it is empty or unreadable
        "#]],
    );
    check_rows(
        RecordKind::Contact,
        json!([
            {"contactid": "C1", "fullname": "Max \u{202e}Mustermann\r\nBcc: x", "jobtitle": "CEO", "emailaddress1": "Max@acme.com", "emailaddress2": "max@acme.com", "emailaddress3": "m;x|y@acme.com", "_parentcustomerid_value": "A1", "statecode": 0, "msdyn_gdproptout": true},
            {"contactid": "C2", "fullname": "=cmd|' /C calc'!A0", "emailaddress1": "a@b@c", "_parentcustomerid_value": "C1", "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "contact"},
            {"contactid": "C3", "fullname": null, "emailaddress1": "<img src=x onerror=alert(1)>"},
            {"contactid": "C4", "fullname": "x".repeat(5_000)},
        ]),
        expect![[r#"
            c1 Contact Max Mustermann Bcc: x | CEO at  | ["max@acme.com"] [] | owner - | account a1 contact - +0 | "active" "-" None "-" | created  close  closed  not analysed
            c2 Contact =cmd|' /C calc'!A0 |  at  | [] [] | owner - | account - contact - +0 | "-" "-" None "-" | created  close  closed 
            Dataverse contact c1, column email: left out: it has no @
            Dataverse contact c2, column email: left out: it has more than one @
            Dataverse contact c3, column name: it is empty or unreadable
            Dataverse contact c4, column name: it is empty or unreadable
        "#]],
    );
    check_rows(
        RecordKind::Lead,
        json!([{"leadid": "L1", "fullname": "Ann", "companyname": "Acme", "emailaddress1": "ann@acme.com", "statecode": 1, "subject": CANARY}]),
        expect![[r#"
            l1 Lead Ann |  at Acme | ["ann@acme.com"] [] | owner - | account - contact - +0 | "qualified" "-" None "-" | created  close  closed 
        "#]],
    );
    check_rows(
        RecordKind::Opportunity,
        json!([
            {"opportunityid": "O1", "name": "Deal", "_parentaccountid_value": "A1", "_customerid_value": "C9", "_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "contact", "estimatedvalue": 1234.5, "_transactioncurrencyid_value": "E1", "stepname": "2-Develop", "statecode": 0, "estimatedclosedate": "2026-09-30", "createdon": "2026-01-02T03:04:05Z"},
            {"opportunityid": "O2", "name": "Won", "_customerid_value": "A1", "_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "account", "estimatedvalue": 1.234, "statecode": 1, "actualclosedate": "2026-05-01", "createdon": "2026-01-02T03:04:05Z"},
            {"opportunityid": "O3", "name": "Odd", "estimatedvalue": "much", "statecode": 2, "actualclosedate": "9999-12-31T23:59:60"},
        ]),
        expect![[r#"
            o1 Opportunity Deal |  at  | [] [] | owner - | account a1 contact c9 +0 | "open" "2-Develop" Some(1234.5) "EUR" | created 2026-01-02 close 2026-09-30 closed 
            o2 Opportunity Won |  at  | [] [] | owner - | account a1 contact - +0 | "won" "-" Some(1.234) "-" | created 2026-01-02 close  closed 2026-05-01
            o3 Opportunity Odd |  at  | [] [] | owner - | account - contact - +0 | "lost" "-" None "-" | created  close  closed 
            Dataverse opportunity o3, column revenue: left out: it is no number
            Dataverse opportunity o3, column closed: left out: its year is not between 1900 and 2200; an empty cell says never
        "#]],
    );
}

/// Reads records until there is no more; says what each page was.
async fn read_on(dataverse: &Dataverse, kind: RecordKind, tracked: &mut Tracked) -> String {
    let lookups = dataverse.lookups().await.unwrap();
    let mut text = String::new();
    loop {
        let page = match dataverse.records(kind, &lookups, tracked).await {
            Ok(it) => it,
            Err(trouble) => return format!("{text}{trouble}\n"),
        };
        let mut names: Vec<&str> = page.records.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        let round = match page.round {
            Round::Walk { ended, .. } => format!("walk, ended {ended:?}"),
            Round::Changes => "changes".to_owned(),
        };
        text += &format!("{round}: {names:?}, {} gone, {} skipped\n", page.gone.len(), page.skipped.len());
        // A cursor is kept as text.
        *tracked = serde_json::from_str(&serde_json::to_string(&page.tracked).unwrap()).unwrap();
        if !page.more {
            return text;
        }
    }
}

fn contact(tenant: &mut Tenant, name: &str) -> String {
    tenant.record("contacts", json!({"fullname": name, "emailaddress1": "x@acme.com", "description": CANARY}))
}

#[tokio::test]
async fn changes_are_told_until_the_token_expires_and_then_everything() {
    let mut tenant = tenant();
    let ids: Vec<String> = ["Ann", "Ben", "Cleo", "Dan", "Eve"].iter().map(|it| contact(&mut tenant, it)).collect();
    let running = running(tenant).await;
    let (mut tracked, kind) = (Tracked::Begin, RecordKind::Contact);
    let mut text = read_on(&client(&running, 2), kind, &mut tracked).await;
    text += &read_on(&client(&running, 2), kind, &mut tracked).await;
    running.change(|it| {
        it.delete_record("contacts", &ids[0]);
        it.change_record("contacts", &ids[1], json!({"fullname": "Benno"}));
        contact(it, "Fay");
    });
    text += &read_on(&client(&running, 2), kind, &mut tracked).await;
    running.change(|it| {
        it.delete_record("contacts", &ids[2]);
        it.advance(SignedDuration::from_hours(24 * 8));
    });
    text += &read_on(&client(&running, 3), kind, &mut tracked).await;
    expect![[r#"
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended None: ["Cleo", "Dan"], 0 gone, 0 skipped
        walk, ended Some(5): ["Eve"], 0 gone, 0 skipped
        changes: [], 0 gone, 0 skipped
        changes: ["Benno"], 1 gone, 0 skipped
        changes: ["Fay"], 0 gone, 0 skipped
        walk, ended None: ["Benno", "Dan", "Eve"], 0 gone, 0 skipped
        walk, ended Some(4): ["Fay"], 0 gone, 0 skipped
    "#]]
    .assert_eq(&text);
    assert!(running.log().requests.iter().all(|it| it.method == "GET" || it.endpoint == Some(Endpoint::Token)));
}

#[tokio::test]
async fn what_goes_wrong_is_told_with_what_to_do() {
    let mut text = String::new();
    for (name, fault) in [
        ("busy", Fault::new(Wrong::Status(429, RetryAfter::Seconds(0))).times(2)),
        ("limit", Fault::new(Wrong::CrmLimit(CrmLimit::Requests, 1)).once()),
        ("elsewhere", Fault::new(Wrong::ForeignLink("https://elsewhere.example".to_owned()))),
        ("cut", Fault::new(Wrong::Truncated).times(2)),
        ("always cut", Fault::new(Wrong::Truncated)),
        ("endless", Fault::new(Wrong::Endless(true))),
        ("twice", Fault::new(Wrong::Duplicates)),
        ("odd row", Fault::new(Wrong::Malformed)),
        ("odd case", Fault::new(Wrong::IdCase)),
        ("contents", Fault::new(Wrong::Bodies)),
        ("revoked", Fault::new(Wrong::Unauthorized).once()),
    ] {
        let mut tenant = tenant();
        ["Ann", "Ben", "Cleo"].iter().for_each(|it| drop(contact(&mut tenant, it)));
        let running = running(tenant).await;
        running.fault(fault.at(Endpoint::Dataverse).path("contacts"));
        let mut tracked = Tracked::Begin;
        text += &format!("{name}\n{}", read_on(&client(&running, 2), RecordKind::Contact, &mut tracked).await);
        assert!(!format!("{tracked:?}").contains("http"));
    }
    let mut tenant = tenant();
    tenant.forbid_table("contacts");
    let forbidden = running(tenant).await;
    text += &read_on(&client(&forbidden, 2), RecordKind::Contact, &mut Tracked::Begin).await;
    forbidden.change(Tenant::remove_application_user);
    let lookups = client(&forbidden, 2).lookups().await;
    text += &format!("{}\n", lookups.unwrap_err());
    expect![[r#"
        busy
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        limit
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        elsewhere
        the service names a next page elsewhere; it is not followed
        cut
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        always cut
        the service's answer breaks off or is none
        endless
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        the table contacts of Dataverse goes in a circle
        twice
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        odd row
        walk, ended None: ["Ben", "this belongs elsewhere"], 0 gone, 0 skipped
        walk, ended Some(3): ["this belongs elsewhere"], 0 gone, 0 skipped
        odd case
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        contents
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        revoked
        walk, ended None: ["Ann", "Ben"], 0 gone, 0 skipped
        walk, ended Some(3): ["Cleo"], 0 gone, 0 skipped
        the table contacts of Dataverse may not be read (0x80040220): give the application user a security role that reads it for the whole organisation
        the application has no user in the Dataverse environment, or a disabled one (0x80072560): add it as an application user in the Power Platform admin center, with the role that docs/dataverse.md describes
    "#]].assert_eq(&text);
}

fn shown_activity(it: &Observed) -> String {
    let people: Vec<String> =
        it.participants.iter().map(|it| format!("{:?} {}", it.role, it.address.as_str())).collect();
    let activity = it.activity.as_ref().unwrap();
    format!(
        "{} {:?} {}min of {}: {}{}{}{}\n",
        it.at,
        it.kind,
        it.minutes,
        it.audience,
        people.join(", "),
        activity.regarding.as_ref().map_or(String::new(), |it| format!(" regarding {}", &it.0[..4])),
        if activity.completed { "" } else { " not completed" },
        if it.marks.cancelled { " cancelled" } else { "" },
    )
}

async fn fetched(dataverse: &Dataverse, cursor: &mut Option<Cursor>) -> (Vec<Observed>, String) {
    let source = Activities::new(dataverse);
    let (mut observed, mut text) = (Vec::new(), String::new());
    loop {
        let batch = match source.fetch(cursor.as_ref()).await {
            Ok(it) => it,
            Err(error) => return (observed, format!("{text}{error}\n")),
        };
        assert!(!batch.cursor.0.contains(CANARY));
        text += &batch.observed.iter().map(shown_activity).collect::<String>();
        let place = |it: &str| it.split_whitespace().filter(|it| it.len() < 30).collect::<Vec<_>>().join(" ");
        text += &batch.skipped.iter().map(|it| format!("{}: {}\n", place(&it.place), it.reason)).collect::<String>();
        observed.extend(batch.observed);
        *cursor = Some(batch.cursor);
        if !batch.more {
            return (observed, text);
        }
    }
}

const MEETING: &str =
    "040000008200E00074C5B7101A82E00800000000756DC3EEFFE5CC01000000000000000010000000FCE197631C1A2E4C";

fn activities(tenant: &mut Tenant) -> [String; 2] {
    let lea = tenant.record("systemusers", json!({"internalemailaddress": "lea@contoso.com"}));
    let max = tenant.record("contacts", json!({"fullname": "Max", "emailaddress1": "max@acme.com"}));
    let deal = tenant.record("opportunities", json!({"name": "Deal"}));
    let party = |mask: i64, address: &str| json!({"participationtypemask": mask, "addressused": address});
    let known = |mask: i64, table: &str, id: &str| json!({"participationtypemask": mask, "_partyid_value": id, "_partyid_value@Microsoft.Dynamics.CRM.lookuplogicalname": table});
    tenant.record("emails", json!({"senton": "2026-06-01T09:00:00Z", "directioncode": true, "messageid": "<1@contoso.com>", "statecode": 1, "_regardingobjectid_value": deal, "_ownerid_value": lea, "subject": CANARY, "description": CANARY,
        "parties": [party(1, "lea@contoso.com"), party(2, "max@acme.com"), known(2, "contact", &max), party(3, "a@b@c"), known(8, "opportunity", &deal), known(9, "systemuser", &lea)]}));
    tenant.record("emails", json!({"statecode": 0, "_ownerid_value": lea, "parties": [party(2, "max@acme.com")]}));
    let ahead = tenant.record("appointments", json!({"scheduledstart": "2026-07-20T09:00:00Z", "scheduledend": "2026-07-20T10:00:00Z", "scheduleddurationminutes": 60, "globalobjectid": MEETING, "statecode": 3, "_regardingobjectid_value": deal, "location": CANARY,
        "parties": [known(7, "systemuser", &lea), known(5, "contact", &max), party(6, "ben@acme.com")]}));
    let call = tenant.record("phonecalls", json!({"actualstart": "2026-06-02T09:00:00Z", "actualend": "2026-06-02T09:10:00Z", "actualdurationminutes": 10, "directioncode": false, "statecode": 1, "_ownerid_value": lea,
        "parties": [known(1, "contact", &max), known(2, "systemuser", &lea)]}));
    tenant.record("tasks", json!({"scheduledend": "2026-06-03T09:00:00Z", "actualend": "2026-06-04T09:00:00Z", "actualdurationminutes": 30, "statecode": 1, "_ownerid_value": lea, "_regardingobjectid_value": deal}));
    [ahead, call]
}

#[tokio::test]
async fn activities_come_with_whoever_took_part() {
    let mut tenant = tenant();
    let [ahead, call] = activities(&mut tenant);
    let running = running(tenant).await;
    let mut cursor = None;
    let (observed, mut text) = fetched(&client(&running, 1), &mut cursor).await;
    let has = |identity: Identity| observed.iter().any(|it| it.identity == identity);
    assert!(has(Identity::of_message_id("1@contoso.com").unwrap()) && has(Identity::of_meeting(MEETING, "")));
    text += "nothing new\n";
    text += &fetched(&client(&running, 1), &mut cursor).await.1;
    running.change(|it| {
        it.delete_record("appointments", &ahead);
        it.delete_record("phonecalls", &call);
    });
    text += "called off\n";
    let (observed, told) = fetched(&client(&running, 1), &mut cursor).await;
    assert_eq!(observed[0].identity, Identity::of_meeting(MEETING, ""));
    text += &told;
    running.change(|it| it.advance(SignedDuration::from_hours(24 * 8)));
    text += "everything again\n";
    text += &fetched(&client(&running, 1), &mut cursor).await.1;
    expect![[r#"
        2026-06-01T09:00:00Z Email 0min of 3: From lea@contoso.com, To max@acme.com regarding 7e10
        Dataverse email column cc: somebody is left out: it has more than one @
        2026-06-30T00:00:00Z Email 0min of 1: To max@acme.com not completed
        2026-07-20T09:00:00Z Meeting 60min of 3: Organiser lea@contoso.com, Required max@acme.com, Optional ben@acme.com regarding 7e10 not completed
        2026-06-02T09:00:00Z Call 10min of 1: Caller max@acme.com, Callee lea@contoso.com
        2026-06-04T09:00:00Z Task 30min of 0: Owner lea@contoso.com regarding 7e10
        nothing new
        called off
        2026-07-20T09:00:00Z Meeting 0min of 0:  not completed cancelled
        everything again
        2026-06-01T09:00:00Z Email 0min of 3: From lea@contoso.com, To max@acme.com regarding 7e10
        Dataverse email column cc: somebody is left out: it has more than one @
        2026-06-30T00:00:00Z Email 0min of 1: To max@acme.com not completed
        2026-06-04T09:00:00Z Task 30min of 0: Owner lea@contoso.com regarding 7e10
    "#]].assert_eq(&text);
    let foreign = Cursor("{\"version\":0}".to_owned());
    let failed = Activities::new(&client(&running, 1)).fetch(Some(&foreign)).await;
    assert!(matches!(failed, Err(FetchError::CursorExpired)));
}

#[tokio::test]
async fn a_busy_service_is_left_alone_and_asked_from_the_same_place() {
    let mut tenant = tenant();
    activities(&mut tenant);
    let running = running(tenant).await;
    running.fault(Fault::new(Wrong::CrmLimit(CrmLimit::Time, 60)).at(Endpoint::Dataverse).path("phonecalls"));
    let mut cursor = None;
    let (observed, text) = fetched(&client(&running, 10), &mut cursor).await;
    assert_eq!(observed.len(), 3, "{text}");
    assert!(text.ends_with("reading goes on by itself then\n"), "{text}");
    running.heal();
    let (observed, _) = fetched(&client(&running, 10), &mut cursor).await;
    assert_eq!(observed.len(), 2);
    assert!(running.log().most_in_flight.values().all(|it| *it <= 4));
}
