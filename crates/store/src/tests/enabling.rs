//! Enabling: events are appended in their order, and only where they can happen.

use jiff::Timestamp;
use relata_model::Enabling;
use relata_model::consent::Insights;
use relata_model::enabling::{Event, Happened, NotPossible, Stage};

use crate::StoreError;
use crate::testing::on_every_database;

fn at(day: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400).unwrap()
}

#[test]
fn events_come_back_as_they_went_in() {
    on_every_database(async |store| {
        assert_eq!(store.enabling().await.unwrap(), Enabling::default());
        let granted = Enabling::everything_granted(at(1), "account:7");
        let enabling = store.append_consent_events(&granted).await.unwrap();
        assert_eq!(enabling.in_force().len(), 3);
        let withdrawn = Event::Withdrawn([Insights::Identifiable].into());
        let enabling = store.append_consent_event(at(2), "account:8", withdrawn.clone()).await.unwrap();
        assert_eq!(store.enabling().await.unwrap(), enabling);
        let mut expected = granted;
        expected.push(Happened { at: at(2), by: "account:8".to_owned(), event: withdrawn });
        assert_eq!(store.consent_events().await.unwrap(), expected);
    });
}

#[test]
fn what_cannot_happen_is_refused_and_leaves_nothing() {
    on_every_database(async |store| {
        let mut events = Enabling::everything_granted(at(1), "operator");
        events.push(Happened { at: at(2), by: "operator".to_owned(), event: Event::Enabled });
        let refused = store.append_consent_events(&events).await;
        assert!(matches!(refused, Err(StoreError::NotPossible(NotPossible::AlreadyOn))));
        assert!(store.consent_events().await.unwrap().is_empty());
        assert_eq!(store.enabling().await.unwrap().stage(at(3)), Stage::Off);
    });
}

#[test]
fn of_two_who_turn_it_on_one_does() {
    on_every_database(async |store| {
        let (one, other) = tokio::join!(
            store.append_consent_event(at(1), "account:1", Event::Enabled),
            store.append_consent_event(at(1), "account:2", Event::Enabled)
        );
        assert!(one.is_ok() != other.is_ok());
        assert_eq!(store.consent_events().await.unwrap().len(), 1);
    });
}
