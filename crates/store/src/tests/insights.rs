//! Insights: generations published whole, narrowly, and for past days.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use relata_model::PersonId;

use crate::testing::{on_every_database, pair, today};
use crate::{NewGeneration, PairInsight, Scope, Store};

fn insight(contact: i64, colleague: i64, weight: f64) -> PairInsight {
    pair(PersonId(contact), PersonId(colleague), (weight, weight), 3)
}

fn insights(contacts: std::ops::Range<i64>, weight: f64) -> Vec<PairInsight> {
    contacts.flat_map(|contact| (900..903).map(move |colleague| insight(contact, colleague, weight))).collect()
}

async fn publish(store: &Store, scope: Scope<'_>, insights: Vec<PairInsight>) -> String {
    let id = store.publish(&today(), scope, insights).await.unwrap();
    store.insights_digest(id).await.unwrap()
}

#[test]
fn two_runs_give_the_same_bytes_in_whatever_order_they_come() {
    on_every_database(async |store| {
        let forwards = insights(1..300, 2.0);
        let backwards: Vec<_> = forwards.iter().rev().cloned().collect();
        let first = publish(&store, Scope::Everything, forwards.clone()).await;
        assert_eq!(publish(&store, Scope::Everything, forwards.clone()).await, first);
        assert_eq!(publish(&store, Scope::Everything, backwards).await, first);
        let other = publish(&store, Scope::Everything, insights(1..300, 2.1)).await;
        assert_ne!(other, first);
    });
}

#[test]
fn a_narrow_publication_equals_a_full_one() {
    on_every_database(async |store| {
        let mut everything = insights(1..50, 2.0);
        publish(&store, Scope::Everything, everything.clone()).await;
        // Contact 7 changed, contact 8 has no pairs any more, contact 60 is new.
        let changed: Vec<_> = insights(7..8, 5.0).into_iter().chain(insights(60..61, 1.0)).collect();
        let scope = [PersonId(7), PersonId(8), PersonId(60)];
        let narrow = publish(&store, Scope::Contacts(&scope), changed.clone()).await;
        let pairs = store.published().await.unwrap().unwrap().pairs;

        everything.retain(|it| !scope.contains(&it.contact));
        everything.extend(changed);
        let full = publish(&store, Scope::Everything, everything).await;
        assert_eq!(narrow, full);
        assert_eq!(store.published().await.unwrap().unwrap().pairs, pairs);
    });
}

#[test]
fn a_reader_keeps_the_generation_it_began_with_and_old_ones_go() {
    on_every_database(async |store| {
        let mut digests = Vec::new();
        let mut ids = Vec::new();
        for weight in [1.0, 2.0, 3.0] {
            let id = store.publish(&today(), Scope::Everything, insights(1..9, weight)).await.unwrap();
            digests.push(store.insights_digest(id).await.unwrap());
            ids.push(id);
        }
        assert_eq!(store.published().await.unwrap().unwrap().id, ids[2]);
        assert_eq!(store.insights_digest(ids[1]).await.unwrap(), digests[1]);
        let nothing = store.insights_digest(crate::GenerationId(99)).await.unwrap();
        assert_eq!(store.insights_digest(ids[0]).await.unwrap(), nothing);
    });
}

#[test]
fn a_past_day_stands_beside_the_published_one() {
    on_every_database(async |store| {
        let published = publish(&store, Scope::Everything, insights(1..9, 1.0)).await;
        let past = NewGeneration { computed_for: "2026-01-31".parse().unwrap(), ..today() };
        assert_eq!(store.generation_for(past.computed_for).await.unwrap(), None);
        for weight in [2.0, 3.0] {
            store.publish_past(&past, insights(1..5, weight)).await.unwrap();
        }
        let found = store.generation_for(past.computed_for).await.unwrap().unwrap();
        let expected = insights(1..2, 3.0).remove(0).strength.raw;
        assert_eq!(found.pairs, 12);
        let now = store.published().await.unwrap().unwrap();
        assert_eq!(store.insights_digest(now.id).await.unwrap(), published);
        assert_ne!(store.insights_digest(found.id).await.unwrap(), published);
        assert_eq!(store.generation_for(now.computed_for).await.unwrap(), Some(now));
        assert!(expected > 2.9);

        publish(&store, Scope::Everything, insights(1..9, 1.5)).await;
        assert_eq!(store.generation_for(past.computed_for).await.unwrap(), Some(found));
    });
}

#[test]
fn past_days_are_kept_in_bounded_number() {
    on_every_database(async |store| {
        for day in 1..=10 {
            let past = NewGeneration { computed_for: format!("2026-01-{day:02}").parse().unwrap(), ..today() };
            store.publish_past(&past, insights(1..3, 1.0)).await.unwrap();
        }
        let day = |it: &str| it.parse().unwrap();
        assert_eq!(store.generation_for(day("2026-01-02")).await.unwrap(), None);
        assert!(store.generation_for(day("2026-01-03")).await.unwrap().is_some());
    });
}

#[test]
fn before_the_first_publication_there_is_none() {
    on_every_database(async |store| {
        assert_eq!(store.published().await.unwrap(), None);
        assert_eq!(store.counts().await.unwrap(), crate::Counts::default());
    });
}

#[test]
fn a_publication_that_stops_is_seen_by_nobody_and_taken_back_by_the_next() {
    on_every_database(async |store| {
        let whole = insights(1..600, 2.0);
        let first = publish(&store, Scope::Everything, whole.clone()).await;
        let pairs = store.published().await.unwrap().unwrap().pairs;
        for scope in [Scope::Everything, Scope::Contacts(&[PersonId(7)])] {
            // The process ends where others would be written: what was prepared before stays behind.
            let store_of_it = &store;
            let others = insights(1..600, 5.0).into_iter();
            let stopped = others.enumerate().inspect(|(at, _)| assert!(*at < 1_500, "the process ends")).map(|it| it.1);
            let ended =
                AssertUnwindSafe(store_of_it.publish(&today(), Scope::Everything, stopped)).catch_unwind().await;
            assert!(ended.is_err());
            let published = store.published().await.unwrap().unwrap();
            assert_eq!(store.insights_digest(published.id).await.unwrap(), first);
            let anew = match scope {
                Scope::Everything => whole.clone(),
                Scope::Contacts(_) => insights(7..8, 2.0),
            };
            assert_eq!(publish(&store, scope, anew).await, first);
            assert_eq!(store.published().await.unwrap().unwrap().pairs, pairs);
        }
    });
}
