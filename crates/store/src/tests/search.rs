//! Search: what is found for what is typed, and in which order.

use relata_model::{Name, RecordKind};

use crate::Store;
use crate::testing::{address, entry, on_every_database, record, seen, stranger};

async fn a_store(store: Store) -> Store {
    store.replace_directory(&[entry("1 Amber_Stone amber@us.com"), entry("2 John_Ray john.ray@us.com")]).await.unwrap();
    let met = [
        seen("jsmith@acme.com", "John Smith"),
        seen("smithers@acme.com", "Waylon Smithers"),
        seen("j.aberg@nord.com", "Jörgen Åberg"),
        seen("x@nord.com", "Robert'); drop table person;--"),
        seen("lea@acme.com", "Lea B."),
    ];
    store.intern(&met).await.unwrap();
    let mut lea = record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com"]);
    lea.company = Name::new("Acme Corp");
    let mut acme = record("a1", RecordKind::Account, "Acme Corp", &[]);
    acme.domains = vec!["acme.com".to_owned()];
    store.upsert_records(&[lea, acme, record("l1", RecordKind::Lead, "Smith Barney", &[])]).await.unwrap();
    store
}

/// Types texts; each line is what comes back, as `kind name`.
fn check(asked: &[(&str, &[&str])]) {
    on_every_database(async |store| {
        let store = a_store(store).await;
        for (text, expected) in asked {
            let found = store.search(text, 20, &stranger()).await.unwrap();
            let found: Vec<String> = found.iter().map(|it| format!("{} {}", it.kind.name(), it.name)).collect();
            assert_eq!(&found, expected, "{text}");
        }
    });
}

#[test]
fn names_addresses_companies_and_domains_are_found() {
    check(&[
        ("amber", &["colleague Amber Stone"]),
        ("lea berg", &["contact Lea Berg"]),
        ("berg lea", &["contact Lea Berg"]),
        ("lea@acme.com", &["contact Lea Berg"]),
        ("acme corp", &["account Acme Corp", "contact Lea Berg"]),
        ("nord.com", &["person Jörgen Åberg", "person Robert'); drop table person;--"]),
        ("com", &[]),
        ("e.berg", &[]),
        ("l.berg", &["contact Lea Berg"]),
        ("", &[]),
        ("zzzzzz", &[]),
    ]);
}

#[test]
fn accents_case_and_unfinished_words_do_not_matter() {
    check(&[
        ("aberg", &["person Jörgen Åberg", "contact Lea Berg"]),
        ("JÖRG", &["person Jörgen Åberg"]),
        ("jo ray", &["colleague John Ray"]),
    ]);
}

#[test]
fn exact_beats_begun_and_a_record_beats_a_person() {
    check(&[("smith", &["lead Smith Barney", "person John Smith", "person Waylon Smithers"])]);
}

#[test]
fn slips_are_forgiven_behind_everything_that_is_spelt_right() {
    check(&[
        ("smiht", &["lead Smith Barney", "person John Smith"]),
        ("jhon", &["colleague John Ray", "person John Smith"]),
        ("jhon smiht", &["person John Smith"]),
        ("jorgne aberg", &["person Jörgen Åberg"]),
    ]);
}

#[test]
fn what_changes_is_found_by_its_new_name_and_not_by_the_old() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        store.upsert_records(&[record("l1", RecordKind::Lead, "Xanadu Ltd", &[])]).await.unwrap();
        assert_eq!(store.search("barney", 9, &stranger()).await.unwrap(), []);
        assert_eq!(store.search("xanadu", 9, &stranger()).await.unwrap()[0].name, "Xanadu Ltd");
        let words: Vec<String> = sqlx::query_scalar("select word from search_word where word = 'barney'")
            .fetch_all(&store.pool)
            .await
            .unwrap();
        assert_eq!(words, Vec::<String>::new());
    });
}

#[test]
fn somebody_met_is_a_person_until_a_record_or_the_directory_claims_them() {
    on_every_database(async |store| {
        store.intern(&[seen("kim@acme.com", "Kim Doe")]).await.unwrap();
        let kinds = [
            ("person", None, None),
            ("contact", Some(record("c9", RecordKind::Contact, "Kim Doe", &["kim@acme.com"])), None),
            ("colleague", None, Some(entry("7 Kim_Doe kim@acme.com"))),
        ];
        for (kind, record, entry) in kinds {
            store.upsert_records(&record.into_iter().collect::<Vec<_>>()).await.unwrap();
            store.replace_directory(&entry.into_iter().collect::<Vec<_>>()).await.unwrap();
            let found = store.search("kim", 9, &stranger()).await.unwrap();
            assert!(found.iter().any(|it| it.kind.name() == kind), "{kind}: {found:?}");
            assert!(found.iter().all(|it| it.kind.name() != "person") || kind == "person");
        }
        assert!(store.person_of(&address("kim@acme.com")).await.unwrap().is_some());
    });
}
