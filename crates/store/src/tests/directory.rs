//! The directory: who is a colleague, by every address, from one reading to the next.

use relata_model::{Standing, Visibility};

use crate::testing::{address, entry, on_every_database, seen};

/// Meets `outsiders`, then reads directories one after the other; shows whose each address is.
fn check(outsiders: &[&str], directories: &[&[&str]], expected: &[(&str, &str, bool)]) {
    on_every_database(async |store| {
        let met: Vec<_> = outsiders.iter().map(|it| seen(it, "")).collect();
        store.intern(&met).await.unwrap();
        for lines in directories {
            let entries: Vec<_> = lines.iter().map(|it| entry(it)).collect();
            store.replace_directory(&entries).await.unwrap();
        }
        for (text, name, suggestable) in expected {
            let person = store.person_of(&address(text)).await.unwrap().unwrap();
            let people = store.people().await.unwrap();
            let number = store.address_id(&address(text)).await.unwrap().unwrap();
            let found = people.iter().find(|it| it.address == number).unwrap();
            let person = store.person(person).await.unwrap().unwrap();
            assert_eq!((person.name.as_str(), found.suggestable), (*name, *suggestable), "{text}");
        }
    });
}

#[test]
fn somebody_met_outside_becomes_the_colleague_at_once() {
    check(
        &["amber@us.com", "a.stone@us.com", "lea@acme.com"],
        &[&["1 Amber_Stone amber@us.com a.stone@us.com"]],
        &[
            ("amber@us.com", "Amber Stone", true),
            ("a.stone@us.com", "Amber Stone", true),
            ("lea@acme.com", "lea@acme.com", false),
        ],
    );
}

#[test]
fn who_vanishes_has_left_and_keeps_the_name() {
    check(
        &[],
        &[&["1 Amber_Stone amber@us.com", "2 Ben_Hill ben@us.com"], &["2 Ben_Hill ben@us.com"]],
        &[("amber@us.com", "Amber Stone", false), ("ben@us.com", "Ben Hill", true)],
    );
}

#[test]
fn who_comes_back_is_suggested_again() {
    check(
        &[],
        &[&["1 Amber_Stone amber@us.com"], &[], &["1 Amber_Stone amber@us.com"]],
        &[("amber@us.com", "Amber Stone", true)],
    );
}

#[test]
fn an_address_goes_where_the_directory_says_and_of_two_claims_the_first_wins() {
    check(
        &[],
        &[
            &["1 Amber_Stone amber@us.com sales@us.com"],
            &["1 Amber_Stone amber@us.com", "2 Ben_Hill ben@us.com sales@us.com"],
        ],
        &[("sales@us.com", "Ben Hill", true)],
    );
    check(
        &[],
        &[&["2 Ben_Hill ben@us.com sales@us.com", "1 Amber_Stone amber@us.com sales@us.com"]],
        &[("sales@us.com", "Ben Hill", true)],
    );
}

#[test]
fn the_directory_comes_back_as_it_went_in() {
    on_every_database(async |store| {
        let entries = [entry("1 Amber_Stone amber@us.com a@us.com b@us.com"), entry("2 Ben_Hill ben@us.com")];
        store.replace_directory(&entries).await.unwrap();
        let directory = store.directory().await.unwrap();
        assert_eq!(directory.entries().cloned().collect::<Vec<_>>(), entries);
        store.replace_directory(&entries[1..]).await.unwrap();
        let left = store.directory().await.unwrap();
        assert_eq!(left.find(&address("a@us.com")).unwrap().standing, Standing::Left);
    });
}

#[test]
fn a_guest_who_vanishes_does_not_become_a_colleague_who_left() {
    on_every_database(async |store| {
        let mut guest = entry("9 Lea_Berg lea@acme.com");
        guest.standing = Standing::Guest;
        store.replace_directory(&[guest]).await.unwrap();
        store.replace_directory(&[]).await.unwrap();
        assert!(store.directory().await.unwrap().find(&address("lea@acme.com")).is_none());
        let people = store.people().await.unwrap();
        assert!(!people[0].colleague);
    });
}

#[test]
fn colleagues_come_by_name_in_pages_without_those_who_left_or_hide() {
    on_every_database(async |store| {
        let lines = ["1 Émile_Zola z@us.com", "2 amber_stone a@us.com", "3 Ben_Hill b@us.com", "4 Gone_By g@us.com"];
        let entries: Vec<_> = lines.iter().map(|it| entry(it)).collect();
        store.replace_directory(&entries).await.unwrap();
        store.replace_directory(&entries[..3]).await.unwrap();
        let first = store.colleagues(None, 2).await.unwrap();
        let rest = store.colleagues(Some(first[1].id), 2).await.unwrap();
        let names: Vec<_> = first.iter().chain(&rest).map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["amber stone", "Ben Hill", "Émile Zola"]);

        store.set_visibility(first[0].id, Visibility::Hidden).await.unwrap();
        store.replace_directory(&entries[..3]).await.unwrap();
        let names: Vec<_> = store.colleagues(None, 9).await.unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Ben Hill", "Émile Zola"]);
    });
}
