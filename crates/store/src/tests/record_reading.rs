//! Records of a CRM on the network: who told them, what a walk did not meet, and what is left of one that was deleted.

use jiff::Timestamp;
use relata_model::{Month, RecordId, RecordKind};
use sqlx::AssertSqlSafe;

use crate::testing::{address, ask_to_forget, on_every_database, record, records, seen, stranger};
use crate::{
    ConnectionId, ConnectionKind, CredentialKind, Forget, Left, Months, NewConnection, Origin, PageOfRecords,
    RecordMonth, Store,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn ids(text: &str) -> Vec<RecordId> {
    text.split_whitespace().map(|it| RecordId(it.to_owned())).collect()
}

async fn connected(store: &Store, host: &str) -> ConnectionId {
    let new = NewConnection {
        kind: ConnectionKind::Dataverse,
        source: NewConnection::source_of(ConnectionKind::Dataverse, "t", host),
        tenant: "t".to_owned(),
        client: "c".to_owned(),
        login_host: "https://login.example".to_owned(),
        service_host: host.to_owned(),
        credential: CredentialKind::Secret,
        group: String::new(),
    };
    store.connect(&new, |_| (vec![1], 1), "operator", at(0)).await.unwrap()
}

/// Every row that speaks of a record by its id or number.
async fn traces(store: &Store, id: &str) -> Vec<String> {
    let number = store.record_number(&RecordId(id.to_owned())).await.unwrap().map_or(-1, |it| it.0);
    let mut found = Vec::new();
    for table in crate::data_map::TABLES.iter().filter(|it| !it.name.starts_with("log.")) {
        for (column, is) in table.columns {
            let value = match is {
                crate::data_map::Is::Record => format!("'{id}'"),
                crate::data_map::Is::RecordNumber => number.to_string(),
                _ => continue,
            };
            let sql = format!("select count(*) from {} where {column} = {value}", table.name);
            let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&store.pool).await.unwrap();
            if rows > 0 {
                found.push(format!("{}.{column}", table.name));
            }
        }
    }
    found
}

#[test]
fn what_a_walk_did_not_meet_is_missing_and_changes_say_nothing_about_walks() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let contact = |id: &str| record(id, RecordKind::Contact, id, &[]);
        let walk = |seconds| Origin { connection: crm, walk: Some(at(seconds)) };
        store.upsert_records(&[contact("by-file")]).await.unwrap();
        store.upsert_records_of(walk(10), &["a", "b", "c"].map(contact)).await.unwrap();
        let changes = Origin { connection: crm, walk: None };
        store.upsert_records_of(changes, &["c", "d"].map(contact)).await.unwrap();
        let seen = store.met_in_walk(crm, RecordKind::Contact, at(10)).await.unwrap();
        assert_eq!((seen.met, seen.missing), (3, 1));
        store.upsert_records_of(walk(20), &["a"].map(contact)).await.unwrap();
        store.records_are_there(walk(20), &ids("b by-file unknown")).await.unwrap();
        let missing = store.missing_from_walk(crm, RecordKind::Contact, at(20)).await.unwrap();
        assert_eq!(missing, ids("c d"));
        assert_eq!(store.missing_from_walk(crm, RecordKind::Lead, at(20)).await.unwrap(), []);
    });
}

#[test]
fn a_record_that_was_deleted_leaves_nothing_but_its_number() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let origin = Origin { connection: crm, walk: Some(at(1)) };
        store.intern(&[seen("lea@acme.com", "L. from mail")]).await.unwrap();
        let mut told = records(
            "account a1 Acme owner=amber@us.com
             contact c1 Lea_Berg at=lea@acme.com of=a1
             contact c2 Jo_Ray at=jo@acme.com of=a1
             opportunity o1 Deal of=a1 contact=c1 team=ben@us.com say=c2",
        );
        told[0].domains = vec!["acme.com".to_owned()];
        store.upsert_records_of(origin, &told).await.unwrap();
        let number = store.record_number(&ids("c1")[0]).await.unwrap().unwrap();
        let month = Month::of(at(0));
        let row = RecordMonth { record: number, month, blob: vec![1] };
        store.put_record_months(Months::Whole(&[(month, "x".to_owned())]), vec![row]).await.unwrap();
        assert_eq!(store.search("Lea Berg", 5, &stranger()).await.unwrap().len(), 1);

        // Nobody else's record goes.
        let other = connected(&store, "https://them.crm.example").await;
        assert_eq!(store.remove_records(other, &ids("c1")).await.unwrap().records, 0);

        let removed = store.remove_records(crm, &ids("c1 o1 unknown")).await.unwrap();
        assert_eq!((removed.records, removed.addresses.len()), (2, 1));
        assert_eq!(traces(&store, "c1").await, ["record_number.number", "record_number.record_id"]);
        assert_eq!(traces(&store, "o1").await, ["record_number.number", "record_number.record_id"]);
        assert_eq!(store.record_number(&ids("c1")[0]).await.unwrap(), Some(number));
        assert_eq!(store.remove_records(crm, &ids("c1")).await.unwrap(), crate::RemovedRecords::default());
        // Whom it stood for is a bare person again.
        let person = store.person_of(&address("lea@acme.com")).await.unwrap().unwrap();
        assert_eq!(store.search("Lea Berg", 5, &stranger()).await.unwrap().len(), 0);
        assert_eq!(store.person(person).await.unwrap().unwrap().records.len(), 0);
        assert_eq!(store.idle_addresses(&removed.addresses).await.unwrap(), removed.addresses);
        store.forget_addresses(&removed.addresses).await.unwrap();
        assert_eq!(store.person_of(&address("lea@acme.com")).await.unwrap(), None);

        // It may come back.
        store.upsert_records_of(origin, &told).await.unwrap();
        assert_eq!(store.record_number(&ids("c1")[0]).await.unwrap(), Some(number));
        assert_eq!(store.search("Lea Berg", 5, &stranger()).await.unwrap().len(), 1);
    });
}

#[test]
fn of_two_records_that_share_a_person_the_one_left_names_them() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let origin = Origin { connection: crm, walk: None };
        let told =
            [("c1", "Lea Berg"), ("c2", "Lea B.")].map(|it| record(it.0, RecordKind::Contact, it.1, &["lea@acme.com"]));
        store.upsert_records_of(origin, &told).await.unwrap();
        let person = store.person_of(&address("lea@acme.com")).await.unwrap().unwrap();
        assert_eq!(store.person(person).await.unwrap().unwrap().name, "Lea B.");
        store.remove_records(crm, &ids("c2")).await.unwrap();
        assert_eq!(store.person(person).await.unwrap().unwrap().name, "Lea Berg");
    });
}

#[test]
fn how_each_kind_fares_is_kept_and_a_failure_ends_when_it_is_read_to_its_end() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let kind = RecordKind::Lead;
        assert_eq!(store.record_place(crm, kind).await.unwrap(), None);
        store.records_failed(crm, kind, "no right", at(10)).await.unwrap();
        store.records_failed(crm, kind, "still no right", at(20)).await.unwrap();
        let failing = store.record_readings(crm).await.unwrap().remove(0).failing;
        assert_eq!(failing, Some((at(10), "still no right".to_owned())));
        let page = PageOfRecords { place: Some("p1"), read: 5, unreadable: 1, removed: 0, is_whole: false };
        store.read_records_up_to(crm, kind, &page, at(30)).await.unwrap();
        assert!(store.record_readings(crm).await.unwrap()[0].failing.is_some());
        assert!(store.believe_walks(crm).await.unwrap() && store.is_walk_believed(crm, kind).await.unwrap());
        let page = PageOfRecords { place: Some("p2"), read: 3, unreadable: 0, removed: 2, is_whole: true };
        store.read_records_up_to(crm, kind, &page, at(40)).await.unwrap();
        let reading = store.record_readings(crm).await.unwrap().remove(0);
        assert_eq!((reading.stored, reading.read, reading.unreadable, reading.removed), (0, 8, 1, 2));
        assert_eq!((reading.read_at, reading.failing), (Some(at(40)), None));
        assert!(!store.is_walk_believed(crm, kind).await.unwrap());
        assert_eq!(store.record_place(crm, kind).await.unwrap().as_deref(), Some("p2"));
        store.remove_records_of(crm).await.unwrap();
        assert_eq!(store.record_readings(crm).await.unwrap(), []);
    });
}

#[test]
fn a_source_that_is_erased_takes_its_records_along() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let contact = |id: &str| record(id, RecordKind::Contact, id, &[]);
        store.upsert_records(&[contact("by-file")]).await.unwrap();
        store.upsert_records_of(Origin { connection: crm, walk: None }, &[contact("c1")]).await.unwrap();
        store.erase_source("Dataverse: us.crm.example", "operator", at(5), at(6)).await.unwrap();
        assert!(store.record(&ids("c1")[0]).await.unwrap().is_none());
        assert!(store.record(&ids("by-file")[0]).await.unwrap().is_some());
    });
}

#[test]
fn forgetting_everything_takes_records_with_domains_along_and_where_reading_them_had_come_to() {
    on_every_database(async |store| {
        let crm = connected(&store, "https://us.crm.example").await;
        let mut account = record("a1", RecordKind::Account, "Acme", &[]);
        account.domains = vec!["acme.com".to_owned()];
        store.upsert_records_of(Origin { connection: crm, walk: None }, &[account]).await.unwrap();
        let page = PageOfRecords { place: Some("p"), read: 1, unreadable: 0, removed: 0, is_whole: true };
        store.read_records_up_to(crm, RecordKind::Account, &page, at(1)).await.unwrap();
        let id = ask_to_forget(&store, Forget::Everything).await;
        store.log_is_gone(id).await.unwrap();
        store.erase_rows(id, &Left::default()).await.unwrap();
        assert_eq!(traces(&store, "a1").await, ["record_number.number", "record_number.record_id"]);
        // It is told from the beginning.
        assert_eq!(store.record_place(crm, RecordKind::Account).await.unwrap(), None);
    });
}
