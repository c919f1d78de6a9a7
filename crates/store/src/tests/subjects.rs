//! Subjects: who is party to which record.

use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use relata_model::{PersonId, RecordId, RecordNumber, Subject};

use crate::Store;
use crate::testing::{ask_to_forget_whoever_has, entry, on_every_database, records, seen};

/// Colleagues: amber, ben (who also writes from Acme), cleo. Somebody of Acme asked to be forgotten.
async fn a_store(store: &Store) {
    let entries = ["1 Amber amber@us.com", "2 Ben ben@us.com ben@acme.com", "3 Cleo cleo@us.com"];
    store.replace_directory(&entries.map(entry)).await.unwrap();
    store.intern(&[seen("sue@other.com", "Sue"), seen("gone@acme.com", "Gone")]).await.unwrap();
    ask_to_forget_whoever_has(store, "gone@acme.com").await;
}

async fn told(store: &Store, it: &Subject) -> String {
    let mut parties = Vec::new();
    for (side, persons) in [("our ", &it.ours), ("", &it.theirs)] {
        for person in persons {
            parties.push(format!("{side}{}", first_address(store, *person).await));
        }
    }
    parties.sort();
    let anyone = if it.takes_any_colleague() { "anyone; " } else { "" };
    format!("{} {} {}: {anyone}{}\n", it.number, it.kind.name(), it.status.name(), parties.join(", "))
}

/// Who is party to one record outside, by the view that coverage asks.
async fn parties_of(store: &Store, record: RecordNumber) -> BTreeSet<PersonId> {
    let sql = "
        select record_party.person_id from record_party
        join record_row on record_row.record_id = record_party.record_id
        where record_row.number = $1
          and record_party.person_id not in (select person_id from left_alone)
          and record_party.person_id not in (select person_id from entry where standing in (0, 1))";
    let persons: Vec<i64> = sqlx::query_scalar(sql).bind(record.0).fetch_all(&store.pool).await.unwrap();
    persons.into_iter().map(PersonId).collect()
}

async fn first_address(store: &Store, person: PersonId) -> String {
    store.person(person).await.unwrap().unwrap().addresses[0].as_str().to_owned()
}

fn check(lines: &str, expected: &Expect) {
    on_every_database(async |store| {
        a_store(&store).await;
        store.upsert_records(&records(lines)).await.unwrap();
        let mut all = String::new();
        for it in store.subjects().await.unwrap() {
            all += &told(&store, &it).await;
            assert_eq!(it.theirs, parties_of(&store, it.number).await, "one record, and all at once");
        }
        expected.assert_eq(&all);
    });
}

#[test]
fn a_contact_stands_for_itself_and_an_account_for_its_contacts() {
    check(
        "account a1 Acme contact=c3
         contact c1 Lea of=a1 at=lea@acme.com,lea@home.com owner=amber@us.com
         contact c2 Jo of=a1 at=jo@acme.com
         contact c3 Max at=max@board.com
         lead l1 Kim of=a1 at=kim@acme.com
         account a2 Empty_Ltd",
        &expect![[r#"
            1 account open: anyone; jo@acme.com, lea@acme.com, max@board.com
            2 contact open: anyone; lea@acme.com
            3 contact open: anyone; jo@acme.com
            4 contact open: anyone; max@board.com
            5 lead open: kim@acme.com
            6 account open: anyone; 
        "#]],
    );
}

#[test]
fn an_opportunity_has_a_team_a_customer_and_stakeholders() {
    check(
        "opportunity o1 Big_Deal of=a1 contact=c1 owner=amber@us.com team=ben@us.com,amber@us.com say=c2,sue@other.com
         opportunity o2 Bare_Deal owner=nobody@us.com of=missing contact=missing say=missing,unheard@of.com state=won
         account a1 Acme contact=c3
         contact c1 Lea of=a1 at=lea@acme.com
         contact c2 Jo at=jo@acme.com
         contact c3 Max at=max@board.com
         lead l1 Kim at=kim@acme.com owner=cleo@us.com team=ben@us.com say=c2,sue@other.com state=qualified",
        &expect![[r#"
            1 opportunity open: jo@acme.com, lea@acme.com, max@board.com, our amber@us.com, our ben@acme.com, sue@other.com
            2 opportunity won: 
            3 account open: anyone; lea@acme.com, max@board.com
            4 contact open: anyone; lea@acme.com
            5 contact open: anyone; jo@acme.com
            6 contact open: anyone; max@board.com
            7 lead closed: jo@acme.com, kim@acme.com, our cleo@us.com, sue@other.com
        "#]],
    );
}

#[test]
fn who_is_left_alone_is_no_party_and_what_is_left_alone_no_subject() {
    check(
        "account a1 Acme contact=c4
         contact c1 Lea of=a1 at=lea@acme.com hands-off
         contact c2 Gone of=a1 at=gone@acme.com
         contact c3 Ben_Abroad of=a1 at=ben@acme.com
         contact c4 Jo of=a1 at=jo@acme.com
         opportunity o1 Secret owner=amber@us.com contact=c4 hands-off
         opportunity o2 Open owner=amber@us.com contact=c1 say=c4,gone@acme.com,ben@acme.com",
        &expect![[r#"
            1 account open: anyone; jo@acme.com
            3 contact open: anyone; 
            4 contact open: anyone; 
            5 contact open: anyone; jo@acme.com
            7 opportunity open: jo@acme.com, our amber@us.com
        "#]],
    );
}

#[test]
fn a_person_may_be_party_to_very_many_records() {
    on_every_database(async |store| {
        a_store(&store).await;
        let mut lines = String::from("contact c0 Lea at=lea@acme.com\n");
        for number in 1..=2_100 {
            lines += &format!("opportunity o{number} Deal_{number} contact=c0 owner=amber@us.com\n");
        }
        store.upsert_records(&records(&lines)).await.unwrap();
        let subjects = store.subjects().await.unwrap();
        assert_eq!(subjects.len(), 2_101);
        assert!(subjects.iter().skip(1).all(|it| it.ours.len() == 1 && it.theirs.len() == 1));
        assert!(subjects.iter().zip(1..).all(|(it, number)| it.number == RecordNumber(number)));
    });
}

#[test]
fn a_number_is_given_once_also_before_the_record_arrives() {
    on_every_database(async |store| {
        let id = |text: &str| RecordId(text.to_owned());
        let early = store.record_numbers(&[id("o9"), id("o1"), id("o9")]).await.unwrap();
        assert_eq!((early.len(), early[&id("o9")], early[&id("o1")]), (2, RecordNumber(1), RecordNumber(2)));
        assert!(store.subjects().await.unwrap().is_empty());
        store.upsert_records(&records("opportunity o5 Five\nopportunity o1 One")).await.unwrap();
        let numbers = store.record_numbers(&[id("o5"), id("o1")]).await.unwrap();
        assert_eq!((numbers[&id("o5")], numbers[&id("o1")]), (RecordNumber(3), RecordNumber(2)));
        assert_eq!(store.record_number(&id("o9")).await.unwrap(), Some(RecordNumber(1)));
        assert_eq!(store.record_number(&id("never")).await.unwrap(), None);
        let subjects: Vec<_> = store.subjects().await.unwrap().into_iter().map(|it| it.number.0).collect();
        assert_eq!(subjects, [2, 3]);
    });
}
