//! An environment of Dataverse, from connecting it to records that stay in step with it, by the commands an operator runs. On
//! the other side is the stand-in; the program is the real one, and is killed on the way.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use relata_model::{RecordId, RecordKind};
use relata_stand_in::{CLIENT, CrmLimit, Endpoint, Fault, RetryAfter, SECRET, StandIn, Tenant, Trouble};
use relata_store::{ConnectionId, Store};
use serde_json::json;

const DIRECTORY: &str = "id,name,email,aliases,title,department,status\nlea,Lea Marx,lea@contoso.com,,,,active\n";

/// An installation in a folder of its own, connected to a stand-in.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    /// Connects an installation that knows one colleague. Nobody consented to mailbox data.
    fn connected(stand_in: &StandIn) -> Installation {
        let installation = Installation { folder: tempfile::tempdir().unwrap() };
        let write = |name: &str, text: &str| fs::write(installation.folder.path().join(name), text).unwrap();
        write("relata.toml", "[data]\nfolder = 'data'\n[outgoing]\nallow = ['127.0.0.1']\n");
        write("secret", SECRET);
        write("people.csv", DIRECTORY);
        installation.works("import directory people.csv");
        let tenant = stand_in.look(|it| it.id().to_owned());
        installation.works(&format!(
            "source connect --tenant {tenant} --client {CLIENT} --secret-file secret --login-host {} --dataverse {}",
            stand_in.login(),
            stand_in.dataverse()
        ));
        installation
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.current_dir(self.folder.path()).args(arguments.split(' '));
        command
    }

    /// Runs a command; returns whether it succeeded, and what it printed.
    fn relata(&self, arguments: &str) -> (bool, String) {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    }

    fn works(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(works, "relata {arguments}: {said}");
        said
    }

    fn fails(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(!works, "relata {arguments}: {said}");
        said
    }

    /// Reads for so long, then is killed.
    fn killed_after(&self, milliseconds: u64) {
        let mut command = self.command("collect");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    async fn store(&self) -> Store {
        Store::open(&format!("sqlite:{}", self.folder.path().join("data/relata.db").display())).await.unwrap()
    }
}

fn days_ago(days: i64) -> String {
    (Timestamp::now() - SignedDuration::from_hours(24 * days)).strftime("%Y-%m-%dT10:00:00Z").to_string()
}

fn environment() -> Tenant {
    Tenant::new(7).at(Timestamp::now()).ticking()
}

/// What an environment has of records, by id: kind and name.
fn there(stand_in: &StandIn) -> BTreeMap<String, (&'static str, String)> {
    let mut all = BTreeMap::new();
    for (kind, table, key, name) in TABLES {
        for row in stand_in.look(|it| it.rows(table)) {
            all.insert(
                row[key].as_str().unwrap().to_lowercase(),
                (kind.name(), row[name].as_str().unwrap().to_owned()),
            );
        }
    }
    all
}

const TABLES: [(RecordKind, &str, &str, &str); 4] = [
    (RecordKind::Account, "accounts", "accountid", "name"),
    (RecordKind::Contact, "contacts", "contactid", "fullname"),
    (RecordKind::Lead, "leads", "leadid", "fullname"),
    (RecordKind::Opportunity, "opportunities", "opportunityid", "name"),
];

/// Holds what is stored against what is there.
async fn is_in_step(installation: &Installation, stand_in: &StandIn, after: &str) {
    let (store, there) = (installation.store().await, there(stand_in));
    for (id, (kind, name)) in &there {
        let record = store.record(&RecordId(id.clone())).await.unwrap();
        let stored = record.map(|it| (it.summary.kind.name(), it.summary.name));
        assert_eq!(stored, Some((*kind, name.clone())), "{after}");
    }
    let readings = store.record_readings(ConnectionId(1)).await.unwrap();
    for reading in readings {
        let count = there.values().filter(|it| it.0 == reading.kind.name()).count() as u64;
        assert_eq!(reading.stored, count, "{after}: {reading:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_and_activities_are_planned_read_and_kept_in_step() {
    let mut tenant = environment();
    let lea = tenant.record("systemusers", json!({"internalemailaddress": "lea@contoso.com"}));
    let acme = tenant.record("accounts", json!({"name": "Acme", "websiteurl": "acme.com", "_ownerid_value": lea}));
    let max = tenant.record(
        "contacts",
        json!({"fullname": "Max Hill", "emailaddress1": "max@acme.com", "_parentcustomerid_value": acme}),
    );
    let jo = tenant.record("contacts", json!({"fullname": "Jo Ray", "emailaddress1": "jo@acme.com"}));
    let deal = tenant.record("opportunities", json!({"name": "Deal", "_parentaccountid_value": acme}));
    let party = |mask: i64, address: &str| json!({"participationtypemask": mask, "addressused": address});
    tenant.record("emails", json!({"senton": days_ago(20), "directioncode": true, "messageid": "<1@contoso.com>", "statecode": 1, "_regardingobjectid_value": deal, "parties": [party(1, "lea@contoso.com"), party(2, "max@acme.com")]}));
    tenant.record("phonecalls", json!({"actualstart": days_ago(9), "actualend": days_ago(9), "directioncode": false, "statecode": 1, "_ownerid_value": lea, "parties": [party(1, "max@acme.com"), party(2, "lea@contoso.com")]}));
    let stand_in = StandIn::start(tenant).await.unwrap();
    let installation = Installation::connected(&stand_in);

    let plan = installation.works("plan");
    for said in ["contacts: 2", "accounts: 1", "leads: 0", "opportunities: 1", "emails: 1", "phonecalls: 1"] {
        assert!(plan.contains(said), "{said}\n{plan}");
    }
    assert!(!plan.contains("Max"), "a plan names nobody: {plan}");
    assert_eq!(installation.store().await.record_readings(ConnectionId(1)).await.unwrap(), []);

    let collected = installation.works("collect");
    assert!(collected.contains("4 records taken over, 0 removed; 2 activities read, 2 stored"), "{collected}");
    is_in_step(&installation, &stand_in, "the first reading").await;
    let explained = installation.works("explain lea@contoso.com max@acme.com");
    assert!(explained.contains("1 sent"), "{explained}");

    stand_in.change(|it| {
        it.delete_record("contacts", &jo);
        it.change_record("contacts", &max, json!({"fullname": "Max Hiller"}));
        it.record("leads", json!({"fullname": "Ann", "emailaddress1": "ann@beta.com"}));
    });
    let collected = installation.works("collect");
    assert!(collected.contains("2 records taken over, 1 removed; 0 activities read"), "{collected}");
    is_in_step(&installation, &stand_in, "changes").await;
    assert!(installation.works("source list").contains("contact: 1 stored"));
    assert!(stand_in.log().requests.iter().all(|it| it.method == "GET" || it.endpoint == Some(Endpoint::Token)));

    let said = installation.works("source disconnect 1 --erase");
    assert!(said.contains("records"), "{said}");
    let store = installation.store().await;
    assert!(store.record(&RecordId(acme.to_lowercase())).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_that_were_lost_remove_nothing_and_say_what_to_do() {
    let mut tenant = environment();
    let contacts: Vec<String> =
        ["Ann", "Ben", "Cleo", "Dan"].iter().map(|it| tenant.record("contacts", json!({"fullname": it}))).collect();
    tenant.record("leads", json!({"fullname": "Eve"}));
    let stand_in = StandIn::start(tenant).await.unwrap();
    let installation = Installation::connected(&stand_in);
    installation.works("collect");

    // One table is refused: the others are read all the same.
    stand_in.change(|it| it.forbid_table("leads"));
    let collected = installation.fails("collect");
    assert!(collected.contains("the table leads of Dataverse may not be read"), "{collected}");
    let doctor = installation.relata("doctor").1;
    assert!(doctor.contains("WRONG") && doctor.contains("the table leads of Dataverse may not be read"), "{doctor}");

    // After a week everything is told again, and most is missing.
    stand_in.change(|it| {
        it.advance(SignedDuration::from_hours(24 * 8));
        contacts[1..].iter().for_each(|id| it.delete_record("contacts", id));
    });
    let collected = installation.fails("collect");
    assert!(collected.contains("1 of 4 records of the kind contact were shown"), "{collected}");
    let stored = async || installation.store().await.record_readings(ConnectionId(1)).await.unwrap()[1].stored;
    assert_eq!(stored().await, 4);
    let words = installation.works("source believe 1");
    assert!(words.contains("is removed"), "{words}");
    installation.relata("collect");
    assert_eq!(stored().await, 1);
}

/// A small generator, so that a failure can be told by its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

/// Something happens in the CRM: mostly changes, some creations, few deletions.
fn happens(chance: &mut Chance, tenant: &mut Tenant) {
    let (_, table, key, name) = TABLES[chance.below(TABLES.len())];
    let rows = tenant.rows(table);
    let any = rows.get(chance.below(rows.len().max(1))).map(|it| it[key].as_str().unwrap().to_owned());
    let text = format!("Name {}", chance.below(1_000));
    match (chance.below(10), any) {
        (0..4, Some(id)) => tenant.change_record(table, &id, json!({ name: text })),
        (4, Some(id)) if rows.len() > 10 => tenant.delete_record(table, &id),
        _ => drop(tenant.record(table, json!({ name: text }))),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_ends_in_the_records_that_are_there() {
    let runs: u64 = std::env::var("RELATA_RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    // The twelfth changes a lead while its walk is interrupted.
    for seed in 12..12 + runs {
        let mut chance = Chance(seed);
        let mut tenant = environment();
        (0..120).for_each(|_| happens(&mut chance, &mut tenant));
        let stand_in = StandIn::start(tenant).await.unwrap();
        let installation = Installation::connected(&stand_in);
        for round in 0..6 {
            let (size, seconds) = (1 + chance.below(7), RetryAfter::Seconds(0));
            let troubles = [
                Trouble::Status(503, seconds),
                Trouble::Status(429, RetryAfter::Seconds(1)),
                Trouble::CrmLimit(CrmLimit::Requests, 1),
                Trouble::Unauthorized,
                Trouble::Truncated,
                Trouble::Duplicates,
                Trouble::EmptyPage,
                Trouble::Replay(5),
                Trouble::IdCase,
                Trouble::Slow(Duration::from_millis(30)),
            ];
            let trouble = troubles[chance.below(troubles.len())].clone();
            stand_in.fault(Fault::new(Trouble::PageSize(size)).at(Endpoint::Dataverse));
            stand_in.fault(Fault::new(trouble.clone()).at(Endpoint::Dataverse).chance(30, seed).times(12));
            match chance.below(3) {
                0 => installation.killed_after(100 + 100 * chance.below(12) as u64),
                _ => drop(installation.relata("collect")),
            }
            stand_in.heal();
            if chance.below(3) == 0 {
                stand_in.change(|it| it.advance(SignedDuration::from_hours(24 * 8)));
            }
            stand_in.change(|it| (0..15).for_each(|_| happens(&mut chance, it)));
            let after = format!("seed {seed}, round {round}, {trouble:?}");
            let (_, said) = installation.relata("collect");
            is_in_step(&installation, &stand_in, &format!("{after}: {said}")).await;
        }
    }
}
