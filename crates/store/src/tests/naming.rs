//! Naming: who is asked, what they answer, and what whoever asked learns.

use jiff::{SignedDuration, Timestamp};
use relata_model::{PersonId, RecordId, Visibility};

use super::sharing::{a_store, person};
use crate::testing::{asker, on_every_database, stranger};
use crate::{ASKED_A_DAY, Asked, NamingRequestId, Store, Target};

fn days(days: i64) -> Timestamp {
    stranger().at + SignedDuration::from_hours(24 * days)
}

async fn ask(store: &Store, by: PersonId, target: &Target, at: Timestamp) -> Option<NamingRequestId> {
    match store.ask_to_be_named(by, target, "We sell turbines.", at).await.unwrap() {
        Asked::Request(id, _) => Some(id),
        Asked::TooOften => None,
    }
}

/// What a colleague is asked: `1 Ben about Jo Lea: yes`.
async fn questions(store: &Store, of: PersonId, at: Timestamp) -> String {
    let generation = store.published().await.unwrap().unwrap();
    let asked = store.naming_questions(&generation, of, at).await.unwrap();
    let line = |it: crate::NamingQuestion| {
        let contacts: Vec<&str> = it.contacts.iter().map(|it| it.1.as_str()).collect();
        let answer = it.answer.map_or("", |it| if it { ": yes" } else { ": no" });
        let days =
            it.until.map_or(String::new(), |it| format!(" for {} days", (it.as_second() - at.as_second()) / 86_400));
        format!("{} {} about {}{answer}{days}", it.id.0, it.asker.1, contacts.join(" "))
    };
    asked.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn learnt(store: &Store, by: PersonId, at: Timestamp) -> String {
    let generation = store.published().await.unwrap().unwrap();
    let asked = store.naming_asked(Some(&generation), &crate::Asker { at, ..asker(Some(by)) }).await.unwrap();
    let line = |it: crate::NamingAsked| {
        let named: Vec<&str> = it.named.iter().map(|it| it.1.as_str()).collect();
        format!("{} {}: {}", it.id.0, it.name, named.join(" "))
    };
    asked.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

const TIES: &str = "amber lea 9, amber jo 3, cleo lea 1";

#[test]
fn a_request_reaches_whom_it_concerns_and_a_yes_names_them_for_ninety_days() {
    on_every_database(async |store| {
        a_store(&store, TIES).await;
        let (amber, ben, cleo) = (
            person(&store, "amber@us.com").await,
            person(&store, "ben@us.com").await,
            person(&store, "cleo@us.com").await,
        );
        let generation = store.published().await.unwrap().unwrap();
        store.set_visibility(amber, Visibility::NamedAfterYes).await.unwrap();
        store.set_visibility(cleo, Visibility::CountedOnly).await.unwrap();
        let acme = Target::Record(RecordId("a1".to_owned()));
        let id = ask(&store, ben, &acme, days(0)).await.unwrap();
        assert_eq!(ask(&store, ben, &acme, days(29)).await, Some(id), "still open");
        assert_eq!(questions(&store, amber, days(1)).await, "1 Ben about Jo Lea");
        assert_eq!(questions(&store, ben, days(1)).await, "");
        assert_eq!(questions(&store, cleo, days(1)).await, "");
        assert_eq!(learnt(&store, ben, days(1)).await, "1 Acme: ");

        assert_eq!(store.answer_naming(&generation, cleo, id, true, days(1)).await.unwrap(), None, "not asked");
        store.answer_naming(&generation, amber, id, false, days(1)).await.unwrap().unwrap();
        assert_eq!(questions(&store, amber, days(2)).await, "1 Ben about Jo Lea: no");
        assert_eq!(learnt(&store, ben, days(2)).await, "1 Acme: ", "a no is told to nobody");
        store.answer_naming(&generation, amber, id, true, days(2)).await.unwrap().unwrap();
        assert_eq!(questions(&store, amber, days(2)).await, "1 Ben about Jo Lea: yes for 90 days");
        assert_eq!(learnt(&store, ben, days(3)).await, "1 Acme: Amber");
        assert_eq!(learnt(&store, cleo, days(3)).await, "");
        for (day, expected) in [(91, 1), (92, 0)] {
            let by = crate::Asker { person: Some(ben), at: days(day) };
            assert_eq!(store.introducers(&generation, &acme, &by, 5).await.unwrap().total, expected, "day {day}");
        }
        store.answer_naming(&generation, amber, id, false, days(4)).await.unwrap().unwrap();
        assert_eq!(learnt(&store, ben, days(4)).await, "1 Acme: ", "taken back");
        assert_eq!(learnt(&store, ben, days(120)).await, "", "no request is kept longer");
    });
}

#[test]
fn nobody_is_asked_about_whom_they_hide_or_after_a_month() {
    on_every_database(async |store| {
        a_store(&store, TIES).await;
        let (amber, ben, lea) = (
            person(&store, "amber@us.com").await,
            person(&store, "ben@us.com").await,
            person(&store, "lea@acme.com").await,
        );
        store.set_visibility(amber, Visibility::NamedAfterYes).await.unwrap();
        ask(&store, ben, &Target::Person(lea), days(0)).await.unwrap();
        ask(&store, ben, &Target::Record(RecordId("c2".to_owned())), days(0)).await.unwrap();
        assert_eq!(questions(&store, amber, days(1)).await, "2 Ben about Jo\n1 Ben about Lea");
        assert_eq!(questions(&store, amber, days(30)).await, "");
        store.hide_tie(amber, lea, days(1)).await.unwrap();
        assert_eq!(questions(&store, amber, days(1)).await, "2 Ben about Jo");
        store.set_visibility(amber, Visibility::CountedOnly).await.unwrap();
        assert_eq!(questions(&store, amber, days(1)).await, "");
        assert_eq!(learnt(&store, ben, days(1)).await, "2 Jo: \n1 Lea: ");
    });
}

#[test]
fn nobody_asks_without_end() {
    on_every_database(async |store| {
        a_store(&store, TIES).await;
        let ben = person(&store, "ben@us.com").await;
        for it in 0..ASKED_A_DAY {
            assert!(ask(&store, ben, &Target::Record(RecordId(format!("r{it}"))), days(0)).await.is_some());
        }
        let one_more = Target::Record(RecordId("more".to_owned()));
        assert_eq!(ask(&store, ben, &one_more, days(0)).await, None);
        assert!(ask(&store, ben, &Target::Record(RecordId("r3".to_owned())), days(0)).await.is_some(), "asked before");
        assert!(ask(&store, ben, &one_more, days(1)).await.is_some());
    });
}
