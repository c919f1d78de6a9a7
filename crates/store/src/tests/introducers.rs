//! Introducers: who is listed, who is counted, who is neither; and whom a colleague knows.

use relata_model::{Class, Classified, PersonId, RecordId, RecordKind, Visibility};

use crate::testing::{
    address, ask_to_forget_whoever_has, asker, entry, on_every_database, pair, record, seen, stranger, today,
};
use crate::{Introducers, Scope, Seen, Store, Target};

/// Three colleagues, two contacts of Acme, one list. A tie: `colleague contact sent received days_ago`.
async fn a_store(store: Store, ties: &str) -> Store {
    let lines = ["1 Amber_Stone amber@us.com", "2 Ben_Hill ben@us.com", "3 Cleo_Day cleo@us.com"];
    let entries: Vec<_> = lines.iter().map(|it| entry(it)).collect();
    store.replace_directory(&entries).await.unwrap();
    let list = Classified { class: Class::List, reason: "list".to_owned() };
    let news = Seen { classified: list, ..seen("news@acme.com", "News") };
    store.intern(&[seen("lea@acme.com", "Lea Berg"), seen("jo@acme.com", ""), news]).await.unwrap();
    let mut account = record("a1", RecordKind::Account, "Acme", &[]);
    account.domains = vec!["acme.com".to_owned()];
    store.upsert_records(&[account]).await.unwrap();
    let mut pairs = Vec::new();
    for tie in ties.lines() {
        let mut words = tie.split_whitespace();
        let colleague = person(&store, &format!("{}@us.com", words.next().unwrap())).await;
        let contact = person(&store, words.next().unwrap()).await;
        let mut number = || words.next().unwrap().parse().unwrap();
        pairs.push(pair(contact, colleague, (number(), number()), number() as i64));
    }
    store.publish(&today(), Scope::Everything, pairs).await.unwrap();
    store
}

async fn person(store: &Store, text: &str) -> PersonId {
    store.person_of(&address(text)).await.unwrap().unwrap()
}

fn told(found: &Introducers) -> String {
    let mut lines: Vec<String> = found
        .introducers
        .iter()
        .map(|it| format!("{} knows {}: {}", it.colleague.name, it.contact_name, it.pair.strength.band.name()))
        .collect();
    lines.push(format!("total {}, hidden {}", found.total, found.hidden));
    lines.extend(found.quiet.iter().map(|it| format!("quiet since {}", it.colleague.name)));
    lines.join("\n")
}

/// Sets visibilities (`amber 2`), then asks who can introduce to the target: an address or a record's id.
fn check(ties: &str, visibilities: &[(&str, Visibility)], target: &str, expected: &[&str]) {
    on_every_database(async |store| {
        let store = a_store(store, ties).await;
        for (who, visibility) in visibilities {
            let who = person(&store, &format!("{who}@us.com")).await;
            store.set_visibility(who, *visibility).await.unwrap();
        }
        let generation = store.published().await.unwrap().unwrap();
        let target = match address_of(target) {
            Some(text) => Target::Person(person(&store, text).await),
            None => Target::Record(RecordId(target.to_owned())),
        };
        let found = store.introducers(&generation, &target, &stranger(), 5).await.unwrap();
        assert_eq!(told(&found), expected.join("\n"));
    });
}

fn address_of(target: &str) -> Option<&str> {
    target.contains('@').then_some(target)
}

#[test]
fn the_strongest_first_and_one_way_mail_behind_every_known_tie() {
    check(
        "amber lea@acme.com 1 1 5
         ben lea@acme.com 8 8 5
         cleo lea@acme.com 90 0 1",
        &[],
        "lea@acme.com",
        &[
            "Ben Hill knows Lea Berg: strong",
            "Amber Stone knows Lea Berg: medium",
            "Cleo Day knows Lea Berg: unknown",
            "total 3, hidden 0",
        ],
    );
}

#[test]
fn who_does_not_share_is_counted_or_not_even_that() {
    let ties = "amber lea@acme.com 1 1 5
                ben lea@acme.com 8 8 5
                cleo lea@acme.com 9 9 1";
    let two = [("ben", Visibility::CountedOnly), ("cleo", Visibility::Hidden)];
    check(ties, &two, "lea@acme.com", &["Amber Stone knows Lea Berg: medium", "total 1, hidden 1"]);
    let all = [("amber", Visibility::NamedAfterYes), two[0], two[1]];
    check(ties, &all, "lea@acme.com", &["total 0, hidden 2"]);
}

#[test]
fn what_a_colleague_hides_they_see_themselves() {
    on_every_database(async |store| {
        let store = a_store(store, "amber lea@acme.com 3 3 5").await;
        let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
        store.set_visibility(amber, Visibility::Hidden).await.unwrap();
        let generation = store.published().await.unwrap().unwrap();
        for (viewer, expected) in [(None, 0), (Some(lea), 0), (Some(amber), 1)] {
            let found = store.introducers(&generation, &Target::Person(lea), &asker(viewer), 5).await.unwrap();
            let pair = store.pair(&generation, lea, amber, &asker(viewer)).await.unwrap();
            let contacts = store.contacts_of(&generation, amber, &asker(viewer), 5).await.unwrap();
            let seen = (found.total, u64::from(pair.is_some()), contacts.total);
            assert_eq!(seen, (expected, expected, expected));
        }
    });
}

#[test]
fn of_an_account_every_colleague_stands_once_with_whom_they_know_best() {
    check(
        "amber lea@acme.com 1 1 5
         amber jo@acme.com 6 6 5
         ben lea@acme.com 2 2 5
         ben news@acme.com 99 99 1",
        &[],
        "a1",
        &["Amber Stone knows jo@acme.com: strong", "Ben Hill knows Lea Berg: medium", "total 2, hidden 0"],
    );
}

#[test]
fn nobody_lists_and_colleagues_have_no_introducers() {
    check("", &[], "lea@acme.com", &["total 0, hidden 0"]);
    check("amber news@acme.com 9 9 1", &[], "news@acme.com", &["total 0, hidden 0"]);
    check("amber ben@us.com 9 9 1", &[], "ben@us.com", &["total 0, hidden 0"]);
}

#[test]
fn a_relationship_is_quiet_after_a_year_or_when_it_has_faded_to_nothing() {
    let quiet = ["total 0, hidden 0", "quiet since Ben Hill"];
    check("ben lea@acme.com 1 1 400\namber lea@acme.com 9 9 420", &[], "lea@acme.com", &quiet);
    check("ben lea@acme.com 0.001 0.001 300", &[], "lea@acme.com", &quiet);
    check(
        "ben lea@acme.com 1 1 400\namber lea@acme.com 0.1 0.1 364",
        &[],
        "lea@acme.com",
        &["Ben Hill knows Lea Berg: medium", "Amber Stone knows Lea Berg: weak", "total 2, hidden 0"],
    );
}

#[test]
fn who_left_introduces_nobody_and_a_record_may_be_left_alone() {
    on_every_database(async |store| {
        let store = a_store(store, "amber lea@acme.com 3 3 5\nben lea@acme.com 2 2 5").await;
        let lea = Target::Person(person(&store, "lea@acme.com").await);
        store.replace_directory(&[entry("2 Ben_Hill ben@us.com")]).await.unwrap();
        let generation = store.published().await.unwrap().unwrap();
        let found = store.introducers(&generation, &lea, &stranger(), 5).await.unwrap();
        assert_eq!(told(&found), "Ben Hill knows Lea Berg: medium\ntotal 1, hidden 0");

        let mut flagged = record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com"]);
        flagged.do_not_analyse = true;
        store.upsert_records(&[flagged]).await.unwrap();
        for target in [lea, Target::Record(RecordId("c1".to_owned())), Target::Record(RecordId("a1".to_owned()))] {
            let found = store.introducers(&generation, &target, &stranger(), 5).await.unwrap();
            assert_eq!(told(&found), "total 0, hidden 0");
        }
    });
}

#[test]
fn a_colleagues_acquaintances_come_with_company_and_record() {
    on_every_database(async |store| {
        let ties = "amber lea@acme.com 1 1 5\namber jo@acme.com 6 6 5\namber news@acme.com 9 9 5";
        let store = a_store(store, ties).await;
        store.upsert_records(&[record("c1", RecordKind::Contact, "Lea Berg", &["lea@acme.com"])]).await.unwrap();
        let generation = store.published().await.unwrap().unwrap();
        let amber = person(&store, "amber@us.com").await;
        let found = store.contacts_of(&generation, amber, &stranger(), 1).await.unwrap();
        assert_eq!((found.total, found.contacts[0].name.as_str()), (2, "jo@acme.com"));
        let found = store.contacts_of(&generation, amber, &stranger(), 9).await.unwrap();
        let lea = &found.contacts[1];
        assert_eq!((lea.company.as_deref(), lea.email.as_deref()), (Some("acme.com"), Some("lea@acme.com")));
        assert_eq!(lea.record, Some(RecordId("c1".to_owned())));
        assert_eq!(store.counts().await.unwrap().pairs, 3);
    });
}

#[test]
fn who_asked_to_be_forgotten_is_no_target() {
    on_every_database(async |store| {
        let store = a_store(store, "amber lea@acme.com 3 3 5").await;
        assert_eq!(store.search("berg", 5, &stranger()).await.unwrap().len(), 1);
        ask_to_forget_whoever_has(&store, "lea@acme.com").await;
        assert_eq!(store.search("berg", 5, &stranger()).await.unwrap(), []);
        let generation = store.published().await.unwrap().unwrap();
        let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
        let found = store.introducers(&generation, &Target::Person(lea), &stranger(), 5).await.unwrap();
        assert_eq!(told(&found), "total 0, hidden 0");
        assert_eq!(store.contacts_of(&generation, amber, &stranger(), 5).await.unwrap().total, 0);
    });
}
