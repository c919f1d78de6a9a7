//! Own ties, meetings ahead of them, and what is stored of a colleague.

use expect_test::expect;
use jiff::SignedDuration;
use relata_model::{Identity, Kind, MailboxId, Role};

use super::sharing::{a_store, person};
use crate::testing::{address, on_every_database, pair, records, stranger, today};
use crate::{ScheduledCopy, ScheduledPerson, Scope, Store, StoredAbout};

async fn scheduled(store: &Store, number: u8, days: i64, kind: Kind, with: &[&str]) {
    let mut people: Vec<ScheduledPerson> = Vec::new();
    for it in with {
        let address = store.address_id(&address(it)).await.unwrap().unwrap();
        let role = if people.is_empty() { Role::Organiser } else { Role::Required };
        people.push(ScheduledPerson { address, role, colleague: people.is_empty() });
    }
    let it = ScheduledCopy {
        identity: Identity([number; 16]),
        at: stranger().at + SignedDuration::from_hours(24 * days),
        kind,
        minutes: 30,
        regarding: None,
        in_mailbox: true,
        people,
    };
    store.put_scheduled(MailboxId(1), &[it]).await.unwrap();
}

async fn leave_lea_alone(store: &Store) {
    store.upsert_records(&records("contact c1 Lea of=a1 at=lea@acme.com,lea@home.com hands-off")).await.unwrap();
}

#[test]
fn own_pairs_are_all_there_are_with_targets_by_name() {
    on_every_database(async |store| {
        a_store(&store, "amber lea 9, amber jo 0.001, ben lea 2").await;
        let amber = person(&store, "amber@us.com").await;
        let generation = store.published().await.unwrap().unwrap();
        let mut pairs = store.own_pairs(&generation, amber).await.unwrap();
        pairs.sort_by_key(|it| it.contact);
        let told: Vec<String> = store
            .with_names(pairs)
            .await
            .unwrap()
            .into_iter()
            .map(|it| format!("{} {:?} {:?} {:?} {}", it.name, it.company, it.email, it.record, it.pair.strength.score))
            .collect();
        expect![[r#"
            Jo Some("acme.com") Some("jo@acme.com") Some(RecordId("c2")) 0
            Lea Some("acme.com") Some("lea@acme.com") Some(RecordId("c1")) 85"#]]
        .assert_eq(&told.join("\n"));
        leave_lea_alone(&store).await;
        assert_eq!(store.own_pairs(&generation, amber).await.unwrap().len(), 1);
    });
}

#[test]
fn meetings_ahead_are_those_with_somebody_new_and_without_who_is_left_alone() {
    on_every_database(async |store| {
        a_store(&store, "").await;
        let (amber, jo) = (person(&store, "amber@us.com").await, person(&store, "jo@acme.com").await);
        let mut met = pair(jo, amber, (1.0, 1.0), 5);
        met.sums.newest.meeting_at = met.sums.newest.sent_at;
        store.publish(&today(), Scope::Everything, [met]).await.unwrap();
        scheduled(&store, 1, 3, Kind::Meeting, &["amber@us.com", "lea@acme.com", "jo@acme.com", "ben@us.com"]).await;
        scheduled(&store, 2, 2, Kind::Meeting, &["amber@us.com", "jo@acme.com"]).await;
        scheduled(&store, 3, 1, Kind::Meeting, &["ben@us.com", "lea@acme.com"]).await;
        scheduled(&store, 4, 1, Kind::Call, &["amber@us.com", "lea@acme.com"]).await;
        scheduled(&store, 5, -1, Kind::Meeting, &["amber@us.com", "lea@acme.com"]).await;
        scheduled(&store, 6, 1, Kind::Meeting, &["amber@us.com", "lea@home.com"]).await;
        let told = async |limit| {
            let generation = store.published().await.unwrap();
            let ahead = store.meetings_ahead(generation.as_ref(), amber, stranger().at, limit).await.unwrap();
            let line = |it: crate::MeetingAhead| {
                let day = (it.at.as_second() - stranger().at.as_second()) / 86_400;
                let people: Vec<String> =
                    it.people.iter().map(|it| format!("{}{}", it.name, if it.met { " (met)" } else { "" })).collect();
                format!("in {day} days, {} min: {}", it.minutes, people.join(", "))
            };
            ahead.into_iter().map(line).collect::<Vec<_>>().join("\n")
        };
        expect![[r#"
            in 1 days, 30 min: Lea
            in 3 days, 30 min: Jo (met), Lea"#]]
        .assert_eq(&told(9).await);
        assert_eq!(told(1).await.lines().count(), 1);
        leave_lea_alone(&store).await;
        assert_eq!(told(9).await, "");
    });
}

#[test]
fn what_is_stored_of_a_colleague_is_counted_and_shown_as_it_is() {
    on_every_database(async |store| {
        a_store(&store, "amber lea 9, amber jo 3, ben lea 2").await;
        scheduled(&store, 1, 3, Kind::Meeting, &["amber@us.com", "lea@acme.com"]).await;
        let (amber, cleo) = (person(&store, "amber@us.com").await, person(&store, "cleo@us.com").await);
        let generation = store.published().await.unwrap().unwrap();
        let it = store.stored_about(Some(&generation), amber).await.unwrap();
        assert_eq!((it.addresses, it.contacts, it.emails_sent, it.emails_received), (1, 2, 12, 12));
        assert_eq!((it.replies, it.meetings, it.calls, it.scheduled), (0, 0, 0, 1));
        let nothing = StoredAbout { addresses: 1, ..StoredAbout::default() };
        assert_eq!(store.stored_about(Some(&generation), cleo).await.unwrap(), nothing);
        assert_eq!(store.stored_about(None, cleo).await.unwrap(), nothing);

        let sample = store.sample_of(&generation, amber).await.unwrap().unwrap();
        let value = |name: &str| sample.iter().find(|it| it.0 == name).and_then(|it| it.1.clone());
        assert_eq!(sample.len(), 26);
        assert_eq!((value("colleague_id"), value("meeting_at")), (Some(amber.to_string()), None));
        assert_eq!(value("sent_count").as_deref(), Some("3"), "the later of two contacts is the second");
        assert_eq!(store.sample_of(&generation, cleo).await.unwrap(), None);
    });
}
