//! Records: whom they stand for.

use relata_model::directory::Entry;
use relata_model::{RecordId, RecordKind};

use crate::RecordQuery;
use crate::testing::{address, entry, on_every_database, record, seen};

fn id(text: &str) -> RecordId {
    RecordId(text.to_owned())
}

#[test]
fn a_record_names_its_person_and_joins_its_addresses() {
    on_every_database(async |store| {
        store.intern(&[seen("lea@acme.com", "L. Berg"), seen("lea.berg@home.com", "Lea")]).await.unwrap();
        let lea = record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com", "lea.berg@home.com"]);
        store.upsert_records(&[lea]).await.unwrap();
        let persons = store.persons_of_record(&id("c1")).await.unwrap();
        let person = store.person(persons[0]).await.unwrap().unwrap();
        assert_eq!((persons.len(), person.name.as_str(), person.addresses.len()), (1, "Lea Berg", 2));
        assert_eq!(store.record(&id("c1")).await.unwrap().unwrap().person, Some(persons[0]));
        assert_eq!(person.records[0].id, id("c1"));
    });
}

#[test]
fn records_that_share_an_address_do_not_swallow_each_other() {
    on_every_database(async |store| {
        let lea = record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com", "jo@acme.com"]);
        let jo = record("c2", RecordKind::Contact, "Jo Ray", &["jo@acme.com"]);
        store.upsert_records(&[lea, jo]).await.unwrap();
        let names = [("lea@acme.com", "Lea Berg"), ("jo@acme.com", "Jo Ray")];
        for (text, name) in names {
            let person = store.person_of(&address(text)).await.unwrap().unwrap();
            assert_eq!(store.person(person).await.unwrap().unwrap().name, name);
        }
    });
}

#[test]
fn a_record_does_not_take_an_address_from_a_colleague() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com")]).await.unwrap();
        let lea = record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com", "amber@us.com"]);
        let amber = record("c2", RecordKind::Contact, "Amber S", &["amber@us.com"]);
        store.upsert_records(&[lea, amber]).await.unwrap();
        let person = store.person_of(&address("amber@us.com")).await.unwrap().unwrap();
        let person = store.person(person).await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.colleague, person.addresses.len()), ("Amber Stone", true, 1));
    });
}

#[test]
fn a_record_does_not_name_a_colleague_whom_the_directory_gives_no_name() {
    on_every_database(async |store| {
        let nameless = Entry { name: None, ..entry("1 Amber amber@us.com") };
        store.replace_directory(&[nameless]).await.unwrap();
        store.upsert_records(&[record("c2", RecordKind::Contact, "Amber S", &["amber@us.com"])]).await.unwrap();
        let person = store.person_of(&address("amber@us.com")).await.unwrap().unwrap();
        assert_eq!(store.person(person).await.unwrap().unwrap().name, "amber@us.com");
    });
}

#[test]
fn an_account_stands_for_its_contacts_and_for_who_writes_from_its_domains() {
    on_every_database(async |store| {
        store.intern(&[seen("jo@acme.com", "Jo Ray"), seen("max@other.com", "Max")]).await.unwrap();
        let mut account = record("a1", RecordKind::Account, "Acme", &[]);
        account.domains = vec!["acme.com".to_owned()];
        let mut lea = record("c1", RecordKind::Contact, "Lea Berg", &["lea@home.com"]);
        lea.account = Some(id("a1"));
        store.upsert_records(&[lea, account]).await.unwrap();
        let mut names = Vec::new();
        for it in store.persons_of_record(&id("a1")).await.unwrap() {
            names.push(store.person(it).await.unwrap().unwrap().name);
        }
        names.sort();
        assert_eq!(names, ["Jo Ray", "Lea Berg"]);
        let page = store.record(&id("c1")).await.unwrap().unwrap();
        assert_eq!(page.account, Some((id("a1"), "Acme".to_owned())));
        assert_eq!(store.records_of_account(&id("a1"), 9).await.unwrap()[0].id, id("c1"));
    });
}

#[test]
fn records_come_by_name_in_pages_and_a_second_reading_replaces_the_first() {
    on_every_database(async |store| {
        let named = |id, name| record(id, RecordKind::Lead, name, &[]);
        store.upsert_records(&[named("l1", "bea"), named("l2", "Åke"), named("l3", "Cid")]).await.unwrap();
        store.upsert_records(&[named("l3", "Cid Vaz")]).await.unwrap();
        let page = async |kind, offset| {
            let query = RecordQuery { kind: Some(kind), offset, limit: 2, ..RecordQuery::default() };
            let rows = store.list_records(&query).await.unwrap().rows;
            rows.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(page(RecordKind::Lead, 0).await, ["Åke", "bea"]);
        assert_eq!(page(RecordKind::Lead, 2).await, ["Cid Vaz"]);
        assert!(page(RecordKind::Account, 0).await.is_empty());
        assert!(store.record(&id("l9")).await.unwrap().is_none());
    });
}
