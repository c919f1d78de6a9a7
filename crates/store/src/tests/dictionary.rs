//! The dictionary: numbers, names and classes of addresses.

use relata_model::{Class, Classified};

use crate::Seen;
use crate::testing::{address, entry, on_every_database, seen};

/// Interns addresses call by call, each as `address name…`; shows the persons that come of it.
fn check(calls: &[&[(&str, &str)]], expected: &[(i64, i64, &str)]) {
    on_every_database(async |store| {
        for call in calls {
            let given: Vec<Seen> = call.iter().map(|(text, name)| seen(text, name)).collect();
            store.intern(&given).await.unwrap();
        }
        let mut found = Vec::new();
        for it in store.people().await.unwrap() {
            let person = store.person(it.person).await.unwrap().unwrap();
            found.push((it.address.0, it.person.0, person.name));
        }
        let found: Vec<_> = found.iter().map(|(address, person, name)| (*address, *person, name.as_str())).collect();
        assert_eq!(found, expected);
    });
}

#[test]
fn numbers_are_dense_from_one_and_asking_twice_changes_nothing() {
    check(
        &[
            &[("lea@acme.com", "Lea Berg"), ("jo@acme.com", "")],
            &[("lea@acme.com", "Lea Berg"), ("max@acme.com", "")],
            &[("max@acme.com", ""), ("max@acme.com", "")],
        ],
        &[(1, 1, "jo@acme.com"), (2, 2, "Lea Berg"), (3, 3, "max@acme.com")],
    );
}

#[test]
fn a_better_name_replaces_a_worse_one_and_never_the_other_way() {
    check(&[&[("lea@acme.com", "")], &[("lea@acme.com", "lea@acme.com")]], &[(1, 1, "lea@acme.com")]);
    check(&[&[("lea@acme.com", "Lea")], &[("lea@acme.com", "Lea Berg")]], &[(1, 1, "Lea Berg")]);
    check(&[&[("lea@acme.com", "Lea Berg"), ("lea@acme.com", "L. B.")]], &[(1, 1, "Lea Berg")]);
    check(&[&[("lea@acme.com", "Lea Berg")], &[("lea@acme.com", "boss@evil.com")]], &[(1, 1, "Lea Berg")]);
}

#[test]
fn what_was_found_to_be_a_list_stays_one() {
    on_every_database(async |store| {
        let list = Classified { class: Class::List, reason: "the header `List-Id` is present".to_owned() };
        store.intern(&[seen("news@acme.com", "News")]).await.unwrap();
        store.intern(&[Seen { classified: list, ..seen("news@acme.com", "News") }]).await.unwrap();
        store.intern(&[seen("news@acme.com", "News")]).await.unwrap();
        let person = store.person_of(&address("news@acme.com")).await.unwrap().unwrap();
        let person = store.person(person).await.unwrap().unwrap();
        assert_eq!((person.class, person.class_reason.as_str()), (Class::List, "the header `List-Id` is present"));
    });
}

#[test]
fn many_at_once_and_again() {
    on_every_database(async |store| {
        let many: Vec<Seen> = (0..2_500).map(|it| seen(&format!("p{it}@acme.com"), "Some Body")).collect();
        let numbers = store.intern(&many).await.unwrap();
        let (half, rest) = many.split_at(1_200);
        let (half, rest) = tokio::join!(store.intern(half), store.intern(rest));
        assert_eq!(half.unwrap().len() + rest.unwrap().len(), numbers.len());
        assert_eq!(store.people().await.unwrap().last().unwrap().address.0, 2_500);
    });
}

#[test]
fn two_who_meet_somebody_at_once_agree_on_the_number() {
    on_every_database(async |store| {
        let some = [seen("lea@acme.com", "Lea Berg")];
        let (one, other) = tokio::join!(store.intern(&some), store.intern(&some));
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(store.people().await.unwrap().len(), 1);
    });
}

#[test]
fn hostile_names_are_data() {
    let names = ["Robert'); drop table person;--", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "$1 %s {0}"];
    for name in names {
        check(&[&[("lea@acme.com", name)]], &[(1, 1, name)]);
    }
}

#[test]
fn of_a_few_nothing_else_is_read_than_them_and_who_works_here() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("amber Amber amber@us.com")]).await.unwrap();
        let all = ["amber@us.com", "lea@acme.com", "jo@acme.com", "max@acme.com"].map(|it| seen(it, ""));
        let ids = store.intern(&all).await.unwrap();
        let some = ["jo@acme.com", "amber@us.com", "max@acme.com"].map(|it| ids[&address(it)]);
        let contacts = store.contacts_among(&some).await.unwrap();
        let known = store.people_with_colleagues(&contacts).await.unwrap();
        let mut expected = store.people().await.unwrap();
        expected.retain(|it| some.contains(&it.address));
        assert_eq!((contacts.len(), known), (2, expected));
    });
}
